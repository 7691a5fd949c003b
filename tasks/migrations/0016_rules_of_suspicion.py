"""The rules of the review desk as they are at first; the bureau changes them on its pages."""

from django.db import migrations

# Code, severity (1 提醒, 2 可疑, 3 严重), threshold.
RULES = (
    ("volume_deviation", 2, 20),
    ("volume_identical", 2, 5),
    ("volume_converted", 1, None),
    ("explanation_missing", 3, 4),
    ("level_against_register", 3, None),
    ("level_against_name", 2, None),
    ("name_near_duplicate", 2, None),
    ("level_unknown", 3, None),
    ("level_district_on_city", 2, None),
    ("system_used_once", 1, 1),
    ("scope_all_chosen", 1, None),
    ("scope_without_itself", 3, None),
    ("scope_whole_city", 2, None),
    ("scope_one_district", 1, None),
    ("scope_city_level", 2, None),
    ("districts_disagree", 2, 60),
    ("city_disagrees", 1, 60),
    ("taken_unconfirmed", 2, None),
    ("untouched_after_return", 3, None),
    ("phone_unreachable", 2, None),
    ("phone_short_only", 1, None),
    ("contact_many_units", 2, 5),
    ("contact_many_rows", 1, 300),
    ("phone_many_names", 2, 1),
)


def fill(apps, schema_editor):
    SuspicionRule = apps.get_model("tasks", "SuspicionRule")
    for place, (code, severity, threshold) in enumerate(RULES):
        SuspicionRule.objects.get_or_create(
            code=code,
            defaults={"severity": severity, "threshold": threshold, "sort_order": place * 10},
        )


def empty(apps, schema_editor):
    codes = [code for code, _severity, _threshold in RULES]
    apps.get_model("tasks", "SuspicionRule").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("tasks", "0015_entries_by_phone")]

    operations = [migrations.RunPython(fill, empty)]
