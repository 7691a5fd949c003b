"""The markup of a line of the desk, cell by cell.

Not a template: fifty rows of twelve cells cost a template five times what the whole page may
cost (docs/performance.md); what a component draws is still drawn by it, once for each word.
"""

from functools import lru_cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tasks.phones.kinds import BY_MODEL
from units.phones import mask

NOTHING = "—"


def tag(label, tone: str) -> SafeString:
    return _tag(str(label), tone, get_language())


@lru_cache(maxsize=256)
def _tag(label, tone, _language):
    return render_to_string("components/status_tag.html", {"label": label, "tone": tone})


def sub(text) -> SafeString:
    return format_html('<span class="table__sub">{}</span>', text)


def with_sub(content, text) -> SafeString:
    return format_html("{}{}", content, sub(text)) if text else content


def change(old, new) -> SafeString:
    """What a fact was when the row came back, and what it is."""
    return format_html(
        '<span class="change"><del>{}</del><span class="change__arrow" aria-hidden="true">→</span>'
        "<ins>{}</ins></span>",
        old or NOTHING,
        new or NOTHING,
    )


def start_of_cell(column) -> str:
    number = " number" if column.number else ""
    return f'<td data-label="{column.label}" class="desk__{column.key}{number}">'


def cells(starts, contents) -> SafeString:
    """What a person wrote is escaped; labels are ours."""
    drawn = (
        f"{start}{conditional_escape(content)}</td>"
        for start, content in zip(starts, contents, strict=True)
    )
    return mark_safe("".join(drawn))


def tick(line) -> SafeString:
    if not line["waits"]:
        return mark_safe('<td class="desk__tick"></td>')
    row = line["row"]
    return format_html(
        '<td class="desk__tick"><input class="check" type="checkbox" name="row" value="{}"'
        ' aria-label="{}，{}"></td>',
        line["key"],
        row.matter.full_name,
        row.task.unit.full_label,
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
        text = objection.state_label
        notes.append(format_html('<a class="table__sub" href="{}">{}</a>', url, text))
    if line["talk"]:
        notes.append(_talk(row, *line["talk"]))
    return format_html(
        '<th scope="row" class="desk__matter"><a href="{}">{}</a>'
        '<span class="table__sub code">{}</span>{}</th>',
        reverse("tasks:entry-history", args=[row.pk]),
        row.matter.full_name,
        row.matter.base_code,
        mark_safe("".join(notes)),
    )


def _talk(row, posts: int, unread: int) -> SafeString:
    url = reverse("tasks:entry-thread", args=[row.pk])
    new = _("（%(n)d 条未读）") % {"n": unread} if unread else ""
    text = _("留言 %(n)d 条%(new)s") % {"n": posts, "new": new}
    return format_html('<a class="table__sub" href="{}">{}</a>', url, text)


def findings(sentences) -> SafeString | str:
    parts = ((tag(one["severity_label"], one["tone"]), one["text"]) for one in sentences)
    drawn = format_html_join("", '<p class="desk__finding">{} <span>{}</span></p>', parts)
    return drawn or NOTHING


def unit(owed: int, text: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', reverse("tasks:review", args=[owed]), text)


def phone(row, *, reveals: bool) -> SafeString:
    """Masked; whoever may see it in full asks for it, which is recorded."""
    url = reverse("tasks:phone", args=[BY_MODEL[type(row)].slug, row.pk]) if reveals else ""
    shown = {"number": mask(row.phone), "url": url, "owner": row.contact, "in_form": True}
    return render_to_string("components/phone.html", shown)


def days(count: int | None) -> str:
    if count is None:
        return NOTHING
    return ngettext("%(n)d 个工作日", "%(n)d 个工作日", count) % {"n": count}
