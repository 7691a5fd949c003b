"""Every check and test of the project, one stage after the other; run by `make test`."""

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import services

ROOT = Path(__file__).resolve().parent.parent
STRICT = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
PYTHON = sys.executable
PYTEST_SUMMARY = re.compile(r"^(=* ?)?\d+ (passed|failed|error|skipped|deselected).* in [\d.]+s")
# A file stays with one process: its tests may share what is dear to build, or one Redis.
PARALLEL = ["-n", "auto", "--maxprocesses", "4", "--dist", "loadfile"]
# They start processes on SQLite or none at all: the second database adds nothing.
WITHOUT_DATABASE = ["--ignore=tests/test_up.py", "--ignore=tests/test_project.py"]


@dataclass
class Run:
    """The stages so far, and what was missing."""

    env: dict[str, str]
    failed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def stage(self, name: str, *command, **env) -> None:
        print(f"\n── {name} " + "─" * max(0, 88 - len(name)), flush=True)
        started, summary = time.monotonic(), ""
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.env | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for line in process.stdout:
            print(line, end="", flush=True)
            if PYTEST_SUMMARY.match(line):
                summary = line.strip()
        passed = process.wait() == 0
        if not passed:
            self.failed.append(name)
        seconds = time.monotonic() - started
        self.lines.append(f"{'ok    ' if passed else 'FAILED'} {name} ({seconds:.0f} s) {summary}")

    def need(self, bring, what: str):
        """What `bring` brings, or None when it cannot be had here."""
        try:
            return bring()
        except (services.Missing, OSError, subprocess.SubprocessError) as error:
            print(f"Missing: {what}: {error}", flush=True)
            self.missing.append(f"{what}: {error}")
            return None


def module(name: str, *arguments) -> list[str]:
    return [PYTHON, "-m", name, *arguments]


def checks(run: Run) -> None:
    manage = [PYTHON, "manage.py"]
    run.stage("ruff check", *module("ruff", "check", "."))
    run.stage("ruff format", *module("ruff", "format", "--check", "."))
    run.stage("layers", str(Path(PYTHON).parent / "lint-imports"))
    run.stage("templates", *module("djlint", "--lint", "--quiet", "templates"))
    run.stage("migrations", *manage, "makemigrations", "--check", "--dry-run")
    run.stage("English catalogue", *manage, "messages", "--check")


def javascript(run: Run) -> None:
    node = run.need(services.node, "Node")
    files = sorted(str(path) for path in (ROOT / "tests" / "js").glob("**/*.test.js"))
    if node:
        run.stage("JavaScript", node, "--test", "--test-reporter=dot", *files)


def python(run: Run, stack: ExitStack) -> None:
    redis = run.need(lambda: stack.enter_context(services.redis_server()), "Redis")
    chromium = run.need(services.chromium, "Chromium")
    postgres = run.need(lambda: stack.enter_context(services.postgres()), "PostgreSQL")
    office = run.need(services.libreoffice, "LibreOffice")
    without = " and not redis" if redis is None else ""
    without += " and not libreoffice" if office is None else ""
    env = {"TEST_REDIS_URL": redis or "", "CHROMIUM": chromium or "", "SOFFICE": office or ""}
    plain = module("pytest", *PARALLEL, "-m", f"not browser{without}")
    run.stage("pytest, SQLite", *plain, **env)
    if postgres:
        env_there = env | {"DATABASE_URL": own_database(postgres)}
        run.stage("pytest, PostgreSQL", *plain, *WITHOUT_DATABASE, **env_there)
    if chromium:
        run.stage("pytest, browser", *module("pytest", "-m", f"browser{without}"), **env)


def own_database(server: str) -> str:
    """A name nobody else uses; Django puts `test_` before it, creates it and drops it."""
    return urlunsplit(urlsplit(server)._replace(path=f"/yichuang_{os.getpid()}"))


def environment(var: str) -> dict[str, str]:
    """Named one by one, so that no .env of a developer reaches a test."""
    return os.environ | {
        "YICHUANG_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "VAR_DIR": var,
        "DATABASE_URL": f"sqlite:///{var}/test.sqlite3",
        "REDIS_URL": "",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "default::DeprecationWarning",
    }


def conclude(run: Run) -> int:
    print("\n── summary " + "─" * 80)
    print("\n".join(run.lines))
    for missing in run.missing:
        print(f"{'FAILED' if STRICT else 'not run'} {missing}")
    return 1 if run.failed or (STRICT and run.missing) else 0


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--only-checks", action="store_true")
    only_checks = options.parse_args().only_checks
    # So that private servers are ended when somebody ends the run.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with ExitStack() as stack:
        var = stack.enter_context(tempfile.TemporaryDirectory(prefix="yichuang-test-"))
        run = Run(environment(var))
        checks(run)
        javascript(run)
        if not only_checks:
            python(run, stack)
    return conclude(run)


if __name__ == "__main__":
    sys.exit(main())
