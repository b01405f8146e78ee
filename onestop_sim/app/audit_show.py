"""What terminal and files show of an audit: the answer, then objections, corrections, figures."""

import json
from pathlib import Path
from typing import Any, Final

import polars as pl
from rich.table import Table as Grid
from rich.text import Text

from onestop_sim.app.voice import VOICE
from onestop_sim.study.audit.audit import Audit
from onestop_sim.study.audit.figure import Answer, Figure, Remark
from onestop_sim.study.audit.repair import Correction
from onestop_sim.words.auditing import correction_text, figure_name, printed_number, remark_text
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.screen import text

_STYLES: Final = {Answer.INCONSISTENT: "bold red", Answer.STRAINED: "yellow"}
_MOST_ADDRESSES: Final = 6
_MOST_SHOWN: Final = 200
"""Figures in the table on the screen; all of them are in the folder."""


def show_audit(file: str, found: Audit) -> None:
    """Print the answer, each objection once, the smallest corrections, and the figures that were tested."""
    counts = {answer.value: n for answer, n in found.counts.items()}
    VOICE.say(f"audit_{found.worst.value}", file=file, **counts)
    means = list(dict.fromkeys(one.account.report for one in found.table.figures if one.is_mean))
    if means:
        sheets = ", ".join(report.partition(" · ")[2] for report in means)
        VOICE.say("audit_means", sheets=sheets)
    objections = _objections(found)
    console = VOICE.console()
    if objections:
        console.print(_objection_grid(objections, found))
    _show_mendings(found)
    order = list(Answer)
    tested = [one for one in found.table.figures if found.answers[one.id] != Answer.NOT_TESTABLE]
    shown = sorted(tested, key=lambda one: order.index(found.answers[one.id]))[:_MOST_SHOWN]
    if shown:
        console.print(_figure_grid(shown, objections, found))


def _objections(found: Audit) -> list[Remark]:
    """Return what objects to something, the worst first."""
    order = list(Answer)
    kept = [one for one in found.remarks if one.answer in (Answer.INCONSISTENT, Answer.STRAINED)]
    return sorted(kept, key=lambda one: order.index(one.answer))


def _objection_grid(objections: list[Remark], found: Audit) -> Grid:
    grid = Grid(title=text("audit_objections", VOICE.lang), title_justify="left")
    grid.add_column("", justify="right")
    grid.add_column(text("audit_cell_heading", VOICE.lang), max_width=16)
    grid.add_column(text("verdict", VOICE.lang))
    grid.add_column(text("audit_why", VOICE.lang), ratio=1)
    for place, one in enumerate(objections, start=1):
        addresses = list(dict.fromkeys(found.table.by_id[name].address for name in one.figures))
        more = f" … ({len(addresses)})" if len(addresses) > _MOST_ADDRESSES else ""
        grid.add_row(
            str(place),
            Text(", ".join(addresses[:_MOST_ADDRESSES]) + more),
            text(f"answer_{one.answer.value}", VOICE.lang),
            Text(remark_text(one, VOICE.lang)),
            style=_STYLES.get(one.answer, ""),
        )
    return grid


def _figure_grid(shown: list[Figure], objections: list[Remark], found: Audit) -> Grid:
    grid = Grid(title=text("audit_title", VOICE.lang), title_justify="left")
    grid.add_column(text("audit_cell_heading", VOICE.lang), justify="right")
    grid.add_column(text("figure", VOICE.lang), max_width=38)
    grid.add_column(text("reported", VOICE.lang), justify="right")
    grid.add_column(text("verdict", VOICE.lang))
    grid.add_column(text("audit_why", VOICE.lang), ratio=1)
    for one in shown:
        answer = found.answers[one.id]
        places = [str(place) for place, remark in enumerate(objections, start=1) if one.id in remark.figures]
        why = (
            text("audit_see", VOICE.lang, places=", ".join(places))
            if places
            else _why(one, found, VOICE.lang)
        )
        grid.add_row(
            Text(one.address),
            Text(figure_name(one, VOICE.lang)),
            printed_number(one, VOICE.lang),
            text(f"answer_{answer.value}", VOICE.lang),
            Text(why),
            style=_STYLES.get(answer, ""),
        )
    return grid


def _why(one: Figure, found: Audit, lang: Lang) -> str:
    """Return the argument that decided; of several that object, each."""
    remarks = found.about(one.id)
    deciding = [remark for remark in remarks if remark.answer == found.answers[one.id]]
    kept = deciding if found.answers[one.id] in (Answer.INCONSISTENT, Answer.STRAINED) else deciding[:1]
    return "; ".join(dict.fromkeys(remark_text(remark, lang) for remark in kept))


def _show_mendings(found: Audit) -> None:
    figures = found.table.by_id
    for mending in found.mendings:
        places = [figures[one] for law in mending.broken for one in law.total]
        about = ", ".join(dict.fromkeys(f"{one.address}: {figure_name(one, VOICE.lang)}" for one in places))
        if not mending.corrections:
            VOICE.say("audit_no_correction", about=about)
            continue
        VOICE.say("audit_corrections", about=about)
        for correction in mending.corrections:
            print(f"  - {_correction(correction, figures, VOICE.lang)}")


def _correction(correction: Correction, figures: dict[str, Figure], lang: Lang) -> str:
    said = correction_text(correction, figures, lang)
    n = correction.n_percentages_mended
    return f"{said} ({text('audit_percentages_too', lang, n=n)})" if n > 0 else said


def as_json(file: str, found: Audit) -> dict[str, Any]:
    """Return an audit as plain values, arguments in both languages."""
    figures = found.table.by_id
    return {
        "file": Path(file).name,
        "answer": found.worst.value,
        "counts": {answer.value: n for answer, n in found.counts.items()},
        "figures": [
            {
                "id": one.id,
                "address": one.address,
                "figure": one.name,
                "quantity": one.quantity,
                "value": one.value,
                "unit": one.unit,
                "scope": one.account.scope,
                "level": one.account.level,
                "period": list(one.account.period),
                "answer": found.answers[one.id].value,
                "remarks": [
                    number for number, remark in enumerate(found.remarks) if one.id in remark.figures
                ],
            }
            for one in found.table.figures
        ],
        "remarks": [
            {
                "number": place,
                "answer": one.answer.value,
                "check": one.check.value,
                "key": one.key,
                "figures": list(one.figures),
                "values": _plain(one.values),
                "en": remark_text(one, Lang.EN),
                "vi": remark_text(one, Lang.VI),
            }
            for place, one in enumerate(found.remarks)
        ],
        "corrections": [
            {
                "sums": [{"total": list(law.total), "parts": list(law.parts)} for law in mending.broken],
                "corrections": [
                    {
                        "slip": one.slip.value,
                        "figures": list(one.figures),
                        "values": list(one.values),
                        "bucket": one.bucket,
                        "percentages_mended": one.n_percentages_mended,
                        "en": _correction(one, figures, Lang.EN),
                        "vi": _correction(one, figures, Lang.VI),
                    }
                    for one in mending.corrections
                ],
            }
            for mending in found.mendings
        ],
    }


def _plain(value: Any) -> Any:
    """Return values as JSON has them; a figure is its id."""
    if isinstance(value, Figure):
        return value.id
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if hasattr(value, "items"):
        return {name: _plain(one) for name, one in value.items()}
    return [_plain(one) for one in value]


def write_json(path: Path, content: dict[str, Any]) -> None:
    """Write plain values as JSON."""
    path.write_text(
        json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n", encoding="utf-8"
    )


def figures_frame(found: Audit) -> pl.DataFrame:
    """Return one row for each figure: where it stands, what it is, the answer and why, in both languages."""
    rows = [
        (
            one.id,
            one.address,
            one.name,
            one.quantity,
            one.account.scope,
            one.account.level,
            one.account.first_day,
            one.account.last_day,
            one.value,
            one.unit,
            found.answers[one.id].value,
            _why(one, found, Lang.EN),
            _why(one, found, Lang.VI),
        )
        for one in found.table.figures
    ]
    names = ("id", "address", "figure", "quantity", "scope", "level", "period_start", "period_end")
    schema: dict[str, Any] = dict.fromkeys(names, pl.String)
    schema |= {
        "value": pl.Float64,
        "unit": pl.String,
        "answer": pl.String,
        "why_en": pl.String,
        "why_vi": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def corrections_frame(found: Audit) -> pl.DataFrame:
    """Return one row for each correction, in the order in which they are told."""
    figures = found.table.by_id
    rows = [
        (
            group,
            place,
            one.slip.value,
            "; ".join(one.figures),
            "; ".join(f"{value:g}" for value in one.values),
            one.bucket,
            one.n_percentages_mended,
            correction_text(one, figures, Lang.EN),
            correction_text(one, figures, Lang.VI),
        )
        for group, mending in enumerate(found.mendings, start=1)
        for place, one in enumerate(mending.corrections, start=1)
    ]
    schema: dict[str, Any] = {"group": pl.Int64, "place": pl.Int64}
    schema |= dict.fromkeys(("slip", "figures", "values", "bucket"), pl.String)
    schema |= {"percentages_mended": pl.Int64, "en": pl.String, "vi": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
