"""From the message to the work: the link in a letter leads to the exact page (Q7)."""

import re
from urllib.parse import urlsplit

from django.urls import reverse

from tests.factories import PASSWORD

from .conftest import deliver, say

INBOX = reverse("units:inbox")


def test_the_link_of_a_letter_opens_its_page_after_sign_in(mail_server, client, fang):
    say(fang, url=reverse("units:unit-detail", args=[fang.unit_id]))
    deliver()
    (link,) = re.findall(r"办理：(\S+)", mail_server.taken[0].get_content())
    page = urlsplit(link).path
    asked = client.get(page)
    assert asked.status_code == 302 and asked.url == f"{reverse('login')}?next={page}"
    opened = client.post(asked.url, {"username": fang.username, "password": PASSWORD}, follow=True)
    assert (opened.request["PATH_INFO"], opened.status_code) == (page, 200)


def test_who_is_signed_in_is_asked_nothing(mail_server, as_user, fang):
    say(fang, url=reverse("units:unit-detail", args=[fang.unit_id]))
    deliver()
    (link,) = re.findall(r"办理：(\S+)", mail_server.taken[0].get_content())
    assert as_user(fang).get(urlsplit(link).path).status_code == 200


def test_the_inbox_is_narrowed_to_a_kind(as_user, fang):
    say(fang, kind="review", subject="附件2已退回")
    say(fang, kind="chasing", subject="请抓紧报送")
    text = as_user(fang).get(INBOX, {"kind": "chasing"}).text
    assert "请抓紧报送" in text and "附件2已退回" not in text
    both = as_user(fang).get(INBOX, {"kind": "nonsense"}).text
    assert "请抓紧报送" in both and "附件2已退回" in both
