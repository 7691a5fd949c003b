"""Numbers that are written as they should be and yet reach nobody."""

from units.phones import MOBILE, SHORT, WITH_AREA

# 8-digit areas of the country's large cities and of Zhejiang; a number without area is local.
HOME_AREA = "0571"
EIGHT_DIGITS = frozenset(
    {"010", "020", "021", "022", "023", "024", "025", "027", "028", "029"}
    | {HOME_AREA, "0573", "0574", "0575", "0576", "0577", "0579"}
)
# What forms give as an example.
EXAMPLES = frozenset({"13800138000", "13800000000", "13912345678", "13812345678", "88888888"})
SAME_DIGIT, IN_A_ROW, EXAMPLE, TOO_SHORT = "same_digit", "in_a_row", "example", "too_short"
_UP = "01234567890"
_DOWN = _UP[::-1]


def fault_of(number: str) -> str:
    """Why nobody can be reached at `number`, one number in canonical form; empty if one may be."""
    if number in EXAMPLES:
        return EXAMPLE
    if SHORT.fullmatch(number):
        return _pattern(number)
    if MOBILE.fullmatch(number):
        return _pattern(number[3:])
    area, local = _landline(number)
    if area in EIGHT_DIGITS and len(local) < 8:
        return TOO_SHORT
    return _pattern(local)


def _landline(number) -> tuple[str, str]:
    if found := WITH_AREA.fullmatch(number):
        return found["area"], found["local"]
    return HOME_AREA, number.split("-")[0]


def _pattern(digits: str) -> str:
    if len(set(digits)) == 1:
        return SAME_DIGIT
    if digits in _UP or digits in _DOWN:
        return IN_A_ROW
    return ""
