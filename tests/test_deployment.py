"""What an operator copies: the compose file and the example environment."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
OURS = ("web", "worker", "beat", "migrate")
SERVICES = (*OURS, "postgres", "redis")


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]


def test_only_the_web_is_published_and_only_to_this_machine(compose):
    assert set(compose) == set(SERVICES)
    published = {name: part["ports"] for name, part in compose.items() if part.get("ports")}
    assert list(published) == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in published["web"])


@pytest.mark.parametrize("name", SERVICES)
def test_containers_cannot_write_their_code_or_gain_rights(compose, name):
    part = compose[name]
    assert part["read_only"] is True
    assert part["cap_drop"] == ["ALL"]
    assert "/tmp" in part["tmpfs"]
    # Ours take the account from the image, which ends as somebody without a name on the host.
    assert part.get("user") == (None if name in OURS else "999:999")


def test_the_image_does_not_run_as_root():
    last_stage = (ROOT / "Dockerfile").read_text("utf-8").rpartition("\nFROM ")[2]
    assert re.search(r"^USER yichuang$", last_stage, re.M)


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_parts_start_after_the_migration_and_are_watched(compose, name):
    assert compose[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert compose[name]["healthcheck"]["test"]


def test_each_part_is_watched_by_what_it_can_help(compose):
    """A web process is not ill when Redis is, nor a worker when beat is (trust C2)."""
    assert "/healthz/live" in str(compose["web"]["healthcheck"]["test"])
    for name in ("worker", "beat"):
        assert compose[name]["healthcheck"]["test"] == f"python manage.py health {name}"
        assert compose[name]["restart"] == "unless-stopped"


def test_redis_and_postgres_have_passwords_that_must_be_given(compose):
    assert "--requirepass" in compose["redis"]["command"]
    for part, variable in (("redis", "REDIS_PASSWORD"), ("postgres", "POSTGRES_PASSWORD")):
        assert compose[part]["environment"][variable].startswith("${" + variable + ":?")


def test_every_setting_from_the_environment_is_explained():
    settings = "".join(file.read_text() for file in (ROOT / "yichuang/settings").glob("*.py"))
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', settings))
    explained = set(
        re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.M)
    )
    assert read
    assert read - explained == set()
