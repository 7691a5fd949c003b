"""Rules about contacts and telephone numbers."""

from collections import Counter

from django.utils.translation import gettext_lazy as _

from tasks.models.suspicion import Severity
from units.phones import MOBILE, SEPARATOR, SHORT, mask

from .phones import fault_of
from .rule import ROWS, UNITS, Rule


def _unreachable(row, scene, limit):
    """The first number that nobody can be reached at; the number itself is nobody's business."""
    for number in filter(None, row.phone.split(SEPARATOR)):
        if fault := fault_of(number):
            return {"number": mask(number), "why": fault}
    return None


def _short_only(row, scene, limit):
    numbers = [number for number in row.phone.split(SEPARATOR) if number]
    if numbers and all(SHORT.fullmatch(number) for number in numbers):
        return {"number": SEPARATOR.join(map(mask, numbers))}
    return None


def _contact(line):
    return (line.contact, line.phone) if line.contact and line.phone else None


def _many_units(lines, scene, limit):
    units = len({line.unit for line in lines})
    if units <= limit:
        return {}
    return {line.pk: {"contact": line.contact, "n": units} for line in lines}


def _many_rows(lines, scene, limit):
    if len(lines) <= limit:
        return {}
    return {line.pk: {"contact": line.contact, "n": len(lines)} for line in lines}


def _mobile(line):
    """Colleagues share the telephone of an office, but nobody shares a mobile."""
    numbers = line.phone.split(SEPARATOR)
    return line.phone if line.contact and any(map(MOBILE.fullmatch, numbers)) else None


def _many_names(lines, scene, limit):
    """Struck is who says otherwise than most; where nobody prevails, everybody is."""
    names = Counter(line.contact for line in lines)
    if len(names) <= limit:
        return {}
    (most, count), (_second, next_count) = names.most_common(2)
    prevails = count > next_count
    facts = {"contacts": sorted(names)[:5], "n": len(names)}
    return {line.pk: facts for line in lines if not (prevails and line.contact == most)}


RULES = (
    Rule(
        code="phone_unreachable",
        title=_("电话打不通"),
        looks_for=_("号码格式有效，但显然打不通：同一数字、连号、示例号码、位数不足等。"),
        sentence=_("号码%(number)s%(why)s。"),
        look=_unreachable,
    ),
    Rule(
        code="phone_short_only",
        title=_("只有政务短号"),
        looks_for=_("只留了政务短号，承建单位、窗口等政务网外的人打不通。"),
        sentence=_("只留了政务短号%(number)s，政务网外的人打不通。"),
        severity=Severity.LOW,
        look=_short_only,
    ),
    Rule(
        code="contact_many_units",
        title=_("一人任多家联系人"),
        looks_for=_("同一联系人（姓名和电话都相同）用于%(threshold)s个以上单位的行。"),
        sentence=_("联系人%(contact)s同时是%(n)s个单位的联系人。"),
        threshold=5,
        counts=UNITS,
        key=_contact,
        compare=_many_units,
    ),
    Rule(
        code="contact_many_rows",
        title=_("一人联系过多行"),
        looks_for=_("同一联系人用于%(threshold)s行以上，恐难逐项答复。"),
        sentence=_("联系人%(contact)s用于%(n)s行，恐难逐项答复。"),
        severity=Severity.LOW,
        threshold=300,
        counts=ROWS,
        key=_contact,
        compare=_many_rows,
    ),
    Rule(
        code="phone_many_names",
        title=_("一号多人"),
        looks_for=_("同一手机号码下有%(threshold)s个以上不同的联系人姓名。"),
        sentence=_("同一手机号码下有%(n)s个姓名：%(contacts)s。"),
        threshold=1,
        counts=_("个姓名"),
        key=_mobile,
        compare=_many_names,
    ),
)
