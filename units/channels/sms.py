"""SMS: a gateway that takes JSON; how it names things is a matter of settings (Q5)."""

from django.conf import settings
from django.utils.translation import gettext as _

from . import words
from .letters import Letter
from .outcomes import Outcome, refused, taken
from .posting import post


def carry(letter: Letter) -> Outcome:
    """Hand one short text to the gateway; the letter's number lets it recognise a second one."""
    names = settings.SMS_FIELDS
    payload = {
        names["phone"]: letter.address,
        names["text"]: words.sms_text(letter),
        names["id"]: letter.number.hex,
    }
    return post(settings.SMS_URL, payload, judge, token=settings.SMS_TOKEN)


def judge(answer: dict) -> Outcome:
    field, _is, value = settings.SMS_ACCEPTED.partition("=")
    said = str(answer.get(field, ""))
    if said == value:
        return taken(_("短信网关已收下。"))
    return refused(_("短信网关拒绝：%(field)s=%(said)s") % {"field": field, "said": said[:80]})
