"""
Naive forecasts: what somebody would have said without a simulation.

An interval that holds the naive forecast as well has not shown that the model knows more than it. The
table is a CSV file with the columns of `COLUMNS`; a forecast is ``numerator / denominator x volume``,
each a number or the id of a reported figure.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from onestop_sim.errors import UserError

COLUMNS: Final = ("id", "name", "numerator", "denominator", "volume", "note")
"""Columns of a table of naive forecasts."""


@dataclass(frozen=True, slots=True)
class Naive:
    """
    A naive forecast of a reported figure.

    Attributes:
        name:  what is done, in words: "the late rate of Bình Thuận's districts".
        value: what it forecasts.
        note:  anything else.
    """

    name: str
    value: float
    note: str


def load_naive(path: Path, reported: Mapping[str, float]) -> dict[str, tuple[Naive, ...]]:
    """
    Return naive forecasts by the id of the figure that they forecast.

    Args:
        path:     CSV file.
        reported: values of all reported figures by id.

    Raises:
        UserError: ``file_missing``, ``file_unreadable``, ``evidence_columns`` or ``naive_unknown``, with the
            line of a cell that is neither a number nor the id of a figure.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            header = list(reader.fieldnames or ())
            rows = [(reader.line_num, row) for row in reader]
    except FileNotFoundError:
        raise UserError("file_missing", file=str(path)) from None
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise UserError("file_unreadable", file=str(path), reason=type(problem).__name__) from None
    if tuple(header) != COLUMNS:
        missing = [name for name in COLUMNS if name not in header]
        unknown = [name for name in header if name not in COLUMNS]
        raise UserError(
            "evidence_columns", file=str(path), line=1, missing=missing, unknown=unknown, known=list(COLUMNS)
        )
    forecasts: dict[str, list[Naive]] = {}
    for line, row in rows:
        if row["id"] not in reported:
            raise UserError("naive_unknown", file=str(path), line=line, where="id", given=row["id"])
        parts = []
        for column in ("numerator", "denominator", "volume"):
            number = _number(row[column] or "", reported)
            if number is None or (column == "denominator" and number == 0):
                raise UserError("naive_unknown", file=str(path), line=line, where=column, given=row[column])
            parts.append(number)
        value = parts[0] / parts[1] * parts[2]
        forecasts.setdefault(row["id"], []).append(Naive(row["name"], value, row["note"] or ""))
    return {key: tuple(several) for key, several in forecasts.items()}


def _number(cell: str, reported: Mapping[str, float]) -> float | None:
    if cell in reported:
        return reported[cell]
    try:
        return float(cell)
    except ValueError:
        return None
