"""The inbox: own messages only, the count in the header, reading by a button."""

import pytest
from django.urls import reverse

from tests import factories
from units.models import Message

INBOX = reverse("units:inbox")


@pytest.fixture
def message(filler):
    return Message.objects.create(
        to=filler, subject="附件2已退回", body="5行待修改", url="/units/", sent_at=factories.DURING
    )


def test_the_header_counts_what_is_unread(as_user, filler, message):
    response = as_user(filler).get(INBOX)
    assert response.context["inbox"] == {"url": INBOX, "unread": 1}
    assert "附件2已退回" in response.text


def test_nobody_sees_the_messages_of_a_colleague(as_user, head, message):
    response = as_user(head).get(INBOX)
    assert "附件2已退回" not in response.text
    assert response.context["inbox"]["unread"] == 0


def test_opening_a_message_reads_it_and_leads_on(as_user, filler, message):
    response = as_user(filler).post(reverse("units:inbox-open", args=[message.pk]))
    message.refresh_from_db()
    assert (response.status_code, response.url) == (302, "/units/")
    assert message.read_at is not None


def test_a_message_opened_twice_keeps_the_first_time(as_user, filler, message):
    Message.objects.update(read_at=factories.DURING)
    as_user(filler).post(reverse("units:inbox-open", args=[message.pk]))
    message.refresh_from_db()
    assert message.read_at == factories.DURING


def test_a_message_never_leads_to_another_site(as_user, filler, message):
    Message.objects.update(url="//elsewhere.example/")
    response = as_user(filler).post(reverse("units:inbox-open", args=[message.pk]))
    assert response.url == INBOX


def test_all_messages_are_read_at_once_but_only_the_own(as_user, filler, head, message):
    other = Message.objects.create(to=head, subject="甲", sent_at=factories.DURING)
    as_user(filler).post(reverse("units:inbox-read-all"))
    assert list(Message.objects.unread()) == [other]


def test_the_unread_filter_stands_in_the_address(as_user, filler, message):
    Message.objects.create(
        to=filler, subject="旧消息", sent_at=factories.ISSUED, read_at=factories.DURING
    )
    client = as_user(filler)
    assert "旧消息" in client.get(INBOX).text
    assert "旧消息" not in client.get(INBOX, {"unread": "on"}).text


def test_a_full_inbox_costs_no_more_queries(
    as_user, filler, message, django_assert_max_num_queries
):
    Message.objects.bulk_create(
        Message(to=filler, subject=f"消息{number}", sent_at=factories.DURING)
        for number in range(120)
    )
    client = as_user(filler)
    with django_assert_max_num_queries(8):
        response = client.get(INBOX)
    assert len(response.context["page"].object_list) == 50
