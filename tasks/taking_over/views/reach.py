"""What the page and the grid share: which tasks, the form, the sentence of a confirmation."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tasks.filling.views.reach import own_task
from tasks.models import ObligationKind, Task
from tasks.taking_over.contacts import contacts_of
from tasks.taking_over.desk import Desk
from tasks.taking_over.forms import OWN, ChoiceForm
from tasks.taking_over.planning import Choice
from tasks.taking_over.taking import Confirmed

LISTS = [ObligationKind.CITY_LIST, ObligationKind.DISTRICT_LIST]


def list_task(request, pk) -> Task:
    """A list this person works on: of the own unit, or of the district they collect."""
    return own_task(request, pk, obligation__kind__in=LISTS)


def form_of(desk: Desk, data=None, initial=None):
    return ChoiceForm(
        data,
        initial=initial,
        task=desk.task,
        around=desk.around,
        offered=desk.sources.offered,
    )


def choice_of(desk: Desk, form: ChoiceForm, rows=None) -> Choice:
    wanted = form.cleaned_data["people"]
    contacts = contacts_of(desk.lists) if wanted == OWN else {}
    units = {one.unit_id for one in desk.lists}
    return form.choice(contacts=contacts, units=units, rows=rows)


def confirmed_sentence(done: Confirmed) -> str:
    """How many rows are confirmed, and that some still lack something else."""
    count = len(done.rows)
    sentence = ngettext("已确认接用的 %(n)s 行。", "已确认接用的 %(n)s 行。", count)
    sentence %= {"n": f"{count:,}"}
    if left := count - done.complete:
        sentence += _("其中 %(n)s 行还有空缺或其他提示，请在表格中按“未填”“待确认”逐行处理。") % {
            "n": f"{left:,}"
        }
    return sentence
