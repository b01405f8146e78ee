"""Laws of the engine that hold for every small shop, whatever hypothesis makes of it."""

from dataclasses import replace

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from onestop_sim.engine.simulate import simulate
from onestop_sim.eventlog.schema import HOLDER_AFTER
from onestop_sim.plan.plan import Plan
from onestop_sim.terms import AtClosing, Channel, Discipline, EventKind, Holder, LineKind, StartRule, StepKind
from tests.shops import (
    ALWAYS,
    CLOSED,
    DAY_S,
    HOUR_S,
    Agency,
    ApologyRule,
    Line,
    Office,
    at,
    dossier,
    office_hours,
    plan_of,
    row,
    tandem,
    waits_s,
)

WEEK_S = 7 * DAY_S

jobs = st.lists(st.tuples(st.integers(0, 600), st.integers(0, 900)), min_size=1, max_size=40)


@given(jobs, st.integers(1, 4))
def test_one_more_officer_makes_no_dossier_wait_longer(jobs, officers):
    """Hire one officer: in a single first-come-first-served office nobody loses."""
    gaps_s, efforts_s = np.array(jobs).T
    arrivals_s = np.cumsum(gaps_s)
    before = waits_s(simulate(tandem(arrivals_s, efforts_s, (officers,))))
    after = waits_s(simulate(tandem(arrivals_s, efforts_s, (officers + 1,))))
    assert (after <= before).all()


durations = st.integers(0, 5 * HOUR_S)
delays = st.integers(0, 5 * DAY_S)
desks = st.integers(0, 1)
offices = st.integers(1, 2)


@st.composite
def routes(draw):
    """A life of a dossier, from the desk to the end, with some of everything."""
    desk, office = draw(desks), draw(offices)
    visitor = draw(st.booleans())
    came = {"visitor": visitor, "moment_share": draw(st.sampled_from([-1.0, 0.0, 0.4, 0.9]))}
    route = []
    if draw(st.booleans()):
        route.append(row(StepKind.SEND_HOME, desk, draw(durations), delay_s=draw(delays), **came))
    route.append(row(StepKind.RECEIVE, desk, draw(durations), priority=draw(st.integers(0, 1)), **came))
    route.append(row(StepKind.TRANSFER, office, line=draw(st.integers(0, 2)), delay_s=draw(durations)))
    skill = draw(st.sampled_from([-1, 0, 1]))
    route.append(row(StepKind.WORK, office, draw(durations), skill=skill, scan_effort_s=60))
    if draw(st.booleans()):
        route.append(row(StepKind.AWAIT_APPLICANT, office, delay_s=draw(delays), pauses_clock=True))
        route.append(row(StepKind.TAKE_SUPPLEMENT, desk, draw(durations), **came))
    route.append(row(StepKind.DELAY, office, delay_s=draw(delays)))
    route.append(row(StepKind.SIGN, 2, draw(durations), record_lag_s=draw(st.sampled_from([0, 0, DAY_S]))))
    if draw(st.booleans()):
        route.append(row(StepKind.DELIVER_HOME, desk, line=2, round=draw(st.integers(0, 2))))
    else:
        route.append(row(StepKind.HAND_OVER, desk, draw(durations), delay_s=draw(delays), **came))
    return route


@st.composite
def shops(draw, lags=True):
    """A plan of up to ten lives in a shop of four places with office hours."""
    n = draw(st.integers(0, 10))
    filed = sorted(draw(st.lists(st.integers(0, 4 * DAY_S), min_size=n, max_size=n)))
    lives = []
    for filed_s in filed:
        route = draw(routes())
        attempts = draw(st.lists(st.tuples(st.integers(1, 2), st.sampled_from([-1.0, 0.5])), max_size=2))
        columns = {"channel": draw(st.sampled_from([Channel.IN_PERSON, Channel.ONLINE]))}
        columns["patience_s"] = draw(st.sampled_from([1800, 5 * HOUR_S, 2**62]))
        if lags:
            columns["close_lag_s"] = draw(st.sampled_from([0, 3 * HOUR_S, 2**62]))
        lives.append(dossier(filed_s, *route, attempts=attempts, limit_n=2, **columns))
    hours, saturdays = office_hours(), office_hours(days=range(6))
    places = []
    for number in range(3):
        duty = draw(st.lists(st.sampled_from([None, None, saturdays, CLOSED]), min_size=1, max_size=3))
        places.append(
            Office(
                hours,
                officers=[hours if one is None else one for one in duty],
                skills=draw(st.lists(st.integers(-1, 3), min_size=len(duty), max_size=len(duty))),
                speeds=draw(
                    st.lists(st.sampled_from([1.0, 0.7, 2.0]), min_size=len(duty), max_size=len(duty))
                ),
                at_closing=draw(st.sampled_from(AtClosing)),
                discipline=draw(st.sampled_from(Discipline)),
                start_rule=draw(st.sampled_from(StartRule)),
                leave_at_close=number < 2 and draw(st.booleans()),
            )
        )
    rounds = (
        [at(day, 16) for day in range(28) if day % 7 != 6],
        [at(day, 9) for day in range(28) if day % 7 != 6],
    )
    lines = [Line(LineKind.ELECTRONIC), Line(LineKind.PAPER), Line(LineKind.POST, saturdays, *rounds)]
    agencies = [Agency(draw(st.sampled_from(ApologyRule)), max_letters=2)]
    outages = [(0, at(1, 8), at(2, 9))] if lags else []
    return plan_of(
        lives, places, lines, agencies, run_end_s=28 * DAY_S, outages=outages, scanning=[(1, 0, DAY_S)]
    )


def shifted(plan: Plan, by_s: int) -> Plan:
    """The same plan with all arrivals later."""
    dossiers = replace(plan.dossiers, filed_s=plan.dossiers.filed_s + by_s)
    return replace(plan, dossiers=dossiers, run_end_s=plan.run_end_s + by_s)


@given(shops())
@settings(max_examples=80)
def test_the_same_plan_always_gives_the_same_log(plan):
    """`simulate` is a function of the plan, to the byte."""
    assert simulate(plan).fingerprint() == simulate(plan).fingerprint()


@given(jobs, st.integers(1, 3), st.sampled_from(AtClosing), st.integers(1, 3))
def test_shifting_everything_by_whole_weeks_shifts_the_log(jobs, officers, at_closing, weeks):
    """Weeks are alike: all instants move by the same number of seconds, and nothing else changes."""
    gaps_s, efforts_s = np.array(jobs).T
    plan = tandem(
        np.cumsum(20 * gaps_s),
        10 * efforts_s,
        (officers,),
        office_hours(),
        100 * DAY_S,
        at_closing=at_closing,
    )
    events = simulate(plan).events.with_columns(
        pl.col("occurred_s") + weeks * WEEK_S, pl.col("recorded_s") + weeks * WEEK_S
    )
    assert simulate(shifted(plan, weeks * WEEK_S)).events.equals(events)


@given(shops(lags=False))
def test_without_lags_only_late_steps_are_recorded_late(plan):
    """No outages, no closing habits: where no row has a lag, both clocks are equal."""
    steps = replace(plan.steps, record_lag_s=np.zeros(len(plan.steps), np.int64))
    log = simulate(replace(plan, steps=steps))
    for table in (log.events, log.promises):
        assert table["occurred_s"].equals(table["recorded_s"], check_names=False)


@given(shops())
@settings(max_examples=80)
def test_records_follow_events_and_time_goes_forward(plan):
    """recorded_s >= occurred_s, monotone within a dossier; events are in the order of time."""
    events = simulate(plan).events
    assert (events["recorded_s"] >= events["occurred_s"]).all()
    assert events["occurred_s"].is_sorted()
    falls = events.select((pl.col("recorded_s").diff().over("dossier") < 0).any()).item()
    assert not falls


def duties(plan: Plan, officer: int):
    """Shifts of an officer."""
    shifts = plan.calendars[plan.officers.calendar[officer]]
    return list(zip(shifts.opens_s.tolist(), shifts.closes_s.tolist(), strict=True))


@given(shops())
@settings(max_examples=80)
def test_nothing_starts_off_duty_and_nobody_does_two_things_at_once(plan):
    """Every start lies in a shift of its officer, who has finished or put down what he had before."""
    in_hand: dict[int, int] = {}
    for who, kind, at_s, officer in (
        simulate(plan).events.select("dossier", "kind", "occurred_s", "officer").iter_rows()
    ):
        if kind == EventKind.STARTED:
            assert any(opens_s <= at_s < closes_s for opens_s, closes_s in duties(plan, officer))
            assert officer not in in_hand
            in_hand[officer] = who
        elif kind in {EventKind.FINISHED, EventKind.SUSPENDED}:
            assert in_hand.pop(officer) == who


@given(shops())
@settings(max_examples=80)
def test_a_life_is_told_without_gaps(plan):
    """STARTED follows QUEUED, FINISHED or SUSPENDED follows STARTED; nothing follows the end of a life."""
    log = simulate(plan)
    held = dict.fromkeys(range(log.dossiers.height))
    for who, kind in log.events.select("dossier", "kind").iter_rows():
        assert held[who] != Holder.CLOSED
        if kind == EventKind.STARTED:
            assert held[who] == Holder.QUEUE
        if kind in {EventKind.FINISHED, EventKind.SUSPENDED}:
            assert held[who] == Holder.OFFICER
        after = HOLDER_AFTER[EventKind(kind)]
        held[who] = held[who] if after is None else after


@given(shops())
def test_work_takes_exactly_its_effort(plan):
    """Between STARTED and FINISHED lie as many seconds of duty as the effort asks of this officer."""
    log = simulate(replace(plan, places=replace(plan.places, at_closing=np.full(3, AtClosing.PAUSE))))
    started: dict[int, tuple[int, int]] = {}
    for who, kind, at_s, officer, step in log.events.select(
        "dossier", "kind", "occurred_s", "officer", "step"
    ).iter_rows():
        if kind == EventKind.STARTED:
            started[who] = (at_s, step)
        elif kind == EventKind.FINISHED:
            from_s, row_number = started.pop(who)
            effort_s = int(plan.steps.effort_s[row_number])
            scans = plan.steps.place[row_number] == 1 and from_s < DAY_S
            effort_s += int(plan.steps.scan_effort_s[row_number]) * scans
            worked_s = sum(
                max(0, min(at_s, closes_s) - max(from_s, opens_s))
                for opens_s, closes_s in duties(plan, officer)
            )
            assert -1e-6 <= worked_s - effort_s / float(plan.officers.speed[officer]) < 1 + 1e-6


@given(jobs)
def test_round_the_clock_and_pausing_are_the_same_as_finishing(jobs):
    """Where an office never closes, what happens at closing changes nothing."""
    gaps_s, efforts_s = np.array(jobs).T
    logs = [
        simulate(tandem(np.cumsum(gaps_s), efforts_s, (2,), ALWAYS, at_closing=rule)).fingerprint()
        for rule in AtClosing
    ]
    assert len(set(logs)) == 1


class Watch:
    """Looks at a shop from its log: who waits where, who is free, who should be at work."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.duties = [duties(plan, officer) for officer in range(len(plan.officers))]
        self.waiting: dict[int, tuple[int, int, int]] = {}
        """Of each dossier in a queue: place, step, number drawn."""
        self.busy: set[int] = set()
        self.begun: set[int] = set()
        self.first: dict[int, int] = {}
        """Number that each dossier drew last; work that is handed back keeps its own."""

    def may_take(self, officer: int, place: int, step: int) -> bool:
        """Whether an officer works at a place and has the skill of a step."""
        skills, skill = int(self.plan.officers.skills[officer]), int(self.plan.steps.skill[step])
        here = self.plan.officers.place[officer] == place
        return bool(here and (skills < 0 or skill < 0 or skills >> skill & 1))

    def idle(self, now: int) -> list[int]:
        """Officers on duty with nothing in hand."""
        return [
            officer
            for officer, shifts in enumerate(self.duties)
            if officer not in self.busy and any(opens_s <= now < closes_s for opens_s, closes_s in shifts)
        ]

    def choice(self, officer: int) -> list[int]:
        """Dossiers that an officer may take, begun work first, then by priority and order of queueing."""
        found = [d for d, (place, step, _) in self.waiting.items() if self.may_take(officer, place, step)]
        priority = self.plan.steps.priority
        return sorted(
            found, key=lambda d: (d not in self.begun, priority[self.waiting[d][1]], self.waiting[d][2])
        )

    def sees(self, number: int, who: int, kind: int, officer: int, place: int, step: int) -> None:
        """Take in an event; *number* is its row."""
        if kind == EventKind.QUEUED:
            self.first[who] = self.first[who] if who in self.begun else number
            self.waiting[who] = (place, step, self.first[who])
        elif kind in {EventKind.STARTED, EventKind.LEFT}:
            self.waiting.pop(who, None)
        if kind == EventKind.STARTED:
            self.busy.add(officer)
        elif kind in {EventKind.FINISHED, EventKind.SUSPENDED}:
            self.busy.discard(officer)
        if kind == EventKind.SUSPENDED:
            self.begun.add(who)
        elif kind in {EventKind.FINISHED, EventKind.LEFT}:
            self.begun.discard(who)


@given(shops())
@settings(max_examples=150)
def test_no_officer_is_idle_while_he_may_take_up_what_waits(plan):
    """After every instant, openings included, nothing waits for which a free officer is on duty."""
    watch = Watch(plan)
    opens_s = {opens for shifts in watch.duties for opens, _ in shifts if 0 <= opens < plan.run_end_s}
    events = simulate(plan).events.select("dossier", "kind", "officer", "place", "step", "occurred_s").rows()
    at_s = {now: [row for row in events if row[-1] == now] for now in {row[-1] for row in events}}
    number = 0
    for now in sorted(opens_s | set(at_s)):
        for who, kind, officer, place, step, _ in at_s.get(now, []):
            watch.sees(number, who, kind, officer, place, step)
            number += 1
        assert not any(watch.choice(officer) for officer in watch.idle(now))


@given(shops())
@settings(max_examples=150)
def test_the_officer_with_the_lowest_number_starts_what_queued_first(plan):
    """Decision D5 at every start, where discipline and start rule are the ordinary ones."""
    number_of_places = len(plan.places)
    ordinary = replace(
        plan.places,
        discipline=np.full(number_of_places, Discipline.FIRST_COME),
        start_rule=np.full(number_of_places, StartRule.LOWEST_NUMBER),
    )
    watch = Watch(replace(plan, places=ordinary))
    events = simulate(watch.plan).events.select("dossier", "kind", "officer", "place", "step", "occurred_s")
    for number, (who, kind, officer, place, step, now) in enumerate(events.iter_rows()):
        if kind == EventKind.STARTED:
            takers = [one for one in watch.idle(now) if watch.choice(one)]
            assert officer == min(one for one in takers if plan.officers.place[one] == place)
            assert who == watch.choice(officer)[0]
        watch.sees(number, who, kind, officer, place, step)
