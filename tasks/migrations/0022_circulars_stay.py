"""The database itself keeps overdue reports as they were compiled, circulars as they were issued.

SQLite loses triggers when Django makes a table anew: whoever alters one of these tables takes the
guard down before and puts it up after, as units 0009 does for events.
"""

from django.db import migrations

REPORT, CIRCULAR = "tasks_overduereport", "tasks_circular"
COMPILED = "reports are only ever added"
ISSUED = "an issued circular never changes"
# What stays of a circular that is out; recalling it fills in the rest.
FIXED = (
    "campaign_id", "report_id", "title", "addressees", "situation", "problems", "demands",
    "signature", "number", "dated_on", "drafted_at", "drafted_by_id", "edited_at", "edited_by_id",
    "checked_at", "checked_by_id", "issued_at", "issued_by_id", "file", "file_name", "checksum",
)


def _guards(differs):
    """(trigger, table, verb, when it is refused, sentence)."""
    for verb in ("update", "delete"):
        yield f"report_guard_{verb}", REPORT, verb, "1 = 1", COMPILED
    changed = " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in FIXED)
    # 已印发 becomes 已撤回, nothing else and nothing more.
    moved = "NEW.state NOT IN ('issued', 'recalled')"
    refused = f"OLD.state = 'recalled' OR (OLD.state = 'issued' AND ({moved} OR {changed}))"
    yield "circular_guard_update", CIRCULAR, "update", refused, ISSUED
    out = "OLD.state IN ('issued', 'recalled')"
    yield "circular_guard_delete", CIRCULAR, "delete", out, ISSUED


def forward(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    differs = "IS DISTINCT FROM" if postgres else "IS NOT"
    for name, table, verb, refused, sentence in _guards(differs):
        if postgres:
            schema_editor.execute(
                f"""CREATE FUNCTION {name}() RETURNS trigger AS $$
                BEGIN
                    IF {refused} THEN
                        RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN {"OLD" if verb == "delete" else "NEW"};
                END $$ LANGUAGE plpgsql"""
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {verb} ON {table}"
                f" FOR EACH ROW EXECUTE FUNCTION {name}()"
            )
        else:
            schema_editor.execute(
                f"""CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {refused}
                BEGIN SELECT RAISE(ABORT, '{sentence}'); END"""
            )


def backward(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for name, *_rest in _guards("IS"):
        schema_editor.execute(
            f"DROP FUNCTION {name}() CASCADE" if postgres else f"DROP TRIGGER {name}"
        )


class Migration(migrations.Migration):
    dependencies = [("tasks", "0021_circulars")]

    operations = [migrations.RunPython(forward, backward)]
