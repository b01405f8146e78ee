"""Names that a scenario uses must exist in it: each broken reference, where it stands, what is near."""

import difflib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from onestop_sim.errors import UserError
from onestop_sim.scenario.free_parameters import figure_at
from onestop_sim.scenario.procedure import OWN_STEPS
from onestop_sim.scenario.sub_model import sub_model_of

if TYPE_CHECKING:
    from onestop_sim.scenario.model import Scenario
    from onestop_sim.scenario.places import Office
    from onestop_sim.scenario.procedure import Procedure
    from onestop_sim.scenario.surroundings import Scope

Broken = tuple[str, dict[str, Any]]


def broken_references(scenario: "Scenario") -> Iterator[Broken]:
    """
    Yield what is named but not there, and what contradicts itself, in the order of the file.

    Each item is the key of a message and its values: `where` in the file, what was `given`, what is
    `known`, and the `near`est known name or an empty string.
    """
    yield from _periods(scenario)
    yield from _units_and_agencies(scenario)
    yield from _offices(scenario)
    for name, procedure in scenario.procedures.items():
        yield from _procedure(scenario, f"procedures.{name}", procedure)
    yield from _weights(scenario)
    yield from _demand(scenario)
    yield from _lines(scenario)
    yield from _software_and_changes(scenario)
    for name, pace in scenario.pace.items():
        yield from _scope(scenario, f"pace.{name}", pace)
        yield from _each(f"pace.{name}.offices", pace.offices, scenario.offices)
    for name, backlog in scenario.opening_backlog.items():
        yield from _scope(scenario, f"opening_backlog.{name}", backlog)
    yield from _choice_of_desk(scenario)
    yield from _free_parameters(scenario)
    yield from _sub_model(scenario)
    yield from _headlines(scenario)


def _unknown(where: str, given: str, known: Iterable[str]) -> Iterator[Broken]:
    names = sorted(known)
    if given not in names:
        near = difflib.get_close_matches(given, names, n=1)
        yield (
            "unknown_name",
            {"where": where, "given": given, "known": names, "near": near[0] if near else ""},
        )


def _each(where: str, given: Iterable[str] | None, known: Iterable[str]) -> Iterator[Broken]:
    names = sorted(known)
    for one in given or ():
        yield from _unknown(where, one, names)


def _periods(scenario: "Scenario") -> Iterator[Broken]:
    before = None
    for name, period in scenario.periods.items():
        where = f"periods.{name}"
        if period.last_day < period.first_day:
            yield "period_reversed", {"where": where, "given": f"{period.first_day} - {period.last_day}"}
        if before is not None and period.first_day <= before:
            yield "periods_overlap", {"where": where, "given": str(period.first_day), "before": str(before)}
        before = period.last_day


def _units_and_agencies(scenario: "Scenario") -> Iterator[Broken]:
    for name, calendar in scenario.calendars.items():
        if calendar.follows is not None:
            yield from _unknown(f"calendars.{name}.follows", calendar.follows, scenario.legal_calendars)
    for name, unit in scenario.units.items():
        yield from _unknown(f"units.{name}.legal_calendar", unit.legal_calendar, scenario.legal_calendars)
        if unit.parent is not None:
            yield from _unknown(f"units.{name}.parent", unit.parent, scenario.units)
        yield from _unit_cycle(scenario, name)
    for name, agency in scenario.agencies.items():
        yield from _unknown(f"agencies.{name}.apology", agency.apology, scenario.apologies)


def _offices(scenario: "Scenario") -> Iterator[Broken]:
    levels = {unit.level for unit in scenario.units.values()}
    for name, office in scenario.offices.items():
        where = f"offices.{name}"
        if (office.level is None) == (office.unit is None):
            yield (
                "office_level_or_unit",
                {"where": where, "given": f"level {office.level}, unit {office.unit}"},
            )
        if office.level is not None:
            yield from _unknown(f"{where}.level", office.level, levels)
        if office.unit is not None:
            yield from _unknown(f"{where}.unit", office.unit, scenario.units)
        yield from _unknown(f"{where}.agency", office.agency, scenario.agencies)
        yield from _unknown(f"{where}.calendar", office.calendar, scenario.calendars)
        yield from _each(f"{where}.officers_by_unit", office.officers_by_unit, scenario.units)
        yield from _people(scenario, where, office)
        for window_name, window in office.scanning.items():
            yield from _each(f"{where}.scanning.{window_name}.units", window.units, scenario.units)


def _people(scenario: "Scenario", where: str, office: "Office") -> Iterator[Broken]:
    for people in (office.officers, *office.officers_by_unit.values()):
        for name, group in people.items():
            at = f"{where}.officers.{name}"
            yield from _each(f"{at}.skills", group.skills, scenario.skills)
            if group.roster is not None:
                yield from _unknown(f"{at}.roster", group.roster, scenario.calendars)


def _unit_cycle(scenario: "Scenario", name: str) -> Iterator[Broken]:
    chain = [name]
    while (parent := scenario.units[chain[-1]].parent) is not None and parent in scenario.units:
        if parent in chain:
            yield "unit_cycle", {"where": f"units.{name}.parent", "given": " - ".join([*chain, parent])}
            return
        chain.append(parent)


def _procedure(scenario: "Scenario", where: str, procedure: "Procedure") -> Iterator[Broken]:
    yield from _unknown(f"{where}.competent", procedure.competent, scenario.offices)
    desks = [name for name, office in scenario.offices.items() if office.is_desk]
    yield from _unknown(f"{where}.filed_at", procedure.filed_at, desks)
    for at, skill in (("reception", procedure.reception.skill), ("hand_over", procedure.hand_over.skill)):
        if skill is not None:
            yield from _unknown(f"{where}.{at}.skill", skill, scenario.skills)
    yield from _steps(scenario, f"{where}.route", procedure)
    signing = [name for name, step in procedure.route.items() if step.kind == "sign"]
    if len(signing) != 1:
        yield "one_signature", {"where": f"{where}.route", "given": ", ".join(signing) or "0"}
    elif procedure.route[signing[0]].share.value != 1:
        yield "signature_for_all", {"where": f"{where}.route.{signing[0]}.share"}
    yield from _asked_after(where, procedure, signing)


def _asked_after(where: str, procedure: "Procedure", signing: list[str]) -> Iterator[Broken]:
    """Papers are asked for, dossiers returned or withdrawn, after a step of officers up to the signature."""
    worked = [name for name, step in procedure.route.items() if step.kind in ("work", "sign")]
    decided = worked[: worked.index(signing[0]) + 1] if len(signing) == 1 else worked
    parts = ("supplement", procedure.supplement), ("not_eligible", procedure.not_eligible)
    for at, part in (*parts, ("withdrawn", procedure.withdrawn)):
        if part is None:
            continue
        if part.after in worked and part.after not in decided:
            yield "after_signature", {"where": f"{where}.{at}.after", "given": part.after, "known": decided}
        else:
            yield from _unknown(f"{where}.{at}.after", part.after, decided)


def _steps(scenario: "Scenario", where: str, procedure: "Procedure") -> Iterator[Broken]:
    for name, step in procedure.route.items():
        at = f"{where}.{name}"
        if name in OWN_STEPS:
            yield "step_name_taken", {"where": at, "known": OWN_STEPS}
        yield from _unknown(f"{at}.office", step.office, scenario.offices)
        if step.skill is not None:
            yield from _unknown(f"{at}.skill", step.skill, scenario.skills)
        if step.carried is not None:
            yield from _unknown(f"{at}.carried", step.carried, scenario.lines)
        needed = "effort" if step.kind in ("work", "sign") else "delay"
        if getattr(step, needed) is None:
            yield "step_lacks", {"where": at, "given": step.kind, "needed": needed}


def _weights(scenario: "Scenario") -> Iterator[Broken]:
    """Proportions that are all 0 are none: nobody would come, on no day, at no hour, for nothing."""
    whole = {f"demand.{name}.mix": sum(stream.mix.values()) for name, stream in scenario.demand.items()}
    for name, profile in scenario.profiles.items():
        whole[f"profiles.{name}.weekdays"] = sum(profile.weekdays.values())
        whole[f"profiles.{name}.hours"] = sum(profile.hours.values())
    for where, weight in whole.items():
        if not weight > 0:
            yield "weights_all_zero", {"where": where}


def _demand(scenario: "Scenario") -> Iterator[Broken]:
    levels = {unit.level for unit in scenario.units.values()}
    for name, stream in scenario.demand.items():
        where = f"demand.{name}"
        yield from _each(f"{where}.n_per_period", stream.n_per_period, scenario.periods)
        missing = [period for period in scenario.periods if period not in stream.n_per_period]
        if missing:
            yield "period_without_volume", {"where": f"{where}.n_per_period", "given": ", ".join(missing)}
        yield from _unknown(f"{where}.level", stream.level, levels)
        here = [unit for unit, one in scenario.units.items() if one.level == stream.level]
        yield from _each(f"{where}.unit_weights", stream.unit_weights, here)
        yield from _each(f"{where}.mix", stream.mix, scenario.procedures)
        for unit, mix in stream.mix_by_unit.items():
            yield from _unknown(f"{where}.mix_by_unit", unit, here)
            yield from _each(f"{where}.mix_by_unit.{unit}", mix, scenario.procedures)
        for profile in (stream.profile, stream.online_profile):
            if profile is not None:
                yield from _unknown(f"{where}.profile", profile, scenario.profiles)
        if not stream.unit_weights:
            uncounted = [unit for unit in here if scenario.units[unit].population is None]
            if uncounted:
                yield "unit_without_population", {"where": where, "given": ", ".join(uncounted)}


def _lines(scenario: "Scenario") -> Iterator[Broken]:
    for name, line in scenario.lines.items():
        where = f"lines.{name}"
        if line.kind == "post" and line.calendar is None:
            yield "step_lacks", {"where": where, "given": "post", "needed": "calendar"}
        if line.calendar is not None:
            yield from _unknown(f"{where}.calendar", line.calendar, scenario.calendars)
        if (line.starts is None) != (line.before is None):
            yield "line_start_and_before", {"where": where, "given": f"{line.starts}, {line.before}"}
        if line.before is not None:
            yield from _unknown(f"{where}.before", line.before, scenario.lines)
    rules = scenario.rules
    for key in ("within_unit", "between_units", "online", "filing_by_post", "home_delivery"):
        given = getattr(rules, key)
        if given is not None:
            yield from _unknown(f"rules.{key}", given, scenario.lines)
    yield from _each("rules.between_units_of", rules.between_units_of, scenario.units)
    yield from _each("rules.between_units_of", rules.between_units_of.values(), scenario.lines)
    for name, procedure in scenario.procedures.items():
        if procedure.post_share.value > 0 and rules.filing_by_post is None:
            yield "rule_needed", {"where": f"procedures.{name}.post_share", "needed": "rules.filing_by_post"}
        if procedure.hand_over.home_share.value > 0 and rules.home_delivery is None:
            yield (
                "rule_needed",
                {"where": f"procedures.{name}.hand_over.home_share", "needed": "rules.home_delivery"},
            )


def _software_and_changes(scenario: "Scenario") -> Iterator[Broken]:
    scopes = [(f"software.late_closing.{k}", v) for k, v in scenario.software.late_closing.items()]
    due = [(f"software.due_day_recording.{k}", v) for k, v in scenario.software.due_day_recording.items()]
    for where, scope in [*scopes, *due]:
        yield from _scope(scenario, where, scope)
    for name, clean_up in scenario.software.clean_ups.items():
        yield from _each(f"software.clean_ups.{name}.units", clean_up.units, scenario.units)
    for name, outage in scenario.software.outages.items():
        yield from _each(f"software.outages.{name}.units", outage.units, scenario.units)
    for name, change in scenario.changes.items():
        yield from _unknown(f"changes.{name}.office", change.office, scenario.offices)
        yield from _each(f"changes.{name}.units", change.units, scenario.units)
        if change.kind == "more_officers" and change.officers is None:
            yield "step_lacks", {"where": f"changes.{name}", "given": change.kind, "needed": "officers"}


def _scope(scenario: "Scenario", where: str, scope: "Scope") -> Iterator[Broken]:
    levels = {unit.level for unit in scenario.units.values()}
    fields = {procedure.field for procedure in scenario.procedures.values()}
    yield from _each(f"{where}.fields", scope.fields, fields)
    yield from _each(f"{where}.levels", scope.levels, levels)
    yield from _each(f"{where}.filed_at_levels", scope.filed_at_levels, levels)
    yield from _each(f"{where}.units", scope.units, scenario.units)


def _choice_of_desk(scenario: "Scenario") -> Iterator[Broken]:
    """What a choice of desk names exists, desks and homes have positions, and each rule has what it needs."""
    says, where = scenario.choice_of_desk, "choice_of_desk"
    if says is None:
        return
    yield from _each(f"{where}.procedures", says.procedures, scenario.procedures)
    desks = [name for name, office in scenario.offices.items() if office.is_desk]
    yield from _each(f"{where}.desks", says.desks, desks)
    for key in ("line", "line_back"):
        if getattr(says, key) is not None:
            yield from _unknown(f"{where}.{key}", getattr(says, key), scenario.lines)
    if says.first_day is not None and says.last_day is not None and says.last_day < says.first_day:
        yield "period_reversed", {"where": where, "given": f"{says.first_day} - {says.last_day}"}
    if says.rule == "nearest_to_work" and says.work is None:
        yield "step_lacks", {"where": where, "given": says.rule, "needed": "work"}
    levels = {stream.level for stream in scenario.demand.values()}
    levels |= {scenario.offices[name].level or "" for name in desks}
    alone = {scenario.offices[name].unit for name in desks}
    lost = [
        name
        for name, unit in scenario.units.items()
        if unit.position is None and (unit.level in levels or name in alone)
    ]
    if lost:
        yield "unit_without_position", {"where": where, "given": ", ".join(lost)}


def _sub_model(scenario: "Scenario") -> Iterator[Broken]:
    """A part that is searched in the place of the whole has residents, and totals are of the whole alone."""
    if scenario.calibration is None or scenario.calibration.sub_model is None:
        return
    where, units = "calibration.sub_model.units", scenario.calibration.sub_model.units
    unknown = list(_each(where, units, scenario.units))
    yield from unknown
    if not unknown and not sub_model_of(scenario, units).demand:
        yield "sub_model_empty", {"where": where, "given": ", ".join(units)}
    habits = scenario.software.late_closing.values()
    if scenario.opening_backlog or any(one.opening_unclosed is not None for one in habits):
        yield "sub_model_of_totals", {"where": where}


def _free_parameters(scenario: "Scenario") -> Iterator[Broken]:
    """Each free parameter and candidate leads to a number of its own, whose value lies inside the bounds."""
    seen: dict[str, str] = {}
    calibration = scenario.calibration
    if calibration is None:
        return
    both = {f"parameters.{name}": free for name, free in calibration.parameters.items()}
    both |= {f"candidates.{name}": free for name, free in calibration.candidates.items()}
    for name, free in both.items():
        where = f"calibration.{name}"
        if not free.low < free.high:
            yield "free_bounds_reversed", {"where": where, "low": free.low, "high": free.high}
            continue
        if free.path in seen:
            yield "free_path_twice", {"where": f"{where}.path", "given": free.path, "other": seen[free.path]}
        seen.setdefault(free.path, name)
        try:
            figure = figure_at(scenario, free.path)
        except UserError as problem:
            yield problem.key, {**problem.values, "where": f"{where}.path"}
            continue
        values = {"where": where, "given": free.path, "low": free.low, "high": free.high}
        if not free.low <= figure.value <= free.high:
            yield "free_value_outside", {**values, "value": figure.value}
            continue
        least = free.low if figure.low is None else figure.low
        most = free.high if figure.high is None else figure.high
        if free.low < least or free.high > most:
            yield "free_bounds_too_wide", {**values, "least": least, "most": most}


def _headlines(scenario: "Scenario") -> Iterator[Broken]:
    levels = {unit.level for unit in scenario.units.values()}
    fields = {procedure.field for procedure in scenario.procedures.values()}
    for number, headline in enumerate(scenario.reporting.headline, start=1):
        where = f"reporting.headline.{number}"
        for given, known in (
            (headline.level, levels),
            (headline.unit, scenario.units),
            (headline.field, fields),
        ):
            if given:
                yield from _unknown(where, given, known)
