"""
Trials of a scenario: each point is set into it, lived, and read: targets first, then what is concluded.

Besides the targets every trial tells what a reader would conclude from the fitted scenario, so that it
can be seen whether the conclusion survives another set of parameters.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Final

import numpy as np

from onestop_sim.engine.simulate import simulate, uncollected
from onestop_sim.errors import UserError
from onestop_sim.eventlog.laws import check_laws
from onestop_sim.eventlog.reading import Flags, Reading
from onestop_sim.eventlog.shift_table import shifts_of
from onestop_sim.plan.compiler import compile_plan
from onestop_sim.plan.draws import Seed
from onestop_sim.scenario.free_parameters import with_values
from onestop_sim.scenario.model import Scenario
from onestop_sim.stats.catalogue import measure
from onestop_sim.stats.form_ii06 import Period, dossier_marks
from onestop_sim.stats.groups import groups_of
from onestop_sim.stats.workload import officer_time
from onestop_sim.study.calibrate_space import Parameter, Target
from onestop_sim.study.calibrate_trials import Trial
from onestop_sim.study.shared_luck import shared_luck
from onestop_sim.terms import ClockChoice, CountingRule, Grouping, Statistic, Verdict

LATE: Final = "late_recorded"
"""Dossiers resolved late on the software's clock ..."""
LATE_PHANTOM: Final = "late_phantom"
"""... that were decided in time."""
OVERDUE: Final = "overdue_recorded"
"""Open records past their date in the software ..."""
OVERDUE_PHANTOM: Final = "overdue_phantom"
"""... whose dossiers were not open past their date."""
UTILISATION: Final = "utilisation"
"""Busy over duty time at a place."""
OFFICERS: Final = "officers"
"""Work at a place, in officers who would be busy for all of its opening time."""

Outcome = tuple[str, str, str]
"""Name of an outcome, period, and place or target ("" where there is none)."""

_FIGURE: Final = "figure"
_LUCK: Final = "luck"


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is asked for: a scenario, values to set into it, a replication, what to read."""

    scenario: Scenario
    values: dict[str, float]
    root_seed: int
    number: int
    targets: tuple[Target, ...]


class LiveScenario:
    """
    Lives trials of a scenario; callable as `Trials` wants it.

    Args:
        scenario:   what the planner says.
        parameters: what a point is made of.
        targets:    what is read first.
        executor:   where trials run; None: here.
        on_trial:   called after each.

    Attributes:
        outcomes: what the numbers of a trial are, in order; known after the first trial.
    """

    def __init__(
        self,
        scenario: Scenario,
        parameters: Sequence[Parameter],
        targets: Sequence[Target],
        executor: Executor | None = None,
        on_trial: Callable[[], None] | None = None,
    ) -> None:
        self.scenario = scenario
        self.parameters = tuple(parameters)
        self.targets = tuple(targets)
        self.executor = executor
        self.on_trial = on_trial
        self.outcomes: tuple[Outcome, ...] = ()

    def __call__(self, trials: Sequence[Trial]) -> Iterator[tuple[Trial, Sequence[float]]]:
        """Yield the outcomes of trials as they end."""
        for trial, found in self._answers(trials):
            self.outcomes = self.outcomes or tuple(found)
            if self.on_trial is not None:
                self.on_trial()
            yield trial, tuple(found.values())

    def _answers(self, trials: Sequence[Trial]) -> Iterator[tuple[Trial, dict[Outcome, float]]]:
        if self.executor is None:
            for trial in trials:
                yield trial, live_once(self._job(trial))
            return
        futures: dict[Future[dict[Outcome, float]], Trial] = {
            self.executor.submit(live_once, self._job(trial)): trial for trial in trials
        }
        try:
            for ended in as_completed(futures):
                yield futures[ended], ended.result()
        except BrokenProcessPool:
            raise UserError("worker_lost") from None
        finally:
            for future in futures:
                future.cancel()

    def _job(self, trial: Trial) -> Job:
        """Return a job; what stays as the scenario says is not set again."""
        values = {one.path: x for one, x in zip(self.parameters, trial.point, strict=True) if x != one.value}
        return Job(self.scenario, values, trial.root_seed, trial.number, self.targets)


def live_once(job: Job) -> dict[Outcome, float]:
    """
    Live one trial and return its outcomes by name; this is what a worker does.

    Raises:
        UserError: from setting the values, from compiling, or from a broken law, with `replication`.
    """
    try:
        with uncollected():
            scenario = with_values(job.scenario, job.values) if job.values else job.scenario
            plan = compile_plan(scenario, root_seed=job.root_seed, replication=job.number)
            reading = Reading(simulate(plan))
            del plan  # what is asked of the log needs the memory
            check_laws(reading)
            return outcomes_of(reading, job.targets, scenario, Seed(job.root_seed, job.number))
    except UserError as error:
        error.values.setdefault("replication", job.number)
        raise


def outcomes_of(
    reading: Reading, targets: Sequence[Target], scenario: Scenario, seed: Seed
) -> dict[Outcome, float]:
    """Return targets, luck and conclusions of a log, in the same order for all of a scenario's."""
    log, rule = reading.log, scenario.reporting.counting_rule
    periods: dict[str, Period] = {
        name: (start, end) for name, start, end in log.tables["periods"].iter_rows()
    }
    found: dict[Outcome, float] = {
        (_FIGURE, one.period, one.id): _figure(reading, _span(one, periods), one, rule) for one in targets
    }
    for one in targets:
        luck = shared_luck(reading, scenario, seed, _span(one, periods), _counted(reading, one))
        found |= {(_LUCK, one.period, f"{one.id} {number}"): x for number, x in enumerate(luck)}
    for name, period in periods.items():
        for key, value in _clocks(reading, period, rule).items():
            found[key, name, ""] = value
        for (key, place), value in _people(reading, period).items():
            found[key, name, place] = value
    return found


def _counted(reading: Reading, target: Target) -> Flags:
    """Return which dossiers a target counts, bool[n]."""
    scope = target.scope
    chosen = np.ones(reading.n, np.bool_)
    for by, name in (
        (Grouping.LEVEL, scope.level),
        (Grouping.UNIT, scope.unit),
        (Grouping.FIELD, scope.field),
    ):
        if name:
            names, group = groups_of(reading, by)
            chosen &= group == names.index(name)
    return chosen


def _span(target: Target, periods: dict[str, Period]) -> Period:
    named = target.scope.periods
    return periods[named[0]][0], periods[named[-1]][1]


def _figure(reading: Reading, period: Period, target: Target, rule: CountingRule) -> float:
    scope = target.scope
    value = measure(
        reading,
        period,
        Statistic(scope.statistic),
        unit=scope.unit or None,
        level=scope.level or None,
        field=scope.field or None,
        clock=ClockChoice(scope.clock),
        rule=rule,
    )
    return 0.0 if np.isnan(value) else float(value) * target.factor


def _clocks(reading: Reading, period: Period, rule: CountingRule) -> dict[str, float]:
    """Return what is late and overdue in the software, and how much of it in the software only."""
    shown = dossier_marks(reading, period, ClockChoice.RECORDED, rule)
    as_it_was = dossier_marks(reading, period, ClockChoice.OCCURRED, rule)
    ever_late = reading.verdicts(reading.due_s(), reading.final_s()) == Verdict.LATE
    late, overdue = shown["late"], shown["late_open"]
    return {
        LATE: float(np.count_nonzero(late)),
        LATE_PHANTOM: float(np.count_nonzero(late & ~ever_late)),
        OVERDUE: float(np.count_nonzero(overdue)),
        OVERDUE_PHANTOM: float(np.count_nonzero(overdue & ~as_it_was["late_open"])),
    }


def _people(reading: Reading, period: Period) -> dict[tuple[str, str], float]:
    """Return utilisation and work of each place with officers on duty."""
    names = reading.log.tables["places"]["name"].to_list()
    table = officer_time(reading, period)
    place = table["place"].to_numpy()
    duty_s, busy_s = (
        np.bincount(place, weights=table[column].to_numpy(), minlength=len(names))
        for column in ("duty_s", "busy_s")
    )
    rows = np.arange(len(names))
    start_s, end_s = (np.full(len(names), at_s) for at_s in period)
    open_s = shifts_of(reading, "place").worked_between(rows, start_s, end_s)
    found: dict[tuple[str, str], float] = {}
    for at, name in enumerate(names):
        found[UTILISATION, name] = float(busy_s[at] / duty_s[at]) if duty_s[at] else 0.0
        found[OFFICERS, name] = float(busy_s[at] / open_s[at]) if open_s[at] else 0.0
    return found
