"""The unit and the district of a matter need no index of their own: those of its lists begin
with them.

The indexes are dropped by hand: on SQLite an altered column makes the table anew, without the
triggers that guard the catalogue (0002).
"""

import django.db.models.deletion
from django.db import migrations, models

TABLE, COLUMNS = "matters_matter", ("unit_id", "district_id")


def drop(apps, schema_editor):
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        known = connection.introspection.get_constraints(cursor, TABLE)
    for name, found in known.items():
        if found["index"] and found["columns"] in [[column] for column in COLUMNS]:
            schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")


def make(apps, schema_editor):
    for column in COLUMNS:
        schema_editor.execute(f"CREATE INDEX {TABLE}_{column} ON {TABLE} ({column})")


def _to_unit(related_name, verbose_name, **more):
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to="units.unit",
        verbose_name=verbose_name,
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [("matters", "0005_headers_picked_by_hand")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(drop, make)],
            state_operations=[
                migrations.AlterField("matter", "unit", _to_unit("matters", "所属部门")),
                migrations.AlterField(
                    "matter",
                    "district",
                    _to_unit("district_matters", "区、县（市）", blank=True, null=True),
                ),
            ],
        )
    ]
