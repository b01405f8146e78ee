"""Fingerprints: short hashes of what went in and what came out, equal on every machine."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from onestop_sim.plan.plan import Plan
from onestop_sim.scenario.model import Scenario


def canonical_json(content: Any) -> str:
    """
    Return the one way in which content is written: mappings keep their order, for steps of a route have one.

    >>> canonical_json({"b": 1, "a": "Tết"})
    '{"b":1,"a":"Tết"}'
    """
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def fingerprint_of_text(text: str) -> str:
    """
    Return a hash of a text, 32 hexadecimal digits.

    >>> fingerprint_of_text("")
    'cae66941d9efbd404e4d88758ea67670'
    """
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def fingerprint_of_bytes(content: bytes) -> str:
    """Return a hash of some bytes, 32 hexadecimal digits."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def scenario_as_resolved(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario as plain values, everything said or taken for granted; reading it gives it back."""
    resolved: dict[str, Any] = scenario.model_dump(mode="json")
    return resolved


def fingerprint_of_scenario(scenario: Scenario) -> str:
    """Return a hash of all that a scenario says."""
    return fingerprint_of_text(canonical_json(scenario_as_resolved(scenario)))


def fingerprint_of_plan(plan: Plan) -> str:
    """Return a hash of the canonical bytes of every array, number and name of a plan."""
    digest = hashlib.blake2b(digest_size=16)
    for path, value in _leaves("plan", plan):
        if isinstance(value, np.ndarray):
            little = value.astype(value.dtype.newbyteorder("<"), copy=False)
            digest.update(f"{path}:{little.dtype.str}:{value.shape}\n".encode())
            digest.update(np.ascontiguousarray(little).tobytes())
        else:
            digest.update(f"{path}={value!r}\n".encode())
    return digest.hexdigest()


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    if is_dataclass(value):
        for one in fields(value):
            yield from _leaves(f"{path}.{one.name}", getattr(value, one.name))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _leaves(f"{path}.{number}", inner)
    else:
        yield path, value
