"""The answer of a run, in words, from its tables."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from onestop_sim.report.source import Source, titles_of
from onestop_sim.scenario.model import Period
from onestop_sim.terms import ClockChoice, Statistic
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.labels import label, level_name
from onestop_sim.words.page import page_text
from onestop_sim.words.page_numbers import ABSENT, day, number, percent
from onestop_sim.words.translated import in_lang

_PARTS: Final = ("queue", "work", "closed", "delay", "transfer", "pause", "collection")
_LARGEST: Final = 3
_SMALL: Final = 10

Row = Mapping[str, Any]


def run_answer(source: Source, lang: Lang) -> list[str]:
    """Return what a run says, sentence by sentence, period by period; the caution comes last."""
    told: list[str] = []
    for name, period in source.scenario.periods.items():
        told += _period(source, name, period, lang)
    told += _evidence(source.tables["comparison"], lang)
    told.append(page_text("answer.caution", lang))
    return told


def period_words(name: str, period: Period, lang: Lang) -> str:
    """Return a period with its days."""
    first, last = (day(one.isoformat(), lang) for one in (period.first_day, period.last_day))
    return page_text("period_range", lang, name=name, first=first, last=last)


def figures_in_all(source: Source, period: str, clock: ClockChoice) -> dict[str, Row]:
    """Return the figures of all dossiers of a period on a clock, by statistic."""
    rows = source.tables["figures"].filter(period=period, level="", unit="", field="", clock=clock.value)
    return {row["statistic"]: row for row in rows.iter_rows(named=True)}


def name_of_figure(row: Row, lang: Lang, titles: Mapping[str, str]) -> str:
    """Return the name of a figure of a table with its scope."""
    unit = titles.get(row["unit"], row["unit"])
    scope = ", ".join(filter(None, (level_name(row["level"], lang), unit, in_lang(row["field"], lang))))
    name = label(f"statistic.{row['statistic']}", lang)
    return f"{name} · {scope}" if scope else name


def _period(source: Source, name: str, period: Period, lang: Lang) -> Iterator[str]:
    occurred = figures_in_all(source, name, ClockChoice.OCCURRED)
    recorded = figures_in_all(source, name, ClockChoice.RECORDED)

    def shown(statistic: str) -> str:
        return _whole(occurred[statistic]["mean"], lang)

    yield page_text(
        "answer.volume",
        lang,
        period=period_words(name, period, lang),
        received=shown(Statistic.RECEIVED),
        resolved=shown(Statistic.RESOLVED),
        pending=shown(Statistic.PENDING),
    )
    late = occurred[Statistic.LATE]
    share = percent(occurred[Statistic.ON_TIME_OF_RESOLVED]["mean"], lang)
    low, high = (number(late[one], lang) for one in ("pi_low", "pi_high"))
    yield page_text("answer.late", lang, share=share, late=_whole(late["mean"], lang), low=low, high=high)
    if late["wide_low"] is not None:
        ends = (number(late[one], lang) for one in ("wide_low", "wide_high"))
        yield page_text("answer.late_wide", lang, **dict(zip(("low", "high"), ends, strict=True)))
    yield page_text(
        "answer.portal",
        lang,
        recorded=_whole(recorded[Statistic.LATE]["mean"], lang),
        phantom=shown(Statistic.PHANTOM_LATE),
    )
    yield page_text(
        "answer.letters",
        lang,
        owed=shown(Statistic.LETTERS_OWED),
        sent=shown(Statistic.LETTERS_SENT),
        missing=shown(Statistic.LETTERS_MISSING),
    )
    yield page_text(
        "answer.wait",
        lang,
        mean=number(occurred[Statistic.MEAN_WAIT_MIN]["mean"], lang),
        p90=number(occurred[Statistic.P90_WAIT_MIN]["mean"], lang),
    )
    yield from _where(source, name, lang)


def _whole(count: float | None, lang: Lang) -> str:
    """Return a mean of counts as a whole number, but for very small ones."""
    return number(count, lang, 0 if count is not None and count >= _SMALL else None)


def _where(source: Source, name: str, lang: Lang) -> Iterator[str]:
    """Say where the days go and which place is busiest."""
    stays = source.tables["stays"].filter(period=name, by="level", group="total")
    if stays.height and stays["mean_d"][0] is not None:
        row = stays.row(0, named=True)
        parts = sorted(_PARTS, key=lambda part: -(row[f"{part}_d"] or 0.0))[:_LARGEST]
        told = "; ".join(f"{label(f'part.{part}', lang)} {number(row[f'{part}_d'], lang)}" for part in parts)
        yield page_text("answer.queue", lang, days=number(row["mean_d"], lang), parts=told)
    places = source.tables["places"].filter(period=name).drop_nulls("utilisation")
    if places.height:
        busiest = places.sort("utilisation", descending=True, maintain_order=True).row(0, named=True)
        place = titles_of(source.scenario, lang).get(busiest["place"], busiest["place"])
        yield page_text("answer.busiest", lang, place=place, share=percent(busiest["utilisation"], lang))


def _evidence(comparison: pl.DataFrame, lang: Lang) -> Iterator[str]:
    evidence = comparison.filter(pl.col("is_evidence") & pl.col("inside").is_not_null())
    if not evidence.height:
        return
    n_inside = evidence.filter("inside").height
    yield page_text("answer.evidence", lang, n=evidence.height, n_inside=n_inside)
    misses = [
        f"{name_of_figure(row, lang, {})} ({number(row['reported'], lang)} ∉ "
        f"{_ends(row['pi_low'], row['pi_high'], lang)})"
        for row in evidence.filter(~pl.col("inside")).iter_rows(named=True)
    ]
    if misses:
        yield page_text("answer.misses", lang, names="; ".join(misses))


def _ends(low: float | None, high: float | None, lang: Lang) -> str:
    ends = number(low, lang), number(high, lang)
    return ABSENT if ABSENT in ends else f"{ends[0]} … {ends[1]}"
