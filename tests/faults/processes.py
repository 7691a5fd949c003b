"""The processes of a portal as an operator runs them, and a visitor who uses its pages."""

import re
from contextlib import contextmanager
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

from tests.factories import PASSWORD
from tests.installation import free_port, wait_until

WORKER = ("-m", "celery", "-A", "yichuang", "worker", "--pool", "threads", "-c", "2", "-l", "INFO")
WORKER += ("--without-gossip", "--without-mingle")
BEAT = ("-m", "celery", "-A", "yichuang", "beat", "--pidfile=")
WEB = ("-m", "gunicorn", "yichuang.wsgi", "--worker-class", "gthread", "--threads", "8")
WEB += ("--no-control-socket", "--log-level", "warning")


def worker(portal, name="worker"):
    return portal.running(*WORKER, "-n", f"{name}@test")


def kept_worker(portal):
    """A worker that is started again when it ends, as in docker-compose.yml."""
    return portal.running("-m", "tests.faults.kept_up", "worker", *WORKER, "-n", "kept@test")


def beat(portal, name="beat"):
    return portal.running(*BEAT, "-s", str(portal.folder / name))


@contextmanager
def web(portal):
    """The address at which pages answer; plain static files, quick passwords."""
    port = free_port()
    portal.env |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "LARGEST_DIRECT_EXPORT": "0"}
    with portal.running(*WEB, "--bind", f"127.0.0.1:{port}") as process:
        portal.env["DJANGO_SETTINGS_MODULE"] = "yichuang.settings"
        address = f"http://127.0.0.1:{port}"
        wait_until(lambda: Visitor(address).status("/healthz/live") == 200, "pages answer")
        yield address, process


class _Stay(HTTPRedirectHandler):
    """Whoever is sent elsewhere is told so."""

    def redirect_request(self, *_arguments):
        return None


class Visitor:
    """A browser's session, as far as a form needs it."""

    def __init__(self, address, timeout=30):
        self.address, self.timeout, self.jar = address, timeout, CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar), _Stay)

    def ask(self, path, data=None):
        """(status, text); 0 when nobody answers."""
        return self.answer(path, data)[:2]

    def answer(self, path, data=None):
        """(status, text, where to go)."""
        body = urlencode(data | {"csrfmiddlewaretoken": self._token()}).encode() if data else None
        try:
            with self.opener.open(Request(self.address + path, body), timeout=self.timeout) as page:
                return page.status, page.read().decode(), ""
        except HTTPError as other:
            return other.code, other.read().decode(), other.headers.get("Location", "")
        except OSError:
            return 0, "", ""

    def status(self, path, data=None):
        return self.ask(path, data)[0]

    def _token(self):
        return next((one.value for one in self.jar if one.name == "csrftoken"), "")

    def sign_in(self, username):
        self.ask("/accounts/login/")
        status = self.status("/accounts/login/", {"username": username, "password": PASSWORD})
        assert status == 302, (username, status)
        return self

    def submit(self, task):
        """报送: read what is signed, sign it; the status of the answer."""
        status, page = self.ask(f"/tasks/{task}/sign/")
        checksum = re.search(r'name="checksum" value="(\w+)"', page)
        if not checksum:
            return status
        return self.status(
            f"/tasks/{task}/submit/",
            {
                "contact_name": "何签",
                "contact_phone": "19900000011",
                "feedback": "",
                "checksum": checksum.group(1),
            },
        )

    def ask_export(self, notice):
        """The rosters of a notice as a job; its number."""
        export = {"campaign": notice, "table": "4", "edition": "data", "unit": ""}
        _status, _text, place = self.answer("/exports/start/", export)
        return int(place.rstrip("/").rpartition("/")[2])
