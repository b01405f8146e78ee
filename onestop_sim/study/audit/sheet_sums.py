"""
Formulas of a form: sums of cells, computed again, for the values that a workbook keeps may be out of date.

Only what forms need is understood: "=D9+E9+F9", "=SUM(D9:D20)", "=SUM(D9:D20,D25)".
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from onestop_sim.study.audit.numbers import read_number

Content = dict[tuple[int, int], Any]
"""What stands in the cells of a sheet, by row and column, both from 1."""

_REFERENCE: Final = re.compile(r"\$?([A-Z]{1,2})\$?(\d{1,5})")
_RANGE: Final = re.compile(r"\$?([A-Z]{1,2})\$?(\d{1,5}):\$?([A-Z]{1,2})\$?(\d{1,5})")
_SUM: Final = re.compile(r"SUM\((.*)\)")
_DEEPEST: Final = 20
_MOST_CELLS: Final = 20_000


def computed(content: Mapping[tuple[int, int], Any], address: str) -> float:
    """
    Return what the formula of a cell gives.

    Args:
        content: cells of the sheet; formulas are texts that begin with "=".
        address: "C9".

    Raises:
        ValueError: with the formula: it is no sum of cells with numbers, or goes round in a circle.

    >>> computed({(9, 3): "=D9+E9", (9, 4): 3, (9, 5): "=SUM(F9:G9)", (9, 6): 1, (9, 7): 1}, "C9")
    5.0
    """
    return _value(content, address, (), {})


def _value(
    content: Mapping[tuple[int, int], Any], address: str, way: tuple[str, ...], known: dict[str, float]
) -> float:
    if address in known:
        return known[address]
    found = _REFERENCE.fullmatch(address)
    value = content.get((int(found[2]), column_number(found[1]))) if found else None
    if value is None or isinstance(value, int | float):
        return float(value or 0)
    text = str(value).replace(" ", "").upper()
    if not text.startswith("="):
        read = read_number(str(value))
        return read.value if read else 0.0  # what is no number is told where it stands
    if address in way or len(way) > _DEEPEST:
        raise ValueError(str(value))
    total = 0.0
    for term in re.sub(r"^=\+?", "", text).split("+"):
        inner = _SUM.fullmatch(term)
        for part in (inner[1] if inner else term).split(","):
            total += sum(_value(content, one, (*way, address), known) for one in _cells(part, text))
    known[address] = total
    return total


def _cells(part: str, formula: str) -> Iterator[str]:
    several, single = _RANGE.fullmatch(part), _REFERENCE.fullmatch(part)
    if several:
        first, last = column_number(several[1]), column_number(several[3])
        if (int(several[4]) - int(several[2]) + 1) * (last - first + 1) > _MOST_CELLS:
            raise ValueError(formula)
        for row in range(int(several[2]), int(several[4]) + 1):
            for column in range(first, last + 1):
                yield f"{column_letters(column)}{row}"
    elif single:
        yield f"{single[1]}{single[2]}"
    else:
        raise ValueError(formula)


def column_number(letters: str) -> int:
    """
    Return the number of a column, from 1.

    >>> column_number("A"), column_number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """
    Return the letters of a column.

    >>> column_letters(1), column_letters(28)
    ('A', 'AB')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
