"""Why something is returned: a class the bureau counts by, and the words the unit reads."""

from typing import NamedTuple

from tasks.models import ReturnClass


class Reason(NamedTuple):
    kind: ReturnClass
    text: str

    def __str__(self):
        return f"{ReturnClass(self.kind).label}：{self.text}"
