"""The pages of receipts: download, list, verify by file or by what is printed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tasks.filling.signing import receipt_number
from tasks.receipts import issuing
from tests.tasks.acts import page

VERIFY = reverse("tasks:receipt-verify")


@pytest.fixture
def submission(submitted):
    return submitted.submissions.get()


def upload(client, data):
    file = SimpleUploadedFile("回执.json", data)
    return client.post(VERIFY, {"file": file})


def test_the_unit_downloads_its_receipt_and_anybody_verifies_it(submission, filler, hall, as_user):
    response = as_user(filler).post(page("receipt-file", submission))
    assert "attachment" in response["Content-Disposition"]
    answer = upload(as_user(hall), response.content).context["answer"]
    assert answer["fits"]
    assert answer["standing"].label == "有效"


def test_a_changed_receipt_is_refused_with_the_reason(submission, hall, as_user):
    text = issuing.receipt_text(submission).replace("10:00:00", "09:00:00")
    html = upload(as_user(hall), text.encode()).content.decode()
    assert "回执不符" in html
    assert "签名不符" in html


def test_number_and_sixteen_signs_of_the_checksum_are_enough(submission, hall, as_user):
    typed = {"number": receipt_number(submission), "checksum": submission.checksum[:16]}
    answer = as_user(hall).post(VERIFY, typed).context["answer"]
    assert dict(answer["facts"])["报送单位"] == "市人力社保局"


@pytest.mark.parametrize(
    ("number", "checksum"),
    [("", ""), ("abc", "0" * 16), ("1-00001-01\0", "0" * 16), ("1-00001-01", "0" * 15)],
)
def test_what_cannot_be_looked_up_is_said_at_the_field(number, checksum, hall, as_user):
    response = as_user(hall).post(VERIFY, {"number": number, "checksum": checksum})
    assert response.status_code == 422
    assert response.context["form"].errors


def test_a_wrong_checksum_tells_nothing_about_the_submission(submission, hall, as_user):
    typed = {"number": receipt_number(submission), "checksum": "0" * 16}
    response = as_user(hall).post(VERIFY, typed)
    assert "市人力社保局" not in response.content.decode()


def test_too_large_a_file_is_refused(hall, as_user, settings):
    settings.LARGEST_UPLOAD = 10
    assert upload(as_user(hall), b"x" * 11).status_code == 422


def test_a_unit_lists_its_own_receipts_only(submission, head, stranger, as_user):
    url = reverse("tasks:receipt-list")
    assert receipt_number(submission) in as_user(head).get(url).content.decode()
    assert receipt_number(submission) not in as_user(stranger).get(url).content.decode()


def test_receipts_are_found_by_number_and_unit(submission, reviewer, as_user):
    client, url = as_user(reviewer), reverse("tasks:receipt-list")
    for text, found in ((receipt_number(submission), 1), ("人力", 1), ("公安", 0)):
        assert len(client.get(url, {"q": text}).context["page"].object_list) == found


def test_the_leader_reads_the_receipt_but_gets_no_file_with_numbers(submission, leader, as_user):
    client = as_user(leader)
    assert client.get(page("receipt", submission)).status_code == 200
    assert client.post(page("receipt-file", submission)).status_code == 403
