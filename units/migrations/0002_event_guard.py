"""The database itself keeps the audit trail append-only."""

from django.db import migrations

SENTENCE = "events are only ever added"

SQLITE_FORWARD = [
    f"""CREATE TRIGGER event_guard_{verb} BEFORE {verb} ON units_event
    BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"""
    for verb in ("update", "delete")
]

POSTGRES_FORWARD = [
    f"""CREATE FUNCTION event_guard() RETURNS trigger AS $$
    BEGIN
        RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation';
    END $$ LANGUAGE plpgsql""",
    """CREATE TRIGGER event_guard BEFORE UPDATE OR DELETE ON units_event
    FOR EACH ROW EXECUTE FUNCTION event_guard()""",
]


def forward(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for statement in POSTGRES_FORWARD if postgres else SQLITE_FORWARD:
        schema_editor.execute(statement)


def backward(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION event_guard() CASCADE")
        return
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER event_guard_{verb}")


class Migration(migrations.Migration):
    dependencies = [("units", "0001_initial")]

    operations = [migrations.RunPython(forward, backward)]
