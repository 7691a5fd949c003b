"""People with addresses, servers that listen, and a working day at ten."""

from datetime import datetime

import pytest

from tests.factories import CITY_TIME
from units import inbox
from units.channels import delivering
from units.models import Delivery, Message, MessageKind, Robot, User

from .post_office import Gateway, MailServer

# Monday 2 April 2018, a workday.
TEN = datetime(2018, 4, 2, 10, 0, tzinfo=CITY_TIME)
TOKEN = "c0ffee0123456789c0ffee0123456789"


@pytest.fixture(autouse=True)
def no_bell(monkeypatch):
    """Nobody listens to the bell here: it would only fill a folder."""
    monkeypatch.setattr("units.channels.jobs.deliver_due.apply_async", lambda **_how: None)


@pytest.fixture
def by_mail(settings):
    settings.EMAIL_ON = True


@pytest.fixture
def mail_server(settings, by_mail):
    """The mail server of the installation, as settings name it."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "units.channels.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 2
        settings.DEFAULT_FROM_EMAIL = "一窗平台 <yichuang@example.gov.cn>"
        settings.PUBLIC_URL = "https://portal.example.gov.cn"
        yield server


@pytest.fixture
def gateway(settings):
    with Gateway() as server:
        settings.ROBOT_HOSTS = [server.host]
        settings.GATEWAY_TIMEOUT = 2
        yield server


@pytest.fixture
def by_sms(settings, gateway):
    settings.SMS_URL = f"http://{gateway.host}/sms"
    settings.SMS_TOKEN = "sms-token"
    return gateway


@pytest.fixture
def fang(filler):
    """方填报 with an e-mail address and a mobile number."""
    filler.email, filler.phone = "fang@example.gov.cn", "0571-85250000、19900000011"
    filler.save()
    return filler


@pytest.fixture
def group(db, town, gateway):
    return Robot.objects.create(
        name="数改专班群",
        channel="dingtalk",
        address=f"http://{gateway.host}/robot/send?access_token={TOKEN}",
        secret="",
        kinds=[MessageKind.CHASING],
    )


def say(*people: User, at=TEN, **words) -> list[Message]:
    words = {"kind": MessageKind.REVIEW, "subject": "附件2已退回", "url": "/tasks/7/"} | words
    return inbox.tell(people, at=at, **words)


def deliver(at=TEN) -> int:
    return delivering.deliver(now=lambda: at)


def outside() -> list[Delivery]:
    """What was to leave the portal."""
    return list(Delivery.objects.exclude(channel="inbox").order_by("pk"))
