"""A decision taken before there were outcomes was 不接入 or 仍接入."""

from django.db import migrations

OUTCOMES = {"accepted": "not_connected", "rejected": "connected"}


def fill(apps, schema_editor):
    Objection = apps.get_model("tasks", "Objection")
    for state, outcome in OUTCOMES.items():
        Objection.objects.filter(state=state, outcome="").update(outcome=outcome)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0010_objection_talks_and_deferral")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
