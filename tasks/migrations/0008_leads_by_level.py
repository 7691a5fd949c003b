"""Who leads the integration of a system, by its level: the first values of the table."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# 杭智办〔2018〕2号 二(二)1, 二(三)1-2; domain §3.8. Training of vertical systems is not said there:
# the matter's department, the bureau assists (domain Q10).
RULES = {
    "ministry_vertical": ("department", "市数据资源局", "经省级部门书面函请部委开放接口", True,
                          "department", "市数据资源局", "数月，常不开放"),
    "province_vertical": ("department", "市数据资源局、省级部门", "书面函请省级部门", True,
                          "department", "市数据资源局", "数周至数月"),
    "province_built": ("bureau", "事项所属部门（账号、权限、表单核对）、省级部门（接口）",
                       "经省数据管理中心协调", False, "bureau", "事项所属部门", "数周"),
    "city_built": ("bureau", "事项所属部门、承建公司", "", False,
                   "department", "市数据资源局", "随批次"),
    "district_built": ("district_office", "区县部门、承建公司", "", False,
                       "department", "", "随批次"),
    "standalone": ("district_office", "区县部门、承建公司", "", False,
                   "department", "", "随批次"),
    "no_system": ("bureau", "事项所属部门", "", False, "bureau", "", "可立即办理"),
    "unknown": ("nobody", "", "核实前不能通过审核", False, "nobody", "", ""),
}
FIELDS = ("lead", "supports", "coordination", "upper_level", "training_lead",
          "training_supports", "delay")


def fill(apps, schema_editor):
    LeadRule = apps.get_model("tasks", "LeadRule")
    for level, values in RULES.items():
        LeadRule.objects.create(level=level, **dict(zip(FIELDS, values)))


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0007_fill_submitted_at'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LeadRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('ministry_vertical', '部委垂管'), ('province_vertical', '省级垂管'), ('province_built', '省级自建'), ('city_built', '市级自建'), ('district_built', '区县（市）自建'), ('standalone', '独立部署'), ('no_system', '无业务系统（手工办理）'), ('unknown', '待核实')], max_length=20, unique=True, verbose_name='系统层级')),
                ('lead', models.CharField(choices=[('department', '事项所属部门'), ('bureau', '市数据资源局'), ('district_office', '区县电子政务办（信息中心）'), ('nobody', '尚不能确定')], max_length=16, verbose_name='对接牵头')),
                ('supports', models.CharField(blank=True, max_length=120, verbose_name='配合单位')),
                ('coordination', models.CharField(blank=True, max_length=120, verbose_name='协调要求')),
                ('upper_level', models.BooleanField(default=False, verbose_name='需上级协调')),
                ('training_lead', models.CharField(choices=[('department', '事项所属部门'), ('bureau', '市数据资源局'), ('district_office', '区县电子政务办（信息中心）'), ('nobody', '尚不能确定')], max_length=16, verbose_name='培训牵头')),
                ('training_supports', models.CharField(blank=True, max_length=120, verbose_name='培训配合')),
                ('delay', models.CharField(blank=True, max_length=40, verbose_name='一般用时')),
                ('updated_at', models.DateTimeField(blank=True, null=True, verbose_name='更新时间')),
                ('updated_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='更新人')),
            ],
            options={
                'verbose_name': '分工规则',
                'verbose_name_plural': '分工规则',
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
