"""What a letter says: one message as it is, several as a digest; never a full phone number."""

from collections import Counter

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from units.models import MessageKind
from units.phones import mask_mobiles

from .letters import Letter

# One SMS; more is charged and arrives as several.
LONGEST_SMS = 70
LINE = "────────────────"


def subject_of(letter: Letter) -> str:
    if len(letter.deliveries) == 1:
        return _("【一窗】%s") % letter.deliveries[0].subject
    return _("【一窗】%(n)s 条消息：%(kinds)s") % {
        "n": len(letter.deliveries),
        "kinds": _kinds(letter),
    }


def text_of(letter: Letter) -> str:
    """The e-mail: each message with the address where it is acted on."""
    parts = [_part(delivery) for delivery in letter.deliveries]
    foot = _("此邮件由“一窗”平台自动发送，请勿回复。修改接收方式：%(address)s") % {
        "address": absolute(reverse("units:preferences"))
    }
    head = _("%(name)s，您好：") % {"name": letter.person.name}
    return "\n\n".join([head, f"\n\n{LINE}\n\n".join(parts), f"{LINE}\n{foot}"]) + "\n"


def _part(delivery) -> str:
    page = delivery.message.url if delivery.message else ""
    lines = [delivery.subject, delivery.body, _("办理：%s") % absolute(page) if page else ""]
    return mask_mobiles("\n".join(line for line in lines if line))


def group_text(letter: Letter, *, most_bytes: int) -> str:
    """What the group reads, no longer than its program takes."""
    parts = [
        mask_mobiles("\n".join(filter(None, [one.subject, one.body]))) for one in letter.deliveries
    ]
    return cut("\n\n".join(parts), most_bytes)


def cut(text: str, most_bytes: int) -> str:
    """The beginning of `text` that takes at most so many bytes as UTF-8, and that it goes on."""
    if len(text.encode()) <= most_bytes:
        return text
    rest = _("……（内容较长，请登录平台查看）")
    room = most_bytes - len(rest.encode())
    return text.encode()[:room].decode(errors="ignore") + rest


def sms_text(letter: Letter) -> str:
    """How many messages of which kinds wait: no name, no matter leaves by SMS."""
    sentence = _("【%(sign)s】您有%(kinds)s待处理，请登录“一窗”平台查看。")
    text = sentence % {"sign": settings.SMS_SIGNATURE, "kinds": _kinds(letter)}
    if len(text) <= LONGEST_SMS:
        return text
    count = _("%(n)s条消息") % {"n": len(letter.deliveries)}
    return sentence % {"sign": settings.SMS_SIGNATURE, "kinds": count}


def _kinds(letter: Letter) -> str:
    counts = Counter(one.kind for one in letter.deliveries)
    return "、".join(
        _("%(n)s条%(kind)s") % {"n": count, "kind": MessageKind(kind).label}
        for kind, count in counts.items()
    )


def absolute(path: str) -> str:
    """The address of a page as a letter has to give it."""
    return settings.PUBLIC_URL + path
