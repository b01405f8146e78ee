"""What is odd about a table of reported figures: names that the scenario and the statistics do not know."""

import difflib
from collections.abc import Iterator, Sequence

from onestop_sim.scenario.evidence import ReportedFigure
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.compare_reported import periods_of
from onestop_sim.study.finding import Finding, Severity
from onestop_sim.terms import Channel, Statistic


def evidence_findings(scenario: Scenario, evidence: Sequence[ReportedFigure]) -> Iterator[Finding]:
    """Yield every statistic, period, level, unit, field and channel that a reported figure names in vain."""
    known = {
        "level": sorted({unit.level for unit in scenario.units.values()}),
        "unit_name": sorted(scenario.units),
        "field": sorted({procedure.field for procedure in scenario.procedures.values()}),
        "channel": [channel.name.lower() for channel in Channel],
    }
    statistics = sorted(Statistic)
    for figure in evidence:
        where = {"line": figure.file_line, "id": figure.id}
        if figure.statistic and figure.statistic not in statistics:
            yield Finding(
                Severity.ERROR,
                "lint_unknown_statistic",
                {
                    "line": figure.file_line,
                    "id": figure.id,
                    "given": figure.statistic,
                    "known": statistics,
                    "near": _near(figure.statistic, statistics),
                },
            )
        if figure.statistic and not periods_of(scenario, figure):
            days = f"{figure.period_start or '?'} .. {figure.period_end or '?'}"
            yield Finding(
                Severity.WARNING,
                "lint_evidence_period",
                {**where, "given": days, "known": sorted(scenario.periods)},
            )
        for what, names in known.items():
            given = getattr(figure, what)
            if figure.statistic and given and given not in names:
                yield Finding(
                    Severity.ERROR,
                    "lint_evidence_name",
                    {**where, "what": what, "given": given, "known": names, "near": _near(given, names)},
                )


def _near(given: str, names: Sequence[str]) -> str:
    return next(iter(difflib.get_close_matches(given, names, n=1)), "")
