"""Every system name already written gets its registered system."""

from collections import Counter, defaultdict

from django.db import migrations, models
from django.utils import timezone

from tasks.models.systems import system_key, system_search_text

NO_SYSTEM = ("", "no_system", "unknown")


def register(apps, schema_editor):
    """One system per folded name: called as most rows call it, of the level most rows give."""
    Entry = apps.get_model("tasks", "Entry")
    spellings, levels = defaultdict(Counter), defaultdict(Counter)
    written = Entry.objects.exclude(system_name="").values_list("system_name", "system_level")
    for name, level, count in written.annotate(n=models.Count("pk")).order_by("system_name"):
        if key := system_key(name):
            spellings[key][name] += count
            levels[key][level] += 0 if level in NO_SYSTEM else count
    for key, names in spellings.items():
        system = _system(apps, key, names, levels[key])
        Entry.objects.filter(system_name__in=list(names)).update(system=system)


def _system(apps, key, names, levels):
    System = apps.get_model("tasks", "System")
    SystemName = apps.get_model("tasks", "SystemName")
    (name, _count), *_others = names.most_common()
    (level, given), *_others = levels.most_common()
    system, _new = System.objects.get_or_create(
        name=name,
        defaults={
            "level": level if given else "",
            "search": system_search_text([name]),
            "created_at": timezone.now(),
        },
    )
    SystemName.objects.get_or_create(key=key, defaults={"system": system, "name": name})
    return SystemName.objects.get(key=key).system


def forget(apps, schema_editor):
    """The rows keep what was written; only the register goes."""
    apps.get_model("tasks", "Entry").objects.update(system=None)
    apps.get_model("tasks", "SystemMerge").objects.all().delete()
    apps.get_model("tasks", "SystemName").objects.all().delete()
    apps.get_model("tasks", "System").objects.update(merged_into=None)
    apps.get_model("tasks", "System").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("tasks", "0004_names_of_merges")]

    operations = [migrations.RunPython(register, forget)]
