"""Matters, the library versions that alone change them, and uploaded library workbooks."""

from .library import (
    LibraryUpload,
    LibraryVersion,
    PickedHeader,
    PlanLines,
    UploadState,
    VersionState,
)
from .matters import (
    ClientType,
    Matter,
    MatterQuerySet,
    MatterState,
    MatterType,
    SystemLevel,
    matter_label,
    matter_search_text,
)

__all__ = [
    "ClientType",
    "LibraryUpload",
    "LibraryVersion",
    "Matter",
    "MatterQuerySet",
    "MatterState",
    "MatterType",
    "PickedHeader",
    "PlanLines",
    "SystemLevel",
    "UploadState",
    "VersionState",
    "matter_label",
    "matter_search_text",
]
