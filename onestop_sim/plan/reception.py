"""
At which desk each dossier is filed and fetched, and from where its applicant sets out.

Every decision has an address of its own (whether the choice is used, where the home lies, where one works,
which other desk), so another rule, share or desk changes only those whom it concerns.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.plan.arrivals import Arrivals
from onestop_sim.plan.columns import Floats
from onestop_sim.plan.draws import Flags, Keys, Seed
from onestop_sim.plan.plan import Positions
from onestop_sim.plan.world import World
from onestop_sim.scenario.choice_of_desk import ChoiceOfDesk, WorkPlaces
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.procedure import Procedure
from onestop_sim.terms import NOBODY, Channel, ReceptionRule

_FAR: Final = np.iinfo(np.int64).max
_KM: Final = 1000


@dataclass(frozen=True)
class Filed:
    """
    Where the dossiers of one procedure are filed; n of them.

    Attributes:
        own:        desk at which it would be filed without a choice, int64[n].
        desk:       desk at which it is filed; where the queues will decide: the own one, int64[n].
        back:       desk at which its result is fetched, int64[n].
        asks:       the queues decide, bool[n].
        compared:   of these, the desks that are compared, in order, NOBODY at the end; int64[n_asks, k].
        origin_m:   metres east and north from which the applicant sets out, int64[n, 2].
    """

    own: IntArray
    desk: IntArray
    back: IntArray
    asks: Flags
    compared: IntArray
    origin_m: IntArray


class Reception:
    """Sends applicants to desks, by the rule of the scenario."""

    def __init__(self, scenario: Scenario, world: World, seed: Seed) -> None:
        self._scenario, self._world, self._seed = scenario, world, seed
        self._offices = {name: number for number, name in enumerate(scenario.offices)}
        self._says = scenario.choice_of_desk
        self._is_free = scenario.reception_rule == ReceptionRule.NON_GEOGRAPHIC
        self._backlog = len(scenario.periods) + 2
        if self._says is not None:
            self._unit_m = _unit_positions(scenario)
            self._radius_m = _home_radii(scenario, self._unit_m, self._says)
            self._unit_of_place = world.places.unit.astype(np.int64)
            self._parent = _parents(scenario)

    def positions(self) -> Positions | None:
        """Return where places are; None without a choice of desk."""
        if self._says is None:
            return None
        at_m = self._unit_m[self._unit_of_place]
        factor = np.full(len(at_m), self._says.detour_factor.value)
        return Positions(x_m=at_m[:, 0], y_m=at_m[:, 1], detour_factor=factor)

    def filed(self, name: str, procedure: Procedure, rows: IntArray, come: Arrivals) -> Filed:
        """
        Return where the dossiers of a procedure are filed.

        Args:
            name:      of the procedure.
            procedure: what the scenario says of it.
            rows:      its dossiers, rows of *come*, int64[n].
            come:      all dossiers.
        """
        keys, home = come.key[rows], come.home_unit[rows]
        own = self._world.place_at[self._offices[procedure.filed_at], home]
        # Who comes with several dossiers goes to his own desk (decision D29).
        alone = (come.carrier[rows] == rows) & (come.next_in_visit[rows] == NOBODY)
        found = Filed(
            own,
            own,
            own,
            np.zeros(len(rows), np.bool_),
            np.empty((0, 0), np.int64),
            np.zeros((len(rows), 2), int),
        )
        if self._says is None:
            if self._is_free:
                online = come.channel[rows] == Channel.ONLINE
                uses = self._seed.happens("elsewhere", keys, procedure.elsewhere_share) & alone & ~online
                every = np.unique(self._world.place_at[self._offices[procedure.filed_at]])
                desk = self._drawn(own, np.flatnonzero(uses), keys, every[every != NOBODY], None)
                return Filed(own, desk, desk, found.asks, found.compared, found.origin_m)
            return found
        home_m = self._homes(home, keys)
        uses = np.zeros(len(rows), np.bool_)
        if self._is_free and name in self._says.procedures:
            uses = alone & (come.channel[rows] == Channel.IN_PERSON) & self._in_time(come.filed_s[rows])
            # What was filed before the first day went where it always did: no queue is known of that time.
            uses &= come.segment[rows] != self._backlog
            uses &= self._seed.happens("uses_choice", keys, self._says.uses_share)
        return self._chosen(self._says, procedure, own, home, keys, home_m, np.flatnonzero(uses))

    def _in_time(self, filed_s: IntArray) -> Flags:
        """Tell which dossiers are filed on a day on which there is a choice, bool[n]."""
        says, clock = self._says, self._world.span.clock
        within: Flags = np.ones(len(filed_s), np.bool_)
        if says is not None and says.first_day is not None:
            within &= filed_s >= clock.instant(says.first_day)
        if says is not None and says.last_day is not None:
            within &= filed_s < clock.instant(says.last_day) + DAY_S
        return within

    def _chosen(
        self,
        says: ChoiceOfDesk,
        procedure: Procedure,
        own: IntArray,
        home: IntArray,
        keys: Keys,
        home_m: IntArray,
        who: IntArray,
    ) -> Filed:
        """Return the desks of all dossiers, of which *who* make use of the choice."""
        desk, back, origin_m = own.copy(), own.copy(), home_m
        asks, compared = np.zeros(len(own), np.bool_), np.empty((0, says.at_most), np.int64)
        if len(who):
            able = self._able(says, procedure)
            desks = np.union1d(able, own[who])
            near_m2 = self._squared_m(home_m[who], desks)
            within = self._within(says, home[who], desks) & np.isin(desks, able)
            within |= own[who, None] == desks
            if says.rule == "nearest_to_home":
                desk[who] = _nearest(near_m2, within, desks)
            elif says.rule == "nearest_to_work" and says.work is not None:
                work_m = self._unit_m[self._work_units(says.work, home[who], keys[who])]
                desk[who] = _nearest(self._squared_m(work_m, desks), within, desks)
                origin_m = home_m.copy()
                origin_m[who] = work_m
            else:
                near = within & self._thought_of(says, near_m2)
                if says.rule == "share_elsewhere":
                    desk = self._drawn(own, who, keys, desks, near)
                else:
                    compared = _compared(near_m2, near, desks, own[who], says.at_most)
                    asks[who] = compared[:, 1] != NOBODY
                    compared = compared[asks[who]]
            back[who] = desk[who]
            if says.returned_at == "nearest_to_home":
                back[who] = _nearest(near_m2, within, desks)
        return Filed(own, desk, back, asks, compared, origin_m)

    def _able(self, says: ChoiceOfDesk, procedure: Procedure) -> IntArray:
        """Return the desks that receive a procedure: with people who may receive it and hand it over."""
        offices = says.desks or (procedure.filed_at,)
        desks = np.unique(self._world.place_at[[self._offices[one] for one in offices]])
        officers, skills = self._world.officers, self._scenario.skills
        for skill in (procedure.reception.skill, procedure.hand_over.skill):
            mask = -1 if skill is None else 1 << skills.index(skill)
            desks = np.intersect1d(desks, officers.place[(officers.skills.astype(np.int64) & mask) != 0])
        able: IntArray = desks[desks != NOBODY].astype(np.int64)
        return able

    def _within(self, says: ChoiceOfDesk, home: IntArray, desks: IntArray) -> Flags:
        """Return which desks lie in each applicant's area, bool[k, n_desks]."""
        unit = self._unit_of_place[desks]
        if says.area == "own_unit":
            own_unit: Flags = home[:, None] == unit
            return own_unit
        if says.area == "same_parent":
            parent = self._parent[home][:, None]
            same: Flags = (parent != NOBODY) & ((self._parent[unit] == parent) | (unit == parent))
            return same
        return np.ones((len(home), len(desks)), np.bool_)

    def _thought_of(self, says: ChoiceOfDesk, near_m2: IntArray) -> Flags:
        """Return which desks are near enough to be thought of, bool[k, n_desks]."""
        if says.within_km is None:
            return np.ones(near_m2.shape, np.bool_)
        furthest_m = says.within_km.value * _KM / says.detour_factor.value
        return near_m2 <= furthest_m**2

    def _squared_m(self, from_m: IntArray, desks: IntArray) -> IntArray:
        """Return squared distances in metres, int64[k, n_desks]."""
        desk_m = self._unit_m[self._unit_of_place[desks]]
        east_m, north_m = (from_m[:, axis, None] - desk_m[:, axis] for axis in (0, 1))
        found: IntArray = east_m**2 + north_m**2
        return found

    def _drawn(
        self, own: IntArray, who: IntArray, keys: Keys, desks: IntArray, near: Flags | None
    ) -> IntArray:
        """
        Return the desks, of which *who* draw another than their own: the one with the highest uniform.

        One more desk so takes its own and changes nobody else's choice.
        """
        if not len(who) or not len(desks):
            return own
        names = self._world.place_names
        luck = np.stack([self._seed.uniforms(f"elsewhere/{names[one]}", keys[who]) for one in desks])
        luck[desks[:, None] == own[who]] = -1.0
        if near is not None:
            luck[~near.T] = -1.0
        finds = luck.max(axis=0) >= 0
        desk = own.copy()
        desk[who[finds]] = desks[luck.argmax(axis=0)[finds]]
        return desk

    def _homes(self, home: IntArray, keys: Keys) -> IntArray:
        """Return where applicants live, metres, int64[n, 2]."""
        distance_m = self._radius_m[home] * np.sqrt(self._seed.uniforms("home/distance", keys))
        turn = 2 * math.pi * self._seed.uniforms("home/direction", keys)
        away_m = np.stack([distance_m * np.cos(turn), distance_m * np.sin(turn)], axis=1)
        return self._unit_m[home] + np.round(away_m).astype(np.int64)

    def _work_units(self, work: WorkPlaces, home: IntArray, keys: Keys) -> IntArray:
        """
        Return the units in which applicants work, int64[n].

        Each other unit has a waiting time, exponential with its pull as the rate, and the first one is
        taken: so with the right shares, and one more unit takes its own and changes nobody else's.
        """
        scenario, unit_m = self._scenario, self._unit_m
        found = home.copy()
        first = np.full(len(home), np.inf)
        factor = 1.0 if self._says is None else self._says.detour_factor.value
        for number, (name, unit) in enumerate(scenario.units.items()):
            if unit.population is None or unit.position is None:
                continue
            away_km = np.hypot(*(unit_m - unit_m[number]).T.astype(np.float64)) * factor / _KM
            pull = unit.population**work.population_power.value * np.exp(-away_km / work.distance_km.value)
            waits = -np.log(self._seed.uniforms(f"work/{name}", keys)) / pull[home]
            waits[home == number] = np.inf
            found[waits < first] = number
            first = np.minimum(first, waits)
        stays = self._seed.happens("work/in_own_unit", keys, work.in_own_unit_share)
        return np.where(stays, home, found)


def _nearest(squared_m2: IntArray, within: Flags, desks: IntArray) -> IntArray:
    """Return the nearest desk within reach, of equally near ones the lowest number, int64[k]."""
    found: IntArray = desks[np.where(within, squared_m2, _FAR).argmin(axis=1)]
    return found


def _compared(squared_m2: IntArray, near: Flags, desks: IntArray, own: IntArray, at_most: int) -> IntArray:
    """Return the own desk and the nearest others, nearest first, int64[k, at_most], NOBODY at the end."""
    is_own = own[:, None] == desks
    keep_m2 = np.where(near | is_own, squared_m2, _FAR)
    first_own = np.argsort(np.where(is_own, -1, keep_m2), axis=1, kind="stable")[:, :at_most]
    chosen = np.zeros(near.shape, np.bool_)
    np.put_along_axis(chosen, first_own, values=True, axis=1)
    keep_m2[~chosen] = _FAR
    order = np.argsort(keep_m2, axis=1, kind="stable")[:, :at_most]
    found = np.where(np.take_along_axis(keep_m2, order, axis=1) < _FAR, desks[order], NOBODY)
    padded: IntArray = np.pad(found, ((0, 0), (0, at_most - found.shape[1])), constant_values=NOBODY)
    return padded


def _unit_positions(scenario: Scenario) -> IntArray:
    """Return where units are, metres, int64[n_units, 2]; far away from all, if it is not said."""
    places = [one.position or (1e6, 1e6) for one in scenario.units.values()]
    return np.round(np.array(places, np.float64) * _KM).astype(np.int64)


def _home_radii(scenario: Scenario, unit_m: IntArray, says: ChoiceOfDesk) -> Floats:
    """Return within how many metres of its desk the homes of each unit lie; 0 if it has no like."""
    levels = np.array([one.level for one in scenario.units.values()])
    placed = np.array([one.position is not None for one in scenario.units.values()])
    radius_m = np.zeros(len(levels))
    for number in np.flatnonzero(placed).tolist():
        others = placed & (levels == levels[number])
        others[number] = False
        if others.any():
            away_m = np.hypot(*(unit_m[others] - unit_m[number]).T.astype(np.float64))
            radius_m[number] = says.home_radius.value * away_m.min()
    return radius_m


def _parents(scenario: Scenario) -> IntArray:
    """Return the parent of each unit, int64[n_units], NOBODY for none."""
    number = {name: at for at, name in enumerate(scenario.units)}
    found = [NOBODY if one.parent is None else number[one.parent] for one in scenario.units.values()]
    return np.array(found, np.int64)
