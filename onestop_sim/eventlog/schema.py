"""
The columns of an event log: names, types, units, meaning and missing values, in this one place.

Instants ``*_s`` are whole seconds since time 0 (local midnight of the first period's first day);
an instant that never came is ``NO_INSTANT``, a record that is never made ``NEVER``; an index that
points nowhere is -1. A log is self-sufficient: statistics need nothing else.
"""

from dataclasses import dataclass
from typing import Final

import polars as pl

from onestop_sim.terms import EventKind, Holder


@dataclass(frozen=True, slots=True)
class ColumnDoc:
    """Type, unit and meaning of one column."""

    dtype: pl.DataType
    unit: str
    meaning: str


def _i8(meaning: str, unit: str = "code") -> ColumnDoc:
    return ColumnDoc(pl.Int8(), unit, meaning)


def _i16(meaning: str, unit: str = "index") -> ColumnDoc:
    return ColumnDoc(pl.Int16(), unit, meaning)


def _i32(meaning: str, unit: str = "index") -> ColumnDoc:
    return ColumnDoc(pl.Int32(), unit, meaning)


def _s(meaning: str) -> ColumnDoc:
    return ColumnDoc(pl.Int64(), "s", meaning)


def _name(meaning: str) -> ColumnDoc:
    return ColumnDoc(pl.String(), "name", meaning)


def _flag(meaning: str) -> ColumnDoc:
    return ColumnDoc(pl.Boolean(), "yes/no", meaning)


def _metres(meaning: str) -> ColumnDoc:
    return ColumnDoc(pl.Int32(), "m", meaning)


def _number(meaning: str) -> ColumnDoc:
    return ColumnDoc(pl.Float64(), "ratio", meaning)


SCHEMA: Final[dict[str, dict[str, ColumnDoc]]] = {
    # What happened: one row for each event, in the order in which it happened.
    "events": {
        "dossier": _i32("row of `dossiers`"),
        "kind": _i8("terms.EventKind"),
        "occurred_s": _s("when it happened"),
        "recorded_s": _s("when the software knew it, never before it happened; NEVER: not recorded"),
        "place": _i16("row of `places`, or -1 (in the post, at the applicant's)"),
        "officer": _i32("row of `officers`, or -1"),
        "step": _i32("row of `steps`, or -1"),
    },
    # Every date that a dossier was promised, in the order in which they were given.
    "promises": {
        "dossier": _i32("row of `dossiers`"),
        "cause": _i8("terms.PromiseCause: acceptance, pause (shifted), apology (new date of a letter)"),
        "occurred_s": _s("when it was given"),
        "recorded_s": _s("when the software knew it"),
        "due_s": _s("the promised instant, a closing time of the legal calendar"),
    },
    # The dossiers as the plan made them, one row each, open ones included.
    "dossiers": {
        "key": ColumnDoc(pl.UInt64(), "hash", "identity, the same in every world"),
        "segment": _i16("row of names of kind `segment`"),
        "ordinal": _i32("number within segment, home unit and procedure", "count"),
        "procedure": _i16("row of `procedures`"),
        "home_unit": _i16("row of `units`"),
        "receiving_place": _i16("desk where it was filed, row of `places`"),
        "competent_place": _i16("office in charge, row of `places`"),
        "returning_place": _i16("desk that returns the result, row of `places`"),
        "channel": _i8("terms.Channel"),
        "filed_s": _s("reached the desk, sent online or given to the post"),
        "limit_unit": _i8("terms.LimitUnit"),
        "limit_n": _i16("legal limit in that unit", "count"),
        "legal": _i16("legal calendar that its dates are counted on, `legal_days.legal`"),
        "carrier": _i32("first dossier of the visit in which it was filed; itself if alone"),
        "home_delivery": _flag("the applicant asked for the result by post"),
        "open_at_start": _flag("was already open when the run began"),
        "accepted_before_s": _s("instant of acceptance if that lies before the run, else NO_INSTANT"),
    },
    # The steps of the routes, dossier by dossier, in order.
    "steps": {
        "dossier": _i32("row of `dossiers`"),
        "kind": _i8("terms.StepKind"),
        "place": _i16("row of `places` that answers for it, or -1"),
        "line": _i16("row of names of kind `line`, or -1"),
        "allotment_s": _s("its share of the legal limit, working seconds; -1: open"),
        "effort_s": _s("working seconds of an officer of speed 1"),
        "round": _i16("0 first time, 1 first repetition; failed attempts of a home delivery", "count"),
        "name": _i16("row of names of kind `step`"),
    },
    "places": {
        "name": _name("unit/office"),
        "title": _name("for people"),
        "unit": _i16("row of `units`"),
        "agency": _i16("row of names of kind `agency`"),
        "is_desk": _flag("a reception desk"),
        "legal": _i16("legal calendar of its unit, `legal_days.legal`"),
    },
    "units": {
        "name": _name("key"),
        "title": _name("for people"),
        "level": _name("label: province, district, commune ..."),
    },
    "officers": {
        "name": _name("unique within a place"),
        "place": _i16("row of `places`"),
    },
    # Opening hours of places and duty hours of officers, as half-open intervals.
    "shifts": {
        "of": _name("'place' or 'officer'"),
        "row": _i32("row of `places` or `officers`"),
        "opens_s": _s("start"),
        "closes_s": _s("end"),
    },
    "procedures": {
        "name": _name("key"),
        "title": _name("for people"),
        "field": _name("lĩnh vực"),
        "level": _name("level label of the competent unit"),
    },
    # Working days of the legal calendars.
    "legal_days": {
        "legal": _i16("number of the calendar"),
        "day": _i32("day number; day 0 starts at time 0", "day"),
    },
    "legal_hours": {
        "legal": _i16("number of the calendar"),
        "morning_opens_s": _s("after midnight"),
        "morning_closes_s": _s("after midnight"),
        "afternoon_opens_s": _s("after midnight"),
        "afternoon_closes_s": _s("after midnight"),
        "cutoff_s": _s("after midnight; -1: no cut-off rule"),
    },
    "agencies": {
        "name": _name("key"),
        "unit": _i16("row of `units`"),
        "apology_rule": _i8("terms.ApologyRule"),
    },
    "periods": {
        "name": _name("key"),
        "start_s": _s("midnight of the first day"),
        "end_s": _s("midnight after the last day"),
    },
    # Names that other tables point to by number: kind is 'segment', 'step', 'line' or 'origin'.
    "names": {
        "kind": _name("segment, step, line, origin (ISO date of day 0), run_start_s, run_end_s"),
        "row": _i32("number within the kind"),
        "name": _name("key or value"),
    },
    # Where applicants set out, one row for each dossier; like the next only where there is a choice of desk.
    "origins": {
        "x_m": _metres("east of the common point"),
        "y_m": _metres("north of it"),
        "own_place": _i16("desk at which it would be filed without a choice, row of `places`"),
    },
    # Where places are, one row for each.
    "positions": {
        "x_m": _metres("east of the common point"),
        "y_m": _metres("north of it"),
        "detour_factor": _number("metres by road for one of the straight line, the same for all"),
    },
}
"""Tables of a log: ``SCHEMA[table][column]``."""

OPTIONAL: Final = frozenset({"origins", "positions"})
"""Tables that a log may do without."""

HOLDER_AFTER: Final[dict[EventKind, Holder | None]] = {
    EventKind.FILED: Holder.POST,
    EventKind.ARRIVED: None,
    EventKind.LEFT: Holder.APPLICANT,
    EventKind.GAVE_UP: Holder.CLOSED,
    EventKind.QUEUED: Holder.QUEUE,
    EventKind.STARTED: Holder.OFFICER,
    EventKind.SUSPENDED: Holder.QUEUE,
    EventKind.FINISHED: None,
    EventKind.SENT_HOME: Holder.APPLICANT,
    EventKind.REFUSED: Holder.CLOSED,
    EventKind.ACCEPTED: None,
    EventKind.SIGNED: None,
    EventKind.RETURNED_UNRESOLVED: None,
    EventKind.WITHDRAWN: Holder.CLOSED,
    EventKind.PAUSED: Holder.APPLICANT,
    EventKind.RESUMED: None,
    EventKind.DELAY_BEGAN: Holder.NOBODY,
    EventKind.DELAY_ENDED: None,
    EventKind.SENT: Holder.POST,
    EventKind.COLLECTED: Holder.POST,
    EventKind.DELIVERED: None,
    EventKind.READY: Holder.QUEUE,
    EventKind.HANDED_OVER: Holder.CLOSED,
    EventKind.APOLOGY: None,
    EventKind.DELIVERY_FAILED: Holder.POST,
}
"""Who holds a dossier after an event; None: as before (the next event at the same instant says)."""


def table_schema(table: str) -> dict[str, pl.DataType]:
    """
    Return the column types of one table.

    >>> table_schema("promises")["due_s"]
    Int64
    """
    return {name: one.dtype for name, one in SCHEMA[table].items()}
