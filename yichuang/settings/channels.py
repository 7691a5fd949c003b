"""How people are told outside the portal (docs/decisions/0026)."""

from datetime import time

from .installation import ALLOWED_HOSTS, PRODUCTION, env

# smtp://user:password@host:25, smtp+tls:// (STARTTLS), smtp+ssl://; without it no e-mail is sent.
EMAIL_URL = env.str("EMAIL_URL", default="")
EMAIL_ON = bool(EMAIL_URL)
vars().update(env.email_url_config(EMAIL_URL or "consolemail://"))
if EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend":  # noqa: F821 - from the address
    # It knows whether the letter had been handed over when a server falls silent.
    EMAIL_BACKEND = "units.channels.smtp.EmailBackend"
EMAIL_TIMEOUT = GATEWAY_TIMEOUT = env.int("GATEWAY_TIMEOUT", default=30)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="yichuang@localhost")
# Where links in letters lead.
PUBLIC_URL = env.str(
    "PUBLIC_URL",
    default=f"http{'s' * PRODUCTION}://{next(iter(ALLOWED_HOSTS), 'localhost').lstrip('.')}",
).rstrip("/")
# Hosts (host or host:port) that group robots may have; 浙政钉 has one of its own.
ROBOT_HOSTS = env.list("ROBOT_HOSTS", default=["oapi.dingtalk.com", "qyapi.weixin.qq.com"])
# A gateway that takes JSON by POST; without it no SMS is sent.
SMS_URL = env.str("SMS_URL", default="")
SMS_TOKEN = env.str("SMS_TOKEN", default="")
SMS_FIELDS = env.dict("SMS_FIELDS", default={"phone": "mobile", "text": "content", "id": "id"})
# The part of the gateway's answer that means it took the message: field=value.
SMS_ACCEPTED = env.str("SMS_ACCEPTED", default="code=0")
SMS_SIGNATURE = env.str("SMS_SIGNATURE", default="一窗")
# Outside these hours, and on days off, nothing is sent; digests leave at their hour.
QUIET_UNTIL = time.fromisoformat(env.str("QUIET_UNTIL", default="08:00"))
QUIET_FROM = time.fromisoformat(env.str("QUIET_FROM", default="20:00"))
DIGEST_AT = time.fromisoformat(env.str("DIGEST_AT", default="08:30"))
