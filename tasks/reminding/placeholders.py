"""The placeholders of a rung's texts: which there are, whether a text uses others, filling in."""

import re
from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

COMMON = {
    "专项": gettext_lazy("专项的标题"),
    "文号": gettext_lazy("专项的文号"),
    "节点": gettext_lazy("提醒节点的名称"),
    "截止": gettext_lazy("截止时间和逢休息日的说明，以“截止”开头"),
    "咨询电话": gettext_lazy("专项的咨询电话"),
}
# In what is said to the people of one unit about what it owes.
OF_A_UNIT = COMMON | {
    "单位": gettext_lazy("单位名称"),
    "任务": gettext_lazy("任务名称，多于两项时写“等几项”"),
    "任务清单": gettext_lazy("每项任务一行：状态、进度、缺口"),
    "项数": gettext_lazy("任务的项数"),
    "剩余": gettext_lazy("还剩或已逾期几个工作日"),
    "进度": gettext_lazy("已填多少，如“已填 63/80 行”"),
    "缺口": gettext_lazy("还差多少，如“还差 17 行”"),
    "分管领导": gettext_lazy("名单中的分管领导"),
    "编号": gettext_lazy("督查单的编号"),
    "时限": gettext_lazy("督查单的时限"),
}
# In what is said about all of them, to the bureau and to groups.
OF_A_LIST = COMMON | {
    "时间": gettext_lazy("发送的日期和时间"),
    "未报": gettext_lazy("未报的单位数，如“12/31”"),
    "未报名单": gettext_lazy("每类任务一行：未报的单位"),
}


def complaints(text: str, known: Collection[str]) -> list[str]:
    """Sentences about what in `text` could not be filled in; none when all can."""
    names = _PLACEHOLDER.findall(text)
    said = [
        _("“{%(name)s}”不是这里可用的占位符。可用的有：%(known)s。")
        % {"name": name, "known": "、".join(f"{{{one}}}" for one in known)}
        for name in dict.fromkeys(names)
        if name not in known
    ]
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        said.append(_("花括号没有成对，占位符写作 {单位}。"))
    return said


def fill(text: str, words: Mapping[str, str]) -> str:
    """`text` with its placeholders filled in, once: what is put in is never looked at again.

    A line that holds nothing but placeholders without content, and words around them, is left
    out: no “督查单：” without a number.
    """
    lines = (_line(line, words) for line in text.splitlines())
    return "\n".join(line for line in lines if line is not None)


def _line(line, words):
    names = _PLACEHOLDER.findall(line)
    if names and not any(words.get(name) for name in names):
        return None
    return _PLACEHOLDER.sub(lambda found: words.get(found[1], found[0]), line)
