"""The battery of hostile and messy files: the right answer, quickly, in little memory."""

import io
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.xlsx.hostile_files import cases
from yichuang.xlsx.limits import WorkbookRefused
from yichuang.xlsx.reading import read_workbook

ROOT = Path(__file__).resolve().parents[2]
FEWEST, SLOWEST = 124, 10  # files; seconds
CHINESE = re.compile(r"[\u4e00-\u9fff]{4}")
SENTENCE_END = "。"


def outcome(content):
    """What became of the file, in the words of a case, and the sentence of a refusal."""
    try:
        sheets = read_workbook(io.BytesIO(content))
    except WorkbookRefused as refused:
        return f"refused:{refused.code}", refused.sentence
    if any(sheet.flaws for sheet in sheets):
        return "flaws", ""
    return ("read" if any(row for sheet in sheets for row in sheet.rows) else "nothing"), ""


def test_every_file_gets_the_answer_it_deserves_in_time():
    count, wrong = 0, []
    for kind, name, content, expected in cases():
        count += 1
        started = time.monotonic()
        found, sentence = outcome(content)
        took = time.monotonic() - started
        allowed = expected.split(":")[-1].split("|")
        said = not found.startswith("refused") or (
            CHINESE.search(sentence) and sentence.endswith(SENTENCE_END)
        )
        if found.split(":")[-1] not in allowed or took > SLOWEST or not said:
            wrong.append((kind, name, expected, found, sentence, round(took, 1)))
    assert not wrong
    assert count >= FEWEST


MEASURE = """
import os, sys
sys.path.insert(0, {root!r})
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from tests.xlsx.hostile_files import {kind}
from tests.xlsx.test_hostile import outcome

def kilobytes(name):
    return next(int(l.split()[1]) for l in open("/proc/self/status") if l.startswith(name))

worst = (0, "")
for name, content, _expected in {kind}():
    with open("/proc/self/clear_refs", "w") as clear:
        clear.write("5")
    before = kilobytes("VmRSS")
    outcome(content)
    worst = max(worst, ((kilobytes("VmHWM") - before) // 1024, name))
print(worst[0], worst[1])
"""


@pytest.mark.parametrize("kind", ["bombs", "xml_tricks", "places", "merges", "weights"])
def test_no_file_costs_more_than_300_megabytes(kind):
    script = MEASURE.format(root=str(ROOT), kind=kind)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    megabytes, _space, name = done.stdout.partition(" ")
    assert int(megabytes) <= 300, name
