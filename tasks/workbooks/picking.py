"""Picking the header of a list by hand: enough is one column that tells the rows, one fact."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from tasks.models import Task
from yichuang.xlsx.picking import Picker
from yichuang.xlsx.reading import Sheet

from .tables import NAMES_A_ROW
from .vocabulary import facts_of, labels_of, synonyms_of


class ListPicker(Picker):
    """The columns a list of `task` may have."""

    def __init__(
        self,
        sheet: Sheet,
        task: Task,
        header_rows: Sequence[int] = (),
        *,
        others: Collection[str] = (),
    ):
        super().__init__(sheet, synonyms_of(task), labels_of(task), header_rows, others=others)
        self.task = task

    def lacks(self, chosen: Mapping[str, int]) -> str:
        if not any(name in chosen for name in NAMES_A_ROW):
            names = "、".join(self.labels[name] for name in NAMES_A_ROW)
            return _("请至少指定一列能认出事项的内容：%(names)s。") % {"names": names}
        if not any(name in chosen for name in facts_of(self.task)):
            return _("请至少指定一列补填内容，如系统名称、办件量、联系人。")
        return ""
