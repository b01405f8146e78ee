"""The answer of a comparison, in words that a planner can forward."""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

import numpy as np
import polars as pl

from onestop_sim.study.compare_fates import Kind
from onestop_sim.study.compare_tables import HEADLINE, ComparisonTables, n_of_kind
from onestop_sim.terms import Statistic
from onestop_sim.words.catalogue import Lang, in_figures
from onestop_sim.words.comparison import FATE_WORDS, NOUNS, PLACE_STATISTICS
from onestop_sim.words.labels import LABELS, label, level_name
from onestop_sim.words.screen import text
from onestop_sim.words.translated import in_lang

Row = Mapping[str, Any]
Titles = Mapping[str, str]
"""Titles for people by the names that tables use."""

_SHARES: Final = {"utilisation", "on_time_of_resolved", "on_time_of_received", "on_time_766"}
_UNIT_OF: Final = {
    Statistic.MEAN_WAIT_MIN: "minutes",
    Statistic.P90_WAIT_MIN: "minutes",
    Statistic.MEAN_STAY_DAYS: "days",
    Statistic.OVERTIME_HOURS: "hours",
    Statistic.TRAVEL_KM: "km",
    Statistic.TRAVEL_KM_PER_DOSSIER: "km",
}
_LATE: Final = ("late", "overdue")
_MOST_DIGITS: Final = 4
_MOST_UNITS: Final = 3
_BY_UNIT: Final = (
    Statistic.DESK_RECEIVED,
    Statistic.MEAN_WAIT_MIN,
    Statistic.LATE,
    Statistic.TRAVEL_KM_PER_DOSSIER,
)
"""Told by unit where distances are known: who gains and loses load, waits, late dossiers and kilometres."""


def answer(
    tables: ComparisonTables, variant: str, title: str, lang: Lang, titles: Titles = MappingProxyType({})
) -> list[str]:
    """
    Return what a variant changes, in sentences: what was found, what was not, whose fate changed.

    Args:
        tables:  of the comparison.
        variant: name of the world.
        title:   title of its scenario.
        lang:    language.
        titles:  titles of units and places by the names that the tables use; others keep their names.
    """
    rows = tables.differences.filter(variant=variant, family=HEADLINE).to_dicts()
    if rows and max(row["n"] for row in rows) == 1:
        return [f"{title}: {text('answer.one_replication', lang)}"]
    several = len({row["period"] for row in rows}) > 1
    rows = [row | {one: titles.get(row[one], row[one]) for one in ("unit", "place")} for row in rows]
    found = [_found(row, lang, several=several) for row in rows if row["is_found"]]
    unsure = [
        _named(row, lang, several=several)
        for row in rows
        if not row["is_found"] and (row["p"] is not None or row["n"] == 1)
    ]
    same = [_named(row, lang, several=several) for row in rows if row["is_exact"] and not row["difference"]]
    parts = [*found]
    if unsure:
        parts.append(text("answer.not_detected", lang, what=", ".join(unsure)))
    if same:
        parts.append(text("answer.unchanged", lang, what=", ".join(same)))
    told = "; ".join(parts)
    sentences = [f"{title}: {told}." if told else f"{title}."]
    sentences += _by_unit(tables.differences.filter(variant=variant), lang, titles)
    sentences += _fates(tables.changes, variant, lang)
    ratios = [row["variance_ratio"] for row in rows if row["variance_ratio"] is not None]
    if ratios:
        ratio = in_figures(f"{float(np.median(ratios)):,.2g}", lang)
        if float(np.median(ratios)) >= 100:
            ratio = in_figures(f"{float(np.median(ratios)):,.0f}", lang)
        sentences.append(text("answer.luck", lang, ratio=ratio))
    return sentences


def _by_unit(differences: pl.DataFrame, lang: Lang, titles: Titles) -> list[str]:
    """Tell in which units figures moved most, each by a difference that is sure; only of a choice of desk."""
    if not differences.height or Statistic.DESK_RECEIVED not in differences["statistic"]:
        return []
    surely = (pl.col("unit") != "") & (pl.col("place") == "") & (pl.col("field") == "") & pl.col("is_found")
    sentences = []
    for one in _BY_UNIT:
        rows = differences.filter(surely, statistic=one.value, clock="occurred").sort("difference")
        less, more = rows.filter(pl.col("difference") < 0), rows.filter(pl.col("difference") > 0).reverse()
        told = [_units(part.head(_MOST_UNITS), lang, titles) for part in (more, less)]
        if rows.height:
            what, is_plural = _noun(one.value, lang)
            key = "answer.moves" if is_plural else "answer.moves.one"
            sentence = text(key, lang, what=what, more=told[0], less=told[1])
            sentences.append(sentence[:1].upper() + sentence[1:])
    return sentences


def _units(rows: pl.DataFrame, lang: Lang, titles: Titles) -> str:
    told = []
    for row in rows.iter_rows(named=True):
        half = abs(row["ci_high"] - row["ci_low"]) / 2
        by = amount(row["statistic"], abs(row["difference"]), half, lang, with_unit=True)
        sign = "+" if row["difference"] > 0 else "−"
        levels = {
            name: amount(row["statistic"], row[column], half, lang, is_level=True)
            for name, column in (("base", "base"), ("variant", "with_variant"))
        }
        name = titles.get(row["unit"], row["unit"])
        unit = ", ".join(filter(None, (name, row["period"] if rows["period"].n_unique() > 1 else "")))
        told.append(text("answer.moves.to", lang, unit=unit, by=sign + by, **levels))
    return ", ".join(told) or text("answer.moves.nowhere", lang)


def _fates(changes: pl.DataFrame, variant: str, lang: Lang) -> list[str]:
    of_all = changes.filter(variant=variant, by="all")
    apart = pl.col("kind").is_in([Kind.ONLY_BASE.value, Kind.ONLY_VARIANT.value])
    shared = of_all.filter(~apart)
    was, became = pl.col("was").is_in(_LATE), pl.col("became").is_in(_LATE)
    n_same = shared.filter(kind=Kind.SAME.value)["n_total"].sum()
    sentences = []
    if n_same == shared["n_total"].sum() and of_all.filter(apart).height == 0:
        sentences.append(text("answer.nothing", lang))
    else:
        per = "n_per_replication"
        numbers = {
            "n": float(shared[per].sum()),
            "n_better": float(shared.filter(was & ~became)[per].sum()),
            "n_worse": float(shared.filter(~was & became)[per].sum()),
            "n_earlier": n_of_kind(changes, variant, Kind.EARLIER),
            "n_later": n_of_kind(changes, variant, Kind.LATER),
        }
        told = {name: count_in_words(value, lang) for name, value in numbers.items()}
        sentences.append(text("answer.fates", lang, **told))
    if of_all.filter(apart).height:
        n_base = count_in_words(n_of_kind(changes, variant, Kind.ONLY_BASE), lang)
        n_variant = count_in_words(n_of_kind(changes, variant, Kind.ONLY_VARIANT), lang)
        sentences.append(text("answer.apart", lang, n_base=n_base, n_variant=n_variant))
    return sentences


def count_in_words(n: float, lang: Lang) -> str:
    """
    Return a mean number of dossiers, with decimals only where it is small.

    >>> count_in_words(1234.56, Lang.EN), count_in_words(0.25, Lang.EN), count_in_words(0, Lang.EN)
    ('1,235', '0.25', '0')
    """
    if n >= 100 or n == int(n):
        return in_figures(f"{n:,.0f}", lang)
    return in_figures(f"{n:,.1f}" if n >= 1 else f"{n:.2g}", lang)


def _found(row: Row, lang: Lang, *, several: bool) -> str:
    name, is_plural = _noun(row["statistic"], lang)
    what = _scoped(name, row, lang, several=several)
    by, low, high = (abs(row[column]) for column in ("difference", "ci_low", "ci_high"))
    half = abs(row["ci_high"] - row["ci_low"]) / 2
    values = {
        "what": what,
        "by": amount(row["statistic"], by, half, lang, with_unit=True),
        "low": amount(row["statistic"], min(low, high), half, lang),
        "high": amount(row["statistic"], max(low, high), half, lang),
        "base": amount(row["statistic"], row["base"], half, lang, is_level=True),
        "variant": amount(row["statistic"], row["with_variant"], half, lang, is_level=True),
    }
    if row["is_exact"]:
        sign = "+" if row["difference"] > 0 else "−"
        return text("answer.exact", lang, **{**values, "by": sign + values["by"]})
    key = "answer.rises" if row["difference"] > 0 else "answer.falls"
    return text(key if is_plural else f"{key}.one", lang, **values)


def _named(row: Row, lang: Lang, *, several: bool) -> str:
    return _scoped(_noun(row["statistic"], lang)[0], row, lang, several=several)


def _noun(statistic: str, lang: Lang) -> tuple[str, bool]:
    if statistic in NOUNS:
        english, vietnamese, is_plural = NOUNS[statistic]
        return (english, vietnamese)[list(Lang).index(lang)], is_plural
    return statistic_name(statistic, lang), True


def statistic_name(statistic: str, lang: Lang) -> str:
    """Return the name of a statistic, or of what is measured of a place."""
    if statistic in PLACE_STATISTICS:
        return PLACE_STATISTICS[statistic][list(Lang).index(lang)]
    key = f"statistic.{statistic}"
    return label(key, lang) if key in LABELS else statistic


def scope_name(row: Row, lang: Lang, titles: Titles = MappingProxyType({})) -> str:
    """Return of whom a figure is, "" for all; units and places by their titles where there are some."""
    parts: Sequence[str] = (
        level_name(row["level"], lang),
        titles.get(row["unit"], row["unit"]),
        in_lang(row["field"], lang),
        titles.get(row["place"], row["place"]),
    )
    clock = label("clock_choice.recorded", lang) if row["clock"] == "recorded" else ""
    return ", ".join(filter(None, (*parts, clock)))


def _scoped(name: str, row: Row, lang: Lang, *, several: bool) -> str:
    scope = ", ".join(filter(None, (scope_name(row, lang), row["period"] if several else "")))
    return text("in_scope", lang, what=name, scope=scope) if scope else name


def amount(
    statistic: str, value: float, half: float, lang: Lang, *, with_unit: bool = False, is_level: bool = False
) -> str:
    """
    Return a number with the digits that its interval can bear.

    Args:
        statistic: tells the unit; shares are told in percentage points, their levels in percent.
        value:     the number.
        half:      half the width of its interval; 0: exact.
        lang:      language.
        with_unit: the unit follows.
        is_level:  the number is a level, not a difference.

    >>> amount("mean_wait_min", 6.0843, 0.91, Lang.EN, with_unit=True)
    '6.1 minutes'
    >>> amount("utilisation", 0.71832, 0.002, Lang.EN, is_level=True)
    '71.83%'
    """
    scale = 100.0 if statistic in _SHARES else 1.0
    value, half = value * scale, half * scale
    digits = (0 if float(value).is_integer() else 2) if half == 0 else _digits(half)
    shown = in_figures(f"{value:,.{digits}f}", lang)
    if statistic in _SHARES and is_level:
        return f"{shown}%"
    if not with_unit:
        return shown
    unit = "points" if statistic in _SHARES else _UNIT_OF.get(Statistic(statistic), "none")
    return text(f"unit.{unit}", lang, x=shown)


def _digits(half: float) -> int:
    """Return the decimals that the first digit of half an interval can bear, one more if that is small."""
    if half >= 3:
        return 0
    first = math.floor(math.log10(half))
    leading = half / 10.0**first
    return min(_MOST_DIGITS, max(0, int(leading < 3) - first))


def fate_name(fate: str, lang: Lang) -> str:
    """Return the name of a fate."""
    return FATE_WORDS[fate][list(Lang).index(lang)]
