"""What the golden run is: three replications of the tiny scenario under seed 1."""

from pathlib import Path
from typing import Any, Final

from onestop_sim.study.fingerprint import fingerprint_of_scenario
from onestop_sim.study.replicate import replicate
from onestop_sim.study.summary import summarise
from onestop_sim.terms import Statistic
from tests.scenarios import tiny_scenario

GOLDEN: Final = Path(__file__).with_name("tiny.json")

HEADLINES: Final = (
    Statistic.RECEIVED,
    Statistic.RESOLVED,
    Statistic.EARLY,
    Statistic.ON_TIME,
    Statistic.LATE,
    Statistic.PENDING,
    Statistic.RETURNED,
    Statistic.WITHDRAWN,
    Statistic.REFUSED,
    Statistic.SENT_HOME,
    Statistic.LETTERS_SENT,
    Statistic.HOME_DELIVERY_DELIVERED,
    Statistic.CIRCULATED_UP,
    Statistic.MEAN_WAIT_MIN,
    Statistic.MEAN_STAY_DAYS,
    Statistic.UTILISATION,
)


def golden_run() -> dict[str, Any]:
    """Return fingerprints and headline figures, rounded to what does not depend on the machine."""
    scenario = tiny_scenario()
    replications = replicate(scenario, replications=3, root_seed=1)
    figures = summarise(replications).filter(level="", unit="", field="", clock="occurred")
    means = dict(zip(figures["statistic"], figures["mean"], strict=True))
    return {
        "scenario": fingerprint_of_scenario(scenario),
        "replications": [
            {"number": one.number, "plan": one.fingerprints.plan, "log": one.fingerprints.log}
            for one in replications
        ],
        "figures": {one.value: round(means[one.value], 6) for one in HEADLINES},
    }
