"""On PostgreSQL added matters are checked once per statement: 20,000 in one go are one check.

Updates and deletes are still checked row by row (0002); SQLite has triggers for rows only.
"""

from django.db import migrations

SENTENCE = "the catalogue changes only through a library version"

FORWARD = [
    f"""CREATE FUNCTION matter_guard_added() RETURNS trigger AS $$
    BEGIN
        IF EXISTS (
            SELECT 1 FROM added WHERE NOT EXISTS (
                SELECT 1 FROM matters_libraryversion version
                WHERE version.id = added.version_id AND version.state = 'applying'
            )
        ) THEN
            RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    END $$ LANGUAGE plpgsql""",
    "DROP TRIGGER matter_guard ON matters_matter",
    """CREATE TRIGGER matter_guard BEFORE UPDATE OR DELETE ON matters_matter
    FOR EACH ROW EXECUTE FUNCTION matter_guard()""",
    """CREATE TRIGGER matter_guard_added AFTER INSERT ON matters_matter
    REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION matter_guard_added()""",
]
BACKWARD = [
    "DROP FUNCTION matter_guard_added() CASCADE",
    "DROP TRIGGER matter_guard ON matters_matter",
    """CREATE TRIGGER matter_guard BEFORE INSERT OR UPDATE OR DELETE ON matters_matter
    FOR EACH ROW EXECUTE FUNCTION matter_guard()""",
]


def forward(apps, schema_editor):
    _on_postgresql(schema_editor, FORWARD)


def backward(apps, schema_editor):
    _on_postgresql(schema_editor, BACKWARD)


def _on_postgresql(schema_editor, statements):
    if schema_editor.connection.vendor == "postgresql":
        for statement in statements:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("matters", "0003_added_lines_of_a_plan")]

    operations = [migrations.RunPython(forward, backward)]
