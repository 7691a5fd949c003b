"""The database itself refuses changes of the catalogue outside a library version.

杭智办〔2018〕2号 二(一)3: 不得新增、变更、删除.
"""

from django.db import migrations

SENTENCE = "the catalogue changes only through a library version"

SQLITE_FORWARD = [
    f"""CREATE TRIGGER matter_guard_{verb} BEFORE {verb} ON matters_matter
    WHEN NOT EXISTS (SELECT 1 FROM matters_libraryversion
                     WHERE id = NEW.version_id AND state = 'applying')
    BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"""
    for verb in ("insert", "update")
] + [
    f"""CREATE TRIGGER matter_guard_delete BEFORE DELETE ON matters_matter
    BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"""
]

POSTGRES_FORWARD = [
    f"""CREATE FUNCTION matter_guard() RETURNS trigger AS $$
    BEGIN
        IF TG_OP <> 'DELETE' AND EXISTS (
            SELECT 1 FROM matters_libraryversion WHERE id = NEW.version_id AND state = 'applying'
        ) THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation';
    END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER matter_guard BEFORE INSERT OR UPDATE OR DELETE ON matters_matter
    FOR EACH ROW EXECUTE FUNCTION matter_guard()""",
]


def forward(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRES_FORWARD if postgres else SQLITE_FORWARD:
        schema_editor.execute(statement)


def backward(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION matter_guard() CASCADE")
        return
    for verb in ("insert", "update", "delete"):
        schema_editor.execute(f"DROP TRIGGER matter_guard_{verb}")


class Migration(migrations.Migration):
    dependencies = [("matters", "0001_initial")]

    operations = [migrations.RunPython(forward, backward)]
