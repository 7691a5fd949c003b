"""Posting JSON to a gateway: what it answered, or why there is no answer.

Addresses hold secrets: nothing of an address gets into an answer, a log or an exception's text.
"""

import json
from collections.abc import Callable

import requests
from django.conf import settings
from django.utils.translation import gettext as _
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from .outcomes import Outcome, again, left_open, refused

LONGEST_READ = 64 * 1024
TOO_MANY, UNAVAILABLE, REQUEST_TIMEOUT = 429, 503, 408


def post(
    address: str,
    payload: dict,
    judge: Callable[[dict], Outcome],
    *,
    params: dict | None = None,
    token: str = "",
) -> Outcome:
    """Post once, follow nothing; `judge` reads the JSON of a 200 answer."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with requests.post(
            address,
            json=payload,
            params=params,
            headers=headers,
            timeout=settings.GATEWAY_TIMEOUT,
            allow_redirects=False,
            stream=True,
        ) as response:
            body = response.raw.read(LONGEST_READ, decode_content=True)
    except (requests.ConnectTimeout, requests.exceptions.SSLError, requests.exceptions.ProxyError):
        return again(_("连不上网关（超时或证书有误）。"), for_all=True)
    except (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema):
        return refused(_("网关地址不合规。"))
    except Exception as broken:  # what urllib3 raises while a body is read is of no common kind
        if _never_connected(broken):
            return again(_("连不上网关（连接被拒绝或找不到主机）。"), for_all=True)
        return left_open(_("已交给网关，但没有收到完整的答复，不知是否送出。"))
    return _judged(response.status_code, body, judge)


def _never_connected(broken: Exception) -> bool:
    reason = getattr(broken.args[0] if broken.args else None, "reason", None)
    return isinstance(reason, NewConnectionError | ConnectTimeoutError)


def _judged(status: int, body: bytes, judge) -> Outcome:
    if status in {TOO_MANY, UNAVAILABLE, REQUEST_TIMEOUT}:
        return again(_("网关请稍后再试（HTTP %s）。") % status)
    if status >= 500:
        return left_open(_("网关出错（HTTP %s），不知是否送出。") % status)
    if status != 200:
        return refused(_("网关拒绝（HTTP %s），请核对地址和密钥。") % status)
    answer = _json(body)
    if not isinstance(answer, dict):
        return left_open(_("网关的答复无法识别，不知是否送出。"))
    return judge(answer)


def _json(body: bytes):
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
