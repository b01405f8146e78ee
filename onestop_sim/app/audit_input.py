"""What `audit` reads: a table of evidence, the CSV template or a workbook; each becomes figures."""

import csv
import difflib
from pathlib import Path
from typing import Final

from onestop_sim.errors import UserError
from onestop_sim.report.form_sheet import read_form
from onestop_sim.report.form_template import write_template
from onestop_sim.scenario.evidence import load_evidence
from onestop_sim.study.audit.figure import Table
from onestop_sim.study.audit.form_rows import COLUMNS, NAME, rows_of_csv, table_of_rows
from onestop_sim.study.audit.from_evidence import table_of_evidence

_WORKBOOKS: Final = (".xlsx", ".xlsm")
LARGEST_CSV: Final = 5_000_000
"""Bytes of a CSV file."""

MOST_LINES: Final = 5_000
"""Lines of a CSV file."""


def read_table(path: Path) -> Table:
    """
    Return the figures of a file.

    Raises:
        UserError: it cannot be used; the message says which cell.
    """
    kind = path.suffix.lower()
    if kind in _WORKBOOKS:
        return table_of_rows(read_form(path), str(path))
    if kind != ".csv":
        raise UserError("audit_suffix", file=str(path), given=kind)
    header, lines = _read_csv(path)
    if "statistic" in header or "printed" in header:
        return table_of_evidence(load_evidence(path))
    _check_header(path, header)
    return table_of_rows(rows_of_csv(header, lines, str(path)), str(path))


def _read_csv(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the header and the lines that are not empty, with their numbers."""
    try:
        if path.stat().st_size > LARGEST_CSV:
            raise UserError("audit_too_large", file=str(path), limit=LARGEST_CSV)
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UserError("file_missing", file=str(path)) from None
    except UnicodeDecodeError:
        raise UserError("file_unreadable", file=str(path), reason="not_utf8") from None
    except OSError as problem:
        raise UserError("file_unreadable", file=str(path), reason=type(problem).__name__) from None
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    try:
        reader = csv.reader(text.splitlines(), delimiter=separator, strict=True)
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as problem:
        raise UserError("file_unreadable", file=str(path), reason=str(problem)) from None
    if len(rows) > MOST_LINES:
        raise UserError("audit_too_large", file=str(path), limit=MOST_LINES)
    if not rows:
        raise UserError("audit_empty", file=str(path))
    header = [name.strip() for name in rows[0][1]]
    for line, row in rows[1:]:
        if len(row) != len(header):
            raise UserError(
                "evidence_row_length", file=str(path), line=line, given=len(row), expected=len(header)
            )
    return header, rows[1:]


def _check_header(path: Path, header: list[str]) -> None:
    unknown = [name for name in header if name not in COLUMNS]
    twice = [name for name in dict.fromkeys(header) if header.count(name) > 1]
    if unknown or twice or NAME not in header:
        near = difflib.get_close_matches(unknown[0], COLUMNS, n=1) if unknown else []
        raise UserError(
            "audit_columns",
            file=str(path),
            line=1,
            unknown=unknown,
            twice=twice,
            name=NAME,
            known=list(COLUMNS),
            near=near[0] if near else "",
        )


def write_empty(kind: str, path: Path | None) -> Path:
    """
    Write an empty form and return where.

    Args:
        kind: "csv" or "xlsx".
        path: where; None: a file of the current folder.

    Raises:
        UserError: ``audit_template``, ``file_exists`` or ``file_unwritable``.
    """
    if kind not in ("csv", "xlsx"):
        raise UserError("audit_template", given=kind)
    path = path or Path(f"audit-template.{kind}")
    if path.exists() or path.is_symlink():
        raise UserError("file_exists", file=str(path))
    try:
        if kind == "xlsx":
            write_template(path)
        else:
            path.write_text(",".join(COLUMNS) + "\n", encoding="utf-8-sig")
    except OSError as problem:
        raise UserError("file_unwritable", file=str(path), reason=problem.strerror or str(problem)) from None
    return path
