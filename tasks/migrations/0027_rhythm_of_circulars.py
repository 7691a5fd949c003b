"""When reports are compiled and circulars drafted, checked and issued: 周五汇总、周一初核、周二下发."""

from datetime import time

from django.db import migrations

MONDAY, TUESDAY, FRIDAY = 0, 1, 4
# code, name, weekdays (none: every day), hour
ROUTINES = (
    ("overdue-report", "到期日逾期情况汇总", [], time(17, 0)),
    ("weekly-circular", "周五汇总并起草通报", [FRIDAY], time(17, 0)),
    ("check-circular", "周一提醒初核", [MONDAY], time(9, 0)),
    ("issue-circular", "周二提醒下发", [TUESDAY], time(9, 0)),
)


def fill(apps, schema_editor):
    Routine = apps.get_model("units", "Routine")
    for code, name, weekdays, hour in ROUTINES:
        Routine.objects.get_or_create(
            code=code, defaults={"name": name, "weekdays": weekdays, "hour": hour}
        )


def empty(apps, schema_editor):
    codes = [code for code, *_rest in ROUTINES]
    apps.get_model("units", "Routine").objects.filter(code__in=codes, runs=None).delete()


class Migration(migrations.Migration):
    dependencies = [("tasks", "0026_ladder"), ("units", "0011_runs_queue_and_pulses")]

    operations = [migrations.RunPython(fill, empty)]
