"""The receipt as a file: JSON in one exact layout, signed by the portal, readable by people."""

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


def written(receipt: dict) -> str:
    """The one text of `receipt`: any other text, if only by a space, is not the receipt."""
    return json.dumps(receipt, ensure_ascii=False, indent=1) + "\n"


def signed(receipt: dict) -> str:
    """`receipt` with public key and signature, as the text of the file."""
    receipt = {**receipt, PUBLIC_KEY: signatures.public_key()}
    return written({**receipt, SIGNATURE: signatures.sign(written(receipt).encode())})
