"""Fingerprints: short hashes of what went in and what came out, equal on every machine."""

import hashlib
import json
from typing import Any

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
