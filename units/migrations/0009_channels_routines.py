"""The calendar, channels, routines and their runs, kinds of messages, the acts of chasing.

SQLite makes the table of events anew for its constraint, see 0005.
"""

import importlib

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


guard = importlib.import_module("units.migrations.0002_event_guard")


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0008_event_access_index'),
    ]

    operations = [
        migrations.CreateModel(
            name='SpecialDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True, verbose_name='日期')),
                ('works', models.BooleanField(verbose_name='上班')),
                ('name', models.CharField(blank=True, max_length=20, verbose_name='节日')),
            ],
            options={
                'verbose_name': '特殊日期',
                'verbose_name_plural': '特殊日期',
            },
        ),
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='年份')),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='依据文件')),
                ('changed_at', models.DateTimeField(blank=True, null=True, verbose_name='修改时间')),
                ('changed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='修改人')),
            ],
            options={
                'verbose_name': '日历年份',
                'verbose_name_plural': '工作日历',
            },
        ),
        migrations.CreateModel(
            name='ChannelPreference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('task', '任务与报送'), ('review', '审核与退回'), ('objection', '疑义与留言'), ('reminder', '到期提醒'), ('chasing', '催办督办'), ('circular', '通报考核'), ('job', '后台任务'), ('other', '其他')], max_length=12, verbose_name='消息类别')),
                ('channel', models.CharField(choices=[('inbox', '站内消息'), ('email', '电子邮件'), ('sms', '短信'), ('dingtalk', '钉钉/浙政钉群'), ('wecom', '企业微信群')], max_length=10, verbose_name='渠道')),
                ('frequency', models.CharField(choices=[('off', '不接收'), ('instant', '即时'), ('daily', '每日汇总')], max_length=10, verbose_name='频率')),
            ],
            options={
                'verbose_name': '接收设置',
                'verbose_name_plural': '接收设置',
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('inbox', '站内消息'), ('email', '电子邮件'), ('sms', '短信'), ('dingtalk', '钉钉/浙政钉群'), ('wecom', '企业微信群')], max_length=10, verbose_name='渠道')),
                ('kind', models.CharField(choices=[('task', '任务与报送'), ('review', '审核与退回'), ('objection', '疑义与留言'), ('reminder', '到期提醒'), ('chasing', '催办督办'), ('circular', '通报考核'), ('job', '后台任务'), ('other', '其他')], max_length=12, verbose_name='消息类别')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='地址')),
                ('subject', models.CharField(max_length=120, verbose_name='标题')),
                ('body', models.TextField(blank=True, verbose_name='内容')),
                ('state', models.CharField(choices=[('queued', '待发送'), ('sending', '正在发送'), ('sent', '已送达'), ('failed', '发送失败'), ('unknown', '结果不明')], default='queued', max_length=10, verbose_name='状态')),
                ('asked_at', models.DateTimeField(verbose_name='提交时间')),
                ('due_at', models.DateTimeField(verbose_name='最早发送时间')),
                ('claimed_at', models.DateTimeField(blank=True, null=True, verbose_name='取走时间')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='送达时间')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='尝试次数')),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='失败原因')),
                ('letter', models.UUIDField(blank=True, null=True, verbose_name='信件编号')),
            ],
            options={
                'verbose_name': '发送记录',
                'verbose_name_plural': '发送记录',
            },
        ),
        migrations.CreateModel(
            name='Pulse',
            fields=[
                ('name', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(verbose_name='时间')),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='错误')),
            ],
            options={
                'verbose_name': '心跳',
                'verbose_name_plural': '心跳',
            },
        ),
        migrations.CreateModel(
            name='Robot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True, verbose_name='群名称')),
                ('channel', models.CharField(choices=[('dingtalk', '钉钉/浙政钉群'), ('wecom', '企业微信群')], max_length=10, verbose_name='渠道')),
                ('address', models.CharField(max_length=300, verbose_name='机器人地址')),
                ('secret', models.CharField(blank=True, max_length=120, verbose_name='加签密钥')),
                ('kinds', models.JSONField(default=list, verbose_name='消息类别')),
                ('is_on', models.BooleanField(default=True, verbose_name='启用')),
            ],
            options={
                'verbose_name': '群机器人',
                'verbose_name_plural': '群机器人',
            },
        ),
        migrations.CreateModel(
            name='Routine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='编号')),
                ('name', models.CharField(max_length=60, verbose_name='名称')),
                ('weekdays', models.JSONField(blank=True, default=list, verbose_name='星期')),
                ('hour', models.TimeField(verbose_name='时间')),
                ('workdays_only', models.BooleanField(default=True, verbose_name='遇休息日顺延')),
                ('is_on', models.BooleanField(default=True, verbose_name='启用')),
            ],
            options={
                'verbose_name': '定时任务',
                'verbose_name_plural': '定时任务',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='RoutineRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.DateTimeField(verbose_name='应运行时间')),
                ('state', models.CharField(choices=[('running', '进行中'), ('done', '已完成'), ('failed', '失败')], default='running', max_length=10, verbose_name='状态')),
                ('attempts', models.PositiveSmallIntegerField(default=1, verbose_name='尝试次数')),
                ('started_at', models.DateTimeField(verbose_name='开始时间')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='完成时间')),
                ('message', models.TextField(blank=True, verbose_name='结果说明')),
                ('result_url', models.CharField(blank=True, max_length=200, verbose_name='结果页面')),
            ],
            options={
                'verbose_name': '运行记录',
                'verbose_name_plural': '运行记录',
            },
        ),
        migrations.RunPython(guard.backward, guard.forward),
        migrations.RemoveConstraint(
            model_name='event',
            name='event_return_has_reason',
        ),
        migrations.AddField(
            model_name='message',
            name='kind',
            field=models.CharField(choices=[('task', '任务与报送'), ('review', '审核与退回'), ('objection', '疑义与留言'), ('reminder', '到期提醒'), ('chasing', '催办督办'), ('circular', '通报考核'), ('job', '后台任务'), ('other', '其他')], default='other', max_length=12, verbose_name='类别'),
        ),
        migrations.AlterField(
            model_name='event',
            name='action',
            field=models.CharField(choices=[('edit', '修改'), ('confirm', '确认'), ('acknowledge', '签收'), ('send_to_head', '送处室审核'), ('hand_back', '退回填报人'), ('submit', '报送'), ('submit_to_collector', '报送区县汇总'), ('pass_up', '随区县统一报送'), ('supplement', '补报'), ('send_back', '退回'), ('approve', '通过'), ('reopen', '重新开放'), ('mark_missing', '标记未报'), ('object', '提出疑义'), ('withdraw', '撤回'), ('decide', '裁定疑义'), ('publish', '发布'), ('create', '新建'), ('delete', '删除'), ('freeze', '冻结'), ('import', '导入'), ('upload', '上传'), ('revert', '撤回导入'), ('take_over', '接用答案'), ('merge', '合并系统'), ('split', '拆分系统'), ('library_change', '事项库变更'), ('library_settled', '事项库变更后无需再改'), ('release', '事项已全部移出'), ('withdraw_submission', '撤回报送'), ('withdraw_correction', '撤回重新报送'), ('withdraw_supplement', '撤回补报'), ('pull_back', '随区县撤回'), ('start_review', '开始审核'), ('undo_approval', '撤销通过'), ('unlock', '解锁退回'), ('return_collector', '退回区县'), ('extend', '延长修改期限'), ('hand_rows', '分办'), ('give_back_rows', '交回分办'), ('recall_rows', '收回分办'), ('post', '留言'), ('attach', '上传佐证'), ('propose', '提出结论'), ('agree', '答复结论'), ('nudge', '催办'), ('move_deadline', '延期'), ('issue_slip', '发督查单'), ('feedback_slip', '反馈督查单'), ('close_slip', '销号'), ('cancel_slip', '撤销督查单'), ('call', '电话催办'), ('resend', '重新发送'), ('run', '手动运行'), ('compile', '汇总逾期情况'), ('check_circular', '核稿'), ('issue_circular', '印发通报'), ('recall_circular', '撤回通报'), ('assess', '考核计分'), ('appeal', '申诉'), ('decide_appeal', '答复申诉'), ('acknowledge_slip', '知会变更'), ('restore', '恢复'), ('delegate', '委托代办'), ('end_delegation', '收回委托'), ('hand_over', '交接'), ('export', '导出'), ('reveal', '查看电话'), ('refused', '越权被拒'), ('sign_in', '登录'), ('sign_in_failed', '登录失败'), ('sign_out', '退出')], max_length=24, verbose_name='动作'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__in', ('send_back', 'hand_back', 'mark_missing', 'decide', 'unlock', 'return_collector', 'extend', 'move_deadline', 'cancel_slip', 'recall_circular', 'decide_appeal')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='event_return_has_reason'),
        ),
        migrations.RunPython(guard.forward, guard.backward),
        migrations.AddField(
            model_name='channelpreference',
            name='user',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='用户'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='again',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='resent', to='units.delivery', verbose_name='重发自'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='message',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='units.message', verbose_name='消息'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='person',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='收件人'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='unit',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.unit', verbose_name='单位'),
        ),
        migrations.AddField(
            model_name='delivery',
            name='robot',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.robot', verbose_name='群机器人'),
        ),
        migrations.AddField(
            model_name='routinerun',
            name='routine',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='runs', to='units.routine', verbose_name='定时任务'),
        ),
        migrations.AddConstraint(
            model_name='channelpreference',
            constraint=models.UniqueConstraint(fields=('user', 'kind', 'channel'), name='preference_once'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(condition=models.Q(('state__in', ['queued', 'sending'])), fields=['due_at'], name='delivery_open'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['-asked_at', '-id'], name='delivery_newest'),
        ),
        migrations.AddIndex(
            model_name='delivery',
            index=models.Index(fields=['unit', '-asked_at'], name='delivery_unit'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.UniqueConstraint(condition=models.Q(('again__isnull', True)), fields=('message', 'channel'), name='delivery_once_per_channel'),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('person__isnull', False), ('robot__isnull', False), _connector='OR'), name='delivery_goes_to_somebody'),
        ),
        migrations.AddIndex(
            model_name='routinerun',
            index=models.Index(fields=['-occasion', '-id'], name='run_newest'),
        ),
        migrations.AddConstraint(
            model_name='routinerun',
            constraint=models.UniqueConstraint(fields=('routine', 'occasion'), name='run_once'),
        ),
    ]
