"""The receipt as a file: JSON in one exact layout, signed by the portal, readable by people."""

import io
import json

from units import signatures

# The names of a receipt's parts are part of the file: they are never translated.
KIND, KIND_TEXT = "文件", "“一窗受理”事项接入任务门户报送回执"
FORMAT, FORMAT_NUMBER = "格式", 1
NUMBER = "编号"
AT = "报送时间"
PHONE = "联系电话"
CHECKSUM = "内容校验码"
CONTENT = "报送内容"
PUBLIC_KEY = "公钥"
SIGNATURE = "签名"

# What a receipt states beside the content, in the order of the file; the first ones are needed.
NEEDED = (KIND, FORMAT, NUMBER, AT, CHECKSUM, CONTENT, PUBLIC_KEY, SIGNATURE)


_WRITER = json.JSONEncoder(ensure_ascii=False, indent=1)


class TooLong(ValueError):
    """Written out it would be much longer than the file it came from: no receipt is."""


def written(receipt: dict, *, most: int | None = None) -> str:
    """The one text of `receipt`: any other text, if only by a space, is not the receipt.

    `most` signs are enough for what somebody brought: brackets inside brackets, each indented
    further than the one around it, make gigabytes of a small file.
    """
    text, length = io.StringIO(), 0
    for piece in _WRITER.iterencode(receipt):
        length += len(piece)
        if most is not None and length > most:
            raise TooLong
        text.write(piece)
    return text.getvalue() + "\n"


def signed(receipt: dict) -> str:
    """`receipt` with public key and signature, as the text of the file."""
    receipt = {**receipt, PUBLIC_KEY: signatures.public_key()}
    return written({**receipt, SIGNATURE: signatures.sign(written(receipt).encode())})
