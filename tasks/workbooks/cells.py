"""One cell of an uploaded sheet: judged by the field of the row's form, and by nothing else."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError

from tasks.filling.forms import RowForm


@dataclass(frozen=True)
class Cleaned:
    """What a text stands for, or the sentence why it stands for nothing."""

    value: object = None
    refusal: str = ""
    converted: bool = False


class CellReader:
    """Asks the form's fields once for each different text: offices repeat themselves."""

    def __init__(self, form: RowForm):
        self._fields = form.fields
        self._known: dict[tuple[str, str], Cleaned] = {}

    def read(self, field: str, text: str) -> Cleaned:
        key = (field, text)
        if key not in self._known:
            self._known[key] = self._ask(field, text)
        return self._known[key]

    def _ask(self, name: str, text: str) -> Cleaned:
        field = self._fields[name]
        try:
            value = field.clean(text)
        except ValidationError as error:
            return Cleaned(refusal=" ".join(error.messages))
        return Cleaned(value, converted=getattr(field, "converted", False))
