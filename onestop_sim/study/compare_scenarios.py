"""What differs between two scenarios: every number or rule that is said otherwise, where it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from onestop_sim.scenario.model import Scenario
from onestop_sim.study.fingerprint import scenario_as_resolved

ABSENT: Final = object()
"""In the place of what a scenario does not have."""

_WORDS: Final = frozenset({"name", "title", "description", "source", "grade", "note", "range", "headline"})
_ENDS: Final = frozenset({"low", "high"})
"""Ends of the range of a number, which only `--ranges` reads; of a distribution they are parameters."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """
    One thing that two scenarios say differently.

    Attributes:
        path:   where it stands, ("offices", "district_desk", "officers", "officer", "n").
        before: what the first says, plain values; ABSENT: nothing.
        after:  what the second says; ABSENT: nothing.
        is_words_only: it changes no figure.
    """

    path: tuple[str, ...]
    before: Any
    after: Any
    is_words_only: bool = False


def deviations(base: Scenario, variant: Scenario) -> list[Deviation]:
    """
    Return what two scenarios say differently, in the order of the first.

    A number with its provenance is one thing: `share`, not `share.value`. What one of them lacks, or what
    is of another kind, is one deviation, however much is inside.
    """
    return list(_walk((), scenario_as_resolved(base), scenario_as_resolved(variant)))


def _walk(path: tuple[str, ...], before: Any, after: Any, *, is_words: bool = False) -> Iterator[Deviation]:
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping) and before.get("kind") == after.get("kind"):
        for name in [*before, *(name for name in after if name not in before)]:
            here = path if name == "value" and len(path) > 0 else (*path, str(name))
            words = is_words or name in _WORDS or (name in _ENDS and "kind" not in before)
            yield from _walk(here, before.get(name, ABSENT), after.get(name, ABSENT), is_words=words)
        if list(before) != list(after) and sorted(before) == sorted(after):
            yield Deviation((*path, "order"), list(before), list(after))
        return
    yield Deviation(path, before, after, is_words_only=is_words)
