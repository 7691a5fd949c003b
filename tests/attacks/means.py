"""What attackers send."""

import json

from django.urls import reverse

from tasks.models import (
    Objection,
    ObjectionReason,
)

TOO_LONG_A_NUMBER = "9" * 5000
HALF_A_CHARACTER = "\ud800"


def send(client, task, body, name="cells"):
    if not isinstance(body, str):
        body = json.dumps(body)
    return client.post(reverse(f"tasks:{name}", args=[task.pk]), body, "application/json")


def objection(**about):
    return Objection(
        **about,
        reason=ObjectionReason.RARE,
        text="全年只有个别办件",
        contact_name="方填报",
        contact_phone="19900000011",
    )
