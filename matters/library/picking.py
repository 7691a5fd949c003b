"""Picking the header of a library workbook by hand; what is no field is kept as it is written."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from matters.library import vocabulary
from yichuang.xlsx.picking import Picker
from yichuang.xlsx.sheets import Sheet


class LibraryPicker(Picker):
    """The fields of a matter; without those that are required no row could be taken."""

    def __init__(
        self, sheet: Sheet, header_rows: Sequence[int] = (), *, others: Collection[str] = ()
    ):
        labels = {name: str(vocabulary.LABELS[name]) for name in vocabulary.SYNONYMS}
        super().__init__(
            sheet,
            vocabulary.SYNONYMS,
            labels,
            header_rows,
            required=vocabulary.REQUIRED,
            others=others,
        )

    @property
    def no_field(self) -> str:
        return _("按原样保存")
