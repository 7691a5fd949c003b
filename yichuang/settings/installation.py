"""What kind of installation this is, where it keeps its data, its keys and its addresses."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.FileAwareEnv()
env.read_env(BASE_DIR / ".env")

# demo: one machine, embedded database and jobs · production: refuses unsafe settings · test
INSTALLATION = env.str("YICHUANG_ENV", default="demo")
if INSTALLATION not in {"demo", "production", "test"}:
    # A slip of the pen would otherwise start the portal without what production asks for.
    raise ImproperlyConfigured(f"YICHUANG_ENV is {INSTALLATION!r}: demo, production or test.")
DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=INSTALLATION == "demo")
PRODUCTION = INSTALLATION == "production"

# Everything the portal writes: database, uploads, results, message folders.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
# It holds names and phone numbers: nothing for other accounts of the machine.
VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)


def own_secret_key() -> str:
    """A random key of this installation, made at the first start and kept beside its data."""
    file = VAR_DIR / "secret_key"
    if not file.exists():
        fresh = VAR_DIR / f"secret_key.{os.getpid()}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(60))
        # Of several processes that start at once the first one decides; none reads half a key.
        with suppress(FileExistsError):
            file.hardlink_to(fresh)
        fresh.unlink()
    return file.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="") or ("" if PRODUCTION else own_secret_key())
# Signs receipts and anchors: 32 bytes in base64. Without it the key is derived from SECRET_KEY, and
# what was signed stops fitting when that changes.
RECEIPT_KEY = env.str("RECEIPT_KEY", default="")
RECEIPT_OLD_PUBLIC_KEYS = env.list("RECEIPT_OLD_PUBLIC_KEYS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
