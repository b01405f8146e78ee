"""
Letters of apology (phiếu xin lỗi và hẹn lại ngày trả kết quả, form 04 of Circular 01/2018/TT-VPCP).

The agency whose place holds a dossier answers for it: while it is on its way that of the place that gave
it (form 05: nobody has signed for it yet), while nobody has it that of the competent place. Its clerk
looks once each working morning, at the first opening of the agency on a legal working day:

* WHEN_OVERDUE: on the first working morning after the due day;
* DAY_BEFORE_IF_UNFINISHED: on the morning of the working day before the due day;
* DAY_BEFORE_IF_FORECAST_LATE: then too, but only if the allotments of the rows up to the signature
  exceed the working time left (8 h of allotment are one legal working day; an open allotment is 0).

Resolved and paused dossiers get none; limits of one day or less owe no advance letter. Whether the
agency keeps its rule is the dossier's uniform against the compliance share. The letter is signed
`letter_delay_s` of the agency's hours later: APOLOGY and a new date. It stays that agency's, at the step
at which its clerk looked, wherever the dossier is by then. If the result has come first, an
advance letter is dropped; a letter for a date that has passed is owed all the same and goes out with
the result, without a new date. Where the agency allows further letters, another one follows when a
new date has passed.

Only the dossiers whose date is near are looked at: they lie in a tray for each morning.

Source: Decree 61/2018/NĐ-CP, article 19; who writes and when is decision D10.
"""

from collections import defaultdict
from typing import Final

import numpy as np

from onestop_sim.calendar import WorkCalendar
from onestop_sim.clock import DAY_S
from onestop_sim.deadline import LegalCalendar
from onestop_sim.engine.journey import Journey
from onestop_sim.engine.recorder import what
from onestop_sim.engine.shop import Shop, legal_hours
from onestop_sim.engine.ties import LETTERS, tie
from onestop_sim.errors import HorizonError
from onestop_sim.memory import event
from onestop_sim.plan.plan import Plan
from onestop_sim.terms import (
    NEVER,
    NO_INSTANT,
    NOBODY,
    ApologyRule,
    EventKind,
    LimitUnit,
    PromiseCause,
)

ALLOTTED_DAY_S: Final = 8 * 3600
"""Seconds of allotment that make a working day."""

_ADVANCE: Final = (ApologyRule.DAY_BEFORE_IF_UNFINISHED, ApologyRule.DAY_BEFORE_IF_FORECAST_LATE)

Case = tuple[int, int, bool]
"""A dossier in a tray: dossier, the date in question, whether that date has passed."""


class Clerks:
    """The clerks of all agencies, and the trays in which dossiers wait for their mornings."""

    def __init__(self, shop: Shop, journey: Journey) -> None:
        plan, agencies = shop.plan, shop.plan.agencies
        self._shop, self._journey = shop, journey
        self._agency_of_place: list[int] = plan.places.agency.tolist()
        self._rule: list[int] = agencies.apology_rule.tolist()
        self._compliance: list[float] = agencies.compliance_share.tolist()
        self._max_letters: list[int] = agencies.max_letters.tolist()
        self._calendar: list[WorkCalendar] = [shop.calendars[at] for at in agencies.calendar.tolist()]
        self._legal = [_legal_of_agency(shop, agency) for agency in range(len(agencies))]
        self._letter_u: list[float] = plan.dossiers.letter_u.tolist()
        self._letter_delay_s: list[int] = plan.dossiers.letter_delay_s.tolist()
        self._answers = shop.whereabouts.answers.data
        self._is_short: list[bool] = _is_short(plan).tolist()
        self._n_letters = [0] * len(plan.dossiers)
        self._is_pending = [False] * len(plan.dossiers)
        self._trays: dict[int, list[Case]] = defaultdict(list)
        self._working_time: list[WorkCalendar] = [legal_hours(legal) for legal in shop.legal_calendars]
        self._legal_number: list[int] = plan.dossiers.legal.tolist()
        self._morning_after: list[dict[int, int]] = [{} for _ in shop.legal_calendars]
        self._has_advance = any(rule in _ADVANCE for rule in self._rule)
        journey.promised = self.watches

    def watches(self, dossier: int) -> None:
        """Put a dossier that was just given its due date into the trays of the mornings that matter."""
        shop = self._shop
        due_s = shop.due_s[dossier]
        if self._has_advance and not self._is_short[dossier]:
            day = _working_day_before(shop.legal[dossier], due_s // DAY_S)
            self._lay_out(day, (dossier, due_s, False))
        self._watches_overdue(dossier, due_s)

    def _watches_overdue(self, dossier: int, date_s: int) -> None:
        now = self._shop.agenda.now_s
        day = max(date_s, now) // DAY_S
        morning_of = self._morning_after[self._legal_number[dossier]]
        morning = morning_of.get(day)
        if morning is None:
            morning = morning_of[day] = _working_day_after(self._shop.legal[dossier], day)
        self._lay_out(morning, (dossier, date_s, True))

    def _lay_out(self, day: int, case: Case) -> None:
        """Lay a case out for the morning of a day to come; the clerks are told at its midnight."""
        shop = self._shop
        if not shop.agenda.now_s < day * DAY_S < shop.end_s:
            return
        if day not in self._trays:
            shop.at(day * DAY_S, tie(LETTERS, NOBODY), lambda _now: self._hands_out(day))
        self._trays[day].append(case)

    def _hands_out(self, day: int) -> None:
        """Give each clerk what his agency holds, for his first opening of the day."""
        by_agency: dict[int, list[Case]] = defaultdict(list)
        for case in self._trays.pop(day):
            if self._is_open(case):
                by_agency[self._agency_of(case[0])].append(case)
        for agency, cases in sorted(by_agency.items()):
            if self._rule[agency] == ApologyRule.NONE:
                continue
            looks_s = self._calendar[agency].next_opening(day * DAY_S)
            if not self._legal[agency].is_working_day(day) or looks_s >= (day + 1) * DAY_S:
                self._puts_off(day, cases)
            else:
                self._shop.at(looks_s, tie(LETTERS, agency), self._look_of(agency, cases))

    def _look_of(self, agency: int, cases: list[Case]) -> "_Look":
        return _Look(self, agency, sorted(cases, key=lambda case: self._shop.rank[case[0]]))

    def _puts_off(self, day: int, cases: list[Case]) -> None:
        """Nobody looks on that day: what is overdue is looked at on the next working morning."""
        for case in cases:
            if case[2]:
                self._lay_out(_working_day_after(self._shop.legal[case[0]], day), case)

    def looks_at(self, agency: int, cases: list[Case], now: int) -> None:
        """Decide on each case of an agency, on the morning of the clerk."""
        for case in cases:
            dossier = case[0]
            if not self._is_open(case):
                continue
            if self._agency_of(dossier) != agency:
                self._puts_off(now // DAY_S, [case])
            elif self._owes(agency, case, now) and self._letter_u[dossier] < self._compliance[agency]:
                self._writes(agency, case, now)

    def _is_open(self, case: Case) -> bool:
        shop, (dossier, date_s, _) = self._shop, case
        is_current = self._n_letters[dossier] > 0 or shop.due_s[dossier] == date_s
        is_waiting = shop.is_resolved[dossier] or shop.pause_began_s[dossier] != NO_INSTANT
        return is_current and not is_waiting and not self._is_pending[dossier]

    def _owes(self, agency: int, case: Case, now: int) -> bool:
        dossier, due_s, has_passed = case
        n_letters, rule = self._n_letters[dossier], self._rule[agency]
        if n_letters:
            return has_passed and due_s != self._shop.due_s[dossier] and n_letters < self._max_letters[agency]
        if rule == ApologyRule.WHEN_OVERDUE or has_passed:
            return rule == ApologyRule.WHEN_OVERDUE and has_passed
        return rule == ApologyRule.DAY_BEFORE_IF_UNFINISHED or self._is_forecast_late(dossier, due_s, now)

    def _is_forecast_late(self, dossier: int, due_s: int, now: int) -> bool:
        left_s = self._working_time[self._legal_number[dossier]].worked_between(now, due_s)
        return self._legal_time_needed(dossier) > left_s

    def _legal_time_needed(self, dossier: int) -> int:
        """Return what remains allotted up to the signature, in working seconds of the legal calendar."""
        day_s = self._shop.legal[dossier].day_length_s
        return int(self._shop.remaining_s[self._shop.row[dossier]]) * day_s // ALLOTTED_DAY_S

    def _writes(self, agency: int, case: Case, now: int) -> None:
        dossier, _, has_passed = case
        try:
            signed_s = self._calendar[agency].add_working(now, self._letter_delay_s[dossier])
        except HorizonError:
            return
        self._is_pending[dossier] = True
        if signed_s < self._shop.end_s:
            row, priority = self._shop.row[dossier], tie(LETTERS, agency, self._shop.rank[dossier])
            self._shop.at(signed_s, priority, lambda now: self._signs(now, agency, dossier, row, has_passed))

    def _signs(self, now: int, agency: int, dossier: int, row: int, has_passed: bool) -> None:
        shop = self._shop
        self._is_pending[dossier] = False
        if shop.is_resolved[dossier] and not has_passed:
            return
        shop.tape.write(event(row, what(EventKind.APOLOGY), now))
        self._n_letters[dossier] += 1
        if shop.is_resolved[dossier]:
            return
        new_s = shop.legal[dossier].new_date(now, self._legal_time_needed(dossier))
        self._journey.promise(dossier, PromiseCause.APOLOGY, new_s, now)
        if self._n_letters[dossier] < self._max_letters[agency]:
            self._watches_overdue(dossier, new_s)

    def _place_of(self, dossier: int) -> int:
        row = self._shop.row[dossier]
        place = self._answers[row]
        return place if place >= 0 else self._shop.competent_place[dossier]

    def _agency_of(self, dossier: int) -> int:
        return self._agency_of_place[self._place_of(dossier)]


class _Look:
    """One morning of one clerk, as the action of a `Moment`."""

    def __init__(self, clerks: Clerks, agency: int, cases: list[Case]) -> None:
        self._clerks, self._agency, self._cases = clerks, agency, cases

    def __call__(self, now: int) -> None:
        self._clerks.looks_at(self._agency, self._cases, now)


def _is_short(plan: Plan) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which limits are one working day or less, bool[n]."""
    unit, n = plan.dossiers.limit_unit, plan.dossiers.limit_n
    days = np.where(unit == LimitUnit.HALF_DAY, n / 2, n)
    return np.asarray(days <= 1)


def _legal_of_agency(shop: Shop, agency: int) -> LegalCalendar:
    places = np.flatnonzero(shop.plan.places.agency == agency)
    return shop.legal_calendars[int(shop.plan.places.legal[places[0]]) if len(places) else 0]


def _working_day_after(legal: LegalCalendar, day: int) -> int:
    """Return the first working day after a day, or a day that never comes."""
    try:
        return legal.next_morning(day * DAY_S) // DAY_S
    except HorizonError:
        return NEVER // DAY_S


def _working_day_before(legal: LegalCalendar, day: int) -> int:
    """Return the last working day before a day, or one that has long been."""
    at = int(np.searchsorted(legal.working_days, day)) - 1
    return int(legal.working_days[at]) if at >= 0 else -NEVER // DAY_S
