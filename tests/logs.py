"""Event logs without an engine: a builder for logs by hand, and random legal lives for properties."""

from typing import Any

import numpy as np
from numpy.random import Generator

from onestop_sim.calendar import WorkCalendar
from onestop_sim.deadline import LegalCalendar, TimeLimit
from onestop_sim.eventlog.log import EventLog, frame
from onestop_sim.eventlog.schema import SCHEMA, table_schema
from onestop_sim.terms import NO_INSTANT, NOBODY, Channel, EventKind, PromiseCause, StepKind

DAY_S = 86_400
HOUR_S = 3600
FIRST_DAY, LAST_DAY = -70, 420
MORNING, AFTERNOON = (25_200, 41_400), (48_600, 61_200)
"""07:00-11:30 and 13:30-17:00, eight hours."""

WORKING_DAYS = np.array([day for day in range(FIRST_DAY, LAST_DAY) if day % 7 < 5])
"""Day 0 is a Monday; no holidays."""

LEGAL = LegalCalendar(WORKING_DAYS, *MORNING, *AFTERNOON)

UNITS = ("district", "north", "south")
PLACES = ("district/desk", "district/land", "district/chair", "north/desk", "south/desk")
OFFICERS = (("an", 0), ("binh", 1), ("chi", 1), ("dung", 2), ("giang", 3), ("hoa", 4))
DESK, LAND, CHAIR, NORTH, SOUTH = range(5)
AN, BINH, CHI, DUNG, GIANG, HOA = range(6)
STEPS = (
    "receive",
    "appraise",
    "sign",
    "carry_up",
    "carry_down",
    "await",
    "take",
    "hand_over",
    "home",
    "survey",
)
FIELDS = ("land", "civil_status")
POST_LINE, PAPER_LINE = 0, 1


def at(day: int, hour: float) -> int:
    """The instant of an hour of a day."""
    return round(day * DAY_S + hour * HOUR_S)


def opening() -> WorkCalendar:
    """Office hours on working days."""
    midnights = WORKING_DAYS * DAY_S
    return WorkCalendar.covering(
        np.concatenate([midnights + MORNING[0], midnights + AFTERNOON[0]]),
        np.concatenate([midnights + MORNING[1], midnights + AFTERNOON[1]]),
    )


class LogBuilder:
    """Rows of a log, added one by one; places, officers and calendars as above."""

    def __init__(self, periods: tuple[tuple[int, int], ...] = ((0, 90 * DAY_S),)) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in SCHEMA}
        self.duty = {officer: opening() for officer in range(len(OFFICERS))}
        self.run = (FIRST_DAY * DAY_S, max(end_s for _, end_s in periods))
        for number, (start_s, end_s) in enumerate(periods):
            self.rows["periods"].append({"name": f"p{number}", "start_s": start_s, "end_s": end_s})

    def dossier(self, filed_s: int, limit: str = "3wd", **given: Any) -> int:
        """Add a dossier and return its number."""
        number = len(self.rows["dossiers"])
        parsed = TimeLimit.parse(limit)
        row = {
            "key": number + 1,
            "segment": 0,
            "ordinal": number,
            "procedure": 0,
            "home_unit": 0,
            "receiving_place": DESK,
            "competent_place": LAND,
            "returning_place": DESK,
            "channel": Channel.IN_PERSON,
            "filed_s": filed_s,
            "limit_unit": parsed.unit,
            "limit_n": parsed.n,
            "legal": 0,
            "carrier": number,
            "home_delivery": False,
            "open_at_start": False,
            "accepted_before_s": NO_INSTANT,
        }
        self.rows["dossiers"].append(row | given)
        self.rows["origins"].append({"x_m": 0, "y_m": 500 * number, "own_place": DESK})
        return number

    def step(self, dossier: int, name: str, kind: StepKind, place: int = NOBODY, **given: Any) -> int:
        """Add a step of a dossier's route and return its row."""
        row = {"dossier": dossier, "kind": kind, "place": place, "line": NOBODY, "allotment_s": -1}
        row |= {"effort_s": 0, "round": 0, "name": STEPS.index(name)}
        self.rows["steps"].append(row | given)
        return len(self.rows["steps"]) - 1

    def event(self, dossier: int, kind: EventKind, at_s: int, **given: Any) -> None:
        """Add an event, recorded at once unless said otherwise."""
        row = {"dossier": dossier, "kind": kind, "occurred_s": at_s, "recorded_s": at_s}
        row |= {"place": NOBODY, "officer": NOBODY, "step": NOBODY}
        self.rows["events"].append(row | given)

    def promise(
        self, dossier: int, at_s: int, due_s: int, cause: PromiseCause = PromiseCause.ACCEPTANCE, **given: Any
    ) -> None:
        """Add a promised date."""
        row = {"dossier": dossier, "cause": cause, "occurred_s": at_s, "recorded_s": at_s, "due_s": due_s}
        self.rows["promises"].append(row | given)

    def serve(
        self, dossier: int, officer: int, start_s: int, end_s: int, step: int = NOBODY, **given: Any
    ) -> None:
        """Add start and finish of a service."""
        who = {"officer": officer, "place": OFFICERS[officer][1], "step": step}
        self.event(dossier, EventKind.STARTED, start_s, **who | given)
        self.event(dossier, EventKind.FINISHED, end_s, **who | given)

    def accept(self, dossier: int, came_s: int, start_s: int, accepted_s: int, officer: int = AN) -> int:
        """Add a visit that ends in acceptance with its promised date, which is returned."""
        row = self.rows["dossiers"][dossier]
        place = OFFICERS[officer][1]
        step = self.step(dossier, "receive", StepKind.RECEIVE, place)
        self.event(dossier, EventKind.ARRIVED, came_s, place=place, step=step)
        self.event(dossier, EventKind.QUEUED, came_s, place=place, step=step)
        self.serve(dossier, officer, start_s, accepted_s, step)
        self.event(dossier, EventKind.ACCEPTED, accepted_s, place=place, officer=officer, step=step)
        due_s = LEGAL.promised_at(accepted_s, TimeLimit(row["limit_unit"], row["limit_n"]))
        self.promise(dossier, accepted_s, due_s)
        return due_s

    def sign(self, dossier: int, queued_s: int, start_s: int, signed_s: int, **recorded: int) -> None:
        """Add the signature by the land office, recorded with `recorded_s` if that is given."""
        step = self.step(dossier, "sign", StepKind.SIGN, LAND)
        self.event(dossier, EventKind.QUEUED, queued_s, place=LAND, step=step)
        self.event(dossier, EventKind.STARTED, start_s, place=LAND, officer=BINH, step=step)
        for kind in (EventKind.FINISHED, EventKind.SIGNED):
            self.event(dossier, kind, signed_s, place=LAND, officer=BINH, step=step, **recorded)

    def collect(
        self, dossier: int, ready_s: int, came_s: int, start_s: int, end_s: int, **given: Any
    ) -> None:
        """Add the result at the desk, the applicant's visit and the handing over."""
        step = self.step(dossier, "hand_over", StepKind.HAND_OVER, DESK)
        self.event(dossier, EventKind.READY, ready_s, place=DESK, step=step, **given)
        self.event(dossier, EventKind.ARRIVED, came_s, place=DESK, step=step, **given)
        self.event(dossier, EventKind.QUEUED, came_s, place=DESK, step=step, **given)
        self.serve(dossier, AN, start_s, end_s, step, **given)
        self.event(dossier, EventKind.HANDED_OVER, end_s, place=DESK, step=step, **given)

    def build(self) -> EventLog:
        """Return the log, its events in the order of time."""
        rows = {name: list(of_table) for name, of_table in self.rows.items()}
        rows["events"].sort(key=lambda row: row["occurred_s"])
        rows["promises"].sort(key=lambda row: row["occurred_s"])
        rows |= self._house()
        return EventLog({name: _table(name, of_table) for name, of_table in rows.items()})

    def _house(self) -> dict[str, list[dict[str, Any]]]:
        agencies = [0, 1, 2, 3, 4]
        calendars = [("place", place, opening()) for place in range(len(PLACES))]
        calendars += [("officer", officer, duty) for officer, duty in self.duty.items()]
        names = [("step", row, name) for row, name in enumerate(STEPS)]
        names += [("line", POST_LINE, "bcci"), ("line", PAPER_LINE, "corridor"), ("segment", 0, "p0")]
        names += [("origin", 0, "2023-01-02")]
        names += [("run_start_s", 0, str(self.run[0])), ("run_end_s", 0, str(self.run[1]))]
        hours = [*MORNING, *AFTERNOON, 54_000]
        return {
            "units": [
                {"name": name, "title": name.title(), "level": "district" if not row else "commune"}
                for row, name in enumerate(UNITS)
            ],
            "places": [
                {
                    "name": name,
                    "title": name,
                    "unit": UNITS.index(name.split("/")[0]),
                    "agency": agencies[row],
                    "is_desk": name.endswith("desk"),
                    "legal": 0,
                }
                for row, name in enumerate(PLACES)
            ],
            "officers": [{"name": name, "place": place} for name, place in OFFICERS],
            "positions": [{"x_m": 3000 * row, "y_m": 0, "detour_factor": 1.5} for row in range(len(PLACES))],
            "shifts": [
                {"of": of, "row": row, "opens_s": opens_s, "closes_s": closes_s}
                for of, row, calendar in calendars
                for opens_s, closes_s in zip(calendar.opens_s, calendar.closes_s, strict=True)
            ],
            "procedures": [
                {"name": f"{field}_procedure", "title": field, "field": field, "level": "district"}
                for field in FIELDS
            ],
            "legal_days": [{"legal": 0, "day": int(day)} for day in WORKING_DAYS],
            "legal_hours": [dict(zip(table_schema("legal_hours"), [0, *hours], strict=True))],
            "agencies": [
                {"name": name, "unit": UNITS.index(name.split("/")[0]), "apology_rule": 1} for name in PLACES
            ],
            "names": [{"kind": kind, "row": row, "name": name} for kind, row, name in names],
        }


def _table(name: str, rows: list[dict[str, Any]]) -> Any:
    return frame(name, {column: [row[column] for row in rows] for column in table_schema(name)})


def tampered(log: EventLog, table: str, **columns: Any) -> EventLog:
    """The log with columns of one table replaced by polars expressions."""
    changed = log.tables[table].with_columns(**columns).cast(dict(table_schema(table)))  # type: ignore[arg-type]
    return EventLog({**log.tables, table: changed})


def with_events(log: EventLog, events: Any) -> EventLog:
    """The log with another table of events."""
    return EventLog({**log.tables, "events": events})


def random_log(rng: Generator, n: int, periods: tuple[tuple[int, int], ...] = ((0, 90 * DAY_S),)) -> EventLog:
    """A log of n random legal lives: every channel, supplements, refusals, letters, post, late records."""
    builder = LogBuilder(periods)
    town = _Town(builder, rng)
    for _ in range(n):
        town.live()
    return builder.build()


class _Town:
    """Writes one life after the other; an officer serves one dossier at a time."""

    def __init__(self, builder: LogBuilder, rng: Generator) -> None:
        self.b, self.rng = builder, rng
        self.busy: list[list[tuple[int, int]]] = [[] for _ in OFFICERS]
        self.hours = opening()

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def live(self) -> None:
        rng, b = self.rng, self.b
        self.now = self.hours.next_opening(int(rng.integers(-20 * DAY_S, 80 * DAY_S)))
        self.lag = int(rng.choice([0, 600, 3 * DAY_S]))
        channel = Channel(int(rng.integers(3)))
        desk = int(rng.choice([DESK, NORTH, SOUTH]))
        self.limit = str(rng.choice(["same_day", "1hd", "3wd", "10wd"]))
        self.d = b.dossier(
            self.now,
            self.limit,
            channel=channel,
            procedure=int(rng.integers(2)),
            receiving_place=desk,
            returning_place=desk,
            competent_place=int(rng.choice([LAND, desk])),
            home_delivery=self.chance(0.2),
        )
        self.desk, self.recorded = desk, FIRST_DAY * DAY_S
        if self.come_in(channel):
            self.due = LEGAL.promised_at(self.now, TimeLimit.parse(self.limit))
            b.promise(self.d, self.now, self.due, recorded_s=self.record())
            self.handle()

    def record(self) -> int:
        self.recorded = max(self.recorded, self.now + self.lag)
        return self.recorded

    def event(self, kind: EventKind, **given: Any) -> None:
        self.b.event(self.d, kind, self.now, recorded_s=self.record(), **given)

    def work(self, place: int, step: int, queued: bool = True) -> None:
        officers = [number for number, (_, where) in enumerate(OFFICERS) if where == place]
        officer = int(self.rng.choice(officers))
        if queued:
            self.event(EventKind.QUEUED, place=place, step=step)
        start_s, end_s = self.gap(officer, int(self.rng.choice([60, 600, 4 * HOUR_S])))
        self.now = start_s
        self.event(EventKind.STARTED, place=place, officer=officer, step=step)
        self.now = end_s
        self.event(EventKind.FINISHED, place=place, officer=officer, step=step)

    def gap(self, officer: int, effort_s: int) -> tuple[int, int]:
        """The first time from now on in which the officer is free for the work."""
        start_s = self.hours.next_opening(self.now)
        while True:
            end_s = self.hours.add_working(start_s, effort_s)
            clash = [
                until_s for from_s, until_s in self.busy[officer] if start_s < until_s and from_s < end_s
            ]
            if not clash:
                self.busy[officer].append((start_s, end_s))
                return start_s, end_s
            start_s = self.hours.next_opening(max(clash))

    def come_in(self, channel: Channel) -> bool:
        b = self.b
        step = b.step(self.d, "receive", StepKind.RECEIVE, self.desk, allotment_s=4 * HOUR_S)
        if channel != Channel.IN_PERSON:
            self.event(EventKind.FILED, step=step)
        if channel == Channel.POST:
            for kind in (EventKind.SENT, EventKind.COLLECTED, EventKind.DELIVERED):
                self.event(kind, step=step)
                self.now += HOUR_S * (kind != EventKind.DELIVERED)
        self.event(EventKind.ARRIVED, place=self.desk, step=step)
        if channel == Channel.IN_PERSON and self.chance(0.1):
            self.event(EventKind.QUEUED, place=self.desk, step=step)
            self.now += HOUR_S
            self.event(EventKind.LEFT, place=self.desk, step=step)
            if self.chance(0.5):
                self.event(EventKind.GAVE_UP)
                return False
            self.now = self.hours.next_opening(self.now + DAY_S)
            self.event(EventKind.ARRIVED, place=self.desk, step=step)
        self.work(self.desk, step)
        fate = self.rng.random()
        if fate < 0.08:
            self.event(EventKind.REFUSED, place=self.desk)
            return False
        if fate < 0.2:
            self.event(EventKind.SENT_HOME, place=self.desk)
            if fate < 0.13:
                return False
            self.now = self.hours.next_opening(self.now + 2 * DAY_S)
            self.event(EventKind.ARRIVED, place=self.desk, step=step)
            self.work(self.desk, step)
        self.event(EventKind.ACCEPTED, place=self.desk, step=step)
        return True

    def handle(self) -> None:
        b, office = self.b, LAND
        if self.desk != DESK:
            self.carry("carry_up", self.desk, DESK)
        if self.chance(0.3) and not self.supplement():
            return
        if self.chance(0.3):
            step = b.step(self.d, "survey", StepKind.DELAY, office)
            self.event(EventKind.DELAY_BEGAN, step=step)
            self.now += int(self.rng.integers(1, 6 * DAY_S))
            self.event(EventKind.DELAY_ENDED, step=step)
        step = b.step(self.d, "appraise", StepKind.WORK, office, allotment_s=8 * HOUR_S)
        self.work(office, step)
        self.letter(office)
        if self.chance(0.05):
            self.event(EventKind.WITHDRAWN, place=office)
            return
        step = b.step(self.d, "sign", StepKind.SIGN, CHAIR, allotment_s=8 * HOUR_S)
        self.work(CHAIR, step)
        returned = self.chance(0.1)
        if self.chance(0.2):
            self.lag += 30 * DAY_S
        self.event(EventKind.RETURNED_UNRESOLVED if returned else EventKind.SIGNED, place=CHAIR, step=step)
        if self.desk != DESK:
            self.carry("carry_down", DESK, self.desk)
        self.give_back()

    def carry(self, name: str, from_place: int, to_place: int) -> None:
        step = self.b.step(self.d, name, StepKind.TRANSFER, from_place, line=POST_LINE)
        self.event(EventKind.SENT, place=from_place, step=step)
        self.now += int(self.rng.integers(0, DAY_S))
        self.event(EventKind.COLLECTED, place=from_place, step=step)
        self.now += int(self.rng.integers(1, 2 * DAY_S))
        self.event(EventKind.DELIVERED, place=to_place, step=step)

    def supplement(self) -> bool:
        step = self.b.step(self.d, "await", StepKind.AWAIT_APPLICANT, LAND)
        paused_s = self.now
        self.event(EventKind.PAUSED, place=LAND, step=step)
        self.now = self.hours.next_opening(self.now + int(self.rng.integers(1, 20 * DAY_S)))
        if self.chance(0.1):
            step = self.b.step(self.d, "appraise", StepKind.RETURN_UNRESOLVED, LAND)
            self.work(LAND, step)
            self.event(EventKind.RETURNED_UNRESOLVED, place=LAND)
            self.give_back()
            return False
        step = self.b.step(self.d, "take", StepKind.TAKE_SUPPLEMENT, self.desk)
        self.event(EventKind.ARRIVED, place=self.desk, step=step)
        self.work(self.desk, step)
        self.event(EventKind.RESUMED, place=self.desk, step=step)
        self.due = LEGAL.shifted(self.due, paused_s, self.now, TimeLimit.parse(self.limit))
        self.b.promise(self.d, self.now, self.due, PromiseCause.PAUSE, recorded_s=self.record())
        return True

    def letter(self, office: int) -> None:
        if self.now > self.due and self.chance(0.8):
            new_s = LEGAL.new_date(self.now, 8 * HOUR_S)
            self.event(EventKind.APOLOGY, place=office)
            self.b.promise(self.d, self.now, new_s, PromiseCause.APOLOGY, recorded_s=self.record())

    def give_back(self) -> None:
        home = self.b.rows["dossiers"][self.d]["home_delivery"]
        if home:
            step = self.b.step(self.d, "home", StepKind.DELIVER_HOME, self.desk, line=POST_LINE)
            self.event(EventKind.SENT, place=self.desk, step=step)
            for kind in (EventKind.COLLECTED, EventKind.DELIVERY_FAILED, EventKind.DELIVERED):
                if kind != EventKind.DELIVERY_FAILED or self.chance(0.3):
                    self.now += int(self.rng.integers(1, DAY_S))
                    self.event(kind, step=step)
            self.event(EventKind.HANDED_OVER, step=step)
            return
        step = self.b.step(self.d, "hand_over", StepKind.HAND_OVER, self.desk)
        self.event(EventKind.READY, place=self.desk, step=step)
        if self.chance(0.1):
            return
        self.now = self.hours.next_opening(self.now + int(self.rng.integers(0, 9 * DAY_S)))
        self.event(EventKind.ARRIVED, place=self.desk, step=step)
        self.work(self.desk, step)
        self.event(EventKind.HANDED_OVER, place=self.desk, step=step)
