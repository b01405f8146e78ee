"""Dossiers of one procedure and where their papers are: how each row of a route is written."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.plan.arrivals import Arrivals
from onestop_sim.plan.clusters import Clusters, Factors
from onestop_sim.plan.draws import Flags, Seed
from onestop_sim.plan.plan import RECEIVING, RETURNING
from onestop_sim.plan.reception import Reception
from onestop_sim.plan.scopes import Scopes
from onestop_sim.plan.tape import Tape
from onestop_sim.plan.tempo import tempo_of
from onestop_sim.plan.world import World
from onestop_sim.scenario.assumed import ShareValue
from onestop_sim.scenario.distribution import WORKING_DAY_S, Distribution, Fixed
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.procedure import OWN_STEPS
from onestop_sim.terms import NOBODY, Channel, StepKind

RECEPTION, SUPPLEMENT, HAND_OVER = OWN_STEPS


def step_names(scenario: Scenario) -> tuple[str, ...]:
    """Return `Names.steps`: the three that every route has, then those of the routes, each name once."""
    named = (name for procedure in scenario.procedures.values() for name in procedure.route)
    return tuple(dict.fromkeys((RECEPTION, SUPPLEMENT, HAND_OVER, *named)))


@dataclass
class Ground:
    """What all walks have in common, as arrays and indices."""

    scenario: Scenario
    world: World
    seed: Seed
    tape: Tape
    offices: dict[str, int] = field(init=False)
    lines: dict[str, int] = field(init=False)
    names: dict[str, int] = field(init=False)
    behind_visitors: IntArray = field(init=False)
    """Priority at each place of what has no applicant in front of it."""
    between_units: IntArray = field(init=False)
    """Line that papers take between units, by the applicant's unit."""
    line_day_s: list[int] = field(init=False)
    """Ordinary open seconds of a day of each line."""
    scopes: Scopes = field(init=False)
    clusters: Clusters = field(init=False)
    reception: Reception = field(init=False)

    def __post_init__(self) -> None:
        says = self.scenario
        self.offices = {name: number for number, name in enumerate(says.offices)}
        self.lines = {name: number for number, name in enumerate(says.lines)}
        self.names = {name: number for number, name in enumerate(step_names(says))}
        self.scopes = Scopes(says, self.world)
        self.clusters = Clusters(says, self.world, self.seed)
        self.reception = Reception(says, self.world, self.seed)
        office_of = [name.split("/")[1] for name in self.world.place_names]
        self.behind_visitors = np.array([says.offices[one].visitors_first for one in office_of], np.int64)
        between = says.rules.between_units_of
        self.between_units = np.array(
            [self.lines[between.get(unit, says.rules.between_units)] for unit in says.units], np.int64
        )
        self.line_day_s = [
            sum(end - start for start, end in says.calendars[one.calendar].shifts) if one.calendar else 0
            for one in says.lines.values()
        ]

    def line(self, name: str | None) -> int:
        """Return the index of a line; NOBODY for none."""
        return NOBODY if name is None else self.lines[name]

    def skill(self, name: str | None) -> int:
        """Return the index of a skill; NOBODY for none."""
        return NOBODY if name is None else self.scenario.skills.index(name)


class Walk:
    """
    All dossiers of one procedure on their way; `who` below are always positions among them, int64[k].

    `_at` is the place that has each dossier's papers, `_going` tells who is still on the way to a result.
    Where the queues decide on the desk (`filed.asks`), rows at it name a role, and `_at` is the own desk as
    long as the papers are there (`_with_desk`).
    """

    def __init__(self, ground: Ground, name: str, rows: IntArray, come: Arrivals) -> None:
        says = ground.scenario.procedures[name]
        self._ground, self._says, self._rows = ground, says, rows
        self._seed = ground.seed
        self._keys = come.key[rows]
        self._home = come.home_unit[rows]
        self._channel = come.channel[rows]
        self._online = self._channel == Channel.ONLINE
        self.filed = ground.reception.filed(name, says, rows, come)
        self.desk, self.back, self._asks = self.filed.desk, self.filed.back, self.filed.asks
        self.is_elsewhere = self.desk != self.filed.own
        choice = ground.scenario.choice_of_desk
        back_where_filed = choice is not None and choice.returned_at == "where_filed"
        self._asks_back = self._asks & back_where_filed
        self._with_desk = self._asks.copy()
        self.competent = self.places(says.competent)
        whose = (come.procedure[rows], self._home, self.desk, self.competent, come.filed_s[rows])
        self._tempo = tempo_of(ground.scenario.pace, ground.scopes, ground.clusters, *whose)
        self._at = self.desk.copy()
        self._going = np.ones(len(rows), np.bool_)
        self._papers_back = np.zeros(len(rows), np.bool_)
        self._asked = np.zeros(len(rows), np.bool_)
        self.wants_post = np.zeros(len(rows), np.bool_)
        self.capped = 0

    def places(self, office: str) -> IntArray:
        """Return the place that each dossier finds when the route names an office, int64[n]."""
        found: IntArray = self._ground.world.place_at[self._ground.offices[office], self._home]
        return found

    def _receiving(self, who: IntArray) -> IntArray:
        """Return the place that rows at the desk of filing name, int64[k]: a role where the queues decide."""
        return np.where(self._asks[who], RECEIVING, self.desk[who])

    def _returning(self, who: IntArray) -> IntArray:
        """Return the place that rows at the desk of the result name, int64[k]; likewise."""
        return np.where(self._asks_back[who], RETURNING, self.back[who])

    def _carry(self, who: IntArray, to: IntArray, name: str, number: int, carried: str | None) -> None:
        """Papers move when the place changes. What was filed online has no paper to be carried by a line."""
        moves = (self._at[who] != to) | self._with_desk[who]
        self._goes(who[moves], to[moves], to[moves], name, number, carried)
        self._with_desk[who[moves]] = False

    def _carry_back(self, who: IntArray) -> None:
        """Results move to the desks where they are fetched, if they are not there."""
        asks = self._asks_back[who]
        self._carry(who[~asks], self.back[who[~asks]], HAND_OVER, 0, None)
        away = who[asks & ~self._with_desk[who]]
        self._goes(away, self.back[away], np.full(len(away), RETURNING), HAND_OVER, 0, None)
        self._with_desk[away] = True

    def _goes(
        self, who: IntArray, to: IntArray, place: IntArray, name: str, number: int, carried: str | None
    ) -> None:
        """Send papers from where they are to other places, which their rows name as *place*."""
        rules, unit = self._ground.scenario.rules, self._ground.world.places.unit
        by_hand = np.full(len(who), self._ground.line(rules.within_unit))
        depends = self._with_desk[who] | (place == RETURNING)
        same_unit = (unit[self._at[who]] == unit[to]) & ~depends
        on_paper = np.where(same_unit, by_hand, self._between(who, to))
        if carried is not None:
            by_hand = on_paper = np.full(len(who), self._ground.line(carried))
        lines = np.where(self._online[who], self._ground.line(rules.online), on_paper)
        for line in np.unique(lines):
            here = lines == line
            self._send(who[here], int(line), to[here], name, number, place=place[here])
        self._tape_nearby(who[depends], by_hand[depends], name, number)

    def _tape_nearby(self, who: IntArray, lines: IntArray, name: str, number: int) -> None:
        """Note by which lines the legs just written go if the desk that the queues decide is near."""
        for line in np.unique(lines):
            here = who[lines == line]
            delay_s = self._transit_s(here, int(line), name, number)
            self._ground.tape.note_nearby(self._rows[here], np.full(len(here), line), delay_s)

    def _between(self, who: IntArray, to: IntArray) -> IntArray:
        """Return the lines of papers between units, int64[k]; extra legs of a choice may have their own."""
        ground, says = self._ground, self._ground.scenario.choice_of_desk
        lines = ground.between_units[self._home[who]]
        if says is not None:
            leaves = self._with_desk[who] | (self.is_elsewhere[who] & (self._at[who] == self.desk[who]))
            comes = (self.back[who] != self.filed.own[who]) | self._asks_back[who]
            comes &= ~leaves & (to == self.back[who])
            for leg, line in ((leaves, says.line), (comes, says.line_back)):
                if line is not None:
                    lines = np.where(leg, ground.line(line), lines)
        return lines

    def _transit_s(self, who: IntArray, line: int, name: str, number: int) -> IntArray:
        transit = list(self._ground.scenario.lines.values())[line].transit
        day_s = self._ground.line_day_s[line] or WORKING_DAY_S
        return self._seconds(f"transit/{name}/{number}", who, transit, day_s)

    def _send(
        self, who: IntArray, line: int, to: IntArray, name: str, number: int, **columns: npt.ArrayLike
    ) -> None:
        delay_s = self._transit_s(who, line, name, number)
        self._row(StepKind.TRANSFER, who, to, name, number, None, line=line, delay_s=delay_s, **columns)
        self._at[who] = to

    def _row(
        self,
        kind: StepKind,
        who: IntArray,
        place: IntArray | int,
        name: str,
        number: IntArray | int,
        visitor: Flags | None,
        /,
        **columns: npt.ArrayLike,
    ) -> None:
        """
        Write one row for each of some dossiers; who is no visitor stands behind those who are.

        A column `kind` replaces the one kind for all, a column `place` the places in what is written.
        """
        if not len(who):
            return
        behind = self._ground.behind_visitors[place]  # of place NOBODY: never read
        columns["priority"] = behind if visitor is None else np.where(visitor, 0, behind)
        if visitor is not None:
            columns["visitor"] = visitor
        lag = self._ground.scenario.software.step_lag
        if not (isinstance(lag, Fixed) and lag.value == 0):
            times = number if isinstance(number, int) else 0  # failed deliveries are no address
            columns["record_lag_s"] = self._seconds(f"record_lag/{kind.name}/{name}/{times}", who, lag, DAY_S)
        usual = {"kind": int(kind), "place": place, "round": number, "name": self._ground.names[name]}
        self._ground.tape.add(self._rows[who], **usual | columns)

    def _happens(self, decision: str, who: IntArray, share: ShareValue) -> Flags:
        return self._seed.happens(decision, self._keys[who], share)

    def _seconds(self, decision: str, who: IntArray, lasts: Distribution, day_s: int) -> IntArray:
        return self._seed.seconds(decision, self._keys[who], lasts, day_s)

    def _effort_s(self, decision: str, who: IntArray, lasts: Distribution, office: str) -> IntArray:
        """Return the officer time of some dossiers at an office, int64[k]."""
        factor = self._tempo.effort_factor(office, who)
        return self._seed.seconds(decision, self._keys[who], lasts, WORKING_DAY_S, factor)

    def _delay_s(self, decision: str, who: IntArray, lasts: Distribution, office: str) -> IntArray:
        """Return the delay of some dossiers in nobody's hands, int64[k]; what is fixed by a rule stays so."""
        factor: Factors = 1.0
        if not isinstance(lasts, Fixed):
            factor = self._tempo.delay_factor(office, self._at[who], who)
        return self._seed.seconds(decision, self._keys[who], lasts, DAY_S, factor)

    def _moments(self, visit: str, who: IntArray, drawn: Flags) -> npt.NDArray[np.float32]:
        """Return the moment of the day of a visit; -1 where nobody comes or he is there already."""
        moments = self._seed.moments(f"moment/{visit}", self._keys[who])
        return np.where(drawn, moments, np.float32(-1))
