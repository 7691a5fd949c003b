"""A receipt verifies without the portal, and no longer after one changed character."""

import json
import os
import subprocess
import sys
import tracemalloc

import pytest
from django.conf import settings
from django.core.management import call_command

from tasks.filling.signing import receipt_number
from tasks.models import Submission
from tasks.receipts import issuing, layout, reading, register
from tests.factories import DURING
from units import signatures
from units.models import Action, Event


@pytest.fixture
def submission(submitted):
    return submitted.submissions.get()


@pytest.fixture
def text(submission):
    return issuing.receipt_text(submission)


def read(text):
    return reading.read(text.encode(), signatures.known_keys())


def said(text):
    return [check.sentence for check in read(text).checks if not check.fits]


def test_a_receipt_says_who_submitted_what_when_in_words(text, submission):
    receipt = json.loads(text)
    assert receipt["编号"] == receipt_number(submission)
    assert receipt["报送单位"] == "市人力社保局"
    assert receipt["报送时间"] == "2018-04-02T10:00:00+08:00"
    assert receipt["栏目说明"]["system_name"] == "系统名称"
    assert len(receipt["报送内容"]["rows"]) == 8


def test_a_receipt_verifies_offline(text):
    assert read(text).is_genuine


def test_a_receipt_fails_after_any_one_changed_character(text):
    genuine = [
        place
        for place, sign in enumerate(text)
        if read(text[:place] + ("0" if sign != "0" else "1") + text[place + 1 :]).is_genuine
    ]
    assert genuine == []


@pytest.mark.parametrize("change", ["dropped", "doubled"])
def test_a_receipt_fails_after_any_one_missing_or_additional_character(change, text):
    for place in range(0, len(text), 7):
        middle = "" if change == "dropped" else text[place] * 2
        assert not read(text[:place] + middle + text[place + 1 :]).is_genuine


def test_the_part_that_does_not_fit_is_named(text):
    assert "报送内容与内容校验码不符" in said(text.replace("人社事项1", "人社事项9"))[0]
    assert said(text.replace("10:00:00", "09:00:00"))[0].startswith("签名不符")
    assert said(text.replace("\n", "\r\n"))[0].startswith("文件的空格、换行或顺序")


def test_a_receipt_of_another_portal_is_not_ours(text, settings):
    settings.RECEIPT_KEY = "A" * 43 + "="
    assert said(text)[0].startswith("签名不符")
    settings.RECEIPT_OLD_PUBLIC_KEYS = [json.loads(text)["公钥"]]
    assert read(text).is_genuine


HOSTILE = [
    b"",
    b"\xff\xfe\x00",
    b"null",
    b"[]",
    b"{}",
    b"[" * 200_000,
    b'{"a":' * 100_000,
    b"1" * 10_000,
    json.dumps(dict.fromkeys(layout.NEEDED)).encode(),
    json.dumps(dict.fromkeys(layout.NEEDED, "�")).encode(),
    json.dumps({name: ["\0"] for name in layout.NEEDED}).encode(),
]


@pytest.mark.parametrize("file", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_receipt_is_told_apart_without_an_error(file):
    found = reading.read(file, signatures.known_keys())
    assert not found.is_genuine
    assert found.checks


def test_brackets_inside_brackets_do_not_become_gigabytes(text):
    """Indented, 200 kB of noughts inside 300 brackets would be 60 MB."""
    deep = "[" * 300 + ",".join(["0"] * 100_000) + "]" * 300
    parts = [f'"{name}": 1' for name in layout.NEEDED if name != layout.CONTENT]
    tracemalloc.start()
    found = read("{" + ", ".join([*parts, f'"{layout.CONTENT}": {deep}']) + "}")
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not found.is_genuine
    assert peak < 20_000_000


class TestRegister:
    def test_knows_a_genuine_receipt(self, text, submission):
        assert register.compare(read(text)) == submission
        assert register.standing_of(submission).stands

    def test_says_what_came_after(self, submission, submitted, head):
        Submission.objects.create(
            task=submitted, number=2, at=DURING, by=head, contact_name="甲",
            contact_phone="19900000011", content={"rows": []}, checksum="1" * 64,
        )  # fmt: skip
        assert "第 2 次报送" in register.standing_of(submission).sentence

    def test_says_who_withdrew_it(self, submission, head):
        submission.withdrawn_at, submission.withdrawn_by = DURING, head
        assert "由何处长（市人力社保局）撤回" in register.standing_of(submission).sentence

    def test_does_not_know_a_receipt_whose_submission_is_another(self, text, submission):
        Submission.objects.filter(pk=submission.pk).update(checksum="0" * 64)
        assert register.compare(read(text)) is None


class TestCommand:
    @pytest.fixture
    def file(self, text, tmp_path):
        path = tmp_path / "回执.json"
        path.write_text(text, encoding="utf-8")
        return path

    def test_says_that_it_is_genuine_and_stands(self, file, capsys):
        call_command("verify_receipt", file)
        out = capsys.readouterr().out
        assert "回执真实" in out
        assert "有效：这是该任务最近一次报送。" in out

    def test_verifies_with_a_key_alone(self, file, capsys, django_assert_num_queries):
        with django_assert_num_queries(0):
            call_command("verify_receipt", file, key=signatures.public_key(), offline=True)
        assert "签名相符" in capsys.readouterr().out

    def test_needs_no_database_at_all(self, file, tmp_path):
        """On a machine that has nothing but the program and the public key."""
        env = {
            "PATH": os.environ["PATH"],
            "YICHUANG_ENV": "demo",
            "VAR_DIR": str(tmp_path / "var"),
            "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/none",
        }
        command = [sys.executable, "manage.py", "verify_receipt", str(file)]
        done = subprocess.run(
            [*command, "--key", signatures.public_key()],
            cwd=settings.BASE_DIR, env=env, capture_output=True, text=True,
        )  # fmt: skip
        assert (done.returncode, "未连接数据库" in done.stdout) == (0, True), done.stderr
        assert "回执真实" in done.stdout

    def test_ends_with_1_when_it_was_changed(self, file, capsys):
        file.write_text(file.read_text("utf-8").replace("人社事项1", "人社事项9"), encoding="utf-8")
        with pytest.raises(SystemExit) as end:
            call_command("verify_receipt", file)
        assert end.value.code == 1
        assert "报送内容与内容校验码不符" in capsys.readouterr().out


def test_handing_out_a_receipt_is_recorded(submission, head):
    name, text = issuing.hand_out(submission, by=head, at=DURING)
    event = Event.objects.of(submission).get()
    assert (event.action, event.label, event.unit) == (Action.EXPORT, name, head.unit)
    assert text == issuing.receipt_text(Submission.objects.get())
