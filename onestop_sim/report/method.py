"""How a run was computed: STRESS-DES filled in, every assumption with source and grade, provenance."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from onestop_sim.clock import shift_text, time_of_day_text
from onestop_sim.report.page import Grid, Section
from onestop_sim.report.run_answer import period_words
from onestop_sim.report.source import RUN, Source, title_of
from onestop_sim.scenario.assumed import AssumptionRow, assumptions
from onestop_sim.scenario.model import Scenario
from onestop_sim.terms import Grade, Role
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.labels import label, level_name
from onestop_sim.words.page import page_text, part_name
from onestop_sim.words.page_numbers import ABSENT, between, number
from onestop_sim.words.page_stress import stress_items, stress_word
from onestop_sim.words.page_tables import word_in
from onestop_sim.words.translated import in_lang

_WEAK: Final = (Grade.ASSUMPTION, Grade.GENERAL_KNOWLEDGE)


def stress_grid(source: Source, name: str, lang: Lang) -> Grid:
    """Return STRESS-DES, filled in from a scenario, by its name in the folder, and from the run."""
    values = _values(source, name, lang)
    rows = [
        [f"{item} {name}", answer.format(**values)] for item, (name, answer) in stress_items(lang).items()
    ]
    headings = [page_text("stress.item", lang), page_text("stress.answer", lang)]
    is_run = source.kind == RUN
    title = page_text("section.method", lang) + ("" if is_run else f" · {title_of(source, name, lang)}")
    return Grid(title, headings, rows, len(headings), is_open=is_run)


def _values(source: Source, name: str, lang: Lang) -> dict[str, Any]:
    scenario = source.scenarios[name]
    rows = assumptions(scenario)
    figures = source.tables.get("figures")
    is_wide = (
        figures is not None
        and "wide_low" in figures.columns
        and figures["wide_low"].null_count() < figures.height
    )
    n_reported, n_evidence = _n_reported(source, name)
    versions = {"onestop_sim": source.program, **source.content["versions"]}
    horizon = scenario.horizon
    warm_up = horizon.warm_up_wd
    return {
        **_shop(scenario, lang),
        "rule": word_in("rule", scenario.reporting.counting_rule.value, lang),
        "n_replications": number(len(source.part(name)["replications"]), lang),
        "n_reported": number(n_reported, lang),
        "n_evidence": number(n_evidence, lang),
        "n_sources": number(len({row.source for row in rows if row.source}), lang),
        "grades": ", ".join(f"{name} {number(n, lang)}" for name, n in graded(rows, lang)),
        "n_computed": number(sum(row.grade == Grade.COMPUTED for row in rows), lang),
        "n_assumed": number(sum(row.grade in _WEAK for row in rows), lang),
        "n_ranged": number(sum(row.low is not None for row in rows), lang),
        "fingerprint": source.part(name)["scenario_fingerprint"],
        "warm_up": ABSENT if warm_up is None else number(warm_up, lang),
        "run_off": number(horizon.run_off_wd, lang),
        "periods": "; ".join(period_words(*one, lang) for one in scenario.periods.items()),
        "doubt": stress_word("doubt.yes" if is_wide else "doubt.no", lang),
        "versions": ", ".join(f"{name} {version}" for name, version in versions.items()),
        "seed": source.content["root_seed"],
        "folder": source.folder.name,
    }


def _n_reported(source: Source, name: str) -> tuple[int, int]:
    """Return how many reported figures are held against a scenario, and how many of them it predicts."""
    table = source.tables.get("comparison")
    if table is not None and "is_evidence" in table.columns:
        return table.height, table.filter("is_evidence").height
    table = source.tables.get("reproduction")
    if table is not None:
        of_it = table.filter(scenario=name)
        return of_it.height, of_it.filter(role=Role.PREDICTED.value).height
    return 0, 0


def _shop(scenario: Scenario, lang: Lang) -> dict[str, Any]:
    """Return what the answers say of units, offices, procedures and rules."""
    none = stress_word("none", lang)
    legal = next(iter(scenario.legal_calendars.values()))
    steps = [step for one in scenario.procedures.values() for step in one.route.values()]
    kinds = Counter(label(f"step_kind.{step.kind}", lang) for step in steps)
    offices = scenario.offices.values()
    expected = sum(n.value for stream in scenario.demand.values() for n in stream.n_per_period.values())
    no_cutoff = legal.same_day_cutoff is None
    return {
        "name": scenario.name,
        "title": in_lang(scenario.title, lang),
        "description": in_lang(scenario.description, lang).strip(),
        "n_units": number(len(scenario.units), lang),
        "levels": ", ".join(
            f"{level_name(level, lang)} {n}"
            for level, n in Counter(u.level for u in scenario.units.values()).items()
        ),
        "n_offices": number(len(scenario.offices), lang),
        "n_procedures": number(len(scenario.procedures), lang),
        "n_fields": number(len({one.field for one in scenario.procedures.values()}), lang),
        "reception": stress_word(f"reception.{scenario.reception_rule.value}", lang),
        "changes": ", ".join(scenario.changes) or none,
        "morning": shift_text(legal.morning),
        "afternoon": shift_text(legal.afternoon),
        "cutoff": stress_word("no_cutoff", lang)
        if no_cutoff
        else time_of_day_text(legal.same_day_cutoff or 0),
        "n_steps": number(len(steps), lang),
        "step_kinds": ", ".join(f"{name} {number(n, lang)}" for name, n in kinds.most_common()),
        "n_officers": number(_n_officers(scenario), lang),
        "lines": number(len(scenario.lines), lang),
        "disciplines": _each("discipline", [one.discipline.name for one in offices], lang),
        "working_rules": _each("working_rule", [one.working_rule.name for one in offices], lang),
        "n_streams": number(len(scenario.demand), lang),
        "n_expected": number(expected, lang),
    }


def _each(kind: str, names: Sequence[str], lang: Lang) -> str:
    counts = Counter(name.lower() for name in names)
    return ", ".join(f"{stress_word(f'{kind}.{name}', lang)} ({n})" for name, n in counts.most_common())


def _n_officers(scenario: Scenario) -> int:
    """Return how many people the scenario has, every office in every unit that it stands in."""
    n = 0
    for office in scenario.offices.values():
        units = [
            name for name, unit in scenario.units.items() if unit.level == office.level or name == office.unit
        ]
        for unit in units:
            n += sum(group.n for group in office.officers_by_unit.get(unit, office.officers).values())
    return n


def graded(rows: Sequence[AssumptionRow], lang: Lang) -> list[tuple[str, int]]:
    """Return how many numbers there are of each grade, the best grade first."""
    counts = Counter(row.grade for row in rows)
    named = [(page_text(f"grade.{grade.value}", lang), counts[grade]) for grade in Grade if counts[grade]]
    return [*named, (page_text("grade.none", lang), counts[None])] if counts[None] else named


ASSUMPTION_COLUMNS: Final = ("path", "value", "unit", "range", "grade", "source")
"""Columns of a list of assumptions."""


def assumption_cells(row: AssumptionRow, lang: Lang) -> list[str]:
    """Return a line of a list of assumptions, in the order of `ASSUMPTION_COLUMNS`."""
    low, high = (_precise(end, lang) for end in (row.low, row.high))
    grade = page_text(f"grade.{row.grade.value if row.grade else 'none'}", lang)
    return [
        row.path,
        _precise(row.value, lang),
        row.unit,
        between(low, high),
        grade,
        in_lang(row.source, lang) if row.source else ABSENT,
    ]


def _precise(value: float | None, lang: Lang) -> str:
    if value is None or value == round(value):
        return number(value, lang, None if value is None else 0)
    digits = next((n for n in range(1, 5) if abs(value - round(value, n)) < 1e-9), 4)
    return number(value, lang, digits)


def assumption_sections(source: Source, lang: Lang) -> list[Section]:
    """
    Return every number of every scenario with value, range, grade and source, by part of the scenario.

    Of a scenario after the first only what differs from the first is listed.
    """
    sections: list[Section] = []
    known: set[AssumptionRow] = set()
    for name, scenario in source.scenarios.items():
        rows = assumptions(scenario)
        new = [row for row in rows if row not in known]
        if not sections:
            known = set(rows)
        of = "" if len(source.scenarios) == 1 else f" · {in_lang(scenario.title, lang)}"
        title = page_text("section.assumptions", lang) + of
        key = "assumptions.note" if not sections else "assumptions.differ"
        said = [page_text(key, lang, n=number(len(new), lang), all=number(len(rows), lang))]
        sections.append(_assumed(f"assumptions-{name}", title, said, new, lang))
    return sections


def _assumed(name: str, title: str, said: list[str], rows: Sequence[AssumptionRow], lang: Lang) -> Section:
    parts = list(dict.fromkeys(row.path.split(".")[0] for row in rows))
    headings = [page_text(f"column.{name}", lang) for name in ASSUMPTION_COLUMNS]
    grids = []
    for part in parts:
        of_part = [row for row in rows if row.path.split(".")[0] == part]
        heading = page_text("assumptions.of", lang, part=part_name(part, lang), n=number(len(of_part), lang))
        cells = [assumption_cells(row, lang) for row in of_part]
        grids.append(Grid(heading, headings, cells, len(headings)))
    said = [*said, "; ".join(f"{grade}: {number(n, lang)}" for grade, n in graded(rows, lang))]
    return Section(name, title, said, grids=grids)


def provenance_section(source: Source, lang: Lang) -> Section:
    """Return seed, versions and fingerprints: what is needed to run it again."""
    content = source.content
    rows = [[page_text("provenance.seed", lang), str(content["root_seed"])], ["onestop_sim", source.program]]
    rows += [[name, str(version)] for name, version in content["versions"].items()]
    for name in source.scenarios:
        part, behind = source.part(name), f" · {name}"
        rows.append([page_text("provenance.scenario", lang) + behind, str(part["scenario_fingerprint"])])
        rows += [
            [page_text("provenance.log", lang, n=one["number"]) + behind, str(one["log"])]
            for one in part["replications"]
        ]
    headings = [page_text("provenance.name", lang), page_text("provenance.value", lang)]
    grid = Grid(page_text("section.provenance", lang), headings, rows, len(headings))
    command = f"python run.py reproduce-run {source.folder.name}"
    said = [page_text("provenance.again", lang, command=command)] if source.kind == RUN else []
    if source.is_read_otherwise:
        said.append(page_text("provenance.otherwise", lang))
    return Section("provenance", page_text("section.provenance", lang), said, grids=[grid])
