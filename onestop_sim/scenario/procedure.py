"""What a dossier needs: procedures (thủ tục hành chính), their limits and routes."""

from typing import Annotated, Final, Literal

from pydantic import Field

from onestop_sim.deadline import Limit
from onestop_sim.scenario.assumed import PositiveValue, ShareValue, Sourced
from onestop_sim.scenario.distribution import Distribution, Fixed

NONE = ShareValue(value=0.0)
ALL = ShareValue(value=1.0)
OWN_STEPS: Final = ("reception", "supplement", "hand_over")
"""Steps that every route has; one of its own with such a name would share their draws."""


class Step(Sourced):
    """One step of the internal procedure (bước trong quy trình nội bộ)."""

    kind: Literal["work", "sign", "delay", "payment"] = "work"
    """work and sign are done by officers; delay is in nobody's hands (field survey, opinions, posting);
    payment waits for the applicant's money (nghĩa vụ tài chính) and pauses the legal clock."""
    office: str
    """Office that does it, or answers for it meanwhile."""
    effort: Distribution | None = None
    """Officer time of a work or sign step."""
    delay: Distribution | None = None
    """Elapsed time of a delay or payment step."""
    allotment_wd: Annotated[float, Field(ge=0)] | None = None
    """Its share of the legal limit, working days; null: left open by the internal procedure."""
    share: ShareValue = ALL
    """Share of the dossiers that take this step."""
    skill: str | None = None
    """Skill the officer must have."""
    carried: str | None = None
    """Line by which the dossier comes here; null: the rule for paper inside or between units."""


class Reception(Sourced):
    """The contact at the desk: check, enter, give out Form 01."""

    effort: Distribution
    """Officer time for each dossier, the applicant present."""
    online_effort: Distribution | None = None
    """Officer time for an online filing; null: as at the desk."""
    scan_effort: Distribution = Fixed(kind="fixed", value=0, unit="s")
    """Added where and when papers are scanned on reception."""
    allotment_wd: Annotated[float, Field(ge=0)] | None = None
    """Share of the legal limit for reception and transfer, working days."""
    skill: str | None = None
    """Skill the desk officer must have."""
    incomplete_share: ShareValue = NONE
    """Share of contacts that end with Form 02 (papers missing, not accepted)."""
    comes_back_share: ShareValue = ALL
    """Share of those sent home who come again."""
    comes_back_after: Distribution = Fixed(kind="fixed", value=2, unit="d")
    """Days until they do."""
    refused_share: ShareValue = NONE
    """Share of the dossiers refused with Form 03."""


class HandOver(Sourced):
    """How the result reaches the applicant."""

    effort: Distribution
    """Officer time for handing over."""
    waits: bool = False
    """The applicant waits at the desk for the result (same-visit procedures)."""
    collected_after: Distribution = Fixed(kind="fixed", value=1, unit="d")
    """Days from the result lying ready until the applicant comes."""
    home_share: ShareValue = NONE
    """Share of applicants who ask for the result by post."""
    online_share: ShareValue = NONE
    """Share of results of online dossiers that are sent electronically: handed over at once."""
    skill: str | None = None
    """Skill the desk officer must have."""


class Supplement(Sourced):
    """Papers asked for after acceptance (yêu cầu bổ sung hồ sơ, Form 02); the legal clock stands still."""

    share: ShareValue
    """Share of the dossiers for which the office asks."""
    after: str
    """Step after whose work it asks, and which is done again when the papers are there."""
    again_share: ShareValue = NONE
    """Share of the repeated checks that lead to another request; each beyond the first is a fault."""
    max_rounds: Annotated[int, Field(ge=1, le=9)] = 3
    """Cap on the rounds; hitting it is counted."""
    answered_after: Distribution
    """Days until the applicant answers."""
    never_answered_share: ShareValue = NONE
    """Share of requests never answered: returned unresolved after `gives_up_after`."""
    gives_up_after: Distribution = Fixed(kind="fixed", value=60, unit="d")
    """Days until an unanswered dossier is returned unresolved."""
    intake_effort: Distribution
    """Officer time at the desk for taking the papers in."""
    rework_share: PositiveValue = PositiveValue(value=0.5)
    """Effort of the repeated step, as a share of the first."""


class Exit(Sourced):
    """A share of dossiers that leave the route before its end."""

    share: ShareValue
    """Share of the dossiers."""
    after: str
    """Step after which they leave."""


class Procedure(Sourced):
    """A procedure, or a group of procedures with one route."""

    title: str
    """For people, in Vietnamese."""
    field: str
    """Field (lĩnh vực)."""
    n_listed: Annotated[int, Field(ge=0)] = 1
    """Number of procedures of the official list that this row stands for."""
    filed_at: str
    """Desk that receives it: that of the applicant's unit or of the nearest unit above it."""
    competent: str
    """Office in charge; its unit's level is the level under which the form counts the dossier."""
    limit: Limit
    """Legal time limit: ``3wd``, ``1hd`` or ``same_day``."""
    reception: Reception
    route: dict[str, Step]
    """Steps in order, reception and hand-over not among them; exactly one signs."""
    hand_over: HandOver
    supplement: Supplement | None = None
    not_eligible: Exit | None = None
    """Returned without a result (trả hồ sơ, không đủ điều kiện giải quyết)."""
    withdrawn: Exit | None = None
    """Taken back by the applicant (rút hồ sơ)."""
    online_share: ShareValue = NONE
    """Share filed through the portal."""
    post_share: ShareValue = NONE
    """Share filed by public post (BCCI)."""
    elsewhere_share: ShareValue = NONE
    """Share filed at a desk of the same office in another unit, of who comes alone or by post; only where
    `reception_rule` is non_geographic."""
