"""Whether the engine runs as Python or was compiled, and of which sources (`app/compile_engine.py`)."""

from functools import cache
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Final

from onestop_sim.errors import UserError

MODULES: Final = (
    *(f"onestop_sim/{name}.py" for name in ("calendar", "memory", "memory_compiled")),
    *(
        f"onestop_sim/engine/{name}.py"
        for name in (
            "actor",
            "agenda",
            "agenda_compiled",
            "apology",
            "appointment",
            "desk",
            "given_dates",
            "handoff",
            "journey",
            "office",
            "officer",
            "post",
            "recorder",
            "shop",
            "simulate",
            "supplement",
            "ties",
        )
    ),
)
"""What is compiled, by path from the root of the checkout: whatever is called for each event."""

IN_PLACE_OF: Final = {
    "onestop_sim/memory_compiled.py": "onestop_sim/memory.py",
    "onestop_sim/engine/agenda_compiled.py": "onestop_sim/engine/agenda.py",
}
"""Modules of the compiled engine that stand in the place of others: what differs because it is compiled."""

MADE_OF: Final = "onestop_sim/engine/made_of.py"
"""Module that exists in the compiled engine alone and says of which sources it was made."""

_ROOT: Final = Path(__file__).resolve().parents[2]


def hash_of(source: Path) -> str:
    """Return a hash of a source file, 32 hexadecimal digits."""
    return blake2b(source.read_bytes(), digest_size=16).hexdigest()


@cache
def is_compiled() -> bool:
    """
    Return whether the engine that is loaded was compiled.

    Raises:
        UserError: ``engine_stale``, it was compiled of other sources than those that are there.
    """
    try:
        made_of = import_module("onestop_sim.engine.made_of")
    except ModuleNotFoundError:
        return False
    for module in MODULES:
        if made_of.HASHES.get(module) != hash_of(_ROOT / module):
            raise UserError("engine_stale", file=module)
    return True
