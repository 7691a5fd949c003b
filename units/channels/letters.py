"""A letter: everything that is due for one person, or one group, by one channel."""

from dataclasses import dataclass
from uuid import UUID

from units.models import Delivery, Robot, User


@dataclass(frozen=True)
class Letter:
    """Its `deliveries` were claimed together and share its number; it goes to a person or to the
    group of a robot."""

    number: UUID
    deliveries: list[Delivery]

    @property
    def channel(self) -> str:
        return self.deliveries[0].channel

    @property
    def person(self) -> User | None:
        return self.deliveries[0].person

    @property
    def robot(self) -> Robot | None:
        return self.deliveries[0].robot

    @property
    def address(self) -> str:
        return self.deliveries[0].address
