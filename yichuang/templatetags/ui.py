"""Components that wrap content, and the portal's own ways to write a figure or a date."""

from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from units.phones import mask
from yichuang.modules import modules_of

register = template.Library()
register.filter("phone_masked", mask)


@register.filter
def figure(value):
    """4485 → "4,485"; nothing at all → "—"."""
    return "—" if value is None or value == "" else f"{value:,}"


@register.filter
def share(done, total):
    """Write a share with its denominator: 87 of 233 → "87/233（37.3%）"."""
    done, total = done or 0, total or 0
    if not total:
        return f"{done:,}/{total:,}"
    percent = (Decimal(100) * done / total).quantize(Decimal("0.1"), ROUND_HALF_UP)
    if done < total:
        # Rounding must not declare something finished that is not.
        percent = min(percent, Decimal("99.9"))
    figures = {"done": f"{done:,}", "total": f"{total:,}", "percent": percent}
    return _("%(done)s/%(total)s（%(percent)s%%）") % figures


def last_day(deadline):
    """Return the day a deadline falls on; midnight still belongs to the day before it."""
    if not isinstance(deadline, datetime):
        return deadline
    if timezone.is_aware(deadline):
        deadline = timezone.localtime(deadline)
    return (deadline - timedelta(microseconds=1)).date()


@register.filter
def moment(value):
    """Write a point in time; the end of a day, however stored, as its 24:00."""
    if not value:
        return "—"
    if not isinstance(value, datetime):
        return date_format(value, "Y-m-d")
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    if local.time() in (time.min, time.max):
        return f"{last_day(value):%Y-%m-%d} 24:00"
    return f"{local:%Y-%m-%d %H:%M}"


def to_the_second(at: datetime | None) -> str:
    """A point in time as registers write it; nothing for none."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}" if at else ""


@register.filter
def grouped(checksum, size=4):
    """Cut a checksum into groups that can be read aloud."""
    text = str(checksum or "")
    return [text[start : start + size] for start in range(0, len(text), size)]


@register.filter
def page_numbers(page):
    """The numbers a pager shows: both ends, the neighbours, gaps between."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)


@register.simple_block_tag
def panel(content, title="", hint="", variant="", id=""):
    """A titled surface. `variant`: flush (a table fills it) or accent."""
    context = {"content": content, "title": title, "hint": hint, "variant": variant, "id": id}
    return render_to_string("components/panel.html", context)


@register.simple_block_tag
def table_wrap(content, box=False, label=""):
    """The surface around a `<table class="table">`. A `box` scrolls by itself under its head.

    With a `label` it is a region that the keyboard reaches and scrolls.
    """
    context = {"content": content, "box": box, "label": label}
    return render_to_string("components/table_wrap.html", context)


@register.simple_block_tag(takes_context=True)
def filter_bar(context, content, action="", target=""):
    """A GET form of filters; with `target` htmx replaces that element while one types."""
    action = action or context["request"].path
    values = {"content": content, "action": action, "target": target}
    return render_to_string("components/filter_bar.html", values)


@register.simple_block_tag
def notice(content, tone="info", title=""):
    """A quiet message with a coloured edge. `tone`: info, ok, warn, danger."""
    context = {"content": content, "tone": tone, "title": title}
    return render_to_string("components/notice.html", context)


@register.simple_block_tag
def dialog(content, id, title, wide=False):
    """A modal that a control with `data-opens="<id>"` shows."""
    context = {"content": content, "id": id, "title": title, "wide": wide}
    return render_to_string("components/dialog.html", context)


@register.simple_block_tag
def menu(content, label, small=False):
    """A button that drops a list of `<a class="menu__link">`."""
    context = {"content": content, "label": label, "small": small}
    return render_to_string("components/menu.html", context)


@register.simple_block_tag
def fact(content, label):
    """One line of a `<dl class="facts">`."""
    return render_to_string("components/fact.html", {"content": content, "label": label})


@register.inclusion_tag("components/sort_link.html", takes_context=True)
def sort_link(context, label, key, param="sort", target=""):
    """A column head that sorts by `key`, and the other way round when pressed again."""
    query = context["request"].GET.copy()
    current = query.get(param, "")
    query[param] = f"-{key}" if current == key else key
    query.pop("page", None)
    direction = {key: "up", f"-{key}": "down"}.get(current, "")
    href = f"?{query.urlencode()}"
    return {"label": label, "href": href, "direction": direction, "target": target}


@register.simple_tag
def module_preloads(entry):
    """Links by which the browser fetches at once every module that `entry` leads to."""
    links = ((static(path),) for path in modules_of(entry))
    return format_html_join("\n", '<link rel="modulepreload" href="{}">', links)
