"""Units that exist already can be searched by pinyin initials, too."""

from django.db import migrations

from units.models.units import unit_search_text


def fill(apps, schema_editor):
    Unit = apps.get_model("units", "Unit")
    units = list(Unit.objects.only("pk", "short_name", "name"))
    for unit in units:
        unit.search = unit_search_text(unit.short_name, unit.name)
    Unit.objects.bulk_update(units, ["search"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("units", "0005_substitutes_seals_search")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
