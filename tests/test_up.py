"""`manage.py up`: one command runs everything without any service, and leaves nothing behind."""

import os
import signal
import socket
from contextlib import contextmanager
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from .installation import Installation, family, free_port, is_alive, wait_until

TOKEN = "a-token-of-many-characters"


@pytest.fixture
def portal(tmp_path):
    return Installation(tmp_path)


@contextmanager
def up(portal):
    """The running command and the address it answers at."""
    port = free_port()
    with portal.running("manage.py", "up", "--port", str(port)) as process:
        address = f"http://127.0.0.1:{port}"
        wait_until(
            lambda: process.poll() is not None or body(f"{address}/healthz"), "healthz answers"
        )
        assert process.poll() is None, (portal.folder / "log").read_text()
        yield process, address


def body(url):
    try:
        with urlopen(url, timeout=5) as answer:
            return answer.read().decode()
    except OSError:
        return ""


def find(process, word):
    """The process of the family whose command line holds `word`."""
    for pid in family(process.pid):
        if word in Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0"):
            return pid
    return None


def test_it_serves_pages_and_does_jobs_without_any_service(portal):
    with up(portal) as (process, address):
        wait_until(lambda: '"status": "ok"' in body(f"{address}/healthz"), "every part is well")
        assert portal.wait_for_job(portal.ask_export()).stat().st_size > 0
        everybody = family(process.pid)
        process.terminate()
        assert process.wait(timeout=20) == 0
        assert [pid for pid in everybody if is_alive(pid)] == []


def test_requests_are_counted_by_whoever_serves_them(portal):
    portal.env["METRICS_TOKEN"] = TOKEN
    with up(portal) as (_process, address):
        request = Request(f"{address}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        text = urlopen(request, timeout=10).read().decode()
    assert 'yichuang_part_up{part="database"} 1.0' in text
    assert 'yichuang_request_seconds_count{view="healthz"}' in text


def test_a_killed_worker_is_started_again_and_goes_on(portal):
    with up(portal) as (process, _address):
        first = wait_until(lambda: find(process, "worker"), "a worker")
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: {find(process, "worker")} - {first, None}, "another worker")
        assert portal.wait_for_job(portal.ask_export()).stat().st_size > 0


def test_nothing_outlives_a_killed_parent(portal):
    with up(portal) as (process, _address):
        wait_until(lambda: find(process, "beat"), "beat")
        everybody = family(process.pid)
        process.kill()
        process.wait()
        wait_until(lambda: not any(is_alive(pid) for pid in everybody), "all of them gone")


def test_a_taken_port_is_refused_in_a_sentence(portal):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        with pytest.raises(AssertionError, match=f"端口 {port} 已被占用"):
            portal.run("manage.py", "up", "--port", port)
