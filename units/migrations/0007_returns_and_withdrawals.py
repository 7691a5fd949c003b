"""What withdrawing and longer corrections are called; returns are found by an index.

SQLite makes the table anew for its constraint, see 0005.
"""

import importlib

from django.db import migrations, models

guard = importlib.import_module("units.migrations.0002_event_guard")


class Migration(migrations.Migration):

    dependencies = [
        ('units', '0006_fill_search_of_units'),
    ]

    operations = [
        migrations.RunPython(guard.backward, guard.forward),
        migrations.RemoveConstraint(
            model_name='event',
            name='event_return_has_reason',
        ),
        migrations.AlterField(
            model_name='event',
            name='action',
            field=models.CharField(choices=[('edit', '修改'), ('confirm', '确认'), ('acknowledge', '签收'), ('send_to_head', '送处室审核'), ('hand_back', '退回填报人'), ('submit', '报送'), ('submit_to_collector', '报送区县汇总'), ('pass_up', '随区县统一报送'), ('supplement', '补报'), ('send_back', '退回'), ('approve', '通过'), ('reopen', '重新开放'), ('mark_missing', '标记未报'), ('object', '提出疑义'), ('withdraw', '撤回'), ('decide', '裁定疑义'), ('publish', '发布'), ('create', '新建'), ('delete', '删除'), ('freeze', '冻结'), ('import', '导入'), ('upload', '上传'), ('revert', '撤回导入'), ('take_over', '接用答案'), ('merge', '合并系统'), ('split', '拆分系统'), ('library_change', '事项库变更'), ('library_settled', '事项库变更后无需再改'), ('release', '事项已全部移出'), ('withdraw_submission', '撤回报送'), ('withdraw_correction', '撤回重新报送'), ('withdraw_supplement', '撤回补报'), ('pull_back', '随区县撤回'), ('start_review', '开始审核'), ('undo_approval', '撤销通过'), ('unlock', '解锁退回'), ('return_collector', '退回区县'), ('extend', '延长修改期限'), ('hand_rows', '分办'), ('give_back_rows', '交回分办'), ('recall_rows', '收回分办'), ('post', '留言'), ('attach', '上传佐证'), ('propose', '提出结论'), ('agree', '答复结论'), ('nudge', '催办'), ('acknowledge_slip', '知会变更'), ('restore', '恢复'), ('delegate', '委托代办'), ('end_delegation', '收回委托'), ('hand_over', '交接'), ('export', '导出'), ('reveal', '查看电话'), ('refused', '越权被拒'), ('sign_in', '登录'), ('sign_in_failed', '登录失败'), ('sign_out', '退出')], max_length=24, verbose_name='动作'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('action__in', ['send_back', 'unlock'])), fields=['action', 'subject', 'subject_id'], name='event_returns'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('action__in', ('send_back', 'hand_back', 'mark_missing', 'decide', 'unlock', 'return_collector', 'extend')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='event_return_has_reason'),
        ),
        migrations.RunPython(guard.forward, guard.backward),
    ]
