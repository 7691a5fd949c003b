"""The project as a whole: nothing forgotten, nothing left over, nothing unsafe."""

import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template.loader import get_template

from yichuang import messages
from yichuang.celery import app

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
APPS = ("yichuang", "units", "matters", "tasks")
# Django and axes look for these by name.
NAMED_BY_DJANGO = {"400.html", "403.html", "404.html", "500.html", "403_csrf.html"}
PAGES_OF_DJANGO = {
    "registration/login.html",
    "registration/password_change_done.html",
    "registration/password_change_form.html",
}
SAFE = {
    "YICHUANG_ENV": "production",
    "SECRET_KEY": "kX7v-Qb2mZ9" * 6,
    "ALLOWED_HOSTS": "portal.example.gov.cn",
    "DATABASE_URL": "postgres://portal:Qm2f8Zt4@db/portal",
    "REDIS_URL": "redis://:Vx7p3Lk9@redis/0",
}


PAGE = """{% panel title=_("标题") %}
    <p>
  {% translate "一句 100%" %}</p> {{ x|default:_("无") }}
{% blocktranslate trimmed count n=n %}
  {{ n }} 项
  {% plural %}
  {{ n }} 项
{% endblocktranslate %}
{% endpanel %}"""


def names(paths):
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in paths)


def sources():
    """Everything that may name a template."""
    modules = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    return {path: path.read_text("utf-8") for path in [*modules, *TEMPLATES.rglob("*.*")]}


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, stdout=StringIO())


def test_every_scheduled_task_exists():
    app.loader.import_default_modules()
    assert settings.CELERY_BEAT_SCHEDULE
    for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
        assert entry["task"] in app.tasks, name


def test_every_template_compiles():
    for name in names(TEMPLATES.rglob("*.html")):
        get_template(name)


def test_every_template_is_used():
    texts = sources()
    unused = [
        name
        for name in names(TEMPLATES.rglob("*.*"))
        if name not in NAMED_BY_DJANGO | PAGES_OF_DJANGO | overriding()
        and not any(name in text for path, text in texts.items() if path != TEMPLATES / name)
    ]
    assert unused == []


def overriding():
    """Templates that stand in for one of an installed package."""
    packages = [Path(sys.modules[name].__file__).parent for name in ("import_export",)]
    packages.append(Path(sys.modules["django.contrib.admin"].__file__).parent)
    folders = [package / "templates" for package in packages]
    return {file.relative_to(f).as_posix() for f in folders for file in f.rglob("*.*")}


def test_every_stylesheet_and_module_is_used():
    texts = [*sources().values()]
    texts += [path.read_text("utf-8") for path in (ROOT / "static").rglob("*.js")]
    unused = [
        path.name
        for path in (ROOT / "static").rglob("*.*")
        if path.suffix in {".css", ".js"} and not any(path.name in text for text in texts)
    ]
    assert unused == []


def test_templates_hold_no_inline_script_style_or_handler():
    """The content security policy would refuse them in the browser, silently for the person."""
    refused = re.compile(
        r"""<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)(?![^>]*json)""", re.I
    )
    hits = [
        f"{name}: {found.group()}"
        for name in names(TEMPLATES.rglob("*.html"))
        for found in refused.finditer((TEMPLATES / name).read_text("utf-8"))
    ]
    assert hits == []


def test_templates_are_short_enough_to_read():
    lengths = {
        name: len((TEMPLATES / name).read_text("utf-8").splitlines())
        for name in names(TEMPLATES.rglob("*.html"))
    }
    assert {name: lines for name, lines in lengths.items() if lines > 150} == {}


def test_the_english_catalogue_is_complete():
    assert vars(messages.find()) == {
        "missing": [],
        "left_over": [],
        "untranslated": [],
        "broken": [],
    }


def test_strings_are_gathered_from_code_and_templates(tmp_path):
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    found = [msgid for msgid, _context in messages.strings_of(page)]
    assert found == ["标题", "一句 100%%", "无", ("%(n)s 项", "%(n)s 项")]


def start(*command, **changes):
    """Load the settings in a process of its own, as production would."""
    keep = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=keep | SAFE | changes,
        capture_output=True,
        text=True,
    )


def test_a_demo_makes_its_own_key_once_and_keeps_it_to_itself(tmp_path):
    var = tmp_path / "var"
    command = "import yichuang.settings as s; print(s.SECRET_KEY)"
    demo = {"YICHUANG_ENV": "demo", "SECRET_KEY": "", "VAR_DIR": str(var)}
    first, second = (start("-c", command, **demo).stdout.strip() for _ in range(2))
    assert len(first) >= 50
    assert first == second == (var / "secret_key").read_text()
    assert [path.name for path in var.glob("secret_key*")] == ["secret_key"]
    assert (var.stat().st_mode & 0o777, (var / "secret_key").stat().st_mode & 0o777) == (
        0o700,
        0o600,
    )


def test_production_with_safe_settings_passes_every_deployment_check(tmp_path):
    check = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    done = start(*check, VAR_DIR=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"DEBUG": "on"}, "DEBUG is on"),
        ({"DEMO": "on"}, "DEMO is on"),
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "change-me-" * 10}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": "postgres://portal:change-me@db/portal"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgres://portal@db/portal"}, "DATABASE_URL"),
        ({"METRICS_TOKEN": "short"}, "METRICS_TOKEN"),
        ({"REDIS_URL": ""}, "REDIS_URL"),
        ({"REDIS_URL": "redis://redis/0"}, "REDIS_URL"),
    ],
)
def test_production_refuses_to_start(change, reason, tmp_path):
    done = start("-c", "import yichuang.settings", VAR_DIR=str(tmp_path), **change)
    assert done.returncode != 0
    assert "Refusing to start in production" in done.stderr
    assert reason in done.stderr
