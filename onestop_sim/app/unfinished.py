"""Work that can be broken off and gone on with: what the commands that take minutes have in common."""

import contextlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from onestop_sim.app.voice import VOICE
from onestop_sim.errors import UserError
from onestop_sim.study.partial import UnfinishedFolder
from onestop_sim.words.screen import text


def begun(
    command: str, wanted: Path, asked: Mapping[str, Any], prints: Sequence[str], *, exact: bool
) -> UnfinishedFolder:
    """
    Return a new folder for the work of a command.

    Args:
        command: its name, which `--resume` must repeat.
        wanted:  final name of the results.
        asked:   what was asked, plain values.
        prints:  fingerprints of the files that were read: if they change meanwhile, the work cannot go on.
        exact:   the user asked for this name.

    Raises:
        UserError: ``results_exist`` or ``results_unwritable``.
    """
    request = {"command": command, "asked": dict(asked), "prints": list(prints)}
    return UnfinishedFolder.begin(wanted, request, exact=exact)


def asked_before(folder: UnfinishedFolder, command: str) -> Mapping[str, Any]:
    """
    Return what was asked of work that was broken off.

    Raises:
        UserError: ``resume_other_command``.
    """
    if folder.request["command"] != command:
        raise UserError("resume_other_command", file=str(folder.path), command=folder.request["command"])
    asked: Mapping[str, Any] = folder.request["asked"]
    return asked


def check_unchanged(folder: UnfinishedFolder, prints: Sequence[str]) -> None:
    """
    Refuse to mix results of two scenarios.

    Raises:
        UserError: ``resume_changed``.
    """
    if folder.request["prints"] != list(prints):
        raise UserError("resume_changed", file=str(folder.path))


@contextmanager
def resumable(command: str, folder: UnfinishedFolder) -> Iterator[UnfinishedFolder]:
    """Work in a folder; when the work is broken off, say what is kept and how to go on."""
    if folder.n_kept():
        VOICE.note("going_on", n=folder.n_kept())
    try:
        with folder:
            yield folder
    except BaseException as error:
        _tell_what_is_kept(command, folder, error)
        raise


def _tell_what_is_kept(command: str, folder: UnfinishedFolder, error: BaseException) -> None:
    n = folder.n_kept()
    if not n or (isinstance(error, UserError) and error.key == "resume_busy"):
        return
    notes = getattr(error, "__notes__", ())
    if notes:
        with contextlib.suppress(OSError):  # a full disk must not hide what happened
            (folder.path / "failure.txt").write_text("\n".join(notes), encoding="utf-8")
    how = f"python run.py {command}"
    print(text("kept_so_far", VOICE.lang, n=n, command=how, folder=folder.path), file=sys.stderr)
