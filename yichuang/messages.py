"""The English catalogue: what is to be translated, what is, and what Django loads."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

LOCALE = "en"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


class PlainCatalog(Catalog):
    """A catalogue whose header holds no dates and no names: its diff shows translations only."""

    def __init__(self, **kwargs):
        super().__init__(locale=LOCALE, fuzzy=False, header_comment="", **kwargs)

    @property
    def mime_headers(self):
        return [
            ("Language", LOCALE),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
            ("Plural-Forms", "nplurals=2; plural=(n != 1);"),
        ]


@dataclass
class Findings:
    """What keeps the catalogue from being complete."""

    missing: list[str]  # in the sources, not in the file
    left_over: list[str]  # in the file, no longer in the sources
    untranslated: list[str]
    broken: list[str]  # a placeholder was lost or invented

    def __bool__(self):
        return any((self.missing, self.left_over, self.untranslated, self.broken))


def folder() -> Path:
    return Path(settings.LOCALE_PATHS[0]) / LOCALE / "LC_MESSAGES"


def sources() -> Iterator[Path]:
    """Our own Python modules and templates, in a stable order."""
    for app in apps.get_app_configs():
        if Path(app.path).parent == settings.BASE_DIR:
            paths = sorted(Path(app.path).rglob("*.py"))
            yield from (path for path in paths if "migrations" not in path.parts)
    yield from sorted((settings.BASE_DIR / "templates").rglob("*.*"))


def python_of(path: Path) -> bytes:
    """The file as Python; a template is rewritten by Django to calls of gettext."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text.encode()
    # Indentation means nothing in a template, but a tokenizer of Python trips over it.
    return "\n".join(line.lstrip() for line in templatize(text).splitlines()).encode()


def strings_of(path: Path) -> list[tuple[str | tuple[str, str], str | None]]:
    """Each msgid of one file (two forms where it counts something) and its context."""
    found = extract("python", BytesIO(python_of(path)), KEYWORDS)
    return [(msgid, context) for _line, msgid, _comments, context in found]


def extracted() -> Catalog:
    """Every msgid in the sources, with the files it stands in."""
    catalog = PlainCatalog()
    for path in sources():
        name = path.relative_to(settings.BASE_DIR).as_posix()
        for msgid, context in strings_of(path):
            catalog.add(msgid, locations=[(name, 1)], context=context)
    return catalog


def stored() -> Catalog:
    file = folder() / "django.po"
    if not file.exists():
        return PlainCatalog()
    with file.open("rb") as stream:
        return read_po(stream, locale=LOCALE)


def merged(old: Catalog, translations: dict[str, str] | None = None) -> Catalog:
    """The msgids of the sources with the translations of `old`, gaps filled from a table."""
    catalog = extracted()
    for message in named(catalog):
        known = old.get(message.id, message.context)
        if known is not None and not known.fuzzy and translated(known):
            # A text that was counted may no longer be, or the other way round.
            message.string = _in_the_form_of(message, known.string)
        elif english := (translations or {}).get(first(message)):
            one, _bar, many = english.partition("|")
            message.string = (one, many or one) if message.pluralizable else english
    return catalog


def _in_the_form_of(message: Message, string):
    if message.pluralizable == isinstance(string, tuple):
        return string
    return (string, string) if message.pluralizable else string[-1]


def write(catalog: Catalog) -> None:
    folder().mkdir(parents=True, exist_ok=True)
    text = BytesIO()
    write_po(text, catalog, width=98, sort_output=True, include_lineno=False, omit_header=False)
    # Only a whole catalogue replaces the one there is.
    (folder() / "django.po").write_bytes(text.getvalue())


def compile_catalogue() -> Path:
    """Write what Django loads; it is made at set-up, never committed."""
    target = folder() / "django.mo"
    fresh = target.with_suffix(f".{os.getpid()}")
    with fresh.open("wb") as stream:
        write_mo(stream, stored())
    # A process that starts meanwhile reads the old file or the new one, never half of one.
    return fresh.replace(target)


def find() -> Findings:
    old, new = stored(), extracted()
    wanted, present = ({key(message) for message in named(each)} for each in (new, old))
    gaps = [message for message in named(old) if not translated(message) or message.fuzzy]
    broken = [message for message in named(old) if translated(message) and list(message.check())]
    return Findings(
        missing=sorted(msgid for msgid, _context in wanted - present),
        left_over=sorted(msgid for msgid, _context in present - wanted),
        untranslated=[first(message) for message in gaps],
        broken=[first(message) for message in broken],
    )


def tables(directory: Path) -> dict[str, str]:
    """`msgid<TAB>English` lines of the *.tsv files in `directory`; a counted one is `one|many`."""
    found = {}
    for file in sorted(directory.glob("*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines():
            msgid, tab, english = line.partition("\t")
            if tab and english.strip():
                found[msgid] = english.rstrip("\r")
    return found


def named(catalog: Catalog) -> Iterator[Message]:
    """All messages but the header."""
    return (message for message in catalog if message.id)


def first(message: Message) -> str:
    return message.id[0] if message.pluralizable else message.id


def key(message: Message) -> tuple[str, str]:
    return first(message), message.context or ""


def translated(message: Message) -> bool:
    strings = message.string if message.pluralizable else (message.string,)
    return bool(strings) and all(strings)
