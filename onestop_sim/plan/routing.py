"""
The way of each dossier through the shop, unrolled into rows: nothing is left to be decided but by queues.

All dossiers of a procedure walk its route together; at each row some of them take part. Dice address
a decision by what it is about (step, round), never by its position, so a step that is inserted,
or one more round, changes no other draw.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from onestop_sim.clock import DAY_S, IntArray
from onestop_sim.plan.arrivals import Arrivals
from onestop_sim.plan.draws import Flags, Seed, failures_before_success
from onestop_sim.plan.plan import Choices, Origins
from onestop_sim.plan.tape import Tape
from onestop_sim.plan.walk import HAND_OVER, RECEPTION, SUPPLEMENT, Ground, Walk
from onestop_sim.plan.world import World
from onestop_sim.scenario.distribution import WORKING_DAY_S, Distribution
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.procedure import NONE, Exit, Step, Supplement
from onestop_sim.terms import NOBODY, Channel, StepKind

MOST_CONTACTS: Final = 9
"""Contacts at the desk after which one who is still sent home never comes again."""

_KINDS: Final = {
    "work": StepKind.WORK,
    "sign": StepKind.SIGN,
    "delay": StepKind.DELAY,
    "payment": StepKind.AWAIT_APPLICANT,
}


@dataclass(frozen=True)
class Routes:
    """
    What routing decides besides the rows.

    Attributes:
        receiving_place: desk of each dossier, int64[n]; where the queues decide, that of its own unit.
        returning_place: desk that returns its result, int64[n]; likewise.
        competent_place: office in charge, int64[n].
        home_delivery:   the applicant asks for the result by post, bool[n].
        capped_rounds:   dossiers that would have been asked for papers once more than the cap allows.
        origins:         where applicants set out; None without a choice of desk.
        choices:         desks among which the queues decide; None if nobody asks them.
    """

    receiving_place: IntArray
    returning_place: IntArray
    competent_place: IntArray
    home_delivery: Flags
    capped_rounds: int
    origins: Origins | None
    choices: Choices | None


def route(scenario: Scenario, world: World, seed: Seed, come: Arrivals, tape: Tape) -> Routes:
    """Write the rows of every dossier to *tape* and return what the dossiers' columns need."""
    ground = Ground(scenario, world, seed, tape)
    n = len(come.key)
    receiving, returning, competent, own = (np.zeros(n, np.int64) for _ in range(4))
    origin_m, asking = np.zeros((n, 2), np.int64), []
    home_delivery = np.zeros(n, np.bool_)
    capped = 0
    by_procedure = np.argsort(come.procedure, kind="stable")
    sizes = np.bincount(come.procedure, minlength=len(scenario.procedures))
    groups = np.split(by_procedure, np.cumsum(sizes)[:-1])
    for name, rows in zip(scenario.procedures, groups, strict=True):
        if len(rows):
            way = _Route(ground, name, rows, come)
            way.whole_way()
            receiving[rows], returning[rows], own[rows] = way.desk, way.back, way.filed.own
            origin_m[rows] = way.filed.origin_m
            asking.append((rows[way.filed.asks], way.filed.compared))
            competent[rows] = way.competent
            home_delivery[rows] = way.wants_post
            capped += way.capped
    origins = None if scenario.choice_of_desk is None else Origins(origin_m[:, 0], origin_m[:, 1], own)
    return Routes(receiving, returning, competent, home_delivery, capped, origins, _choices(asking))


def _choices(asking: list[tuple[IntArray, IntArray]]) -> Choices | None:
    """Return the desks that are compared, by dossier, of dossiers and the desks of each in order."""
    rows = [np.repeat(who, (compared != NOBODY).sum(axis=1)) for who, compared in asking]
    places = [compared[compared != NOBODY] for _, compared in asking]
    dossier, place = (np.concatenate([np.empty(0, np.int64), *parts]) for parts in (rows, places))
    order = np.argsort(dossier, kind="stable")
    return Choices(dossier[order], place[order]) if len(order) else None


class _Route(Walk):
    """The whole way of the dossiers of one procedure."""

    def whole_way(self) -> None:
        """Write every row from filing to the end."""
        self._contacts(np.arange(len(self._rows)))
        for name, step in self._says.route.items():
            who = np.flatnonzero(self._going)
            who = who[self._happens(f"takes/{name}", who, step.share)]
            self._carry(who, self.places(step.office)[who], name, 0, step.carried)
            says = self._says.supplement
            says = None if says is None or says.after != name else says
            asks = self._happens(f"{SUPPLEMENT}/1", who, NONE if says is None else says.share)
            self._do(name, step, who, 0, asks)
            if says is not None:
                self._supplements(says, name, step, who[asks])
            self._exits(name, who[self._going[who]])
        self._result()

    # ── at the desk ──────────────────────────────────────────────────────────────────────────

    def _contacts(self, everyone: IntArray) -> None:
        """Filing by post, refusal, being sent home and coming again, acceptance."""
        rules, says = self._ground.scenario.rules, self._says.reception
        posted = everyone[self._channel == Channel.POST]
        if len(posted):
            self._send(posted, self._ground.line(rules.filing_by_post), self.desk[posted], RECEPTION, 0)
        is_refused = self._happens("refused", everyone, says.refused_share)
        refused, present = everyone[is_refused], everyone[~is_refused]
        self._contact(StepKind.REFUSE, refused, 0)
        self._going[refused] = False
        for number in range(MOST_CONTACTS):
            lacks = self._happens(f"incomplete/{number}", present, says.incomplete_share)
            accepted, sent_home = present[~lacks], present[lacks]
            self._accept(accepted, number)
            back = self._happens(f"comes_back/{number}", sent_home, says.comes_back_share)
            back &= number + 1 < MOST_CONTACTS
            after_s = self._seconds(f"comes_back_after/{number}", sent_home, says.comes_back_after, DAY_S)
            self._contact(StepKind.SEND_HOME, sent_home, number, delay_s=np.where(back, after_s, 0))
            self._going[sent_home[~back]] = False
            present = sent_home[back]
            if not len(present):
                break

    def _accept(self, who: IntArray, number: int) -> None:
        says = self._says.reception
        scan_s = self._effort_s("effort/scan", who, says.scan_effort, self._says.filed_at)
        self._contact(
            StepKind.RECEIVE,
            who,
            number,
            scan_effort_s=np.where(self._online[who], 0, scan_s),
            allotment_s=_allotment_s(says.allotment_wd),
        )

    def _contact(self, kind: StepKind, who: IntArray, number: int, **columns: npt.ArrayLike) -> None:
        """One contact at the desk; whoever filed by post comes in person when sent home."""
        says, office = self._says.reception, self._says.filed_at
        decision = f"effort/{RECEPTION}/{number}"
        effort_s = self._effort_s(decision, who, says.effort, office)
        if says.online_effort is not None:
            online_s = self._effort_s(decision, who, says.online_effort, office)
            effort_s = np.where(self._online[who], online_s, effort_s)
        channel = self._channel[who]
        visitor = (channel == Channel.IN_PERSON) | ((channel == Channel.POST) & (number > 0))
        columns |= {"effort_s": effort_s, "skill": self._ground.skill(says.skill)}
        if number > 0:
            columns["moment_share"] = self._moments(f"{RECEPTION}/{number}", who, visitor)
        columns["place"] = self._receiving(who)
        self._row(kind, who, self.desk[who], RECEPTION, number, visitor, **columns)

    # ── the route ────────────────────────────────────────────────────────────────────────────

    def _do(
        self, name: str, step: Step, who: IntArray, number: int, again: Flags, rework_share: float = 1.0
    ) -> None:
        """
        The step itself; only its first round has an allotment.

        Who has to sign and asks for papers instead (`again`), or finds that the dossier leaves here,
        has read it and has not signed.
        """
        columns: dict[str, npt.ArrayLike] = {}
        if step.kind == "sign":
            not_eligible, withdrawn = self._leaves(name, who)
            columns["kind"] = np.where(again | not_eligible | withdrawn, StepKind.WORK, StepKind.SIGN)
        if step.effort is not None and step.kind in ("work", "sign"):
            effort_s = self._effort_s(f"effort/{name}/{number}", who, step.effort, step.office)
            columns["effort_s"] = effort_s if number == 0 else np.ceil(effort_s * rework_share - 1e-6)
            columns["skill"] = self._ground.skill(step.skill)
        if step.delay is not None and step.kind in ("delay", "payment"):
            decision = f"delay/{name}/{number}"
            columns["delay_s"] = (
                self._seconds(decision, who, step.delay, DAY_S)  # the applicant's own time
                if step.kind == "payment"
                else self._delay_s(decision, who, step.delay, step.office)
            )
            columns["pauses_clock"] = step.kind == "payment"
        columns["allotment_s"] = _allotment_s(step.allotment_wd if number == 0 else None)
        self._row(_KINDS[step.kind], who, self._at[who], name, number, None, **columns)

    def _supplements(self, says: Supplement, name: str, step: Step, asked: IntArray) -> None:
        """Papers are asked for, brought, and the step is done again, at most so often as the cap allows."""
        for number in range(1, says.max_rounds + 1):
            silent = self._happens(f"never_answered/{number}", asked, says.never_answered_share)
            given_up, here = asked[silent], asked[~silent]
            self._await(given_up, number, says.gives_up_after, "gives_up_after")
            self._row(StepKind.RETURN_UNRESOLVED, given_up, NOBODY, SUPPLEMENT, number, None)
            self._going[given_up] = False
            self._await(here, number, says.answered_after, "answered_after")
            self._take_in(says, here, number)
            self._asked[here] = True
            self._carry(here, self.places(step.office)[here], name, number, step.carried)
            asks = self._happens(f"{SUPPLEMENT}/{number + 1}", here, says.again_share)
            self._do(name, step, here, number, asks & (number < says.max_rounds), says.rework_share.value)
            asked = here[asks]
            if not len(asked):
                return
        self.capped += len(asked)

    def _await(self, who: IntArray, number: int, lasts: Distribution, decision: str) -> None:
        delay_s = self._seconds(f"{decision}/{number}", who, lasts, DAY_S)
        self._row(
            StepKind.AWAIT_APPLICANT,
            who,
            self._at[who],
            SUPPLEMENT,
            number,
            None,
            delay_s=delay_s,
            pauses_clock=True,
        )

    def _take_in(self, says: Supplement, who: IntArray, number: int) -> None:
        decision = f"effort/{SUPPLEMENT}/{number}"
        effort_s = self._effort_s(decision, who, says.intake_effort, self._says.filed_at)
        visitor = ~self._online[who]
        self._row(
            StepKind.TAKE_SUPPLEMENT,
            who,
            self.desk[who],
            SUPPLEMENT,
            number,
            visitor,
            effort_s=effort_s,
            moment_share=self._moments(f"{SUPPLEMENT}/{number}", who, visitor),
            skill=self._ground.skill(self._says.reception.skill),
            place=self._receiving(who),
        )
        self._at[who] = self.desk[who]
        self._with_desk[who] = self._asks[who]

    def _leaves(self, name: str, who: IntArray) -> tuple[Flags, Flags]:
        """Not eligible from below, withdrawn from above: one uniform, so the two never meet; bool[k] each."""
        u = self._seed.uniforms("exit", self._keys[who])
        return (
            u < _share_after(self._says.not_eligible, name),
            u >= 1 - _share_after(self._says.withdrawn, name),
        )

    def _exits(self, name: str, who: IntArray) -> None:
        """Some are returned without a result, and their papers go back; some are taken back."""
        not_eligible, withdrawn = self._leaves(name, who)
        returned, taken_back = who[not_eligible], who[withdrawn & ~not_eligible]
        self._row(StepKind.RETURN_UNRESOLVED, returned, self._at[returned], name, 0, None)
        self._row(StepKind.WITHDRAW, taken_back, self._at[taken_back], name, 0, None)
        self._going[returned] = self._going[taken_back] = False
        self._papers_back[returned] = True

    # ── the result ───────────────────────────────────────────────────────────────────────────

    def _result(self) -> None:
        """Back to the desk, and from there by hand, by post or through the portal to the applicant."""
        rules, says = self._ground.scenario.rules, self._says.hand_over
        everyone = np.arange(len(self._rows))
        electronic = self._online & self._happens("electronic_result", everyone, says.online_share)
        self.wants_post = ~electronic & self._happens("home_delivery", everyone, says.home_share)
        ready = np.flatnonzero(self._going | self._papers_back)
        self._carry_back(ready)
        through_portal = ready[electronic[ready]]
        line = self._ground.line(rules.online)
        self._row(
            StepKind.DELIVER_HOME, through_portal, self.back[through_portal], HAND_OVER, 0, None, line=line
        )
        # Papers of a dossier that was returned are fetched at the desk, whatever was asked for the result.
        by_post = ready[(self.wants_post & self._going)[ready]]
        unserved = by_post[self._deliver(by_post)]
        by_hand = ready[~electronic[ready] & ~(self.wants_post & self._going)[ready]]
        self._hand_over(np.sort(np.concatenate([by_hand, unserved])), by_hand)

    def _deliver(self, who: IntArray) -> Flags:
        """Home delivery; return who was not found in any attempt, bool[k]."""
        name = self._ground.scenario.rules.home_delivery
        if not len(who) or name is None:
            return np.zeros(len(who), np.bool_)
        says = self._ground.scenario.lines[name]
        u = self._seed.uniforms("delivery_attempts", self._keys[who])
        failed = failures_before_success(u, says.success_share.value, says.attempts)
        line = self._ground.line(name)
        delay_s = self._seconds("transit/home", who, says.transit, self._ground.line_day_s[line])
        columns: dict[str, npt.ArrayLike] = {"line": line, "delay_s": delay_s, "place": self._returning(who)}
        self._row(StepKind.DELIVER_HOME, who, self.back[who], HAND_OVER, failed, None, **columns)
        return failed >= says.attempts

    def _hand_over(self, who: IntArray, by_hand: IntArray) -> None:
        says = self._says.hand_over
        effort_s = self._effort_s(f"effort/{HAND_OVER}", who, says.effort, self._says.filed_at)
        # Only who came in person to the unit in charge and was never sent away for papers can still be there.
        present = (self._channel[who] == Channel.IN_PERSON) & ~self._asked[who] & np.isin(who, by_hand)
        present &= ~self.is_elsewhere[who] & (self.back[who] == self.desk[who])
        would_wait = present & says.waits
        waits = would_wait & ~self._asks[who]
        after_s = self._seconds("collected_after", who, says.collected_after, DAY_S)
        self._row(
            StepKind.HAND_OVER,
            who,
            self.back[who],
            HAND_OVER,
            0,
            np.ones(len(who), np.bool_),
            effort_s=effort_s,
            delay_s=np.where(waits, 0, after_s),
            moment_share=self._moments(HAND_OVER, who, ~waits),
            skill=self._ground.skill(says.skill),
            place=self._returning(who),
        )
        at_own = self._rows[who[would_wait & self._asks_back[who]]]
        self._ground.tape.note_nearby(at_own, np.full(len(at_own), NOBODY), np.zeros(len(at_own), np.int64))


def _allotment_s(allotment_wd: float | None) -> int:
    return -1 if allotment_wd is None else round(allotment_wd * WORKING_DAY_S)


def _share_after(leaving: Exit | None, step: str) -> float:
    """Return the share of dossiers that leave after a step."""
    return leaving.share.value if leaving is not None and leaving.after == step else 0.0
