"""A finding of `check`: something odd about a scenario, as a key and values; `words` has the sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    """A run cannot make sense; `run` refuses the scenario."""
    WARNING = "warning"
    """The planner should look; it may be meant."""


@dataclass(frozen=True, slots=True)
class Finding:
    """
    Something odd about a scenario.

    Attributes:
        severity: error or warning.
        key:      name of the message in `words`.
        values:   what the message needs.
    """

    severity: Severity
    key: str
    values: Mapping[str, Any]
