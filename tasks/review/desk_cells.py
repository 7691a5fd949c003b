"""The markup of a line of the desk, cell by cell.

Not a template: fifty rows of twelve cells cost a template five times what the whole page may
cost (docs/performance.md); what a component draws is still drawn by it, once for each word.
"""

from functools import lru_cache
from html import escape

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tasks.phones.kinds import BY_MODEL
from units.phones import mask

NOTHING = "—"


def word(value) -> str:
    """What a person wrote; everything else in here is markup already."""
    return escape(str(value)) if value else NOTHING


@lru_cache(maxsize=256)
def tag(label: str, tone: str) -> str:
    return render_to_string("components/status_tag.html", {"label": label, "tone": tone})


def sub(content: str) -> str:
    return f'<span class="table__sub">{content}</span>'


def with_sub(content: str, text: str) -> str:
    return content + sub(escape(str(text))) if text else content


def change(old, new) -> str:
    """What a fact was when the row came back, and what it is."""
    return (
        f'<span class="change"><del>{word(old)}</del>'
        '<span class="change__arrow" aria-hidden="true">→</span>'
        f"<ins>{word(new)}</ins></span>"
    )


def start_of_cell(column) -> str:
    number = " number" if column.number else ""
    return f'<td data-label="{escape(str(column.label))}" class="desk__{column.key}{number}">'


def cells(starts, contents) -> SafeString:
    drawn = (f"{start}{content}</td>" for start, content in zip(starts, contents, strict=True))
    return mark_safe("".join(drawn))


class Address:
    """`reverse(name, args=[pk])` for the rows of a page, which looks the name up once."""

    def __init__(self, name: str):
        self.head, self.tail = reverse(name, args=[0]).rsplit("0", 1)

    def of(self, pk: int) -> str:
        return f"{self.head}{pk}{self.tail}"


def tick(line) -> SafeString:
    if not line["waits"]:
        return mark_safe('<td class="desk__tick"></td>')
    row = line["row"]
    return mark_safe(
        '<td class="desk__tick"><input class="check" type="checkbox" name="row"'
        f' value="{line["key"]}"'
        f' aria-label="{escape(row.matter.full_name)}，{escape(row.task.unit.full_label)}"></td>'
    )


def matter(line) -> SafeString:
    """The head of the line: which matter, and what one has to know before deciding."""
    row, notes = line["row"], []
    if line["again"]:
        notes.append(sub(tag(_("退回后重报"), "info")))
    if line["unknown"]:
        notes.append(sub(tag(_("层级待核实，不能通过"), "warn")))
    if objection := line["objection"]:
        url = reverse("tasks:objection-detail", args=[objection.pk])
        notes.append(_note(url, objection.state_label))
    if line["talk"]:
        notes.append(_talk(row, *line["talk"]))
    return mark_safe(
        '<th scope="row" class="desk__matter">'
        f'<a href="{line["url"]}">{escape(row.matter.full_name)}</a>'
        f'<span class="table__sub code">{escape(row.matter.base_code)}</span>{"".join(notes)}</th>'
    )


def _note(url: str, text: str) -> str:
    return f'<a class="table__sub" href="{url}">{escape(str(text))}</a>'


def _talk(row, posts: int, unread: int) -> str:
    new = _("（%(n)d 条未读）") % {"n": unread} if unread else ""
    text = _("留言 %(n)d 条%(new)s") % {"n": posts, "new": new}
    return _note(reverse("tasks:entry-thread", args=[row.pk]), text)


def findings(sentences) -> str:
    drawn = (
        f'<p class="desk__finding">{tag(one["severity_label"], one["tone"])}'
        f" <span>{escape(one['text'])}</span></p>"
        for one in sentences
    )
    return "".join(drawn) or NOTHING


def unit(url: str, text: str) -> str:
    return f'<a href="{url}">{escape(text)}</a>'


def phone(row, *, reveals: bool) -> str:
    """Masked; whoever may see it in full asks for it, which is recorded."""
    url = reverse("tasks:phone", args=[BY_MODEL[type(row)].slug, row.pk]) if reveals else ""
    shown = {"number": mask(row.phone), "url": url, "owner": row.contact, "in_form": True}
    return render_to_string("components/phone.html", shown)


def days(count: int) -> str:
    return ngettext("%(n)d 个工作日", "%(n)d 个工作日", count) % {"n": count}
