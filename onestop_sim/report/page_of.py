"""The page of a results folder of any kind: its answer, its charts, all its tables, its method."""

from collections.abc import Iterator

from onestop_sim.report.grids import grid_of
from onestop_sim.report.method import assumption_sections, provenance_section, stress_grid
from onestop_sim.report.page import Grid, Page, Section
from onestop_sim.report.run_page import run_page
from onestop_sim.report.source import RUN, Source, title_of, titles_of
from onestop_sim.report.study_charts import study_charts
from onestop_sim.study.compare_tables import ComparisonTables
from onestop_sim.study.reproduce import score
from onestop_sim.words.answer import answer
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.page import PAGE, page_text
from onestop_sim.words.page_numbers import number
from onestop_sim.words.page_tables import ANSWERS_OF_AUDIT, word_in
from onestop_sim.words.translated import in_lang

_MOST_REASONS = 12
_OPEN_ROWS = 30
"""A table up to this long is shown at once."""


def page_of(source: Source, lang: Lang) -> Page:
    """Return the page of a results folder."""
    return run_page(source, lang) if source.kind == RUN else study_page(source, lang)


def study_page(source: Source, lang: Lang) -> Page:
    """Return the page of a study: everything that its tables hold, charts where they are known."""
    kind = page_text(kind_key(source.kind), lang)
    titles = [in_lang(one.title, lang) for one in source.scenarios.values()]
    title = " · ".join(titles[:2]) + (f" · +{len(titles) - 2}" if len(titles) > 2 else "")
    about = page_text("about_other", lang, program=source.program)
    if source.n_replications:
        seed = source.content["root_seed"]
        about = page_text("about", lang, n=source.n_replications, seed=seed, program=source.program)
    charts = study_charts(source, lang)
    sections = [Section("charts", page_text("section.charts", lang), charts=charts)] if charts else []
    sections.append(Section("figures", page_text("section.figures", lang), grids=_tables(source, lang)))
    if source.scenarios:
        stress = [stress_grid(source, name, lang) for name in source.scenarios]
        said = [page_text("stress.note", lang)]
        sections.append(Section("method", page_text("section.method", lang), said, grids=stress))
        sections += assumption_sections(source, lang)
    sections.append(provenance_section(source, lang))
    audited = source.content.get("inputs", {}).get("file", {}).get("name", "")
    title = " · ".join(filter(None, [audited, title]))
    return Page(lang, kind, title or source.folder.name, about, study_answer(source, lang), sections)


def kind_key(kind: str) -> str:
    """
    Return the key of the words for a kind of study.

    >>> kind_key("comparison"), kind_key("seance")
    ('kind.comparison', 'kind.other')
    """
    key = f"kind.{kind}"
    return key if key in PAGE else "kind.other"


def study_answer(source: Source, lang: Lang) -> list[str]:
    """Return what a study says, sentence by sentence."""
    said = [
        sentence
        for tell in (_reproduction, _comparison, _audit, _calibration)
        for sentence in tell(source, lang)
    ]
    n_rows = sum(table.height for table in source.tables.values())
    said.append(
        page_text("answer.tables", lang, n_tables=len(source.tables), n_rows=number(float(n_rows), lang))
    )
    return said


def _reproduction(source: Source, lang: Lang) -> Iterator[str]:
    table = source.tables.get("reproduction")
    if table is None:
        return
    total = score(table)
    counts = ("n_inside", "n_sharp", "n_outside", "n_uninformative")
    yield page_text("answer.reproduction", lang, **{one: getattr(total, one) for one in counts})
    names = list(dict.fromkeys(table["scenario"]))
    for name in names if len(names) > 1 else []:
        of_it = score(table.filter(scenario=name))
        title = title_of(source, name, lang)
        values = {one: getattr(of_it, one) for one in counts}
        yield page_text("answer.reproduction.one", lang, title=title, **values)


def _comparison(source: Source, lang: Lang) -> Iterator[str]:
    """Yield what each variant changes, as the command line says it."""
    if not {"differences", "changes", "examples"} <= source.tables.keys():
        return
    tables = ComparisonTables(*(source.tables[name] for name in ("differences", "changes", "examples")))
    for variant in dict.fromkeys(tables.differences["variant"]):
        title = title_of(source, variant, lang)
        titles = titles_of(source.scenarios[variant], lang) if variant in source.scenarios else {}
        yield from answer(tables, variant, title, lang, titles)


def _audit(source: Source, lang: Lang) -> Iterator[str]:
    """Yield how many figures stand how, and why each does not that is inconsistent or strained."""
    table = source.tables.get("figures")
    why = f"why_{lang.value}"
    if table is None or not {"answer", why, "figure"} <= set(table.columns):
        return
    counts = {one: table.filter(answer=one).height for one in ANSWERS_OF_AUDIT}
    told = ", ".join(f"{word_in('answer', one, lang)} {n}" for one, n in counts.items() if n)
    yield page_text("answer.audit", lang, n=table.height, counts=told)
    for one in ("inconsistent", "strained"):
        reasons: dict[str, list[str]] = {}
        for row in table.filter(answer=one).iter_rows(named=True):
            reasons.setdefault(row[why] or "", []).append(f"{row['figure']} ({row['address']})")
        for reason, figures in list(reasons.items())[:_MOST_REASONS]:
            told_so = "; ".join(figures)
            if reason:
                told_so = page_text("answer.audit_why", lang, why=reason, figures=told_so)
            yield f"{word_in('answer', one, lang).capitalize()}: {told_so}"


def _calibration(source: Source, lang: Lang) -> Iterator[str]:
    """Yield how many fitted figures were met, and how many parameters stand at the end of their range."""
    targets, parameters = source.tables.get("targets"), source.tables.get("parameters")
    if targets is None or parameters is None or not {"meeting", "reported", "mean"} <= set(targets.columns):
        return
    n_met = targets.filter(meeting="met").height
    free = parameters.drop_nulls("fitted")
    at_bound = free.filter("at_bound").height
    yield page_text(
        "answer.calibration", lang, n_met=n_met, n=targets.height, n_free=free.height, at_bound=at_bound
    )


def _tables(source: Source, lang: Lang) -> list[Grid]:
    titles: dict[str, str] = {}
    for scenario in source.scenarios.values():
        titles |= titles_of(scenario, lang)
    titles |= {name: title_of(source, name, lang) for name in source.scenarios}
    grids = []
    for name, table in source.tables.items():
        grid = grid_of(name, table, lang, titles)
        is_open = table.height <= _OPEN_ROWS
        grids.append(Grid(grid.title, grid.headings, grid.rows, grid.n_texts, grid.note, is_open))
    return grids
