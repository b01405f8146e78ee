"""`explain`: the count behind a promised date, day by day."""

from dataclasses import dataclass
from typing import Final

from rich.table import Table

from onestop_sim.app.voice import VOICE
from onestop_sim.calendar import LAST_YEAR, PublicDays
from onestop_sim.clock import DAY_S, Clock, parse_date
from onestop_sim.deadline import Count, DayReason, LegalCalendar, TimeLimit
from onestop_sim.errors import UserError
from onestop_sim.scenario.places import LegalCalendarModel
from onestop_sim.terms import LimitUnit, Verdict
from onestop_sim.words.labels import label
from onestop_sim.words.screen import numbered, text

DEFAULT_HOURS: Final = LegalCalendarModel.model_validate(
    {"morning": "07:00-11:30", "afternoon": "13:30-17:00", "same_day_cutoff": "15:00"}
)
"""Office hours of Bình Thuận before the merger of 2025, and the cut-off of Decree 61/2018, article 18."""

_DAYS_BEFORE: Final = 30
_DAYS_A_LIMIT: Final = 3
"""Calendar days for each working day, more than any run of holidays needs."""


@dataclass(frozen=True)
class Question:
    """What is to be explained, as text that a person wrote."""

    received: str
    limit: str
    pauses: tuple[str, ...] = ()
    signed: str | None = None


def explain(question: Question, hours: LegalCalendarModel = DEFAULT_HOURS) -> None:
    """
    Print the count and the promised date.

    Raises:
        UserError: ``bad_instant``, ``bad_time_limit``, ``bad_pause``, ``signed_before_received`` or
            ``year_not_covered``.
    """
    limit = TimeLimit.parse(question.limit)
    clock = _clock_of(question.received)
    received_s = clock.parse_instant(question.received)
    pauses = [_pause(clock, one) for one in question.pauses]
    signed_s = None if question.signed is None else clock.parse_instant(question.signed)
    if signed_s is not None and signed_s < received_s:
        raise UserError("signed_before_received", given=question.signed, received=question.received)
    calendar = _calendar(clock, hours, received_s, limit, pauses)
    count = calendar.count_days(received_s, limit, pauses)
    VOICE.say("received_at", when=full_instant(clock, received_s), limit=limit_text(limit))
    VOICE.console().print(count_table(clock, count))
    for from_s, _ in pauses:
        if from_s // DAY_S > count.due_s // DAY_S:
            VOICE.say("pause_useless", when=clock.iso(from_s))
    VOICE.say("promised", when=full_instant(clock, count.due_s))
    if signed_s is not None:
        verdict = calendar.verdict(count.due_s, signed_s, limit.unit)
        told = label(verdict, VOICE.lang)
        VOICE.say("signed_then", when=full_instant(clock, signed_s), verdict=told)
        if verdict == Verdict.LATE:
            n = calendar.working_days_late(count.due_s, signed_s)
            if n:
                VOICE.say(numbered("working_days_late", n), n=n)


def _clock_of(received: str) -> Clock:
    """Return a clock that begins on the day of receipt."""
    try:
        return Clock(parse_date(received[:10]))
    except UserError:
        raise UserError("bad_instant", given=received) from None


def _pause(clock: Clock, given: str) -> tuple[int, int]:
    try:
        from_s, to_s = (clock.parse_instant(part.strip()) for part in given.split(".."))
    except ValueError:
        raise UserError("bad_pause", given=given) from None
    if to_s < from_s:
        raise UserError("bad_pause", given=given)
    return from_s, to_s


def _calendar(
    clock: Clock, hours: LegalCalendarModel, received_s: int, limit: TimeLimit, pauses: list[tuple[int, int]]
) -> LegalCalendar:
    """Return a legal calendar that reaches from before the receipt to after any possible date."""
    public_days = PublicDays(hours.overrides)
    first_day = received_s // DAY_S - _DAYS_BEFORE
    last_day = max([received_s, *(to_s for _, to_s in pauses)]) // DAY_S
    last_day += _DAYS_A_LIMIT * max(1, limit.n) + _DAYS_BEFORE
    # A count that ends in time needs no year beyond the last that is known.
    last_known = clock.day_number(parse_date(f"{LAST_YEAR}-12-31"))
    if received_s // DAY_S <= last_known:
        last_day = min(last_day, last_known)
    return LegalCalendar.of(
        clock, public_days, first_day, last_day, hours.morning, hours.afternoon, hours.same_day_cutoff
    )


def count_table(clock: Clock, count: Count) -> Table:
    """Return the account of a promised date, one row for each calendar day."""
    table = Table(text("day", VOICE.lang), text("count", VOICE.lang), text("reason", VOICE.lang))
    before = 0
    for row in count.rows:
        is_counted = row.reason in {DayReason.COUNTED, DayReason.AFTERNOON_COUNTED} and row.counted > before
        date = clock.date_of_day(row.day)
        weekday = label(f"weekday.{date.weekday()}", VOICE.lang)
        reason = label(f"day_reason.{row.reason.value}", VOICE.lang)
        table.add_row(f"{date.isoformat()} {weekday}", str(row.counted) if is_counted else "", reason)
        before = row.counted
    return table


def full_instant(clock: Clock, instant_s: int) -> str:
    """Return "Monday 30 January 2023, 17:00"."""
    date = clock.date_of(instant_s)
    day = text(
        "full_date",
        VOICE.lang,
        weekday=label(f"weekday.{date.weekday()}", VOICE.lang),
        day=date.day,
        month=label(f"month.{date.month}", VOICE.lang),
        year=date.year,
    )
    return f"{day}, {clock.iso(instant_s)[11:]}"


def limit_text(limit: TimeLimit) -> str:
    """Return "3 working days"."""
    key = f"limit.{LimitUnit(limit.unit).name.lower()}"
    return text(numbered(key, limit.n), VOICE.lang, n=limit.n)
