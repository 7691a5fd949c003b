"""Comments on cells, in boxes as high as their text: no program widens them by itself."""

from openpyxl.comments import Comment

from yichuang.xlsx.columns import lines, plain

WIDTH, LINE, LOWEST = 300, 17, 60  # pixels
LETTERS = 46  # narrow characters that fit into the width
FONT_SIZE = 10


def comment(text: str, author: str) -> Comment:
    """A comment with this text; programs show the author in the status bar."""
    return sized(Comment(plain(text), author))


def sized(note: Comment) -> Comment:
    count = sum(max(1, lines(part, LETTERS, FONT_SIZE)) for part in note.text.split("\n"))
    note.width, note.height = WIDTH, max(LOWEST, (count + 1) * LINE)
    return note
