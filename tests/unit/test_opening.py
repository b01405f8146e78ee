"""The first day from totals: so many are open as a report says, and stand where a warm-up leaves them."""

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from onestop_sim.clock import DAY_S
from onestop_sim.engine.simulate import simulate
from onestop_sim.errors import UserError
from onestop_sim.eventlog.laws import check_laws
from onestop_sim.eventlog.log import EventLog
from onestop_sim.eventlog.reading import Reading
from onestop_sim.plan.draws import Seed
from onestop_sim.plan.plan import Plan
from onestop_sim.plan.storage import fingerprint
from onestop_sim.scenario.model import Scenario
from onestop_sim.stats.form_ii06 import form_ii06
from onestop_sim.study.lint import lint
from onestop_sim.study.shared_luck import shared_luck
from onestop_sim.terms import ClockChoice, CountingRule, Grouping
from tests.plans import SEED, plan_of, shared
from tests.scenarios import merged, tiny_scenario

BUSY: dict[str, Any] = {
    "horizon": {"warm_up_wd": 40, "run_off_wd": 0},
    "procedures": {
        "land_transfer": {
            "route": {"measuring": {"share": 1, "delay": {"kind": "gamma", "mean": 9, "sd": 5, "unit": "d"}}}
        }
    },
    "offices": {
        "land": {"officers": {"surveyor": {"n": 9}}, "working_rule": "to_the_date"},
        "division": {"officers": {"specialist": {"n": 6}}, "working_rule": "to_the_date"},
        "leader": {"officers": 3},
    },
    "demand": {
        "communes": {"n_per_period": {"2023q1": 600}, "mix": {"certified_copy": 1, "land_transfer": 2}},
        "district": {"n_per_period": {"2023q1": 300}},
    },
}
"""The tiny scenario with dossiers enough to be open, some of them late."""
COLUMNS = ("resolved", "late", "pending_within", "pending_overdue")


def busy(**changes: Any) -> Scenario:
    """Return that scenario, with parts changed."""
    return tiny_scenario(**merged(BUSY, changes))


def without_warm_up(backlog: dict[str, Any], **changes: Any) -> Scenario:
    """Return that scenario, beginning on the first day with a backlog."""
    return busy(**merged({"horizon": {"warm_up_wd": 0}, "opening_backlog": backlog}, changes))


def counted(
    log: EventLog, start_s: int, end_s: int, clock: ClockChoice = ClockChoice.OCCURRED
) -> dict[str, int]:
    """Return the row of all dossiers of the form of a time."""
    rule = CountingRule.FORM_II06
    table = form_ii06(Reading(log), (start_s, end_s), Grouping.LEVEL, clock, rule)
    return table.row(-1, named=True)


def first_day(log: EventLog, clock: ClockChoice = ClockChoice.OCCURRED) -> dict[str, int]:
    """Return how many are open after the first instant of the first day, in which who waits says so."""
    return counted(log, -DAY_S, 1, clock)


def test_a_warm_up_and_its_own_backlog_as_totals_agree() -> None:
    """Totals read off a warm-up's register on the first day lead to the figures that the warm-up leads to."""
    lived: list[list[int]] = []
    drawn: list[list[int]] = []
    for replication in range(12):
        log = simulate(plan_of(busy(), replication))
        end_s = log.tables["periods"].row(0)[2]
        lived.append([counted(log, 0, end_s)[name] for name in COLUMNS])
        there = first_day(log)
        totals = {"open_within": there["pending_within"], "open_overdue": there["pending_overdue"]}
        other = simulate(plan_of(without_warm_up({"all": totals}), replication))
        check_laws(other)
        again = counted(other, 0, end_s)
        assert again["carried_over"] == sum(totals.values())
        drawn.append([again[name] for name in COLUMNS])
    lived_, drawn_ = np.array(lived, float), np.array(drawn, float)
    assert (lived_.mean(axis=0) > 5).all()
    error = np.sqrt((lived_.var(axis=0, ddof=1) + drawn_.var(axis=0, ddof=1)) / len(lived_))
    gap = np.abs(drawn_.mean(axis=0) - lived_.mean(axis=0))
    assert (gap <= 2 * error).all(), dict(zip(COLUMNS, zip(gap, error, strict=True), strict=True))


@pytest.mark.parametrize(
    ("totals", "expected"),
    [
        ({"open_within": 60, "open_overdue": 9}, {"pending_within": 60, "pending_overdue": 9}),
        ({"open_within": 40, "open_overdue": 0, "carried_over": 40}, {"pending_overdue": 0, "pending": 40}),
        ({"carried_over": 77}, {"pending": 77}),
        ({"carried_over": 77, "open_overdue": 20}, {"pending": 77, "pending_overdue": 20}),
    ],
)
def test_so_many_are_open_as_the_totals_say(totals: dict[str, int], expected: dict[str, int]) -> None:
    """Each bucket of the first day's register has exactly its number, in every replication."""
    for replication in range(3):
        plan = plan_of(without_warm_up({"all": totals}), replication)
        log = simulate(plan)
        check_laws(log)
        there = first_day(log)
        for bucket, number in expected.items():
            assert there[bucket] == number, bucket


def test_paused_dossiers_may_be_a_bucket_of_their_own() -> None:
    """With `paused` given, so many wait for their applicants, and the others do not."""
    totals = {"open_within": 50, "open_overdue": 5, "paused": 25}
    log = simulate(plan_of(without_warm_up({"all": totals})))
    rule = CountingRule.THREE_BUCKETS
    table = form_ii06(Reading(log), (-DAY_S, 1), Grouping.LEVEL, ClockChoice.OCCURRED, rule)
    there = table.row(-1, named=True)
    assert there["paused_within"] + there["paused_overdue"] == 25
    assert (there["pending_within"], there["pending_overdue"]) == (50, 5)


def test_a_backlog_of_one_field_leaves_the_warm_up_of_others() -> None:
    """The warm-up brings no dossier of the scope, and everybody else as before; no dossier is there twice."""
    plan = plan_of(busy(opening_backlog={"land": {"fields": ["dat_dai"], "carried_over": 50}}))
    base = plan_of(busy())
    land = plan.names.procedures.index("land_transfer")
    segment = np.array(plan.names.segments)[plan.dossiers.segment]
    assert not ((segment == "warm_up") & (plan.dossiers.procedure == land)).any()
    others = np.flatnonzero(plan.dossiers.procedure != land)
    assert not (segment[others] == "backlog").any()
    here, _ = shared(base, plan)
    assert (
        len(here)
        == (base.dossiers.procedure != land).sum()
        + ((base.dossiers.procedure == land) & (base.dossiers.filed_s >= 0)).sum()
    )
    assert len(np.unique(plan.dossiers.key)) == len(plan.dossiers)
    log = simulate(plan)
    check_laws(log)
    table = form_ii06(Reading(log), (-DAY_S, 0), Grouping.FIELD, ClockChoice.OCCURRED, CountingRule.FORM_II06)
    rows = {row["group"]: row["pending"] for row in table.iter_rows(named=True)}
    assert rows["dat_dai"] == 50


def test_a_larger_total_keeps_everybody() -> None:
    """Twenty more open dossiers are twenty more; nobody who was there has gone, or stands elsewhere."""

    def backlog_of(n: int) -> tuple[Plan, np.ndarray]:
        plan = plan_of(without_warm_up({"all": {"open_within": n, "open_overdue": 4}}))
        segment = np.array(plan.names.segments)[plan.dossiers.segment]
        return plan, np.flatnonzero((segment == "backlog") & (plan.dossiers.due_s > -(10**12)))

    few, who = backlog_of(40)
    more, whose = backlog_of(60)
    assert (len(who), len(whose)) == (44, 64)
    assert np.isin(few.dossiers.key[who], more.dossiers.key[whose]).all()
    here, there = shared(few, more)
    for column in ("due_s", "accepted_s", "entry_left_s", "filed_s"):
        assert (getattr(few.dossiers, column)[here] == getattr(more.dossiers, column)[there]).all()


def test_luck_that_is_known_leaves_out_who_was_chosen_by_it() -> None:
    """Overdue dossiers are drawn because their luck was bad: they are no part of luck with mean zero."""
    bad = {"clustering": {"delays_by_office_and_month": {"value": 0.5, "grade": "assumption"}}}
    found = []
    for n_overdue in (0, 60):
        scenario = without_warm_up({"all": {"open_within": 20, "open_overdue": n_overdue}}, **bad)
        log = simulate(plan_of(scenario))
        period = (0, log.tables["periods"].row(0)[2])
        found.append(shared_luck(Reading(log), scenario, Seed(SEED, 0), period, None))
    assert any(found[0])
    assert found[0] == found[1]


def test_a_total_that_cannot_be_met_is_refused() -> None:
    """A hundred thousand overdue where a few hundred are filed in a month cannot be drawn: an error."""
    scope = {"fields": ["ho_kinh_doanh"], "open_within": 5, "open_overdue": 100_000}
    with pytest.raises(UserError) as problem:
        plan_of(without_warm_up({"business": scope}))
    assert problem.value.key == "backlog_not_met"
    assert problem.value.values["wanted"] == 100_000


LATE = {"share": 0.3, "closed_after": {"kind": "exponential", "mean": 20, "unit": "d"}, "never_share": 0.2}


def unclosed(**opening: Any) -> dict[str, Any]:
    """Return a habit of late closing with a state of the register on the first day."""
    return {"software": {"late_closing": {"all": LATE | opening}}}


@pytest.mark.parametrize("warm_up_wd", [0, 40])
def test_unclosed_records_are_carried_over(warm_up_wd: int) -> None:
    """So many finished dossiers are overdue in the portal on the first day, with a warm-up or without."""
    says = merged(
        {"horizon": {"warm_up_wd": warm_up_wd}}, unclosed(opening="carried_over", opening_unclosed=70)
    )
    log = simulate(plan_of(busy(**says)))
    check_laws(log)
    occurred, recorded = (first_day(log, clock) for clock in (ClockChoice.OCCURRED, ClockChoice.RECORDED))
    assert recorded["pending"] - occurred["pending"] == 70
    assert recorded["pending_overdue"] - occurred["pending_overdue"] == 70
    end_s = log.tables["periods"].row(0)[2]
    # Twenty working days with a mean of twenty: about two thirds of those that anybody closes, some never.
    late = [counted(log, 0, end_s, clock)["late"] for clock in (ClockChoice.RECORDED, ClockChoice.OCCURRED)]
    assert late[0] - late[1] > 20


def test_a_clean_register_has_no_unclosed_record_on_the_first_day() -> None:
    """All that was signed before it is recorded; what is signed later is closed late as ever."""
    left, clean = (simulate(plan_of(busy(**unclosed(**more)))) for more in ({}, {"opening": "clean"}))
    check_laws(clean)
    both = [[first_day(log, clock)["pending"] for clock in ClockChoice] for log in (left, clean)]
    assert both[0][0] != both[0][1]
    assert both[1][0] == both[1][1]
    end_s = clean.tables["periods"].row(0)[2]
    assert counted(clean, 0, end_s, ClockChoice.RECORDED) != counted(clean, 0, end_s)


def test_without_totals_nothing_is_drawn() -> None:
    """A scenario that gives no totals has no backlog, whatever its keys."""
    plan = plan_of(busy())
    assert "backlog" not in set(np.array(plan.names.segments)[plan.dossiers.segment])
    assert fingerprint(plan) == fingerprint(plan_of(busy(opening_backlog={})))


@pytest.mark.parametrize(
    ("totals", "key"),
    [
        ({"open_within": 5}, "backlog_unknown"),
        ({"carried_over": 5, "open_within": 6}, "backlog_parts"),
        ({"carried_over": 9, "open_within": 5, "open_overdue": 3}, "backlog_parts"),
    ],
)
def test_totals_must_say_enough_and_add_up(totals: dict[str, int], key: str) -> None:
    """A part without the whole, parts beyond it, parts that do not make it."""
    with pytest.raises(ValidationError) as problem:
        without_warm_up({"all": totals})
    assert key in {one["type"] for one in problem.value.errors()}


def test_a_number_of_unclosed_records_belongs_to_carried_over() -> None:
    """A number without the word, or the word without a number, is refused."""
    for opening in (
        {"opening_unclosed": 5},
        {"opening": "carried_over"},
        {"opening": "clean", "opening_unclosed": 1},
    ):
        with pytest.raises(ValidationError) as problem:
            busy(**unclosed(**opening))
        assert {one["type"] for one in problem.value.errors()} == {"opening_and_number"}


def test_the_check_sees_dossiers_counted_twice_and_an_idle_warm_up() -> None:
    """Two scopes that mean the same dossiers, and a warm-up that no dossier is left for."""

    def found(scenario: Scenario) -> set[str]:
        return {one.key for one in lint(scenario)}

    land = {"fields": ["dat_dai"], "carried_over": 50}
    assert "lint_backlog_twice" in found(busy(opening_backlog={"land": land, "all": {"carried_over": 80}}))
    assert "lint_backlog_twice" not in found(busy(opening_backlog={"land": land}))
    assert "lint_warm_up_idle" in found(busy(opening_backlog={"all": {"carried_over": 80}}))
    begins = without_warm_up({"all": {"carried_over": 80}})
    assert not {"lint_warm_up_idle", "lint_warm_up_too_short"} & found(begins)
    assert "lint_warm_up_too_short" in found(without_warm_up({"land": land}))
