"""The review desk: rules and findings, bulk approvals, views; handings, threads, slips."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matters', '0006_fewer_indexes'),
        ('tasks', '0005_register_systems'),
        ('units', '0005_substitutes_seals_search'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BulkApproval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('query', models.CharField(blank=True, max_length=1000, verbose_name='筛选条件')),
                ('expected', models.PositiveIntegerField(verbose_name='拟通过行数')),
                ('approved', models.PositiveIntegerField(default=0, verbose_name='通过行数')),
                ('excluded', models.JSONField(default=dict, verbose_name='未纳入')),
                ('state', models.CharField(choices=[('running', '进行中'), ('done', '已完成'), ('undone', '已撤销')], default='running', max_length=10, verbose_name='状态')),
                ('asked_at', models.DateTimeField(verbose_name='发起时间')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='完成时间')),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='撤销时间')),
            ],
            options={
                'verbose_name': '批量通过',
                'verbose_name_plural': '批量通过',
            },
        ),
        migrations.CreateModel(
            name='ChangeSlip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('change', '变更'), ('add', '新增'), ('cancel', '取消')], max_length=8, verbose_name='变更类别')),
                ('what', models.TextField(verbose_name='库内信息有何不对')),
                ('wanted', models.TextField(blank=True, verbose_name='应改为')),
                ('operator', models.CharField(max_length=40, verbose_name='在省权力事项管理平台操作的人')),
                ('operate_on', models.DateField(verbose_name='拟操作日期')),
                ('state', models.CharField(choices=[('open', '待知会'), ('known', '已知会'), ('synced', '已同步入库'), ('withdrawn', '已撤回')], default='open', max_length=10, verbose_name='状态')),
                ('raised_at', models.DateTimeField(verbose_name='提出时间')),
                ('business_division', models.CharField(blank=True, max_length=40, verbose_name='业务处室')),
                ('business_at', models.DateTimeField(blank=True, null=True, verbose_name='业务处室知会时间')),
                ('technical_division', models.CharField(blank=True, max_length=40, verbose_name='技术（信息）处室')),
                ('technical_at', models.DateTimeField(blank=True, null=True, verbose_name='技术处室知会时间')),
            ],
            options={
                'verbose_name': '变更提示单',
                'verbose_name_plural': '变更提示单',
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(upload_to='evidence/%Y/%m/', verbose_name='文件')),
                ('file_name', models.CharField(max_length=160, verbose_name='文件名')),
                ('size', models.PositiveIntegerField(verbose_name='大小（字节）')),
                ('checksum', models.CharField(max_length=64, verbose_name='校验值')),
                ('uploaded_at', models.DateTimeField(verbose_name='上传时间')),
            ],
            options={
                'verbose_name': '佐证材料',
                'verbose_name_plural': '佐证材料',
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facts', models.JSONField(default=dict)),
            ],
            options={
                'verbose_name': '疑点',
                'verbose_name_plural': '疑点',
            },
        ),
        migrations.CreateModel(
            name='Handing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('division', models.CharField(blank=True, max_length=40, verbose_name='承办处（科）室')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='说明')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='请于此日前交回')),
                ('count', models.PositiveIntegerField(verbose_name='行数')),
                ('given_at', models.DateTimeField(verbose_name='分办时间')),
                ('returned_at', models.DateTimeField(blank=True, null=True, verbose_name='交回时间')),
                ('answer', models.CharField(blank=True, max_length=300, verbose_name='交回说明')),
                ('recalled_at', models.DateTimeField(blank=True, null=True, verbose_name='收回时间')),
            ],
            options={
                'verbose_name': '分办',
                'verbose_name_plural': '分办',
            },
        ),
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.CharField(choices=[('unit', '本单位内部'), ('bureau', '本单位与市局')], default='unit', max_length=8, verbose_name='谁能看到')),
                ('text', models.TextField(verbose_name='留言')),
                ('at', models.DateTimeField(verbose_name='时间')),
            ],
            options={
                'verbose_name': '留言',
                'verbose_name_plural': '留言',
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.CharField(max_length=20)),
                ('name', models.CharField(blank=True, max_length=40, verbose_name='视图名称')),
                ('query', models.CharField(blank=True, max_length=1000, verbose_name='筛选条件')),
                ('columns', models.JSONField(blank=True, default=list, verbose_name='显示列')),
                ('shared', models.BooleanField(default=False, verbose_name='共享给同事')),
                ('saved_at', models.DateTimeField(verbose_name='保存时间')),
            ],
            options={
                'verbose_name': '视图',
                'verbose_name_plural': '视图',
            },
        ),
        migrations.CreateModel(
            name='SuspicionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32, unique=True, verbose_name='规则')),
                ('severity', models.PositiveSmallIntegerField(choices=[(0, '无'), (1, '提醒'), (2, '可疑'), (3, '严重')], default=2, verbose_name='严重程度')),
                ('enabled', models.BooleanField(default=True, verbose_name='启用')),
                ('threshold', models.PositiveIntegerField(blank=True, null=True, verbose_name='界限')),
                ('sort_order', models.PositiveSmallIntegerField(default=0)),
                ('updated_at', models.DateTimeField(blank=True, null=True, verbose_name='更新时间')),
            ],
            options={
                'verbose_name': '核查规则',
                'verbose_name_plural': '核查规则',
            },
        ),
        migrations.RemoveConstraint(
            model_name='objection',
            name='one_live_objection_per_ranked',
        ),
        migrations.RemoveConstraint(
            model_name='objection',
            name='one_live_objection_per_entry',
        ),
        migrations.AddField(
            model_name='campaign',
            name='correction_workdays',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='退回修改时限（工作日）'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='review_workdays',
            field=models.PositiveSmallIntegerField(default=2, verbose_name='审核时限（工作日）'),
        ),
        migrations.AddField(
            model_name='entry',
            name='return_class',
            field=models.CharField(blank=True, choices=[('volume', '办件量有误'), ('level', '系统层级有误'), ('name', '系统名称不规范'), ('contact', '联系人或电话有误'), ('scope', '适用范围或区县有误'), ('incomplete', '说明不足'), ('other', '其他')], max_length=12, verbose_name='退回原因类别'),
        ),
        migrations.AddField(
            model_name='entry',
            name='severity',
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='疑点程度'),
        ),
        migrations.AddField(
            model_name='nearbyentry',
            name='return_class',
            field=models.CharField(blank=True, choices=[('volume', '办件量有误'), ('level', '系统层级有误'), ('name', '系统名称不规范'), ('contact', '联系人或电话有误'), ('scope', '适用范围或区县有误'), ('incomplete', '说明不足'), ('other', '其他')], max_length=12, verbose_name='退回原因类别'),
        ),
        migrations.AddField(
            model_name='objection',
            name='agreed',
            field=models.BooleanField(blank=True, null=True, verbose_name='单位是否同意'),
        ),
        migrations.AddField(
            model_name='objection',
            name='answer',
            field=models.TextField(blank=True, verbose_name='单位答复'),
        ),
        migrations.AddField(
            model_name='objection',
            name='answered_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='答复时间'),
        ),
        migrations.AddField(
            model_name='objection',
            name='answered_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答复人'),
        ),
        migrations.AddField(
            model_name='objection',
            name='outcome',
            field=models.CharField(blank=True, choices=[('not_connected', '成立（不接入）'), ('deferred', '成立（暂缓接入）'), ('connected', '不成立（仍接入）')], max_length=16, verbose_name='结论'),
        ),
        migrations.AddField(
            model_name='objection',
            name='proposal',
            field=models.CharField(blank=True, choices=[('not_connected', '成立（不接入）'), ('deferred', '成立（暂缓接入）'), ('connected', '不成立（仍接入）')], max_length=16, verbose_name='拟定结论'),
        ),
        migrations.AddField(
            model_name='objection',
            name='proposal_text',
            field=models.TextField(blank=True, verbose_name='拟定说明'),
        ),
        migrations.AddField(
            model_name='objection',
            name='proposed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='拟定时间'),
        ),
        migrations.AddField(
            model_name='objection',
            name='proposed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='拟定人'),
        ),
        migrations.AddField(
            model_name='submission',
            name='signed_for',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁报送'),
        ),
        migrations.AddField(
            model_name='submission',
            name='withdrawn_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='撤回时间'),
        ),
        migrations.AddField(
            model_name='submission',
            name='withdrawn_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤回人'),
        ),
        migrations.AddField(
            model_name='task',
            name='review_started_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='开始审核时间'),
        ),
        migrations.AddField(
            model_name='task',
            name='review_started_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核人'),
        ),
        migrations.AddField(
            model_name='task',
            name='submitted_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='最近报送时间'),
        ),
        migrations.AlterField(
            model_name='objection',
            name='state',
            field=models.CharField(choices=[('pending', '待确认'), ('discussed', '协商中'), ('accepted', '成立'), ('rejected', '不成立'), ('withdrawn', '已撤回')], default='pending', max_length=10, verbose_name='状态'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('proposal', ''), ('proposed_at__isnull', True), ('proposed_by__isnull', True)), models.Q(('proposed_at__isnull', False), ('proposed_by__isnull', False), models.Q(('proposal', ''), _negated=True)), _connector='OR'), name='objection_proposed_all_or_nothing'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answered_at__isnull', True), ('answered_by__isnull', True)), models.Q(('answered_at__isnull', False), ('answered_by__isnull', False)), _connector='OR'), name='objection_answered_both_or_neither'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('pending', 'discussed', 'accepted'))), fields=('ranked',), name='one_live_objection_per_ranked'),
        ),
        migrations.AddConstraint(
            model_name='objection',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('pending', 'discussed', 'accepted'))), fields=('entry',), name='one_live_objection_per_entry'),
        ),
        migrations.AddConstraint(
            model_name='submission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='submission_withdrawn_both_or_neither'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('review_started_at__isnull', True), ('review_started_by__isnull', True)), models.Q(('review_started_at__isnull', False), ('review_started_by__isnull', False)), _connector='OR'), name='task_review_started_both_or_neither'),
        ),
        migrations.AddField(
            model_name='bulkapproval',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审核人'),
        ),
        migrations.AddField(
            model_name='bulkapproval',
            name='job',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='units.job'),
        ),
        migrations.AddField(
            model_name='bulkapproval',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='撤销人'),
        ),
        migrations.AddField(
            model_name='entry',
            name='approved_in',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='%(class)s_rows', to='tasks.bulkapproval'),
        ),
        migrations.AddField(
            model_name='nearbyentry',
            name='approved_in',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='%(class)s_rows', to='tasks.bulkapproval'),
        ),
        migrations.AddField(
            model_name='changeslip',
            name='business_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='业务处室'),
        ),
        migrations.AddField(
            model_name='changeslip',
            name='matter',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='matters.matter', verbose_name='事项'),
        ),
        migrations.AddField(
            model_name='changeslip',
            name='raised_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='提出人'),
        ),
        migrations.AddField(
            model_name='changeslip',
            name='synced_in',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='matters.libraryversion', verbose_name='同步入库的版本'),
        ),
        migrations.AddField(
            model_name='changeslip',
            name='technical_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='技术处室'),
        ),
        migrations.AddField(
            model_name='changeslip',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='units.unit', verbose_name='单位'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='objection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='tasks.objection'),
        ),
        migrations.AddField(
            model_name='evidence',
            name='uploaded_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='上传人'),
        ),
        migrations.AddField(
            model_name='finding',
            name='entry',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='tasks.entry'),
        ),
        migrations.AddField(
            model_name='handing',
            name='given_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='分办人'),
        ),
        migrations.AddField(
            model_name='handing',
            name='recalled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='收回人'),
        ),
        migrations.AddField(
            model_name='handing',
            name='returned_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='交回人'),
        ),
        migrations.AddField(
            model_name='handing',
            name='task',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handings', to='tasks.task'),
        ),
        migrations.AddField(
            model_name='handing',
            name='to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承办人'),
        ),
        migrations.AddField(
            model_name='entry',
            name='handing',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='%(class)s_rows', to='tasks.handing'),
        ),
        migrations.AddField(
            model_name='nearbyentry',
            name='handing',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='%(class)s_rows', to='tasks.handing'),
        ),
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(fields=['state', '-severity', 'id'], name='entry_by_severity'),
        ),
        migrations.AddField(
            model_name='post',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='留言人'),
        ),
        migrations.AddField(
            model_name='post',
            name='entry',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='tasks.entry'),
        ),
        migrations.AddField(
            model_name='post',
            name='mentions',
            field=models.ManyToManyField(blank=True, related_name='mentioned_in', to=settings.AUTH_USER_MODEL, verbose_name='提到'),
        ),
        migrations.AddField(
            model_name='post',
            name='objection',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='tasks.objection'),
        ),
        migrations.AddField(
            model_name='savedview',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL, verbose_name='保存人'),
        ),
        migrations.AddField(
            model_name='suspicionrule',
            name='updated_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='更新人'),
        ),
        migrations.AddField(
            model_name='finding',
            name='rule',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='tasks.suspicionrule'),
        ),
        migrations.AddIndex(
            model_name='bulkapproval',
            index=models.Index(fields=['-asked_at'], name='bulk_newest_first'),
        ),
        migrations.AddConstraint(
            model_name='bulkapproval',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='bulk_undone_both_or_neither'),
        ),
        migrations.AddIndex(
            model_name='changeslip',
            index=models.Index(fields=['unit', 'state'], name='slip_unit_state'),
        ),
        migrations.AddConstraint(
            model_name='changeslip',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('business_at__isnull', True), ('business_by__isnull', True)), models.Q(('business_at__isnull', False), ('business_by__isnull', False)), _connector='OR'), name='slip_business_both_or_neither'),
        ),
        migrations.AddConstraint(
            model_name='changeslip',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('technical_at__isnull', True), ('technical_by__isnull', True)), models.Q(('technical_at__isnull', False), ('technical_by__isnull', False)), _connector='OR'), name='slip_technical_both_or_neither'),
        ),
        migrations.AddConstraint(
            model_name='changeslip',
            constraint=models.CheckConstraint(condition=models.Q(('business_by__isnull', True), ('technical_by__isnull', True), models.Q(('business_by', models.F('technical_by')), _negated=True), _connector='OR'), name='slip_known_to_two_people'),
        ),
        migrations.AddConstraint(
            model_name='changeslip',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'known'), _negated=True), models.Q(('business_at__isnull', False), ('technical_at__isnull', False)), _connector='OR'), name='slip_known_means_both'),
        ),
        migrations.AddConstraint(
            model_name='changeslip',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'add'), ('matter__isnull', False), _connector='OR'), name='slip_names_its_matter'),
        ),
        migrations.AddConstraint(
            model_name='changeslip',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('what', ''), _negated=True), models.Q(('operator', ''), _negated=True)), name='slip_says_what_and_who'),
        ),
        migrations.AddIndex(
            model_name='handing',
            index=models.Index(fields=['task', 'returned_at'], name='handing_task'),
        ),
        migrations.AddConstraint(
            model_name='handing',
            constraint=models.CheckConstraint(condition=models.Q(('to__isnull', False), models.Q(('division', ''), _negated=True), _connector='OR'), name='handing_has_somebody'),
        ),
        migrations.AddConstraint(
            model_name='handing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('returned_at__isnull', True), ('returned_by__isnull', True)), models.Q(('returned_at__isnull', False), ('returned_by__isnull', False)), _connector='OR'), name='handing_returned_both_or_neither'),
        ),
        migrations.AddConstraint(
            model_name='handing',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('recalled_at__isnull', True), ('recalled_by__isnull', True)), models.Q(('recalled_at__isnull', False), ('recalled_by__isnull', False)), _connector='OR'), name='handing_recalled_both_or_neither'),
        ),
        migrations.AddConstraint(
            model_name='handing',
            constraint=models.CheckConstraint(condition=models.Q(('returned_at__isnull', True), ('recalled_at__isnull', True), _connector='OR'), name='handing_ends_once'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entry__isnull', True), ('objection__isnull', False)), models.Q(('entry__isnull', False), ('objection__isnull', True)), _connector='OR'), name='post_about_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='post',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='post_has_text'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('owner', 'page', 'name'), name='saved_view_named_once'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), ('shared', False), _connector='OR'), name='saved_view_shared_has_name'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(fields=('entry', 'rule'), name='finding_once_per_rule'),
        ),
    ]
