"""What a rung counts from, and which reminders were written in one go."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("tasks", "0022_circulars_stay"), ("units", "0009_channels_routines")]

    operations = [
        migrations.AlterModelOptions(
            name="rung",
            options={"verbose_name": "提醒节点", "verbose_name_plural": "提醒阶梯"},
        ),
        migrations.AddField(
            model_name="rung",
            name="basis",
            field=models.CharField(
                choices=[
                    ("due", "截止前最后工作日"),
                    ("last_day", "最后一天（含休息日）"),
                    ("lateness", "逾期起算日"),
                    ("correction", "退回修改时限"),
                ],
                default="due",
                max_length=12,
                verbose_name="计算基准",
            ),
        ),
        migrations.AlterField(
            model_name="rung",
            name="offset",
            field=models.SmallIntegerField(
                validators=[MinValueValidator(-30), MaxValueValidator(60)],
                verbose_name="相隔（工作日）",
            ),
        ),
        migrations.AddConstraint(
            model_name="rung",
            constraint=models.CheckConstraint(
                condition=Q(basis="due", offset__lte=0)
                | Q(basis="last_day", offset=0)
                | Q(basis="lateness", offset__gte=1)
                | Q(basis="correction"),
                name="rung_offset_fits_basis",
            ),
        ),
        migrations.AddConstraint(
            model_name="rung",
            constraint=models.CheckConstraint(
                condition=Q(issues_slip=False) | (Q(basis="lateness") & ~Q(colour="")),
                name="rung_slip_has_colour",
            ),
        ),
        # The ledger is still empty: nothing has been said before this version.
        migrations.AddField(
            model_name="reminder",
            name="run",
            field=models.UUIDField(default=uuid.uuid4, verbose_name="批次编号"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="reminder",
            name="deliveries",
            field=models.ManyToManyField(
                related_name="+", to="units.delivery", verbose_name="群消息"
            ),
        ),
        migrations.AddIndex(
            model_name="reminder",
            index=models.Index(fields=["run"], name="reminder_run"),
        ),
    ]
