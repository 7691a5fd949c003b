"""GB/T 9704-2012 in numbers: paper, type area, lines, fonts. Lengths in mm, sizes in points."""

import math
from dataclasses import dataclass

# 5.2 A4; 天头 37, 订口 28, 版心 156 × 225.
WIDTH, HEIGHT = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
# 5.2.3 22 lines of 28 characters fill the type area.
LINES, CHARACTERS = 22, 28
# 7.5 一字线上距版心下边缘 7 mm: the foot of the line of 4号 with it lies so high over the paper's.
NUMBER_FOOT = 25
# Headers, and the empty footers of turned pages, from the edge of the paper.
EDGE = 15

BODY, TITLE, SMALL, TABLE = 16, 22, 14, 10.5  # 3号, 2号, 4号, 5号
LINE_PITCH = 28.95  # × 22 = 636.9 pt, within the 225 mm of the type area
TITLE_PITCH = 36
SMALL_PITCH = 16
TABLE_PITCH = 16

FANG, KAI, HEI = "仿宋_GB2312", "楷体_GB2312", "黑体"
XIAOBIAOSONG, SONG = "方正小标宋简体", "宋体"

POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True)
class Sheet:
    """The page as it lies on the screen."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    landscape: bool = False

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right


UPRIGHT = Sheet(WIDTH, HEIGHT, TOP, BOTTOM, LEFT, RIGHT)
# Turned to the right: the head of a wide table is at the binding side of odd pages and at the cut
# side of even ones, both the left of the upright page (7.6).
TURNED = Sheet(HEIGHT, WIDTH, LEFT, RIGHT, BOTTOM, TOP, landscape=True)


def closer() -> float:
    """What each character of body size gives up, in points, so that 28 of them fill a line.

    A grid of characters (docGrid linesAndChars) would say the same, but only Word takes it so:
    other programs give each character, and each digit, a cell of its own.
    """
    pitch = UPRIGHT.text_width * POINTS_PER_MM / CHARACTERS
    return math.ceil((BODY - pitch) * 20) / 20


def twips(mm: float) -> int:
    return round(mm * POINTS_PER_MM * 20)
