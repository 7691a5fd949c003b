"""The database itself keeps what was approved: the facts of a row do not change while it is
approved, nor at the moment it is, and it is never deleted.

Only the register of systems may still write its name for a system into it: the agreed name when
systems are merged or renamed, the name the row had when a merge is undone.

SQLite forgets triggers over a table that is made anew: whoever changes a constraint or a column of
these tables takes the guard down before and puts it up again after (as units/0005 does).
"""

from django.db import migrations

SENTENCE = "an approved row is locked"
FIXED = ("task_id", "matter_id", "remark")
TABLES = {
    "tasks_entry": (
        *FIXED, "system_level", "volume", "contact", "phone", "scope", "districts",
    ),
    "tasks_nearbyentry": (*FIXED, "status", "points"),
}  # fmt: skip
FROM_THE_REGISTER = """(
    EXISTS (SELECT 1 FROM tasks_system
            WHERE id = NEW.system_id AND name = NEW.system_name)
    OR EXISTS (SELECT 1 FROM tasks_systemmerge
               WHERE kept_id = OLD.system_id AND absorbed_id = NEW.system_id
               AND undone_at IS NOT NULL)
)"""


def _differ(columns, operator):
    return " OR ".join(f"OLD.{name} {operator} NEW.{name}" for name in columns)


def _sqlite(table, columns):
    changed = _differ(columns, "IS NOT")
    if table == "tasks_entry":
        changed += f" OR (OLD.system_name IS NOT NEW.system_name AND NOT {FROM_THE_REGISTER})"
    yield f"""CREATE TRIGGER {table}_lock_update BEFORE UPDATE ON {table}
        WHEN NEW.state = 'approved' AND ({changed})
        BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"""
    yield f"""CREATE TRIGGER {table}_lock_delete BEFORE DELETE ON {table}
        WHEN OLD.state = 'approved'
        BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"""


def _postgres(table, columns):
    refuse = f"RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation';"
    named = table == "tasks_entry"
    changed = _differ([*columns, *(["system_name"] if named else [])], "IS DISTINCT FROM")
    # Only a name that changes alone is looked up in the register.
    alone = f"""IF NOT ({_differ(columns, "IS DISTINCT FROM")}) AND {FROM_THE_REGISTER} THEN
            RETURN NEW;
        END IF;"""
    yield f"""CREATE FUNCTION {table}_lock_update() RETURNS trigger AS $$
        BEGIN {alone if named else ""} {refuse} END $$ LANGUAGE plpgsql"""
    yield f"""CREATE TRIGGER {table}_lock_update BEFORE UPDATE ON {table}
        FOR EACH ROW WHEN (NEW.state = 'approved' AND ({changed}))
        EXECUTE FUNCTION {table}_lock_update()"""
    yield f"""CREATE FUNCTION {table}_lock_delete() RETURNS trigger AS $$
        BEGIN {refuse} END $$ LANGUAGE plpgsql"""
    yield f"""CREATE TRIGGER {table}_lock_delete BEFORE DELETE ON {table}
        FOR EACH ROW WHEN (OLD.state = 'approved')
        EXECUTE FUNCTION {table}_lock_delete()"""


def forward(apps, schema_editor):
    make = _postgres if schema_editor.connection.vendor == "postgresql" else _sqlite
    for table, columns in TABLES.items():
        for statement in make(table, columns):
            schema_editor.execute(statement)


def backward(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for verb in ("update", "delete"):
            what = f"FUNCTION {table}_lock_{verb}() CASCADE" if postgres else None
            schema_editor.execute(f"DROP {what or f'TRIGGER {table}_lock_{verb}'}")


class Migration(migrations.Migration):
    dependencies = [("tasks", "0013_objection_decided_alone")]

    operations = [migrations.RunPython(forward, backward)]
