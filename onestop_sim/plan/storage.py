"""A plan on disk: arrays in one NumPy archive, names beside them as JSON; nothing in it can run."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, fields
from pathlib import Path
from types import UnionType
from typing import Any, Final, get_args, get_type_hints

import numpy as np
import numpy.typing as npt

from onestop_sim.errors import UserError
from onestop_sim.plan.columns import Columns
from onestop_sim.plan.plan import LegalDays, Names, Period, Plan, Shifts, Timetable

_FORMAT: Final = 2
"""Number of the layout; a reader of another one refuses the file."""
_SAID: Final = "said"
"""Member of the archive that holds everything that is not a column, as JSON in UTF-8."""

_Array = npt.NDArray[Any]


def save(plan: Plan, path: Path) -> None:
    """
    Write a plan to one file, ``.npz``; an interrupted write leaves nothing under that name.

    Raises:
        UserError: ``results_unwritable``.
    """
    members = dict(_arrays(plan))
    said = _said(plan) | {"fingerprint": fingerprint(plan)}
    members[_SAID] = np.frombuffer(json.dumps(said, ensure_ascii=False).encode(), np.uint8)
    unfinished = path.with_name(path.name + ".part")
    try:
        with unfinished.open("wb") as file:
            np.savez(file, **members)  # type: ignore[arg-type]  # its only keyword would be allow_pickle
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise UserError("results_unwritable", file=str(path), reason=error.strerror) from None


def load(path: Path) -> Plan:
    """
    Return the plan of a file, equal to the one that was saved: both have one fingerprint.

    Raises:
        UserError: ``file_missing``, or ``plan_corrupt``: damaged, cut off, changed, of another
            layout, or no plan at all.
    """
    if not path.exists():
        raise UserError("file_missing", file=str(path))
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            members = {name: archive[name] for name in archive.files}
        said = json.loads(bytes(members.pop(_SAID)))
        plan = _plan(members, said)
        is_whole = said["format"] == _FORMAT and said["fingerprint"] == fingerprint(plan)
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        EOFError,
        zipfile.BadZipFile,
    ) as problem:
        raise UserError("plan_corrupt", file=str(path), reason=type(problem).__name__) from None
    if not is_whole:
        raise UserError("plan_corrupt", file=str(path), reason="fingerprint")
    return plan


def fingerprint(plan: Plan) -> str:
    """
    Return 32 hexadecimal digits that stand for a whole plan, the same on every machine.

    Taken over the canonical (little-endian) bytes of each column with its name and type, and over
    names and periods.
    """
    digest = hashlib.blake2b(digest_size=16)
    for name, array in _arrays(plan):
        canonical = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        digest.update(f"{name} {canonical.dtype.str} {canonical.shape}\n".encode())
        digest.update(canonical.data)
    digest.update(json.dumps(_said(plan), sort_keys=True).encode())
    return digest.hexdigest()


def _arrays(plan: Plan) -> Iterator[tuple[str, _Array]]:
    """Yield each column of a plan under its full name, in the order of the fields."""
    for one in fields(plan):
        value = getattr(plan, one.name)
        if isinstance(value, np.ndarray):
            yield one.name, value
        elif isinstance(value, Columns):
            yield from ((f"{one.name}.{name}", array) for name, array in value.arrays().items())
    for number, shifts in enumerate(plan.calendars):
        yield from ((f"calendars.{number}.{name}", array) for name, array in shifts.arrays().items())
    for number, rounds in enumerate(plan.timetables):
        yield f"timetables.{number}.collects_s", rounds.collects_s
        yield f"timetables.{number}.delivers_s", rounds.delivers_s
    for number, legal in enumerate(plan.legal_calendars):
        yield f"legal_calendars.{number}.working_days", legal.working_days


def _said(plan: Plan) -> dict[str, Any]:
    """Return all of a plan that is not an array, as JSON can say it."""
    hours = [one.name for one in fields(LegalDays) if one.name != "working_days"]
    return {
        "format": _FORMAT,
        "names": asdict(plan.names),
        "periods": [asdict(one) for one in plan.periods],
        "legal_calendars": [
            {name: int(getattr(one, name)) for name in hours} for one in plan.legal_calendars
        ],
        "n_calendars": len(plan.calendars),
        "n_timetables": len(plan.timetables),
        **{name: int(getattr(plan, name)) for name in _whole_numbers()},
    }


def _whole_numbers() -> list[str]:
    """Return the names of the plan's fields that are single numbers."""
    return [name for name, kind in get_type_hints(Plan).items() if kind is int]


def _plan(members: dict[str, _Array], said: dict[str, Any]) -> Plan:
    parts: dict[str, Any] = {name: said[name] for name in _whole_numbers()}
    for name, kind in get_type_hints(Plan).items():
        is_optional = isinstance(kind, UnionType)
        table = get_args(kind)[0] if is_optional else kind
        if isinstance(table, type) and issubclass(table, Columns):
            if not is_optional or any(member.startswith(f"{name}.") for member in members):
                parts[name] = _table(table, name, members)
        elif name in members:
            parts[name] = members[name]
    parts["calendars"] = tuple(
        _table(Shifts, f"calendars.{number}", members) for number in range(said["n_calendars"])
    )
    parts["timetables"] = tuple(
        Timetable(members[f"timetables.{number}.collects_s"], members[f"timetables.{number}.delivers_s"])
        for number in range(said["n_timetables"])
    )
    parts["legal_calendars"] = tuple(
        LegalDays(working_days=members[f"legal_calendars.{number}.working_days"], **hours)
        for number, hours in enumerate(said["legal_calendars"])
    )
    parts["periods"] = tuple(Period(**one) for one in said["periods"])
    parts["names"] = Names(**_with_tuples(said["names"]))
    return Plan(**parts)


def _table(kind: type[Columns], name: str, members: dict[str, _Array]) -> Columns:
    return kind(**{one.name: members[f"{name}.{one.name}"] for one in fields(kind)})


def _with_tuples(names: dict[str, Any]) -> dict[str, Any]:
    """JSON knows lists alone; names are tuples."""
    return {key: tuple(one) if isinstance(one, list) else one for key, one in names.items()}
