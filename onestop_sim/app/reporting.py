"""`report`: a results folder as a page, and as a workbook."""

import os
from collections.abc import Callable
from pathlib import Path

from onestop_sim.app.logs import stage
from onestop_sim.app.voice import VOICE
from onestop_sim.errors import UserError
from onestop_sim.report.page import rendered
from onestop_sim.report.page_of import page_of
from onestop_sim.report.source import read_source
from onestop_sim.report.workbook import workbook
from onestop_sim.words.page_numbers import number


def report(folder: Path, page: Path | None, sheets: Path | None) -> None:
    """
    Write the page of a results folder, its workbook, or both.

    Args:
        folder: results folder of any kind.
        page:   new file for the page; None: beside the folder, unless a workbook alone is asked for.
        sheets: new file for the workbook; None: no workbook.

    Raises:
        UserError: the folder is none, or a file is there already or cannot be written.
    """
    wanted = [one for one in (page, sheets) if one is not None]
    for file in wanted:
        refuse_taken(file)
    with stage("results_read", folder=str(folder)) as found:
        source = read_source(folder)
        found["tables"] = len(source.tables)
    if page is not None or sheets is None:
        file = page or _free(folder.with_name(f"{folder.resolve().name}-{VOICE.lang.value}.html"))
        with stage("page_written", file=str(file)) as found:
            text = rendered(page_of(source, VOICE.lang)).encode()
            write_new(file, lambda path: path.write_bytes(text))
            found["bytes"] = len(text)
        VOICE.say("page_written_to", file=file, megabytes=number(len(text) / 1e6, VOICE.lang))
    if sheets is not None:
        with stage("workbook_written", file=str(sheets)) as found:
            write_new(sheets, lambda path: workbook(source, VOICE.lang, path))
            found["bytes"] = sheets.stat().st_size
        VOICE.say("workbook_written_to", file=sheets)


def refuse_taken(file: Path) -> None:
    """
    Refuse a file that is there: nothing is overwritten.

    Raises:
        UserError: ``file_exists``.
    """
    if file.exists() or file.is_symlink():
        raise UserError("file_exists", file=str(file))


def write_new(file: Path, write: Callable[[Path], object]) -> None:
    """
    Write a new file whole, or not at all.

    Raises:
        UserError: ``file_exists`` or ``file_unwritable``.
    """
    partial = file.with_name(f".{file.name}.{os.getpid()}.partial")
    try:
        write(partial)
        refuse_taken(file)
        partial.rename(file)
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UserError("file_unwritable", file=str(file), reason=reason) from None
    finally:
        partial.unlink(missing_ok=True)


def _free(wanted: Path) -> Path:
    """Return a name that nothing has yet: the wanted one, or the first free number behind it."""
    file, number = wanted, 1
    while file.exists() or file.is_symlink():
        number += 1
        file = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
    return file
