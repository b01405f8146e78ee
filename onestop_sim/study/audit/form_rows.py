"""
From the rows of a form to the figures of an audit: one line for each row, each number with its cell.

Whoever reads a file (CSV, workbook) hands over rows of text; numbers are read here, so that a wrong
cell is told in the same way whatever it came from.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from onestop_sim.clock import parse_date
from onestop_sim.errors import UserError
from onestop_sim.stats.form_ii06 import COLUMN_NUMBERS
from onestop_sim.study.audit.figure import LETTERS, OFFICERS, PERCENT, Account, Figure, Table
from onestop_sim.study.audit.numbers import EMPTY, Read, decimals_of, read_number

NAME: Final = "name"
LABELS_OF_ROWS: Final = (NAME, "level", "unit", "field", "period_start", "period_end")
"""Columns that say whose row it is."""

PERCENTS: Final = {
    "resolved_percent": "resolved",
    "early_percent": "early",
    "on_time_percent": "in_time",
    "late_percent": "late",
    "pending_percent": "pending",
    "online_percent": "received_online",
}
"""Columns of printed percentages, and what each is the share of."""

MORE: Final = (
    "received_new",
    "received_in_person",
    "received_post",
    "in_time",
    "returned",
    "paused",
    "paused_within",
    "paused_overdue",
    LETTERS,
    OFFICERS,
    *PERCENTS,
)
"""Columns that a table may have besides those of Form II.06."""

COLUMNS: Final = (*LABELS_OF_ROWS, *COLUMN_NUMBERS, *MORE)
"""Columns of the CSV template, in its order; a table may leave out any but the name."""

TOTAL_WORDS: Final = ("tổng cộng", "tổng số", "cộng", "total", "toàn huyện", "tổng")
"""How the name of a row that sums up the others begins."""

LARGEST: Final = 1e9
"""No form counts more dossiers than this."""


@dataclass(frozen=True, slots=True)
class Cell:
    """
    What stands in a cell.

    Attributes:
        content:  a number, a text, or nothing.
        address:  where: "B14", or "line 12, late".
        computed: a formula gave the number.
        decimals: decimals shown, of a cell that shows percents; None: it does not.
    """

    content: object
    address: str
    computed: bool = False
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """
    One row of a form.

    Attributes:
        id:      unique in its table: "Biểu II.06/14".
        name:    first text of the row.
        cells:   by column, see `COLUMNS`; those without number may be missing.
        part_of: id of the row that sums it up; "" for none.
        is_total: it sums up other rows.
        account: whose row it is.
        is_mean: its numbers are means over simulations, no counts.
    """

    id: str
    name: str
    cells: Mapping[str, Cell]
    account: Account
    part_of: str = ""
    is_total: bool = False
    is_mean: bool = False


def is_total_name(name: str) -> bool:
    """
    Return whether a row's name says that it sums up the others.

    >>> is_total_name("Tổng cộng:"), is_total_name("Đất đai")
    (True, False)
    """
    return name.strip().lower().startswith(TOTAL_WORDS)


def table_of_rows(rows: Sequence[Row], file: str) -> Table:
    """
    Return the figures of a form.

    Args:
        rows: its rows.
        file: its name, for messages.

    Raises:
        UserError: ``audit_cell``, a cell holds neither a number nor nothing; ``audit_empty``.
    """
    figures: list[Figure] = []
    for row in rows:
        for column, cell in row.cells.items():
            read = read_cell(cell, column, file)
            if read is not None:
                figures.append(_figure(row, column, cell, read))
    if all(one.computed for one in figures):
        raise UserError("audit_empty", file=file)
    return Table(tuple(figures))


def read_cell(cell: Cell, column: str, file: str) -> Read | None:
    """
    Return the number of a cell, None for an empty one.

    Raises:
        UserError: ``audit_cell``.
    """
    content = cell.content
    if content is None or (isinstance(content, str) and content.strip() in EMPTY):
        return None
    if isinstance(content, bool) or not isinstance(content, int | float | str):
        raise UserError("audit_cell", file=file, where=cell.address, given=_short(content))
    if isinstance(content, str):
        read = read_number(content)
    elif cell.decimals is not None and column in PERCENTS:  # shown in percent, held as a share
        read = Read(round(float(content) * 100, cell.decimals), cell.decimals, is_percent=True)
    else:
        read = Read(float(content), decimals_of(float(content)), is_percent=False)
    if read is None or not abs(read.value) <= LARGEST or (read.is_percent and column not in PERCENTS):
        raise UserError("audit_cell", file=file, where=cell.address, given=_short(content))
    return read


def _short(content: object) -> str:
    text = str(content)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _figure(row: Row, column: str, cell: Cell, read: Read) -> Figure:
    share_of = PERCENTS.get(column, "")
    return Figure(
        id=f"{row.id}/{column}",
        address=cell.address,
        quantity=PERCENT if share_of else column,
        value=read.value,
        account=row.account,
        name=row.name,
        unit="percent" if share_of else _UNITS.get(column, "dossiers"),
        of=share_of,
        decimals=read.decimals if share_of else None,
        part_of=row.part_of,
        total_row=row.is_total,
        computed=cell.computed,
        is_mean=row.is_mean,
    )


_UNITS: Final = {LETTERS: "letters", OFFICERS: "persons"}


def rows_of_csv(header: Sequence[str], lines: Sequence[tuple[int, Sequence[str]]], file: str) -> list[Row]:
    """
    Return the rows of the CSV template.

    Args:
        header: names of the columns, known ones.
        lines:  number of the line and its cells.
        file:   its name.

    Raises:
        UserError: ``bad_date``, with file, line and column.
    """
    totals: dict[tuple[str, str], str] = {}
    found: list[Row] = []
    for number, cells in lines:
        texts = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
        name = texts.get(NAME, "")
        account = Account(
            report=file,
            scope=name,
            level=texts.get("level", ""),
            unit=texts.get("unit", ""),
            field=texts.get("field", ""),
            first_day=_day(texts.get("period_start", ""), "period_start", number, file),
            last_day=_day(texts.get("period_end", ""), "period_end", number, file),
        )
        is_total = is_total_name(name)
        if is_total:
            totals.setdefault(account.period, f"{number}")
        numbers = {
            one: Cell(texts[one], f"{number}, {one}")
            for one in header
            if one not in LABELS_OF_ROWS and texts[one]
        }
        found.append(Row(f"{number}", name, numbers, account, is_total=is_total))
    return [with_total(one, totals.get(one.account.period, "")) for one in found]


def with_total(row: Row, total: str) -> Row:
    """Return a row as a part of a total, unless it is one itself."""
    part_of = "" if row.is_total or row.id == total else total
    return replace(row, part_of=part_of)


def _day(text: str, column: str, line: int, file: str) -> str:
    if not text:
        return ""
    try:
        return parse_date(text).isoformat()
    except UserError as error:
        raise UserError(error.key, file=file, line=line, where=column, **error.values) from None
