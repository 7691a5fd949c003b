"""LibreOffice, which opens and saves workbooks as a person would."""

import os
import subprocess
import tempfile
from pathlib import Path

PATIENCE_SECONDS = 180
# How a text table is to be written: commas, double quotes, UTF-8.
FILTERS = {"csv": "csv:Text - txt - csv (StarCalc):44,34,76"}


def saved_as(content: bytes, suffix: str) -> bytes:
    """The workbook opened by LibreOffice and saved in another format: "fods", "xlsx", "csv" …"""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "in", "file.xlsx")
        source.parent.mkdir()
        source.write_bytes(content)
        command = [os.environ.get("SOFFICE") or "soffice", "--headless", "--norestore"]
        command += [
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to",
            FILTERS.get(suffix, suffix),
        ]
        command += ["--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_SECONDS)
        return Path(folder, f"file.{suffix}").read_bytes()
