"""Files as people send them, and as nobody should."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 20
JPG = b"\xff\xd8\xff\xe0" + b"\0" * 20
PDF = b"%PDF-1.4\n%\xe2\xe3\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
HTML = b"<!doctype html><script>alert(1)</script>"
TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
DOCX = {"[Content_Types].xml": TYPES, "word/document.xml": b"<w:document/>"}
XLSX = {"[Content_Types].xml": TYPES, "xl/workbook.xml": b"<workbook/>"}
MACRO_TYPES = TYPES.replace(b"/>", b">application/vnd.ms-word.document.macroEnabled+xml</Types>")


def package(members, method=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def file(name, content):
    return SimpleUploadedFile(name, content)


GOOD = {
    "盖章说明.pdf": PDF,
    "2018.4.4 现场照片.JPG": JPG,
    "截图.png": PNG,
    "会商纪要.docx": package(DOCX),
    "办件明细.xlsx": package(XLSX),
}

BOMB = package({**DOCX, "word/media/zeros.bin": b"\0" * 3_000_000})
LYING = BOMB.replace((3_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))

# What no Office writes; scrambled it ends zipfile with an error of its own.
LZMA = package({**DOCX, "word/media/noise.bin": bytes(range(256)) * 9}, zipfile.ZIP_LZMA)
SCRAMBLED = LZMA.replace(LZMA[LZMA.index(b"noise.bin") + 9 :][:40], b"\xff" * 40)

BAD = {
    "罕见压缩.docx": LZMA,
    "罕见压缩损坏.docx": SCRAMBLED,
    "网页改名.png": HTML,
    "网页改名.pdf": HTML,
    "图.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "页.html": HTML,
    "程序.exe": b"MZ\x90\0",
    "宏改名.docx": package({**DOCX, "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
    "宏换位置.docx": package({**DOCX, "[Content_Types].xml": MACRO_TYPES}),
    "宏表.xlsx": package({**XLSX, "xl/macrosheets/sheet1.xml": b"<x/>"}),
    "控件.docx": package({**DOCX, "word/activeX/activeX1.bin": b"x"}),
    "越出目录.docx": package({**DOCX, "../../../etc/cron.d/job": b"x"}),
    "绝对路径.xlsx": package({**XLSX, "/tmp/x": b"x"}),
    "盘符.xlsx": package({**XLSX, "C:\\x": b"x"}),
    "只是压缩包.docx": package({"readme.txt": b"x"}),
    "表格改名.docx": package(XLSX),
    "截断.docx": package(DOCX)[:-30],
    "空.pdf": b"",
    "合同.exe.pdf": PDF,
    "图片.html.png": PNG,
    "没有扩展名": PDF,
    "旧格式.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
}
