"""What surrounds the offices: lines for papers, software, and changes with a date."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from onestop_sim.clock import Date, TimeOfDay
from onestop_sim.scenario.assumed import CountValue, PositiveValue, ShareValue, Sourced
from onestop_sim.scenario.distribution import Distribution, Fixed
from onestop_sim.scenario.places import OfficerGroup


class Line(Sourced):
    """A way for papers: by hand, through the software, or by post (BCCI)."""

    kind: Literal["paper", "electronic", "post"]
    """paper: by hand (from a desk after the cut-off next morning); electronic: at once; post: in rounds."""
    calendar: str | None = None
    """post: opening calendar of the courier (Saturday is a postal day)."""
    collections: tuple[TimeOfDay, ...] = ()
    """post: times at which the courier collects, on each day of his calendar."""
    deliveries: tuple[TimeOfDay, ...] = ()
    """post: times at which he delivers."""
    transit: Distribution = Fixed(kind="fixed", value=0, unit="s")
    """Time under way; unit d: postal days."""
    starts: Date | None = None
    """First day of the line; null: it always ran."""
    before: str | None = None
    """Line used before that day: its rounds, with the transit drawn for this line."""
    attempts: Annotated[int, Field(ge=1, le=9)] = 3
    """Home delivery: attempts, then the result goes back to the desk."""
    success_share: ShareValue = ShareValue(value=1.0)
    """Home delivery: share of attempts that find somebody."""


class Scope(Sourced):
    """Dossiers meant: those that satisfy every condition given; none given: all."""

    fields: tuple[str, ...] | None = None
    """Fields of the procedure."""
    levels: tuple[str, ...] | None = None
    """Levels of the competent unit."""
    filed_at_levels: tuple[str, ...] | None = None
    """Levels of the unit whose desk received it."""
    units: tuple[str, ...] | None = None
    """Home units."""


class Pace(Scope):
    """
    How fast the work of some dossiers goes, beside what their routes say; scopes that meet multiply.

    Luck stays as it is: each drawn time is its own, multiplied. Waits of a fixed length (a public posting
    of fifteen days) are what a rule demands and are left alone, and so is what the applicant takes.
    """

    offices: tuple[str, ...] | None = None
    """Offices whose work and delays are meant; null: all on the way of the dossiers."""
    delay_factor: PositiveValue = PositiveValue(value=1.0)
    """Drawn delays of `delay` steps, as a multiple of what the routes say."""
    effort_factor: PositiveValue = PositiveValue(value=1.0)
    """Efforts of officers, at the desks too, as a multiple of what the procedures say."""


class LateClosing(Scope):
    """Results signed, or even handed over, but closed in the software only later, or never."""

    share: ShareValue
    """Share of the dossiers of the scope."""
    closed_after: Distribution
    """Working time from the signature to the record."""
    never_share: ShareValue = ShareValue(value=0.0)
    """Share of these that nobody ever closes (until a clean-up)."""
    opening: Literal["warm_up", "clean", "carried_over"] = "warm_up"
    """Unclosed records on the first day: what the warm-up left; none; or as many as are carried over."""
    opening_unclosed: CountValue | None = None
    """carried_over: records of dossiers finished, past their date and not closed on the first day."""

    @model_validator(mode="after")
    def _a_number_is_carried_over(self) -> Self:
        if (self.opening == "carried_over") != (self.opening_unclosed is not None):
            raise PydanticCustomError(
                "opening_and_number", "carried_over and a number belong together", {"given": self.opening}
            )
        return self


class OpeningBacklog(Scope):
    """
    Dossiers of a scope that are open on the first day of the first period, as published totals.

    They stand in the place of a warm-up, which brings no dossier of the scope. Totals are of dossiers not
    yet decided; results that wait to be collected, and records that nobody closed, are not among them.
    Of several scopes that a dossier satisfies, the first in the order of the file holds.
    """

    carried_over: CountValue | None = None
    """All that are open, paused ones included."""
    open_within: CountValue | None = None
    """Open and not overdue; those who wait for their applicants too, as Form II.06 has it, unless
    `paused` is given."""
    open_overdue: CountValue | None = None
    """Open and past their date, and not waiting for their applicants."""
    paused: CountValue | None = None
    """Waiting for their applicants, as a bucket of its own; null: among those within their term."""

    @model_validator(mode="after")
    def _totals_add_up(self) -> Self:
        parts = [one.value for one in (self.open_within, self.open_overdue, self.paused) if one is not None]
        if self.carried_over is None:
            if self.open_within is None or self.open_overdue is None:
                raise PydanticCustomError("backlog_unknown", "totals are missing", {})
            return self
        is_whole = self.open_within is not None and self.open_overdue is not None
        whole = self.carried_over.value
        if sum(parts) > whole or (is_whole and sum(parts) != whole):
            values = {"parts": sum(parts), "whole": whole}
            raise PydanticCustomError("backlog_parts", "parts and whole differ", values)
        return self


class DueDayRecording(Scope):
    """Results ready before the appointed day but recorded only on that day."""

    share: ShareValue
    """Share of the dossiers of the scope."""


class CleanUp(Sourced):
    """A campaign that closes all finished but unclosed records."""

    day: Date
    units: tuple[str, ...] | None = None
    """Units that take part; null: all."""


class Outage(Sourced):
    """A time in which the software is down."""

    first_day: Date
    last_day: Date
    units: tuple[str, ...] | None = None
    stops: Literal["recording", "acceptance", "work"] = "recording"
    """Only the records, acceptance at the desks as well, or all work."""


class Software(Sourced):
    """Habits with the one-stop software; together they separate the two clocks of the log."""

    step_lag: Distribution = Fixed(kind="fixed", value=0, unit="s")
    """Elapsed time from each event to its record."""
    late_closing: dict[str, LateClosing] = {}
    due_day_recording: dict[str, DueDayRecording] = {}
    clean_ups: dict[str, CleanUp] = {}
    outages: dict[str, Outage] = {}
    knows_cutoff: bool = True
    """False: the software promises same-day dossiers accepted after the cut-off for the same day."""


class Change(Sourced):
    """Something about an office that changes on a date."""

    kind: Literal["more_officers", "absence", "closure"]
    """more_officers: a further group; absence: some of the people away; closure: nobody works."""
    office: str
    units: tuple[str, ...] | None = None
    """Units in which it happens; null: all that have the office."""
    first_day: Date
    last_day: Date | None = None
    """Null: for good."""
    officers: OfficerGroup | None = None
    """more_officers: who comes."""
    away_share: ShareValue = ShareValue(value=1.0)
    """absence: share of the people, the highest numbers first."""
    group: str | None = None
    """absence: only people of this group."""


class ShortLimits(Sourced):
    """Procedures with short limits, of which nothing is open after a while: they need less warm-up."""

    up_to_wd: Annotated[int, Field(ge=1)]
    """Procedures with legal limits up to this many working days ..."""
    warm_up_wd: Annotated[int, Field(ge=0)]
    """... begin to arrive this many working days before the first period, if the warm-up is longer."""


class Horizon(Sourced):
    """How much life there is around the periods."""

    warm_up_wd: Annotated[int, Field(ge=0)] | None = None
    """Working days before the first period; null: twice the longest limit."""
    short_limits: ShortLimits | None = None
    """Procedures that begin to arrive later in the warm-up; null: none. It changes nobody's luck."""
    run_off_wd: Annotated[int, Field(ge=0)] = 0
    """Working days after the last period in which dossiers go on arriving and being handled. Every figure
    is read as of the end of its period, so none depends on them; they let lives be traced to their end."""


class Rules(Sourced):
    """Rules of the house that hold for all."""

    within_unit: str = "paper"
    """Line for papers between offices of one unit."""
    between_units: str = "paper"
    """Line for papers between units (liên thông)."""
    between_units_of: dict[str, str] = {}
    """Units whose applicants' papers take another line between units: unit and line."""
    online: str = "electronic"
    """Line for dossiers that were filed online."""
    filing_by_post: str | None = None
    """Line that brings dossiers filed by post to the desk."""
    home_delivery: str | None = None
    """Line that brings results home."""
    other_duty_block: Distribution = Fixed(kind="fixed", value=30, unit="min")
    """Length of the blocks that other duties take out of a roster."""
