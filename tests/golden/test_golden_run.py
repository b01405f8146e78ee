"""
The golden run: fingerprints and headline figures of the tiny scenario, as committed.

When a change is meant to move numbers, `python -m tests.golden.renew` writes the new ones, and the
change has an entry in CHANGELOG.md that says **Numbers change**.
"""

import json

import pytest

from tests.golden.run import GOLDEN, golden_run


@pytest.fixture(scope="module")
def found() -> dict[str, object]:
    """The golden run, lived now."""
    return golden_run()


@pytest.mark.parametrize("part", ["scenario", "replications", "figures"])
def test_the_golden_run_has_not_moved(found, part):
    """Scenario, plans, logs and figures are those that were committed."""
    assert found[part] == json.loads(GOLDEN.read_text(encoding="utf-8"))[part]
