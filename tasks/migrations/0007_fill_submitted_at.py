"""What waits already waits since its last submission; old returns are of the class 其他."""

from django.db import migrations
from django.db.models import Max, OuterRef, Subquery


def fill(apps, schema_editor):
    Task = apps.get_model("tasks", "Task")
    Submission = apps.get_model("tasks", "Submission")
    last = (
        Submission.objects.filter(task=OuterRef("pk"))
        .order_by()
        .values("task")
        .annotate(last=Max("at"))
        .values("last")
    )
    Task.objects.filter(submissions__isnull=False).update(submitted_at=Subquery(last))
    for name in ("Entry", "NearbyEntry"):
        rows = apps.get_model("tasks", name).objects.filter(state="returned", return_class="")
        rows.update(return_class="other")


class Migration(migrations.Migration):
    dependencies = [("tasks", "0006_review_desk_threads_slips")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
