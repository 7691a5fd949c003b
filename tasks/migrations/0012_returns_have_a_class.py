"""A returned row has a class and words; a submission knows what taking it back restores."""


from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matters', '0006_fewer_indexes'),
        ('tasks', '0011_outcomes_of_old_decisions'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='entry',
            name='entry_return_has_reason',
        ),
        migrations.RemoveConstraint(
            model_name='nearbyentry',
            name='nearbyentry_return_has_reason',
        ),
        migrations.AddField(
            model_name='submission',
            name='before',
            field=models.JSONField(default=dict, editable=False),
        ),
        migrations.AlterField(
            model_name='entry',
            name='return_class',
            field=models.CharField(blank=True, choices=[('volume', '办件量有误'), ('level', '系统层级有误'), ('name', '系统名称不规范'), ('contact', '联系人或电话有误'), ('scope', '适用范围或区县有误'), ('incomplete', '说明不足'), ('other', '其他'), ('library', '权力事项库更新')], max_length=12, verbose_name='退回原因类别'),
        ),
        migrations.AlterField(
            model_name='nearbyentry',
            name='return_class',
            field=models.CharField(blank=True, choices=[('volume', '办件量有误'), ('level', '系统层级有误'), ('name', '系统名称不规范'), ('contact', '联系人或电话有误'), ('scope', '适用范围或区县有误'), ('incomplete', '说明不足'), ('other', '其他'), ('library', '权力事项库更新')], max_length=12, verbose_name='退回原因类别'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(models.Q(('return_class', ''), _negated=True), models.Q(('return_reason', ''), _negated=True)), _connector='OR'), name='entry_return_has_class_and_reason'),
        ),
        migrations.AddConstraint(
            model_name='nearbyentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(models.Q(('return_class', ''), _negated=True), models.Q(('return_reason', ''), _negated=True)), _connector='OR'), name='nearbyentry_return_has_class_and_reason'),
        ),
    ]
