"""Evidence: what is kept, under which name, and how it is handed out (trust F1 to F4)."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tasks.models import Evidence, Objection
from tasks.objections.files import FileRefused, check, clean_name
from tests.tasks.acts import page
from tests.tasks.test_check_pages import OBJECTION
from units.models import Action, Event

from .acts import reject
from .hostile import BAD, BOMB, DOCX, GOOD, HTML, LYING, PDF, PNG, file, package

UUID = re.compile(r"evidence/\d{4}/\d{2}/[0-9a-f-]{36}\.(pdf|png|jpg|docx|xlsx)")


@pytest.fixture
def desk(filler, as_user):
    return as_user(filler)


def bring(client, objection, *files):
    return client.post(page("objection-evidence", objection), {"evidence-files": list(files)})


def test_five_kinds_are_kept_in_one_go_under_names_of_ours(desk, objection):
    response = bring(desk, objection, *(file(*one) for one in GOOD.items()))
    assert response.status_code == 302
    kept = list(objection.evidence.order_by("pk"))
    assert [one.file_name for one in kept] == list(GOOD)
    assert all(UUID.fullmatch(one.file.name) for one in kept)
    assert [one.file.read() for one in kept] == list(GOOD.values())


@pytest.mark.parametrize("name", BAD)
def test_a_hostile_file_is_refused_with_a_sentence(desk, objection, name):
    response = bring(desk, objection, file(name, BAD[name]))
    assert response.status_code == 422
    assert any(word in response.text for word in ("请", "只收"))
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("content", [BOMB, LYING])
def test_a_bomb_is_refused_whatever_its_directory_says(settings, content):
    settings.LARGEST_UNPACKED = 1_000_000
    with pytest.raises(FileRefused):
        check(file("炸弹.docx", content), "炸弹.docx", len(content))


def test_a_real_document_is_no_bomb(settings):
    settings.LARGEST_UNPACKED = 1_000_000
    content = package({**DOCX, "word/media/image1.png": b"\1" * 900_000})
    assert check(file("图文.docx", content), "图文.docx", len(content)).suffix == ".docx"


def test_one_bad_file_keeps_all_out(desk, objection):
    response = bring(desk, objection, file("说明.pdf", PDF), file("网页.png", HTML))
    assert response.status_code == 422
    assert "网页.png" in response.text
    assert not Evidence.objects.exists()


def test_the_limits_are_shown_and_kept(desk, objection, settings):
    settings.LARGEST_EVIDENCE, settings.MOST_EVIDENCE = 2 * 1024 * 1024, 2
    html = desk.get(page("objection-detail", objection)).text
    assert "每个最大 2 MB，每项疑义最多 2 个" in html
    large = PDF + b"\0" * settings.LARGEST_EVIDENCE
    assert "超过 2 MB" in bring(desk, objection, file("大.pdf", large)).text
    for number in range(2):
        bring(desk, objection, file(f"{number}.pdf", PDF + bytes([number])))
    assert bring(desk, objection, file("3.pdf", PDF + b"3")).status_code == 422
    assert objection.evidence.count() == 2


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\a\\说明.pdf", "说明.pdf"),
        ("说明\r\nSet-Cookie: a=b.pdf", "说明Set-Cookie: a=b.pdf"),
        ("gnp.\u202efdp.pdf", "gnp.fdp.pdf"),
        ("长" * 300 + ".pdf", "长" * 156 + ".pdf"),
        ("", "_"),
        ("...", "_"),
    ],
)
def test_a_hostile_name_becomes_a_harmless_one(sent, shown):
    assert clean_name(sent) == shown


def test_nothing_is_written_outside_the_folder(desk, objection):
    bring(desk, objection, file("../../../越界.pdf", PDF))
    (kept,) = objection.evidence.all()
    folder = Path(settings.MEDIA_ROOT) / "evidence"
    assert folder.resolve() in Path(kept.file.path).resolve().parents


def test_a_file_is_only_ever_a_download(desk, objection):
    bring(desk, objection, file("盖章 说明.pdf", PDF))
    response = desk.get(page("evidence-file", objection.evidence.get()))
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E7%9B%96")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Type"] == "application/octet-stream"
    assert b"".join(response) == PDF


def test_who_may_not_see_the_objection_finds_no_file(desk, objection, people, as_user):
    bring(desk, objection, file("说明.pdf", PDF))
    address = page("evidence-file", objection.evidence.get())
    for who in ("stranger", "collector", "district_filler", "contractor", "hall"):
        assert as_user(getattr(people, who)).get(address).status_code == 404
    assert as_user(people.leader).get(address).status_code == 200
    assert desk.get("/media/" + objection.evidence.get().file.name).status_code == 404


def test_the_same_file_twice_is_one_file_and_one_event(desk, objection):
    for _again in range(2):
        bring(desk, objection, file("说明.pdf", PDF), file("副本.pdf", PDF))
    assert objection.evidence.count() == 1
    events = Event.objects.filter(action=Action.ATTACH)
    assert events.count() == 1
    assert objection.evidence.get().checksum[:16] in events.get().reason


def test_both_sides_bring_files_until_it_is_decided(desk, objection, reviewer, as_user):
    bring(as_user(reviewer), objection, file("会议纪要.docx", GOOD["会商纪要.docx"]))
    reject(objection, reviewer)
    bring(desk, objection, file("迟到.pdf", PDF))
    assert [one.uploaded_by for one in objection.evidence.all()] == [reviewer]
    assert "上传材料" not in desk.get(page("objection-detail", objection)).text


def test_an_objection_is_raised_with_its_files(desk, check, ranked):
    sent = {**OBJECTION, "evidence-files": [file("说明.pdf", PDF), file("截图.png", PNG)]}
    desk.post(page("objection-create", ranked[0]), sent)
    assert Objection.objects.get(ranked=ranked[0]).evidence.count() == 2


def test_a_refused_file_keeps_what_was_typed(desk, check, ranked):
    sent = {**OBJECTION, "evidence-files": [file("网页.png", HTML)]}
    response = desk.post(page("objection-create", ranked[0]), sent)
    assert response.status_code == 422
    assert OBJECTION["text"] in response.text
    assert "内容与扩展名 .png 不符" in response.text
    assert not Objection.objects.exists()


def test_a_name_is_text_on_the_page(desk, objection):
    bring(desk, objection, file("<img src=x onerror=alert(1)>.pdf", PDF))
    html = desk.get(page("objection-detail", objection)).text
    assert "<img src=x" not in html
    assert "&lt;img src=x onerror=alert(1)&gt;.pdf" in html
