"""What a list is narrowed and sorted by, read from the address."""

from datetime import date
from functools import cached_property
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import F
from django.utils.translation import gettext_lazy as _

ANY = ("", _("全部"))


def any_or(choices) -> list:
    return [ANY, *choices]


class DayField(forms.DateField):
    """A day on which something may have happened; the year 9999 has no day after its last."""

    widget = forms.DateInput(attrs={"type": "date"})
    default_validators = [MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(2200, 1, 1))]


class AddressFilter(forms.Form):
    """A senseless filter is left out, never an error."""

    # {what the head of the table asks for: the columns that puts in order}
    SORTS: dict[str, tuple[str, ...]] = {}
    # Not part of what is looked for.
    ASIDE: tuple[str, ...] = ("view",)

    @cached_property
    def chosen(self) -> dict:
        """The valid filters that say something."""
        self.is_valid()
        said = self.cleaned_data.items()
        return {
            name: value for name, value in said if value not in ("", None) and value is not False
        }

    def words(self, name: str = "q") -> list[str]:
        return self.chosen.get(name, "").lower().split()

    def query(self, *, aside=None, **changed) -> str:
        """The filters as the part of an address after the ?, others put in or (None) left out."""
        left_out = self.ASIDE if aside is None else aside
        chosen = {name: value for name, value in self.chosen.items() if name not in left_out}
        chosen = {name: "on" if value is True else value for name, value in chosen.items()}
        chosen.update(changed)
        return urlencode({name: value for name, value in chosen.items() if value is not None})

    def order(self, usual: str = "") -> list:
        """As the head of the table asks, else `usual`; what is unknown comes last either way."""
        for sort in (self.chosen.get("sort", ""), usual):
            if names := self.SORTS.get(sort.removeprefix("-")):
                columns = map(F, names)
                if sort.startswith("-"):
                    return [*(column.desc(nulls_last=True) for column in columns), "pk"]
                return [*(column.asc(nulls_last=True) for column in columns), "pk"]
        return []
