"""What is odd about the beginning of a run: a warm-up that is too short or idle, dossiers counted twice."""

from collections.abc import Iterator

from onestop_sim.plan.span import limit_wd
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.scoping import is_meant
from onestop_sim.study.finding import Finding, Severity
from onestop_sim.study.forecast import expected_dossiers


def warm_up_findings(scenario: Scenario) -> Iterator[Finding]:
    """Yield what is odd about warm-up and opening backlog."""
    warming = dict.fromkeys(scenario.procedures)  # a procedure that nobody asks for needs its time too
    twice: dict[tuple[str, ...], tuple[str, str]] = {}
    if scenario.opening_backlog:
        warming = {}
        for unit, procedure in expected_dossiers(scenario, next(iter(scenario.periods))):
            scopes = [
                name
                for name, one in scenario.opening_backlog.items()
                if is_meant(scenario, one, procedure, unit)
            ]
            if not scopes:
                warming[procedure] = None
            elif len(scopes) > 1:
                twice.setdefault(tuple(scopes), (unit, procedure))
    for both, (unit, procedure) in twice.items():
        values = {"where": f"opening_backlog.{both[0]}", "other": both[1]}
        yield Finding(
            Severity.WARNING, "lint_backlog_twice", {**values, "procedure": procedure, "unit": unit}
        )
    warm_up_wd = scenario.horizon.warm_up_wd
    if not warming:
        if warm_up_wd != 0:
            yield Finding(Severity.WARNING, "lint_warm_up_idle", {"where": "horizon.warm_up_wd"})
        return
    longest = max(warming, key=lambda name: limit_wd(scenario.procedures[name]))
    longest_wd = limit_wd(scenario.procedures[longest])
    # A shorter warm-up may have been measured to be enough: then `horizon` says so in its source.
    needed_wd = longest_wd if scenario.horizon.source else 2 * longest_wd
    if warm_up_wd is not None and warm_up_wd < needed_wd:
        values = {"where": "horizon", "procedure": longest}
        yield Finding(
            Severity.WARNING,
            "lint_warm_up_too_short",
            {**values, "given_wd": warm_up_wd, "needed_wd": needed_wd},
        )
