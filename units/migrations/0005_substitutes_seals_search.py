"""Substitutes, seals over the audit trail, what a search box matches of a unit.

SQLite makes the table of events anew for its constraint and forgets its triggers over that, so
that the guard is taken down before and put up again after, over the seals as well.
"""

import importlib

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


guard = importlib.import_module("units.migrations.0002_event_guard")

SEALS = "units_eventseal"
SENTENCE = "seals are only ever added"


def guard_seals(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"""CREATE FUNCTION seal_guard() RETURNS trigger AS $$
            BEGIN
                RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'check_violation';
            END $$ LANGUAGE plpgsql"""
        )
        schema_editor.execute(
            f"""CREATE TRIGGER seal_guard BEFORE UPDATE OR DELETE ON {SEALS}
            FOR EACH ROW EXECUTE FUNCTION seal_guard()"""
        )
        return
    for verb in ("update", "delete"):
        schema_editor.execute(
            f"""CREATE TRIGGER seal_guard_{verb} BEFORE {verb} ON {SEALS}
            BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"""
        )


def unguard_seals(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION seal_guard() CASCADE")
        return
    for verb in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER seal_guard_{verb}")


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0004_library_actions_job_retries'),
    ]

    operations = [
        migrations.RunPython(guard.backward, guard.forward),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_on', models.DateField(verbose_name='自')),
                ('ends_on', models.DateField(verbose_name='至')),
                ('reason', models.CharField(max_length=200, verbose_name='事由')),
                ('created_at', models.DateTimeField(verbose_name='委托时间')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='收回时间')),
            ],
            options={
                'verbose_name': '委托代办',
                'verbose_name_plural': '委托代办',
            },
        ),
        migrations.CreateModel(
            name='EventSeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True, verbose_name='编号')),
                ('first_id', models.BigIntegerField()),
                ('last_id', models.BigIntegerField()),
                ('count', models.PositiveIntegerField(verbose_name='记录数')),
                ('digests', models.BinaryField()),
                ('previous', models.CharField(max_length=64)),
                ('checksum', models.CharField(max_length=64, verbose_name='校验值')),
                ('sealed_at', models.DateTimeField(verbose_name='封存时间')),
            ],
            options={
                'verbose_name': '记录封存',
                'verbose_name_plural': '记录封存',
            },
        ),
        migrations.RemoveConstraint(
            model_name='event',
            name='event_return_has_reason',
        ),
        migrations.AddField(
            model_name='event',
            name='acting_for',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代谁办理'),
        ),
        migrations.AddField(
            model_name='unit',
            name='search',
            field=models.CharField(blank=True, editable=False, max_length=200),
        ),
        migrations.AlterField(
            model_name='event',
            name='action',
            field=models.CharField(choices=[('edit', '修改'), ('confirm', '确认'), ('acknowledge', '签收'), ('send_to_head', '送处室审核'), ('hand_back', '退回填报人'), ('submit', '报送'), ('submit_to_collector', '报送区县汇总'), ('pass_up', '随区县统一报送'), ('supplement', '补报'), ('send_back', '退回'), ('approve', '通过'), ('reopen', '重新开放'), ('mark_missing', '标记未报'), ('object', '提出疑义'), ('withdraw', '撤回'), ('decide', '裁定疑义'), ('publish', '发布'), ('create', '新建'), ('delete', '删除'), ('freeze', '冻结'), ('import', '导入'), ('upload', '上传'), ('revert', '撤回导入'), ('take_over', '接用答案'), ('merge', '合并系统'), ('split', '拆分系统'), ('library_change', '事项库变更'), ('library_settled', '事项库变更后无需再改'), ('release', '事项已全部移出'), ('withdraw_submission', '撤回报送'), ('start_review', '开始审核'), ('undo_approval', '撤销通过'), ('unlock', '解锁退回'), ('return_collector', '退回区县'), ('hand_rows', '分办'), ('give_back_rows', '交回分办'), ('recall_rows', '收回分办'), ('post', '留言'), ('attach', '上传佐证'), ('propose', '提出结论'), ('agree', '答复结论'), ('nudge', '催办'), ('acknowledge_slip', '知会变更'), ('restore', '恢复'), ('delegate', '委托代办'), ('end_delegation', '收回委托'), ('hand_over', '交接'), ('export', '导出'), ('reveal', '查看电话'), ('refused', '越权被拒'), ('sign_in', '登录'), ('sign_in_failed', '登录失败'), ('sign_out', '退出')], max_length=24, verbose_name='动作'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__in', ('send_back', 'hand_back', 'mark_missing', 'decide', 'unlock', 'return_collector')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='event_return_has_reason'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登记人'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='收回人'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='principal',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to=settings.AUTH_USER_MODEL, verbose_name='委托人'),
        ),
        migrations.AddField(
            model_name='delegation',
            name='substitute',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='substitutions', to=settings.AUTH_USER_MODEL, verbose_name='代办人'),
        ),
        migrations.AddIndex(
            model_name='delegation',
            index=models.Index(fields=['substitute', 'ends_on'], name='delegation_substitute'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('principal', models.F('substitute')), _negated=True), name='delegation_to_somebody_else'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='delegation_days_in_order'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='delegation_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='delegation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='delegation_ended_both_or_neither'),
        ),
        migrations.RunPython(guard.forward, guard.backward),
        migrations.RunPython(guard_seals, unguard_seals),
    ]
