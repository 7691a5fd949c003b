"""The form of a header picked by hand, and the rows its page was asked to take for the header."""

from django import forms

from yichuang.numbers import numbers_of
from yichuang.xlsx.headers import TALLEST_HEADER
from yichuang.xlsx.sheets import Sheet, data_rows


class PickForm(forms.Form):
    """Which rows are the header of a sheet, and what each of its columns holds.

    `cleaned_data["mapping"]` is {"rows": [header rows], "columns": {field: index from 0}}.
    """

    def __init__(self, *args, picker, **kwargs):
        super().__init__(*args, **kwargs)
        self.picker = picker
        for column in picker.columns:
            self.fields[column.name] = forms.ChoiceField(
                label=column.title,
                required=False,
                choices=picker.choices,
                initial=column.field,
            )

    @property
    def columns(self):
        """Each column of the sheet with its field of the form."""
        return [(column, self[column.name]) for column in self.picker.columns]

    def clean(self):
        data = super().clean()
        picked = [
            (data[column.name], column.index)
            for column in self.picker.columns
            if data.get(column.name)
        ]
        names, chosen = [name for name, _index in picked], dict(picked)
        for name in sorted({name for name in names if names.count(name) > 1}):
            self.add_error(None, self.picker.twice(name))
        if sentence := self.picker.lacks(chosen):
            self.add_error(None, sentence)
        data["mapping"] = {"rows": list(self.picker.header_rows), "columns": chosen}
        return data


def rows_asked(asked, sheet: Sheet) -> list[int]:
    """The header rows an address or a form names, as far as the sheet has them, in order."""
    named = set(numbers_of(asked.getlist("row")[:TALLEST_HEADER]))
    return sorted(named & {row.number for row in data_rows(sheet)})
