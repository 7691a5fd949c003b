"""The database itself keeps what a published sheet says (H4), and appeals once decided.

SQLite loses triggers when Django makes a table anew: whoever alters one of these tables takes the
guard down before and puts it up after, as units 0009 does for events.
"""

from django.db import migrations

SHEET = "tasks_assessmentsheet"
FIXED = (
    "campaign_id", "name", "starts_on", "ends_on", "cut_off", "computed_at", "computed_by_id",
    "frozen", "checksum", "published_at", "published_by_id", "appeals_until",
)
SENTENCE = "a published assessment never changes"
DECIDED = "a decided appeal never changes"


def _sheet_of(row):
    """The sheet a score, a mark or a deduction `row` (OLD or NEW) stands on, by table."""
    own = f"SELECT state FROM {SHEET} WHERE id = {row}.sheet_id"
    through = (
        f"SELECT s.state FROM {SHEET} s JOIN tasks_score c ON c.sheet_id = s.id"
        f" WHERE c.id = {row}.score_id"
    )
    return {"tasks_score": own, "tasks_mark": own, "tasks_deduction": through}


def _guards(differs):
    """(trigger, table, verb, row, when it is refused, sentence)."""
    for table in _sheet_of("NEW"):
        for verb, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
            refused = f"({_sheet_of(row)[table]}) <> 'draft'"
            yield f"{table}_{verb}_{row}".lower(), table, verb, row, refused, SENTENCE
    changed = " OR ".join(f"OLD.{name} {differs} NEW.{name}" for name in FIXED)
    published = "OLD.state <> 'draft'"
    yield (
        f"{SHEET}_update_old", SHEET, "UPDATE", "OLD",
        f"{published} AND (NEW.state = 'draft' OR {changed})", SENTENCE,
    )
    yield f"{SHEET}_delete_old", SHEET, "DELETE", "OLD", published, SENTENCE
    yield (
        "tasks_appeal_update_old", "tasks_appeal", "UPDATE", "OLD",
        "OLD.state <> 'pending'", DECIDED,
    )
    yield "tasks_appeal_delete_old", "tasks_appeal", "DELETE", "OLD", "1 = 1", DECIDED


def forward(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for name, table, verb, row, refused, sentence in _guards(
        "IS DISTINCT FROM" if postgres else "IS NOT"
    ):
        if postgres:
            schema_editor.execute(
                f"""CREATE FUNCTION {name}_guard() RETURNS trigger AS $$
                BEGIN
                    IF {refused} THEN
                        RAISE EXCEPTION '{sentence}' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN {"OLD" if verb == "DELETE" else "NEW"};
                END $$ LANGUAGE plpgsql"""
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name}_guard BEFORE {verb} ON {table}"
                f" FOR EACH ROW EXECUTE FUNCTION {name}_guard()"
            )
        else:
            schema_editor.execute(
                f"""CREATE TRIGGER {name}_guard BEFORE {verb} ON {table} WHEN {refused}
                BEGIN SELECT RAISE(ABORT, '{sentence}'); END"""
            )


def backward(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for name, *_rest in _guards("IS"):
        if postgres:
            schema_editor.execute(f"DROP FUNCTION {name}_guard() CASCADE")
        else:
            schema_editor.execute(f"DROP TRIGGER {name}_guard")


class Migration(migrations.Migration):
    dependencies = [("tasks", "0019_assessment")]

    operations = [migrations.RunPython(forward, backward)]
