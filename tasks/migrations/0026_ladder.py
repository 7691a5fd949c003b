"""The ladder as it is at first (domain §5.3); the bureau changes it on its pages."""

from datetime import time

from django.db import migrations

NINE, SIX = time(9), time(18)
UNIT, MAIL, SMS = ["inbox"], ["inbox", "email"], ["inbox", "email", "sms"]
GROUPS = ["inbox", "email", "dingtalk", "wecom"]

LIST = "{专项}（{文号}）\n{截止}。截至{时间}，未报送的有{未报}家：\n{未报名单}"
CALL = "咨询电话：{咨询电话}"

# Code, name, basis, offset, hour, colour, slip, recipients, channels, subject, body, list body.
RUNGS = (
    (
        "t-3", "到期前三日", "due", -3, NINE, "", False, ["fillers"], MAIL,
        "到期提醒：{任务}，{剩余}",
        f"{{单位}}：以下任务{{截止}}，{{剩余}}，请抓紧填报。\n{{任务清单}}\n{CALL}",
        "",
    ),
    (
        "t-1", "到期前一日", "due", -1, NINE, "", False, ["fillers", "heads"], MAIL,
        "到期提醒：{任务}，{剩余}",
        f"{{单位}}：以下任务{{截止}}，{{剩余}}，请尽快填报完毕，由处室负责人审核报送。\n{{任务清单}}\n{CALL}",
        "",
    ),
    (
        "t-0", "最后工作日", "due", 0, NINE, "", False, ["fillers", "heads"], GROUPS,
        "{剩余}：{任务}",
        f"{{单位}}：以下任务{{截止}}，{{剩余}}，请于下班前报送。\n{{任务清单}}\n{CALL}",
        f"{LIST}\n请抓紧在平台报送。{CALL}",
    ),
    (
        "t-0-list", "最后工作日未报名单", "due", 0, SIX, "", False, ["bureau"], MAIL,
        "未报名单：{专项}，未报{未报}家",
        "",
        LIST,
    ),
    (
        "last-evening", "最后一晚", "last_day", 0, SIX, "", False, ["fillers", "heads"], SMS,
        "今晚截止：{任务}",
        f"{{单位}}：以下任务{{截止}}，今晚是最后时间。\n{{任务清单}}\n{CALL}",
        "",
    ),
    (
        "t+1", "蓝色提醒", "lateness", 1, NINE, "blue", True, ["fillers"], GROUPS,
        "蓝色提醒：{任务}，{剩余}",
        "{单位}：以下任务{截止}，{剩余}，请于{时限}前报送。\n"
        f"{{任务清单}}\n督查单：{{编号}}，请在单上反馈原因和完成时间。\n{CALL}",
        f"{LIST}\n已逾期，请即报送。{CALL}",
    ),
    (
        "t+2", "橙色催办", "lateness", 2, NINE, "orange", True, ["heads"], SMS,
        "橙色催办：{任务}，{剩余}",
        "{单位}：以下任务{截止}，{剩余}，蓝色提醒后仍未报送。请处室负责人督促，于{时限}前报送。\n"
        f"{{任务清单}}\n督查单：{{编号}}，请在单上反馈原因和完成时间。\n{CALL}",
        "",
    ),
    (
        "t+3", "红色督办", "lateness", 3, NINE, "red", True, ["leader"], SMS,
        "红色督办：{任务}，{剩余}",
        "{单位}：以下任务{截止}，{剩余}，橙色催办后仍未报送，现予督办，请于{时限}前报送；"
        "仍未报送的，列入通报。\n{任务清单}\n"
        f"督办责任人（分管领导）：{{分管领导}}\n督查单：{{编号}}，请在单上反馈原因和完成时间。\n{CALL}",
        "",
    ),
    (
        "t+4-list", "通报候选名单", "lateness", 4, NINE, "", False, ["bureau"], MAIL,
        "通报候选：{专项}，{未报}家",
        "",
        f"红色督办后仍未报送、可列入通报的单位。\n{LIST}",
    ),
    (
        "fix-1", "修改时限前一日", "correction", -1, NINE, "", False, ["fillers", "heads"], UNIT,
        "修改提醒：{任务}，{剩余}",
        f"{{单位}}：以下任务已退回，修改{{截止}}，{{剩余}}，请修改后重新报送。\n{{任务清单}}\n{CALL}",
        "",
    ),
    (
        "fix-0", "修改时限当天", "correction", 0, NINE, "", False, ["fillers", "heads"], MAIL,
        "修改提醒：{任务}，{剩余}",
        f"{{单位}}：以下任务已退回，修改{{截止}}，{{剩余}}，请于今天修改后重新报送。\n{{任务清单}}\n{CALL}",
        "",
    ),
    (
        "fix+1", "修改时限已过", "correction", 1, NINE, "", False, ["fillers", "heads"], MAIL,
        "修改时限已过：{任务}，{剩余}",
        f"{{单位}}：以下任务退回后尚未重新报送，修改{{截止}}，{{剩余}}，请尽快修改报送。\n{{任务清单}}\n{CALL}",
        "",
    ),
)  # fmt: skip
NAMES = (
    "name", "basis", "offset", "hour", "colour", "issues_slip", "recipients", "channels",
    "subject", "body", "list_body",
)  # fmt: skip


def fill(apps, schema_editor):
    rungs = apps.get_model("tasks", "Rung").objects
    for code, *values in RUNGS:
        rungs.get_or_create(code=code, defaults=dict(zip(NAMES, values, strict=True)))


def empty(apps, schema_editor):
    codes = [code for code, *_rest in RUNGS]
    apps.get_model("tasks", "Rung").objects.filter(code__in=codes).delete()


class Migration(migrations.Migration):
    dependencies = [("tasks", "0025_lists_of_rungs")]

    operations = [migrations.RunPython(fill, empty)]
