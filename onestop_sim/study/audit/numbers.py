"""Numbers as Vietnamese reports print them: 1.234 for thousands, 96,4% for shares, 02 for two."""

import re
from dataclasses import dataclass
from typing import Final

_NUMBER: Final = re.compile(r"\d{1,3}(?:[.\u00a0 ]\d{3})+(?:,\d+)?(?!\d)|\d+(?:[.,]\d+)?")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*")
_PLAIN: Final = re.compile(r"\d+")
_WITH_DECIMALS: Final = re.compile(r"(\d{1,3}(?:[.' ]\d{3})+|\d+),(\d+)|(\d{1,3}(?:[,' ]\d{3})+|\d+)\.(\d+)")
_FRACTION: Final = re.compile(r"(?<![\d/])(\d[\d.]*)\s*/\s*(\d[\d.]*)(?![\d/])")
_DAY: Final = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})|(\d{4})-(\d{2})-(\d{2})")
EMPTY: Final = frozenset({"", "-", "–", "—", "...", "…", "x", "X"})
"""What people write into a cell for which there is no number."""

LONGEST: Final = 40
"""Longer texts are no numbers."""


@dataclass(frozen=True, slots=True)
class Read:
    """
    A number read from a text.

    Attributes:
        value:      the number; of a percentage what stands before the sign.
        decimals:   digits printed after the decimal sign.
        is_percent: a percent sign follows.
    """

    value: float
    decimals: int
    is_percent: bool


def read_number(text: str) -> Read | None:
    """
    Return the number that a cell holds as text; None when it is none.

    Three digits after a single point are thousands, as the state writes; after a comma likewise, for
    a count of dossiers has no thousandths.

    >>> read_number("1.234"), read_number("96,4 %")
    (Read(value=1234.0, decimals=0, is_percent=False), Read(value=96.4, decimals=1, is_percent=True))
    >>> read_number("12 hồ sơ") is None
    True
    """
    if len(text) > LONGEST:
        return None
    plain = text.replace("\u00a0", " ").replace("\u202f", " ").strip()
    is_percent = plain.endswith("%")
    plain = plain.removesuffix("%").strip()
    sign = -1.0 if plain[:1] in {"-", "−"} else 1.0
    plain = plain.lstrip("-−+").strip()
    if _PLAIN.fullmatch(plain):
        return Read(sign * float(plain), 0, is_percent)
    if not is_percent and _THOUSANDS.fullmatch(plain):
        return Read(sign * float(re.sub(r"\D", "", plain)), 0, is_percent)
    found = _WITH_DECIMALS.fullmatch(plain)
    if found is None:
        return None
    whole, part = (found[1], found[2]) if found[1] else (found[3], found[4])
    digits = re.sub(r"\D", "", whole)
    return Read(sign * float(f"{digits}.{part}"), len(part), is_percent)


def numbers_in(text: str) -> list[Read]:
    """
    Return the numbers printed in a sentence, in its order.

    >>> [one.value for one in numbers_in("165 thư xin lỗi/1.650 hồ sơ (96,4%)")]
    [165.0, 1650.0, 96.4]
    """
    found: list[Read] = []
    for match in _NUMBER.finditer(text):
        rest = text[match.end() : match.end() + 2].lstrip()
        one = read_number(match[0] + ("%" if rest.startswith("%") else ""))
        if one is not None:
            found.append(one)
    return found


def fractions_in(text: str) -> list[tuple[int, int]]:
    """
    Return the printed pairs "part/whole"; dates and document numbers are none.

    >>> fractions_in("897/7.430"), fractions_in("01/12/2022"), fractions_in("42/BC-UBND")
    ([(897, 7430)], [], [])
    """
    pairs = []
    for part, whole in _FRACTION.findall(text):
        a, b = read_number(part.rstrip(".")), read_number(whole.rstrip("."))
        if a is not None and b is not None and a.decimals == b.decimals == 0:
            pairs.append((int(a.value), int(b.value)))
    return pairs


def days_in(text: str) -> list[str]:
    """
    Return the dates in a text, YYYY-MM-DD; nobody asks here whether there are such days.

    >>> days_in("từ ngày 15/12/2022 đến ngày 2/3/2023"), days_in("2023-03-14 00:00:00")
    (['2022-12-15', '2023-03-02'], ['2023-03-14'])
    """
    found = (one.groups() for one in _DAY.finditer(text))
    return [
        f"{y}-{m:0>2}-{d:0>2}" if y else f"{iso_y}-{iso_m}-{iso_d}" for d, m, y, iso_y, iso_m, iso_d in found
    ]


def decimals_of(value: float) -> int:
    """
    Return how many decimals a number needs.

    >>> decimals_of(96.4), decimals_of(100.0)
    (1, 0)
    """
    return len(f"{value:.6f}".rstrip("0").partition(".")[2])
