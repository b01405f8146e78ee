"""Numbers and dates as each language writes them on a page."""

from onestop_sim.clock import parse_date
from onestop_sim.words.catalogue import Lang, in_figures
from onestop_sim.words.labels import label

ABSENT = "–"
"""What stands for a number that there is none of."""

_WHOLE_FROM = 100


def number(value: float | None, lang: Lang, digits: int | None = None) -> str:
    """
    Return a number with a separator of thousands; without *digits* one decimal below a hundred.

    >>> number(8676.04, Lang.VI), number(12.34, Lang.EN), number(7.0, Lang.EN), number(None, Lang.EN)
    ('8.676', '12.3', '7', '–')
    """
    if value is None:
        return ABSENT
    if digits is None:
        digits = 0 if abs(value) >= _WHOLE_FROM else 1
        written = f"{value:,.{digits}f}".removesuffix(".0")
        return in_figures("0" if written == "-0" else written, lang)
    return in_figures(f"{value:,.{digits}f}", lang)


def percent(share: float | None, lang: Lang, digits: int = 1) -> str:
    """
    Return a share in percent.

    >>> percent(0.9834, Lang.VI), percent(1, Lang.EN)
    ('98,3 %', '100.0 %')
    """
    return ABSENT if share is None else in_figures(f"{share * 100:.{digits}f} %", lang)


def between(low: str, high: str) -> str:
    """
    Return an interval of two numbers that are written already; absent when an end is.

    >>> between("2", "4"), between("–", "4")
    ('2 … 4', '–')
    """
    return ABSENT if ABSENT in (low, high) else f"{low} … {high}"


def day(iso: str, lang: Lang) -> str:
    """
    Return a date written in full.

    >>> day("2023-01-18", Lang.EN), day("2023-01-18", Lang.VI)
    ('18 January 2023', '18/01/2023')
    """
    date = parse_date(iso)
    if lang == Lang.VI:
        return f"{date.day:02d}/{date.month:02d}/{date.year}"
    return f"{date.day} {label(f'month.{date.month}', lang)} {date.year}"


def short_day(iso: str, lang: Lang) -> str:
    """
    Return day and month for the axis of a chart.

    >>> short_day("2023-01-08", Lang.EN), short_day("2023-01-08", Lang.VI)
    ('8 Jan', '8/1')
    """
    date = parse_date(iso)
    if lang == Lang.VI:
        return f"{date.day}/{date.month}"
    return f"{date.day} {label(f'month.{date.month}', lang)[:3]}"
