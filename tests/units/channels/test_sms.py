"""SMS by a gateway that listens: short, without names, named as the gateway wants it (Q5)."""

from units.models import ChannelPreference, DeliveryState

from .conftest import TEN, deliver, outside, say


def text(fang, *kinds):
    for kind in kinds:
        of = {"user": fang, "kind": kind, "channel": "sms"}
        ChannelPreference.objects.get_or_create(**of, defaults={"frequency": "instant"})
        say(fang, kind=kind, subject=f"代何处长：{fang.name} 请抓紧", channels=["sms"])
    deliver()


def test_an_sms_says_how_many_and_what(by_sms, fang):
    text(fang, "chasing", "chasing", "reminder")
    (post,) = by_sms.posts
    (row, *_rest) = outside()
    assert post["json"] == {
        "mobile": "19900000011",
        "content": "【一窗】您有2条催办督办、1条到期提醒待处理，请登录“一窗”平台查看。",
        "id": row.letter.hex,
    }
    assert post["headers"]["Authorization"] == "Bearer sms-token"
    assert {one.state for one in outside()} == {DeliveryState.SENT}


def test_an_sms_fits_into_one(by_sms, fang, settings):
    settings.SMS_SIGNATURE = "杭州市数据资源管理局"
    text(fang, "task", "review", "objection", "reminder", "chasing", "circular", "job", "other")
    content = by_sms.posts[0]["json"]["content"]
    assert len(content) <= 70 and "8条消息" in content


def test_the_gateway_names_things_its_own_way(by_sms, fang, settings):
    settings.SMS_FIELDS = {"phone": "to", "text": "msg", "id": "serial"}
    settings.SMS_ACCEPTED = "status=OK"
    by_sms.answers = [(200, {"status": "OK"})]
    text(fang, "chasing")
    assert set(by_sms.posts[0]["json"]) == {"to", "msg", "serial"}
    assert outside()[0].state == DeliveryState.SENT


def test_a_refusal_is_kept_in_words(by_sms, fang):
    by_sms.answers = [(200, {"code": 4001, "msg": "余额不足"})]
    text(fang, "chasing")
    (row,) = outside()
    assert (row.state, row.error) == (DeliveryState.FAILED, "短信网关拒绝：code=4001")
    assert row.asked_at == TEN
