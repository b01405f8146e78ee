"""Who is on duty when: officers as people, with other duties taken out of their rosters in blocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from onestop_sim.calendar import WorkCalendar
from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.errors import UserError
from onestop_sim.plan.columns import Flags
from onestop_sim.plan.dice import hash_names, keys_from
from onestop_sim.plan.draws import Seed
from onestop_sim.plan.span import Span
from onestop_sim.scenario.distribution import WORKING_DAY_S, Distribution
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.places import Office, OfficerGroup
from onestop_sim.scenario.surroundings import Change

_FINENESS: Final = 1024
"""Points at which the residual length of a block is tabulated."""

Floats = npt.NDArray[np.float64]

Address = tuple[str, str]
"""Who an officer is: his place ("unit/office") and his name there ("group.number")."""

Blocks = tuple[IntArray, IntArray]
"""From when until when, int64[n] each, seconds."""


@dataclass(frozen=True)
class Person:
    """
    One officer.

    Attributes:
        name:   unique at the place: group and number.
        group:  group that he belongs to.
        says:   what the scenario says of the group.
        roster: when on duty.
    """

    name: str
    group: str
    says: OfficerGroup
    roster: WorkCalendar


class Rosters:
    """Makes the people of each place, in the order of their numbers."""

    def __init__(
        self, scenario: Scenario, span: Span, calendars: dict[str, WorkCalendar], seed: Seed
    ) -> None:
        self._scenario = scenario
        self._span = span
        self._calendars = calendars
        self._seed = seed
        self._duties: dict[tuple[Address, str, float], Blocks] = {}

    def people(self, office_name: str, unit: str) -> list[Person]:
        """
        Return the people of an office in a unit: its groups, then those whom changes add.

        Other duties are drawn on the whole roster; absences, closures and outages are taken out
        afterwards, so that they move nobody's other duties.
        """
        office = self._scenario.offices[office_name]
        groups = office.officers_by_unit.get(unit, office.officers)
        place = f"{unit}/{office_name}"
        people = [
            self._person(office, place, name, number, group)
            for name, group in groups.items()
            for number in range(1, group.n + 1)
        ]
        changes = self._changes(office_name, unit)
        for name, change in changes.items():
            if change.kind == "more_officers" and change.officers is not None:
                from_s, until_s = self._span.instants(change.first_day, change.last_day)
                for number in range(1, change.officers.n + 1):
                    newcomer = self._person(office, place, name, number, change.officers)
                    people.append(_with(newcomer, newcomer.roster.clip(from_s, until_s)))
        for change in changes.values():
            people = self._without(people, change)
        return self._during_outages(people, office, unit)

    def closures(self, office_name: str, unit: str) -> tuple[IntArray, IntArray]:
        """Return from when until when an office in a unit is closed by changes, int64[n] each, seconds."""
        found = [
            self._span.instants(change.first_day, change.last_day)
            for change in self._changes(office_name, unit).values()
            if change.kind == "closure"
        ]
        pairs = np.array(found, np.int64).reshape(-1, 2)
        return pairs[:, 0], pairs[:, 1]

    def _changes(self, office_name: str, unit: str) -> dict[str, Change]:
        return {
            name: change
            for name, change in self._scenario.changes.items()
            if change.office == office_name and (change.units is None or unit in change.units)
        }

    def prepare(self, places: Iterable[tuple[str, str]]) -> None:
        """Draw the other duties of all whom offices (name, unit) have from the beginning, in one go."""
        together: dict[tuple[str, float], list[Address]] = {}
        for office_name, unit in places:
            office = self._scenario.offices[office_name]
            for name, group in office.officers_by_unit.get(unit, office.officers).items():
                whose = [(f"{unit}/{office_name}", f"{name}.{number}") for number in range(1, group.n + 1)]
                if whose and group.available_share.value < 1:
                    alike = group.roster or office.calendar, group.available_share.value
                    together.setdefault(alike, []).extend(whose)
        for (roster, free_share), officers in together.items():
            blocks = self._other_duties(officers, roster, free_share)
            for officer, of_officer in zip(officers, blocks, strict=True):
                self._duties[officer, roster, free_share] = of_officer

    def _other_duties(self, officers: Sequence[Address], roster: str, free_share: float) -> list[Blocks]:
        block = self._scenario.rules.other_duty_block
        return other_duties(self._seed, self._span, officers, self._calendars[roster], free_share, block)

    def _person(self, office: Office, place: str, group: str, number: int, says: OfficerGroup) -> Person:
        name = f"{group}.{number}"
        calendar = says.roster or office.calendar
        roster = self._calendars[calendar]
        free = says.available_share.value
        if free < 1:
            blocks = self._duties.get(((place, name), calendar, free))
            if blocks is None:
                (blocks,) = self._other_duties([(place, name)], calendar, free)
            roster = roster.without(*blocks)
        return Person(name, group, says, roster)

    def _without(self, people: list[Person], change: Change) -> list[Person]:
        """Send away those whom an absence or a closure takes: the highest numbers first."""
        if change.kind == "more_officers":
            return people
        meant = [one for one in people if change.group is None or one.group == change.group]
        share = change.away_share.value if change.kind == "absence" else 1.0
        n_away = int(share * len(meant) + 0.5)
        away = {one.name for one in meant[len(meant) - n_away :]}
        from_s, until_s = self._span.instants(change.first_day, change.last_day)
        gone = np.array([from_s]), np.array([until_s])
        return [_with(one, one.roster.without(*gone)) if one.name in away else one for one in people]

    def _during_outages(self, people: list[Person], office: Office, unit: str) -> list[Person]:
        """Outages that stop acceptance send the desks home; those that stop work, everybody."""
        for outage in self._scenario.software.outages.values():
            hits = outage.units is None or unit in outage.units
            if hits and (outage.stops == "work" or (outage.stops == "acceptance" and office.is_desk)):
                from_s, until_s = self._span.instants(outage.first_day, outage.last_day)
                gone = np.array([from_s]), np.array([until_s])
                people = [_with(one, one.roster.without(*gone)) for one in people]
        return people


def other_duties(
    seed: Seed,
    span: Span,
    officers: Sequence[Address],
    roster: WorkCalendar,
    free_share: float,
    block: Distribution,
) -> list[Blocks]:
    """
    Return from when until when each of some officers has other duties, int64[n] each, seconds.

    Inside each day's roster, blocks alternate with memoryless stretches at the desk, such that the
    officer is free for *free_share* of the roster at every moment on average. The first state of a
    day is drawn in equilibrium: in a block with chance 1 − free_share, its rest then being a uniform
    part of a length-biased block (renewal theory: Cox 1962, chapter 5).
    Every draw has the address (place, officer, date, number of the block), so it does not matter who is
    drawn together; officers of one roster are, because that costs no more than one of them.

    Raises:
        UserError: ``greater_than``, blocks of no length cannot fill a share of the roster.
    """
    mean_s = block.mean_s(WORKING_DAY_S)
    if mean_s <= 0:
        raise UserError("greater_than", where="rules.other_duty_block", given=mean_s, gt=0)
    days = span.days()
    midnights_s = np.append(days, days[-1] + 1) * DAY_S
    before_s = roster.worked_before_many(midnights_s)
    length_s = np.diff(before_s)
    works = length_s > 0
    ordinals = days[works] + span.clock.origin.toordinal()
    owner = np.repeat(np.arange(len(officers)), len(ordinals))
    bases = np.array([hash_names("other_duty", *who) for who in officers], np.uint64)
    keys = keys_from(bases[owner], np.tile(ordinals, len(officers)))
    start_s, length_s = (np.tile(one[works], len(officers)) for one in (before_s[:-1], length_s))
    gap_s = mean_s * free_share / (1 - free_share)
    busy = seed.uniforms("duty/busy_at_start", keys) < 1 - free_share
    at_s = np.where(busy, _rest_of_block(seed, keys, block), 0.0)
    found = [_stretches(owner, start_s, length_s, np.zeros(len(keys)), at_s, busy)]
    number = 0
    while len(running := np.flatnonzero(at_s < length_s)):
        keys, owner, start_s, length_s = keys[running], owner[running], start_s[running], length_s[running]
        begin_s = at_s[running] - gap_s * np.log1p(-seed.uniforms(f"duty/gap/{number}", keys))
        at_s = begin_s + block.quantile(seed.uniforms(f"duty/block/{number}", keys), WORKING_DAY_S)
        found.append(_stretches(owner, start_s, length_s, begin_s, at_s, begin_s < length_s))
        number += 1
    owners, begins_s, ends_s = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.argsort(owners, kind="stable")
    from_s, until_s = _instants(roster, begins_s[order], ends_s[order])
    bounds = np.searchsorted(owners[order], np.arange(1, len(officers)))
    return list(zip(np.split(from_s, bounds), np.split(until_s, bounds), strict=True))


def _stretches(
    owner: IntArray, start_s: IntArray, length_s: IntArray, begin_s: Floats, end_s: Floats, here: Flags
) -> tuple[IntArray, IntArray, IntArray]:
    """Return whose each stretch of a day is, its begin and its end in the officer's own time; not empty."""
    begins_s = start_s + begin_s.astype(np.int64)
    ends_s = start_s + np.minimum(end_s, length_s).astype(np.int64)
    kept = np.flatnonzero(here & (begins_s < ends_s))
    return owner[kept], begins_s[kept], ends_s[kept]


def _rest_of_block(seed: Seed, keys: npt.NDArray[np.uint64], block: Distribution) -> Floats:
    """Return how long the block lasts in which a day begins, float64[n] seconds."""
    lengths_s = block.quantile((np.arange(_FINENESS) + 0.5) / _FINENESS, WORKING_DAY_S)
    chances = np.cumsum(lengths_s)
    biased = seed.uniforms("duty/first_block", keys) * chances[-1]
    rest: Floats = lengths_s[np.searchsorted(chances, biased)] * seed.uniforms("duty/rest_of_block", keys)
    return rest


def _instants(roster: WorkCalendar, begins_s: IntArray, ends_s: IntArray) -> Blocks:
    """Return the instants of stretches, not empty, that are given in the officers' own time."""
    done_s = np.cumsum(roster.closes_s - roster.opens_s)
    lost_s = roster.closes_s - done_s
    from_s = begins_s + lost_s[np.searchsorted(done_s, begins_s, side="right")]
    until_s = ends_s + lost_s[np.searchsorted(done_s, ends_s, side="left")]
    return from_s, until_s


def _with(person: Person, roster: WorkCalendar) -> Person:
    return Person(person.name, person.group, person.says, roster)
