"""Group robots of DingTalk / 浙政钉 and WeCom (Q3, Q4), on the plugins of apprise.

The plugins know one host each, take every answer with status 200 for success and drop what it
says; here the robot's own address is used and the answer read
(https://open.dingtalk.com/document/robots/custom-robot-access,
https://developer.work.weixin.qq.com/document/path/91770).
"""

from urllib.parse import parse_qs, unquote, urlsplit

from apprise.plugins.dingtalk import NotifyDingTalk
from apprise.plugins.wecombot import NotifyWeComBot
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from units.models import Channel, Robot

from . import words
from .addresses import check_host
from .letters import Letter
from .outcomes import Outcome, again, refused, taken
from .posting import post

# Codes that ask to come back later: too often, too many at once, the system is busy.
LATER = (-1, 130101, 410100, 45009, 45033)


class DingTalk(NotifyDingTalk):
    """A robot of DingTalk, or of a platform that speaks like it."""

    LETTER_BYTES = 18_000
    KEY = "access_token"

    def __init__(self, address: str, secret: str = ""):
        super().__init__(token=key_in(address, self.KEY), secret=secret)
        self.notify_url = address

    def get_signature(self):
        """The plugin quotes the signature, and sending it as a parameter would quote it again."""
        timestamp, signature = super().get_signature()
        return timestamp, unquote(signature)

    def send(self, body: str, title: str = "", **_kwargs) -> Outcome:
        params = None
        if self.secret:
            params = dict(zip(("timestamp", "sign"), self.get_signature(), strict=True))
        payload = {"msgtype": "text", "text": {"content": body}}
        return post(self.notify_url, payload, judge, params=params)


class WeCom(NotifyWeComBot):
    """A robot of a WeCom group; its key is all it needs."""

    LETTER_BYTES = 2_000
    KEY = "key"

    def __init__(self, address: str, secret: str = ""):
        super().__init__(key=key_in(address, self.KEY))
        self.api_url = address

    def send(self, body: str, title: str = "", **_kwargs) -> Outcome:
        return post(self.api_url, {"msgtype": "text", "text": {"content": body}}, judge)


PLUGINS = {Channel.DINGTALK: DingTalk, Channel.WECOM: WeCom}


def key_in(address: str, name: str) -> str:
    """What the address carries under `name`; nothing when it carries none."""
    return next(iter(parse_qs(urlsplit(address).query).get(name, [])), "")


def plugin_of(channel: str, address: str, secret: str = ""):
    """The plugin that speaks to this robot; `ValidationError` says what its address lacks."""
    check_host(address)
    plugin = PLUGINS[Channel(channel)]
    if not key_in(address, plugin.KEY):
        problem = _("地址里没有机器人的令牌（%s=…），请从群机器人设置里完整复制。")
        raise ValidationError(problem % plugin.KEY)
    try:
        return plugin(address, secret)
    except TypeError:  # how apprise refuses what is no token or no secret
        problem = _("令牌或加签密钥不合规：只能有字母和数字，请完整复制。")
        raise ValidationError(problem) from None


def carry(letter: Letter) -> Outcome:
    """Say the letter in the robot's group."""
    robot: Robot = letter.robot
    try:
        plugin = plugin_of(robot.channel, robot.address, robot.secret)
    except ValidationError as problem:
        return refused(problem.messages[0])
    return plugin.send(words.group_text(letter, most_bytes=plugin.LETTER_BYTES))


def judge(answer: dict) -> Outcome:
    """Both platforms answer {"errcode": 0, "errmsg": "ok"} with status 200, whatever happened."""
    code, said = answer.get("errcode"), str(answer.get("errmsg", ""))
    if code == 0:
        return taken(_("网关已收下（errcode 0 %s）。") % said)
    if code in LATER:
        return again(_("网关请稍后再试：%(code)s %(said)s") % {"code": code, "said": said})
    return refused(_("网关拒绝：%(code)s %(said)s") % {"code": code, "said": said})
