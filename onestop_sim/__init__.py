"""
Event-driven simulator of the Vietnamese one-stop shop: load a scenario, vary it, run it, compare.

>>> import onestop_sim as oss
>>> desk = oss.load("scenarios/examples/one-desk.yaml")
>>> two = oss.vary(desk, {"offices": {"desk": {"officers": 2}}}, name="two-officers")
>>> oss.diff(desk, two)[0]
'One-stop desk of the commune: officer, 1 → 2 people'
>>> found = oss.compare(desk, two, replications=4)
>>> row = found.differences.filter(statistic="mean_wait_min", family="headline").row(0, named=True)
>>> row["ci_high"] < 0 and row["is_found"]
True

Importing this does nothing else: each name is fetched when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from onestop_sim.app.in_python import Comparison, Results, compare, diff, load, run, vary
    from onestop_sim.engine.simulate import simulate
    from onestop_sim.errors import UserError
    from onestop_sim.eventlog.log import EventLog
    from onestop_sim.plan.compiler import compile_plan
    from onestop_sim.scenario.model import Scenario

__all__ = [
    "Comparison",
    "EventLog",
    "Results",
    "Scenario",
    "UserError",
    "compare",
    "compile_plan",
    "diff",
    "load",
    "run",
    "simulate",
    "vary",
]

_HOME: Final = {
    **dict.fromkeys(("Comparison", "Results", "compare", "diff", "load", "run", "vary"), "app.in_python"),
    "EventLog": "eventlog.log",
    "Scenario": "scenario.model",
    "UserError": "errors",
    "compile_plan": "plan.compiler",
    "simulate": "engine.simulate",
}
"""Module of each name."""


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
