"""Offices and officers: queues, disciplines, skills, closing time, rules that hold work back, ties."""

import pytest

from onestop_sim.engine.simulate import simulate
from onestop_sim.terms import (
    NOBODY,
    AfterCutoff,
    AtClosing,
    Channel,
    Discipline,
    EventKind,
    LimitUnit,
    StartRule,
    StepKind,
    WorkingRule,
)
from tests.shops import HOUR_S, Office, at, dossier, office_hours, plan_of, row, story, times

WORK, SIGN, RECEIVE = StepKind.WORK, StepKind.SIGN, StepKind.RECEIVE


def started(log):
    """(dossier, officer, instant) of every start, in order."""
    starts = log.events.filter(log.events["kind"] == EventKind.STARTED)
    return list(zip(*(starts[name].to_list() for name in ("dossier", "officer", "occurred_s")), strict=True))


def test_work_is_queued_started_and_finished():
    """WORK and SIGN each are QUEUED, STARTED, FINISHED; a signature adds SIGNED."""
    log = simulate(plan_of([dossier(0, row(WORK, 0, 10), row(SIGN, 0, 5))]))
    assert story(log) == [
        ("ARRIVED", 0), ("QUEUED", 0), ("STARTED", 0), ("FINISHED", 10),
        ("QUEUED", 10), ("STARTED", 10), ("FINISHED", 15), ("SIGNED", 15),
    ]  # fmt: skip
    assert log.events["officer"].to_list() == [-1, -1, 0, 0, -1, 0, 0, 0]


def test_first_come_is_first_served_and_a_lower_class_first_of_all():
    """The row's priority decides before the order of queueing."""
    jobs = [
        dossier(0, row(WORK, 0, 100)),
        dossier(1, row(WORK, 0, 1, priority=1)),
        dossier(2, row(WORK, 0, 1)),
    ]
    assert [who for who, _, _ in started(simulate(plan_of(jobs)))] == [0, 2, 1]


def test_earliest_due_takes_what_is_due_first_and_what_has_no_date_last():
    """EARLIEST_DUE orders by the promised instant of the dossier."""
    desk, office = Office(), Office(discipline=Discipline.EARLIEST_DUE)
    blocker = dossier(0, row(WORK, 1, 1000))
    dateless = dossier(1, row(WORK, 1, 1))
    late = dossier(2, row(RECEIVE), row(WORK, 1, 1), limit_n=9)
    soon = dossier(3, row(RECEIVE), row(WORK, 1, 1), limit_n=2)
    log = simulate(plan_of([blocker, dateless, late, soon], [desk, office]))
    assert [who for who, officer, _ in started(log) if officer == 1] == [0, 3, 2, 1]


def test_same_day_first_takes_same_day_limits_first():
    """SAME_DAY_FIRST puts dossiers with same-day limits before all others of their class."""
    jobs = [
        dossier(0, row(WORK, 0, 9)),
        dossier(1, row(WORK)),
        dossier(2, row(WORK), limit_n=0, limit_unit=2),
    ]
    log = simulate(plan_of(jobs, [Office(discipline=Discipline.SAME_DAY_FIRST)]))
    assert [who for who, _, _ in started(log)] == [0, 2, 1]


def test_an_officer_takes_the_first_dossier_that_he_can_do():
    """Skills: an officer passes over what he cannot do; who can do everything takes the first."""
    jobs = [
        dossier(0, row(WORK, 0, 50, skill=1)),
        dossier(1, row(WORK, 0, 5, skill=1)),
        dossier(2, row(WORK, 0, 5)),
    ]
    office = Office(officers=(None, None), skills=(0b01, 0b10))
    assert started(simulate(plan_of(jobs, [office]))) == [(0, 1, 0), (2, 0, 2), (1, 1, 50)]
    anybody = Office(officers=(None, None))
    assert started(simulate(plan_of(jobs, [anybody]))) == [(0, 0, 0), (1, 1, 1), (2, 1, 6)]


def test_who_comes_on_duty_takes_at_once_what_only_he_can_do():
    """An officer is woken for his next duty also when a colleague's, farther away, was waited for before."""
    away_until_5h, there_again_at_4h = ((5 * HOUR_S, 9 * HOUR_S),), ((0, HOUR_S), (4 * HOUR_S, 9 * HOUR_S))
    office = Office(officers=(away_until_5h, there_again_at_4h), skills=(0b01, 0b10))
    waits = dossier(HOUR_S // 2, row(WORK, 0, 5, skill=0))
    comes_while_he_is_away = dossier(2 * HOUR_S, row(WORK, 0, 5, skill=1))
    log = simulate(plan_of([waits, comes_while_he_is_away], [office]))
    assert started(log) == [(1, 1, 4 * HOUR_S), (0, 0, 5 * HOUR_S)]


def test_speed_divides_the_effort_and_rounds_up():
    """ceil(effort / speed) seconds; a quotient that is whole stays whole."""
    for effort_s, speed, takes_s in ((10, 3.0, 4), (3, 0.1, 30), (10, 1.0, 10)):
        log = simulate(plan_of([dossier(0, row(WORK, 0, effort_s))], [Office(speeds=(speed,))]))
        assert times(log, EventKind.FINISHED) == [takes_s]


def test_scanning_adds_effort_from_its_first_instant_to_its_last():
    """Work begun in a scanning window of the place takes its scanning time on top."""
    jobs = [dossier(at_s, row(WORK, 0, 10, scan_effort_s=5)) for at_s in (99, 200, 300)]
    log = simulate(plan_of(jobs, scanning=[(0, 200, 300), (1, 0, 999)]))
    assert times(log, EventKind.FINISHED) == [109, 215, 310]
    assert times(simulate(plan_of(jobs, scanning=[(NOBODY, 0, 999)])), EventKind.FINISHED) == [114, 215, 315]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (AtClosing.FINISH, [("STARTED", at(0, 16)), ("FINISHED", at(0, 18))]),
        (AtClosing.PAUSE, [("STARTED", at(0, 16)), ("FINISHED", at(1, 8))]),
        (
            AtClosing.HAND_BACK,
            [
                ("STARTED", at(0, 16)),
                ("SUSPENDED", at(0, 17)),
                ("QUEUED", at(0, 17)),
                ("STARTED", at(1, 7)),
                ("FINISHED", at(1, 8)),
            ],
        ),
    ],
)
def test_what_becomes_of_two_hours_of_work_an_hour_before_closing(rule, expected):
    """FINISH goes on past closing, PAUSE keeps it overnight, HAND_BACK returns it to the queue."""
    office = Office(office_hours(), at_closing=rule)
    assert story(simulate(plan_of([dossier(at(0, 16), row(WORK, 0, 2 * HOUR_S))], [office])))[2:] == expected


def test_work_that_ends_at_closing_is_finished_not_handed_back():
    """Exactly as much work as time: a completion precedes the closing of the same instant."""
    office = Office(office_hours(), at_closing=AtClosing.HAND_BACK)
    log = simulate(plan_of([dossier(at(0, 16), row(WORK, 0, HOUR_S))], [office]))
    assert story(log)[2:] == [("STARTED", at(0, 16)), ("FINISHED", at(0, 17))]


def test_a_colleague_goes_on_with_work_that_was_handed_back():
    """HAND_BACK: a colleague takes up what is left at once, before all that has not been begun."""
    early, late = ((0, 100),), ((50, 400),)
    office = Office(officers=(early, late), at_closing=AtClosing.HAND_BACK, speeds=(2.0, 1.0))
    jobs = [dossier(0, row(WORK, 0, 300)), dossier(60, row(WORK, 0, 40)), dossier(61, row(WORK, 0, 1))]
    log = simulate(plan_of(jobs, [office]))
    assert started(log) == [(0, 0, 0), (1, 1, 60), (0, 1, 100), (2, 1, 200)]


def test_an_officer_who_keeps_work_hands_it_back_when_his_roster_ends():
    """PAUSE without a next duty: a colleague goes on."""
    office = Office(officers=(((0, 100),), ((150, 900),)), at_closing=AtClosing.PAUSE)
    log = simulate(plan_of([dossier(0, row(WORK, 0, 130))], [office]))
    assert story(log)[2:] == [
        ("STARTED", 0), ("SUSPENDED", 100), ("QUEUED", 100), ("STARTED", 150), ("FINISHED", 180),
    ]  # fmt: skip


def test_nothing_starts_before_the_officer_comes_on_duty():
    """A dossier that came in the lunch break or at night waits for the next opening of an officer."""
    jobs = [dossier(at(0, 12), row(WORK, 0, 60)), dossier(at(4, 18), row(WORK, 0, 60))]
    log = simulate(plan_of(jobs, [Office(office_hours())]))
    assert times(log, EventKind.STARTED) == [at(0, 13, 30), at(7, 7)]


def test_to_the_date_lets_work_lie_until_its_allotment_has_nearly_run_out():
    """Startable at arrival + allotment - margin - effort, in working time of the place; QUEUED meanwhile."""
    office = Office(office_hours(), working_rule=WorkingRule.TO_THE_DATE, margin_s=HOUR_S)
    job = dossier(at(0, 8), row(WORK, 0, HOUR_S, allotment_s=16 * HOUR_S))
    assert story(simulate(plan_of([job], [office])))[1:3] == [
        ("QUEUED", at(0, 8)),
        ("STARTED", at(1, 16)),
    ]
    open_ended = dossier(at(0, 8), row(WORK, 0, HOUR_S))
    assert times(simulate(plan_of([open_ended], [office])), EventKind.STARTED) == [at(0, 8)]


@pytest.mark.parametrize(
    ("rule", "started_s"),
    [(WorkingRule.TO_THE_DATE, at(3, 16)), (WorkingRule.TO_THE_DUE_DATE, at(2, 15))],
)
def test_to_the_due_date_leaves_nothing_lying_that_is_behind(rule, started_s):
    """Behind, and due on day 2 at 17:00: its own step would let it lie longer, its date does not."""
    office = Office(office_hours(), working_rule=rule, margin_s=HOUR_S)
    lost = row(StepKind.DELAY, 0, delay_s=at(2, 8) - at(0, 8))
    work = row(WORK, 0, HOUR_S, allotment_s=16 * HOUR_S)
    job = dossier(at(0, 8), row(RECEIVE, 0), lost, work, row(SIGN, 0), limit_n=2)
    log = simulate(plan_of([job], [office]))
    assert [at_s for kind, at_s in story(log) if kind == "STARTED"][1] == started_s


def test_same_day_work_accepted_after_the_cut_off_may_wait_for_the_morning():
    """NEXT_MORNING holds back same-day dossiers accepted after 15:00, and no others."""
    office = Office(office_hours(), after_cutoff=AfterCutoff.NEXT_MORNING)
    desk = Office(office_hours(days=range(6)))
    same_day = {"limit_unit": LimitUnit.SAME_DAY, "limit_n": 0, "channel": Channel.ONLINE}
    route = (row(RECEIVE), row(WORK, 1, 60))
    jobs = [
        dossier(at(0, 15), *route, **same_day),
        dossier(at(0, 15, 1), *route, **same_day),
        dossier(at(0, 15, 2), *route, channel=Channel.ONLINE),
        dossier(at(5, 9), *route, **same_day),
    ]
    log = simulate(plan_of(jobs, [desk, office]))
    assert sorted((who, when) for who, officer, when in started(log) if officer == 1) == [
        (0, at(0, 15)),
        (1, at(1, 7)),
        (2, at(0, 15, 2)),
        (3, at(7, 7)),
    ]


def test_all_changes_of_state_precede_all_starts():
    """A dossier of a higher class that comes at the instant an officer becomes free is taken first."""
    jobs = [
        dossier(0, row(WORK, 0, 50)),
        dossier(1, row(WORK, 0, 5, priority=1)),
        dossier(50, row(WORK, 0, 5)),
    ]
    assert [who for who, _, _ in started(simulate(plan_of(jobs)))] == [0, 2, 1]


def test_completions_precede_arrivals_and_lower_places_come_first():
    """At one instant: completions in order of places, then arrivals in order of places, then of keys."""
    jobs = [
        dossier(0, row(WORK, 1, 20)),
        dossier(10, row(WORK, 0, 10)),
        dossier(20, row(WORK, 1, 1), key=9),
        dossier(20, row(WORK, 0, 1), key=8),
        dossier(20, row(WORK, 0, 1), key=7),
    ]
    log = simulate(plan_of(jobs, [Office(), Office()]))
    now = log.events.filter(log.events["occurred_s"] == 20)
    seen = [
        (EventKind(kind).name, who)
        for kind, who in zip(now["kind"].to_list(), now["dossier"].to_list(), strict=True)
    ]
    assert seen == [
        ("FINISHED", 1), ("FINISHED", 0),
        ("ARRIVED", 4), ("QUEUED", 4), ("ARRIVED", 3), ("QUEUED", 3), ("ARRIVED", 2), ("QUEUED", 2),
        ("STARTED", 4), ("STARTED", 2),
    ]  # fmt: skip


def test_work_of_no_time_finishes_in_the_same_instant_after_all_its_starts():
    """Zero seconds: everything that can start has started before the first of it is finished."""
    jobs = [dossier(5, row(WORK)), dossier(5, row(WORK))]
    log = simulate(plan_of(jobs, [Office(officers=(None, None))]))
    kinds = [EventKind(kind).name for kind in log.events["kind"].to_list()[4:]]
    assert kinds == ["STARTED", "STARTED", "FINISHED", "FINISHED"]
    assert set(log.events["occurred_s"].to_list()) == {5}


def test_the_free_officer_with_the_lowest_number_starts_or_the_longest_idle():
    """LOWEST_NUMBER and LONGEST_IDLE differ once the first officer is free again."""
    jobs = [dossier(0, row(WORK, 0, 5)), dossier(10, row(WORK, 0, 5)), dossier(20, row(WORK, 0, 5))]
    for rule, officers in ((StartRule.LOWEST_NUMBER, [0, 0, 0]), (StartRule.LONGEST_IDLE, [0, 1, 0])):
        log = simulate(plan_of(jobs, [Office(officers=(None, None), start_rule=rule)]))
        assert [officer for _, officer, _ in started(log)] == officers


def test_who_has_not_worked_yet_has_been_idle_longest_before_time_0_too():
    """In a warm-up instants are negative: those who never worked still come before those who did."""
    jobs = [dossier(at_s, row(WORK, 0, 10)) for at_s in (-300, -200, -100, 100)]
    office = Office(officers=(None,) * 3, start_rule=StartRule.LONGEST_IDLE)
    log = simulate(plan_of(jobs, [office], run_start_s=-1000))
    assert [officer for _, officer, _ in started(log)] == [0, 1, 2, 0]


def test_a_row_that_needs_an_officer_must_name_a_place():
    """A plan with work for nobody is refused, not played wrongly."""
    with pytest.raises(ValueError, match="WORK"):
        simulate(plan_of([dossier(0, row(WORK, NOBODY))]))
