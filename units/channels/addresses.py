"""Where robots may be: only on the hosts that the installation names."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PORTS = {"http": 80, "https": 443}


def check_host(address: str) -> None:
    """Refuse what is no http(s) address of a named host: the portal must not be made to knock
    at doors of the internal network."""
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS.get(parts.scheme)
    except ValueError:
        raise ValidationError(_("这不是有效的网址。")) from None
    if parts.scheme not in PORTS or not parts.hostname or "@" in parts.netloc:
        raise ValidationError(_("请填写以 http:// 或 https:// 开头的机器人地址。"))
    names = {f"{parts.hostname}:{port}"}
    if port == PORTS[parts.scheme]:
        names.add(parts.hostname)
    if not names & {host.lower() for host in settings.ROBOT_HOSTS}:
        raise ValidationError(
            _("不允许向 %(host)s 发送。请由系统管理员把它加入 ROBOT_HOSTS（现为：%(hosts)s）。")
            % {"host": parts.netloc, "hosts": "、".join(settings.ROBOT_HOSTS)}
        )
