"""Write a zip from members that are packed already, with a directory that tells the truth."""

import struct
import zipfile
from collections.abc import Iterable

VERSION, UTF8, FIRST_DAY = 20, 0x800, 0x21  # 1 January 1980
LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")


def repacked(members: Iterable[tuple[zipfile.ZipInfo, memoryview, int]]) -> bytes:
    """The zip of (member, its packed bytes, its true unpacked length)."""
    written, directory, at = [], [], 0
    for info, packed, length in members:
        name = info.filename.encode()
        about = (
            UTF8,
            info.compress_type,
            0,
            FIRST_DAY,
            info.CRC,
            len(packed),
            length,
            len(name),
        )
        head = LOCAL.pack(b"PK\x03\x04", VERSION, *about, 0) + name
        entry = CENTRAL.pack(b"PK\x01\x02", VERSION, VERSION, *about, 0, 0, 0, 0, 0, at) + name
        written += [head, packed]
        directory.append(entry)
        at += len(head) + len(packed)
    entries = b"".join(directory)
    count = len(directory)
    end = END.pack(b"PK\x05\x06", 0, 0, count, count, len(entries), at, 0)
    return b"".join([*written, entries, end])
