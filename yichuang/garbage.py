"""Garbage collection while tables are read: none of the young, not even afterwards."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collected_later() -> Iterator[None]:
    """Build many rows without the collector walking over all of them again and again.

    Rows hold no cycles, and looking for some doubles the time; what they leave behind is freed
    by its last reference, as ever. Of two threads the one that switched the collector off switches
    it on again, and what was made meanwhile is counted with the old: the next full collection
    walks over it, not the very next one.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()  # everything is now of the oldest generation
            gc.enable()
