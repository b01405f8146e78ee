"""
From a table of evidence to the figures of an audit: what each row counts, and whose it is.

The statistic of a row says what it counts. Rows without one (nothing simulated answers them) are read
by their ids: the last word of `x.dossiers.pending_within` names the column, `x.late_pct` a share of `x.late`.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from typing import Final

from onestop_sim.scenario.evidence import ReportedFigure
from onestop_sim.study.audit.figure import LETTERS, OFFICERS, OTHER, PERCENT, Account, Figure, Table
from onestop_sim.study.audit.laws import QUANTITIES
from onestop_sim.study.audit.percentages import NUMERATORS

_SHARE_ENDS: Final = ("_pct", "_percent", "_share", ".pct", ".percent", ".share")

_WORDS: Final = {
    "received": "received",
    "total": "received",
    "handled": "received",
    "resolved": "resolved",
    "returned": "resolved",
    "early": "early",
    "on_time": "on_time",
    "on_time_or_early": "in_time",
    "in_time": "in_time",
    "late": "late",
    "pending": "pending",
    "open": "open",
    "pending_within": "pending_within",
    "open_within": "pending_within",
    "pending_overdue": "pending_overdue",
    "open_overdue": "pending_overdue",
    "paused": "paused",
    "carried_over": "carried_over",
    "ineligible": "returned",
    "dossiers_received_base": "received",
    "online": "received_online",
}
"""Last words of ids of dossiers, and the quantity that each names."""

_STREAM_WORDS: Final = ("online", "post", "digitisation", "survey", "app7", "linked")
"""Populations inside an account: their rows are the account's only where a statistic says so."""

_OF_DOSSIERS: Final = frozenset({"dossiers", "letters", "percent"})
_COUNTED_ALIKE: Final = frozenset(
    {LETTERS, "online_late", "circulated_up", "circulated_down", "circulated_outstanding"}
) | {"home_delivery_delivered"}
_KNOWN: Final = QUANTITIES | _COUNTED_ALIKE


def table_of_evidence(rows: Sequence[ReportedFigure]) -> Table:
    """Return the figures of a table of evidence, in its order."""
    ids = {row.id: row for row in rows}
    levels = _levels(rows)
    figures = [_figure(row, ids, levels) for row in rows]
    began = {
        (one.account.place, one.account.last_day): one.account for one in reversed(figures) if _spans(one)
    }
    figures = [_in_period(one, began) for one in figures]
    new = {one.account for one in figures if one.quantity == "received_new"}
    return Table(tuple(_as_its_line(one, new, ids) for one in figures))


def _levels(rows: Sequence[ReportedFigure]) -> dict[tuple[str, str], str]:
    """Return the level of each scope of a report, where all rows that say one say the same."""
    said: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if row.level and row.unit in ("dossiers", "letters", "percent"):
            said.setdefault((row.report, row.scope), set()).add(row.level)
    return {scope: next(iter(levels)) for scope, levels in said.items() if len(levels) == 1}


def _as_its_line(one: Figure, new: Set[Account], ids: Mapping[str, ReportedFigure]) -> Figure:
    """Return a figure called "received" as what its line calls so: all that came, or all that was new."""
    by_word = one.quantity == "received" and not ids[one.id].statistic
    if by_word and one.account in new and "received" in one.id.rpartition(".")[2]:
        return replace(one, quantity="received_new")
    return one


def _spans(one: Figure) -> bool:
    return bool(one.account.first_day) and one.account.first_day != one.account.last_day


def _in_period(one: Figure, began: Mapping[tuple[tuple[str, ...], str], Account]) -> Figure:
    """Return a stock, which is dated by its day alone, in the line of the period that ends with that day."""
    line = began.get((one.account.place, one.account.last_day))
    if line is None or _spans(one) or one.quantity in (PERCENT, OTHER, OFFICERS):
        return one
    return replace(one, account=line)


def _figure(
    row: ReportedFigure, ids: Mapping[str, ReportedFigure], levels: Mapping[tuple[str, str], str]
) -> Figure:
    is_percent = row.unit.startswith(("percent", "%"))
    return Figure(
        id=row.id,
        address=f"{row.file_line}",
        quantity=PERCENT if is_percent else _quantity(row),
        value=row.value,
        account=Account(
            report=row.report,
            scope=row.scope,
            level=row.level or (levels.get((row.report, row.scope), "") if row.unit in _OF_DOSSIERS else ""),
            unit=row.unit_name,
            field=row.field,
            channel=row.channel,
            first_day=row.period_start.isoformat() if row.period_start else "",
            last_day=row.period_end.isoformat() if row.period_end else "",
        ),
        name=row.figure,
        unit="percent" if is_percent else row.unit,
        printed=row.printed,
        of=_share_of(row, ids) if is_percent else "",
        clock=row.clock.value,
        counting=row.counting,
        derived=_is_derived(row),
    )


def _is_derived(row: ReportedFigure) -> bool:
    """Return whether the table itself says that nobody printed the number."""
    return row.note.lower().startswith("not printed")


def _quantity(row: ReportedFigure) -> str:
    if _is_derived(row):
        return OTHER
    if row.statistic in _KNOWN:
        return row.statistic
    if row.unit == "letters":
        return LETTERS
    if row.unit == "persons" and "staff" in row.id:
        return OFFICERS
    words = row.id.split(".")
    is_stream = any(word in _STREAM_WORDS for word in words[1:-1])
    if row.unit != "dossiers" or row.statistic:
        return OTHER
    word = words[-1]
    if is_stream and word != "dossiers_received_base":
        return OTHER
    ends = [known for known in _WORDS if word.endswith(f"_{known}")]
    return _WORDS.get(word) or (_WORDS[max(ends, key=len)] if ends else OTHER)


def _share_of(row: ReportedFigure, ids: Mapping[str, ReportedFigure]) -> str:
    """Return the figure, or the quantity, that a percentage is a share of."""
    stem = next((row.id.removesuffix(end) for end in _SHARE_ENDS if row.id.endswith(end)), "")
    if stem in ids:
        return stem
    longer = [one for one in ids if stem and one.startswith(f"{stem}_") and one != row.id]
    counts = [one for one in longer if ids[one].unit == "dossiers"]
    if len(counts) == 1:
        return counts[0]
    return row.statistic if row.statistic in NUMERATORS else ""
