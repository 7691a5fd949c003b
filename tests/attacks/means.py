"""What attackers send."""

import json

from django.urls import reverse

TOO_LONG_A_NUMBER = "9" * 5000
HALF_A_CHARACTER = "\ud800"


def send(client, task, body, name="cells"):
    if not isinstance(body, str):
        body = json.dumps(body)
    return client.post(reverse(f"tasks:{name}", args=[task.pk]), body, "application/json")
