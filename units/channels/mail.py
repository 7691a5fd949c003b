"""E-mail: one letter to one person through the internal mail server (Q2)."""

import smtplib
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core import mail
from django.utils.translation import gettext as _

from . import words
from .letters import Letter
from .masking import mask_email
from .outcomes import Outcome, again, left_open, refused, taken

# What is wrong is between the portal and its server, not at whoever the letter is for.
OUR_OWN_FAULT = (
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPSenderRefused,
)


def carry(letter: Letter) -> Outcome:
    """Hand the letter to the mail server; says what became of it."""
    backend = mail.get_connection()
    try:
        backend.send_messages([message_of(letter, backend)])
    except smtplib.SMTPRecipientsRefused as refusal:
        return _judged(*next(iter(refusal.recipients.values())), letter)
    except OUR_OWN_FAULT as fault:
        return again(_("邮件服务器拒绝平台的连接：%s") % _said(fault), for_all=True)
    except smtplib.SMTPDataError as refusal:
        return _judged(refusal.smtp_code, refusal.smtp_error, letter)
    except ValueError:
        return refused(_("邮箱地址或标题不合规，无法发送。"))
    except (smtplib.SMTPException, OSError) as broken:
        if getattr(backend, "handed_over", False):
            return left_open(_("信件已交给邮件服务器，但没有收到答复，不知是否收下。"))
        return again(_("无法连接邮件服务器（%s）。") % _kind_of(broken), for_all=True)
    return taken(_("邮件服务器已收下。"))


def message_of(letter: Letter, backend=None) -> mail.EmailMessage:
    """The letter as an e-mail; programs that answer by themselves are told not to."""
    subject = _one_line(words.subject_of(letter))
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return mail.EmailMessage(
        subject,
        words.text_of(letter),
        to=[formataddr((_one_line(letter.person.name), letter.address))],
        connection=backend,
        headers={
            "Message-ID": f"<{letter.number.hex}@{domain}>",
            "List-Id": f"<messages.{urlsplit(settings.PUBLIC_URL).hostname or domain}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _judged(code: int, text, letter: Letter) -> Outcome:
    """By the server's answer: 4xx asks to come back later, 5xx is final (RFC 5321 §4.2.1)."""
    said = f"{code} {_plain(text)}".replace(letter.address, mask_email(letter.address))
    if 400 <= code < 500:
        return again(_("邮件服务器请稍后再试：%s") % said)
    return refused(_("邮件服务器拒收：%s") % said)


def _said(fault) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {_plain(fault.smtp_error)}"
    return str(fault)


def _plain(text) -> str:
    decoded = text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)
    return _one_line(decoded)


def _kind_of(broken) -> str:
    if isinstance(broken, TimeoutError) or "timed out" in str(broken):
        return _("超时")
    if isinstance(broken, ConnectionRefusedError):
        return _("连接被拒绝")
    return type(broken).__name__
