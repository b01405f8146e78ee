"""
Reported figures: what a printed report says of the shop, one row each, with its place and its role.

The table is a CSV file with the columns of `COLUMNS`. A row with a `statistic` can be compared with
a run; a row without one is kept because an audit or a reader needs it.
"""

import csv
import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from onestop_sim.clock import Date, parse_date
from onestop_sim.errors import UserError
from onestop_sim.terms import ClockChoice, Role

COLUMNS: Final = (
    "id",
    "figure",
    "value",
    "unit",
    "period_start",
    "period_end",
    "scope",
    "report",
    "line",
    "printed",
    "counting",
    "statistic",
    "level",
    "unit_name",
    "field",
    "channel",
    "clock",
    "role",
    "note",
)
"""Columns of a table of evidence, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """
    One printed figure.

    Attributes:
        id:           name of the row, unique in its table.
        figure:       what is counted, in words.
        value:        the number as it is meant.
        unit:         what the number counts: dossiers, percent, days ...
        period_start: first day counted; None: the report does not say.
        period_end:   last day counted; None likewise.
        scope:        whose figure it is, in words.
        report:       the report that prints it.
        line:         place in the report, as its reader would look it up; "" if unknown.
        printed:      the number as it is printed, with its neighbours where that helps.
        counting:     what the report leaves open about the counting, and how it was read.
        statistic:    name of the statistic that it is compared with; "" for none.
        level:        level label of the dossiers meant; "" for all.
        unit_name:    unit meant; "" for all.
        field:        field meant; "" for all.
        channel:      channel meant; "" for all.
        clock:        as it was, or as the portal shows it.
        role:         what the figure is to the scenario (decision D13); None: not compared.
        note:         anything else.
        file_line:    line of the CSV file.
    """

    id: str
    figure: str
    value: float
    unit: str
    period_start: Date | None
    period_end: Date | None
    scope: str
    report: str
    line: str
    printed: str
    counting: str
    statistic: str
    level: str
    unit_name: str
    field: str
    channel: str
    clock: ClockChoice
    role: Role | None
    note: str
    file_line: int


def load_evidence(path: Path) -> tuple[ReportedFigure, ...]:
    """
    Return the reported figures of a CSV file, in its order.

    Raises:
        UserError: ``file_missing``, ``file_unreadable``, ``evidence_empty``, ``evidence_columns``,
            ``evidence_row_length``, ``evidence_value``, ``evidence_unknown_word``, ``bad_date`` or
            ``evidence_duplicate``; all but the first say the line, those about a cell the column.
    """
    header, rows = _read(path)
    _check_columns(path, header)
    figures: list[ReportedFigure] = []
    first_line: dict[str, int] = {}
    for line, row in rows:
        if len(row) != len(header):
            raise UserError(
                "evidence_row_length", file=str(path), line=line, given=len(row), expected=len(header)
            )
        figure = _figure(_Row(path, line, dict(zip(header, (cell.strip() for cell in row), strict=True))))
        if figure.id in first_line:
            where = {"file": str(path), "line": line}
            raise UserError("evidence_duplicate", **where, given=figure.id, first_line=first_line[figure.id])
        first_line[figure.id] = line
        figures.append(figure)
    if not figures:
        raise UserError("evidence_empty", file=str(path))
    return tuple(figures)


def _read(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the header, and every row that is not empty with the line on which it ends."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except FileNotFoundError:
        raise UserError("file_missing", file=str(path)) from None
    except UnicodeDecodeError:
        raise UserError("file_unreadable", file=str(path), reason="not UTF-8") from None
    except csv.Error as problem:
        raise UserError("file_unreadable", file=str(path), reason=str(problem)) from None
    except OSError as problem:
        raise UserError("file_unreadable", file=str(path), reason=type(problem).__name__) from None
    if not rows:
        raise UserError("evidence_empty", file=str(path))
    return [name.strip() for name in rows[0][1]], rows[1:]


def _check_columns(path: Path, header: Sequence[str]) -> None:
    missing = [name for name in COLUMNS if name not in header]
    unknown = sorted(set(header) - set(COLUMNS))
    if missing or unknown or len(header) != len(COLUMNS):
        raise UserError(
            "evidence_columns", file=str(path), line=1, missing=missing, unknown=unknown, known=list(COLUMNS)
        )


@dataclass(frozen=True, slots=True)
class _Row:
    """Cells of one line, and how to complain about one of them."""

    path: Path
    line: int
    cells: dict[str, str]

    def number(self, column: str) -> float:
        """Return a number written with a point, without separators."""
        try:
            number = float(self.cells[column])
        except ValueError:
            number = float("nan")
        if not abs(number) < float("inf"):
            raise self.refusal("evidence_value", column=column, expected="7430, 12.1")
        return number

    def date(self, column: str) -> Date | None:
        """Return a date, None for an empty cell."""
        if not self.cells[column]:
            return None
        try:
            return parse_date(self.cells[column])
        except UserError as error:
            raise self.refusal(error.key, column=column) from None

    def word(self, column: str, known: list[str]) -> str:
        """Return one of the known words, or an empty text."""
        given = self.cells[column]
        if given and given not in known:
            near = difflib.get_close_matches(given, known, n=1)
            raise self.refusal(
                "evidence_unknown_word", column=column, known=known, near=near[0] if near else ""
            )
        return given

    def refusal(self, key: str, column: str, **values: Any) -> UserError:
        """Return the error about a cell."""
        where = {"file": str(self.path), "line": self.line, "where": column}
        return UserError(key, **where, given=self.cells[column], **values)


def _figure(row: _Row) -> ReportedFigure:
    texts = {name: row.cells[name] for name in COLUMNS}
    if not texts["id"]:
        raise row.refusal("evidence_value", column="id", expected="a name")
    clock = row.word("clock", [one.value for one in ClockChoice])
    role = row.word("role", [one.value for one in Role])
    if texts["statistic"] and not role:
        raise row.refusal("evidence_unknown_word", column="role", known=[one.value for one in Role])
    typed: dict[str, Any] = {
        "value": row.number("value"),
        "period_start": row.date("period_start"),
        "period_end": row.date("period_end"),
        "clock": ClockChoice(clock) if clock else ClockChoice.OCCURRED,
        "role": Role(role) if role else None,
        "file_line": row.line,
    }
    return ReportedFigure(**(texts | typed))
