"""Which modules a script imports, so that a page can ask for all of them at once."""

import posixpath
import re
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders

_IMPORT = re.compile(r"""^(?:import|\}) [^;]*?from ["'](\./[^"']+)["'];""", re.MULTILINE)


@lru_cache
def modules_of(entry: str) -> tuple[str, ...]:
    """The static paths of all modules that `entry` leads to, near ones first; not `entry` itself.

    Without them a browser learns of a module only when it has read the one that imports it.
    """
    found, waiting = [], [entry]
    for path in waiting:
        folder = posixpath.dirname(path)
        for name in _IMPORT.findall(Path(finders.find(path)).read_text()):
            module = posixpath.normpath(posixpath.join(folder, name))
            if module not in waiting:
                waiting.append(module)
                found.append(module)
    return tuple(found)
