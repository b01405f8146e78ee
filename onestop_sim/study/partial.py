"""
Work that may be interrupted: what is finished is kept, and a later call goes on from there.

A study that takes minutes works in a folder beside its final name, `NAME.partial`: `request.json` says
what was asked, `kept/` holds each finished replication, `results/` becomes the results folder. Whatever
ends the program, a power cut included, what was kept stays; `--resume` reads the request and runs what
is missing. A replication is kept under a working name and renamed when whole, so none is ever half there.
"""

import io
import json
import platform
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final, Self

import polars as pl

from onestop_sim.errors import UserError
from onestop_sim.study.archive import (
    LIBRARIES,
    is_taken,
    numbered,
    parquet_bytes,
    program_version,
    unwritable,
)
from onestop_sim.study.fingerprint import fingerprint_of_bytes

if sys.platform != "win32":
    import fcntl

PARTIAL: Final = ".partial"
"""End of the name of a folder with unfinished work."""

REQUEST: Final = "request.json"
FACTS: Final = "facts.json"
_LOCK: Final = "lock"


@dataclass(frozen=True, slots=True)
class Kept:
    """
    Finished pieces of one strand of work, by number.

    Attributes:
        folder: where they lie; it is made when the first one comes.
    """

    folder: Path

    def numbers(self) -> list[int]:
        """Return the numbers of the pieces that are there, in order."""
        if not self.folder.is_dir():
            return []
        return sorted(int(one.name) for one in self.folder.iterdir() if one.name.isdecimal())

    def put(self, number: int, tables: Mapping[str, pl.DataFrame], facts: Mapping[str, Any]) -> None:
        """
        Keep a piece: tables, and facts that JSON can hold.

        Raises:
            OSError: it cannot be written; then nothing of it is there.
        """
        final = self.folder / f"{number:04d}"
        working = self.folder / f"{number:04d}.writing"
        shutil.rmtree(working, ignore_errors=True)
        working.mkdir(parents=True)
        hashes = {}
        for name, table in tables.items():
            content = parquet_bytes(table)
            (working / f"{name}.parquet").write_bytes(content)
            hashes[name] = fingerprint_of_bytes(content)
        text = json.dumps({"facts": facts, "tables": hashes}, ensure_ascii=False)
        (working / FACTS).write_text(text, encoding="utf-8")
        working.rename(final)

    def get(self, number: int) -> tuple[dict[str, pl.DataFrame], dict[str, Any]]:
        """
        Return a piece as it was put.

        Raises:
            UserError: ``results_corrupt``: a file of it is not the one that was written.
        """
        folder = self.folder / f"{number:04d}"
        try:
            said = json.loads((folder / FACTS).read_bytes())
            contents = {name: (folder / f"{name}.parquet").read_bytes() for name in said["tables"]}
        except (OSError, ValueError, KeyError, TypeError):
            raise UserError("results_corrupt", file=str(folder), reason="missing") from None
        for name, content in contents.items():
            if fingerprint_of_bytes(content) != said["tables"][name]:
                raise UserError("results_corrupt", file=str(folder / f"{name}.parquet"), reason="changed")
        return {name: pl.read_parquet(io.BytesIO(one)) for name, one in contents.items()}, said["facts"]


class UnfinishedFolder:
    """
    A results folder in the making that outlives the program: whole under its final name, or resumable.

    Use `begin` or `resume`, then as a context manager. Leaving it without an error gives `results` its final
    name; with one, the folder stays if anything was kept and vanishes if not.

    Attributes:
        path:    the folder with the unfinished work.
        request: what was asked, plain values.
        results: where the results are written.
        final:   final name; known when the results are whole.

    Raises:
        UserError: ``results_exist`` or ``results_unwritable``; also in the place of an `OSError` that leaves
            the context.
    """

    def __init__(self, path: Path, wanted: Path, request: Mapping[str, Any], *, exact: bool) -> None:
        self.path = path
        self.wanted = wanted
        self.exact = exact
        self.request = request
        self.results = path / "results"
        self.final: Path | None = None
        self._lock: IO[bytes] | None = None

    @classmethod
    def begin(cls, wanted: Path, request: Mapping[str, Any], *, exact: bool) -> "UnfinishedFolder":
        """
        Return a new folder.

        Args:
            wanted:  final name of the results.
            request: what is asked, plain values that JSON can hold: all that `resume` will need.
            exact:   the user asked for this name; else the next free one is taken.

        Raises:
            UserError: ``results_exist`` or ``results_unwritable``.
        """
        if exact and is_taken(wanted):
            raise UserError("results_exist", file=str(wanted))
        said = {"wanted": str(wanted.absolute()), "exact": exact, "versions": _versions(), "request": request}
        number = 1
        while True:
            path = numbered(wanted, number).with_name(numbered(wanted, number).name + PARTIAL)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.mkdir()
            except FileExistsError:
                if not path.is_dir():  # a file stands where a folder above it should be
                    raise UserError("results_unwritable", file=str(wanted), reason="not_a_folder") from None
                number += 1
                continue
            except OSError as problem:
                raise unwritable(wanted, problem) from None
            break
        try:
            working = path / f"{REQUEST}.writing"
            working.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
            working.rename(path / REQUEST)
        except OSError as problem:
            shutil.rmtree(path, ignore_errors=True)
            raise unwritable(wanted, problem) from None
        return cls(path, wanted, request, exact=exact)

    @classmethod
    def resume(cls, given: Path) -> "UnfinishedFolder":
        """
        Return the folder of work that was broken off.

        Args:
            given: that folder, or the final name that its results would have had.

        Raises:
            UserError: ``resume_missing``, ``resume_foreign`` (another version of the program or of a library
                began it) or ``results_corrupt``.
        """
        beside = given.with_name(given.name + PARTIAL)
        path = given if (given / REQUEST).exists() else beside
        if not (path / REQUEST).exists():
            raise UserError("resume_missing", file=str(given))
        try:
            said = json.loads((path / REQUEST).read_bytes())
            wanted, exact, request = Path(said["wanted"]), bool(said["exact"]), dict(said["request"])
            then, here = dict(said["versions"]), _versions()
        except (OSError, ValueError, KeyError, TypeError):
            raise UserError("results_corrupt", file=str(path / REQUEST), reason="unreadable") from None
        if then != here:
            different = [
                f"{name} {then.get(name)} → {here[name]}" for name in here if then.get(name) != here[name]
            ]
            raise UserError("resume_foreign", file=str(path), what=different)
        return cls(path, wanted, request, exact=exact)

    def kept(self, strand: str = "replications") -> Kept:
        """Return the finished pieces of a strand of work: a study may have several."""
        return Kept(self.path / "kept" / strand)

    def n_kept(self) -> int:
        """Return how many pieces are finished, of all strands."""
        folder = self.path / "kept"
        return sum(len(Kept(one).numbers()) for one in folder.iterdir()) if folder.is_dir() else 0

    def __enter__(self) -> Self:
        try:
            self._take_lock()
            self.results.mkdir(exist_ok=True)
        except OSError as problem:
            raise unwritable(self.wanted, problem) from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        except OSError as problem:
            raise unwritable(self.wanted, problem) from None
        finally:
            if self.final is not None or self.n_kept() == 0:
                shutil.rmtree(self.path, ignore_errors=True)
            if self._lock is not None:
                self._lock.close()
        if isinstance(error, OSError):
            raise unwritable(self.wanted, error) from None

    def expected(self) -> Path:
        """
        Return the final name that the results would get now.

        Raises:
            UserError: ``results_exist``.
        """
        number = 1
        while is_taken(final := numbered(self.wanted, number)):
            if self.exact:
                raise UserError("results_exist", file=str(self.wanted))
            number += 1
        return final

    def _finish(self) -> None:
        final = self.expected()
        self.results.rename(final)
        self.final = final

    def _take_lock(self) -> None:
        """
        Hold the folder as long as this process lives.

        Raises:
            UserError: ``resume_busy``: another process works in it.
        """
        self._lock = (self.path / _LOCK).open("wb")
        if sys.platform != "win32":
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._lock.close()
                raise UserError("resume_busy", file=str(self.path)) from None


def _versions() -> dict[str, str]:
    here = {"onestop_sim": program_version(), "python": platform.python_version()}
    return here | {one: version(one) for one in LIBRARIES}
