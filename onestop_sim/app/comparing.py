"""`compare` and `diff`: what would happen if, and what two scenarios say differently."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from onestop_sim.app.check import load_all, refuse_errors
from onestop_sim.app.logs import stage
from onestop_sim.app.pool import n_workers_for, workers
from onestop_sim.app.running import RESULTS, circumstances, progress_bar
from onestop_sim.app.show_comparison import show_comparison
from onestop_sim.app.unfinished import asked_before, begun, check_unchanged, resumable
from onestop_sim.app.voice import VOICE
from onestop_sim.app.wording import keep_words, load_with_words
from onestop_sim.errors import UserError
from onestop_sim.report.source import titles_of
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.archive import write_run
from onestop_sim.study.compare import Compared, World, compare, headline_of, worlds_of
from onestop_sim.study.compare_scenarios import deviations
from onestop_sim.study.compare_tables import ComparisonTables, comparison_tables, write_comparison
from onestop_sim.study.fingerprint import fingerprint_of_scenario
from onestop_sim.study.partial import UnfinishedFolder
from onestop_sim.words.answer import answer
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.difference import differences_in_words
from onestop_sim.words.screen import text
from onestop_sim.words.translated import in_lang

ANSWER: Final = {Lang.EN: "answer.en.md", Lang.VI: "answer.vi.md"}
"""The answer in words, in a results folder."""


@dataclass(frozen=True)
class CompareWish:
    """What the user asked for; `scenarios` has the base first."""

    scenarios: tuple[Path, ...]
    seed: int
    replications: int | None = None
    workers: int | None = None
    output: Path | None = None
    resume: Path | None = None


def compare_scenarios(wish: CompareWish) -> Path:
    """
    Run all scenarios on the same luck, write the results folder, print the answer, return the folder.

    Raises:
        UserError: a file, an option or the folder cannot be used. No results folder is written then; finished
            replications are kept for `--resume`.
    """
    began, started = perf_counter(), datetime.now(UTC)
    unfinished = None
    if wish.resume is not None:
        unfinished = UnfinishedFolder.resume(wish.resume)
        asked = asked_before(unfinished, "compare")
        files = tuple(Path(one) for one in asked["scenarios"])
        wish = replace(wish, scenarios=files, seed=asked["seed"], replications=asked["replications"])
    with stage("scenario_read", files=[str(one) for one in wish.scenarios]):
        worlds = worlds_of([_loaded(one) for one in wish.scenarios])
    base = worlds[0].scenario
    n = base.reporting.replications if wish.replications is None else wish.replications
    if n < 1:
        raise UserError("too_few_replications", given=n)
    n_workers = n_workers_for(wish.workers, n)
    prints = [fingerprint_of_scenario(one.scenario) for one in worlds]
    if unfinished is None:
        wanted = wish.output or RESULTS / default_comparison_name(worlds, n, wish.seed)
        files_given = [str(one.absolute()) for one in wish.scenarios]
        said = {"scenarios": files_given, "seed": wish.seed, "replications": n}
        unfinished = begun("compare", wanted, said, prints, exact=wish.output is not None)
    else:
        check_unchanged(unfinished, prints)
    with resumable("compare", unfinished) as folder:
        compared = _compared(worlds, wish, n, n_workers, folder)
        with stage("tables_written"):
            tables = comparison_tables(worlds, compared, headline_of(worlds))
            for lang, name in ANSWER.items():
                (folder.results / name).write_text(answer_page(worlds, tables, lang), encoding="utf-8")
            write_comparison(folder.results, worlds, wish.seed, compared, tables)
            wall_s = perf_counter() - began
            write_run(folder.results, _run_of(started, wall_s, n_workers, compared))
            keep_words(folder.results)
    if folder.final is None:
        raise AssertionError
    show_comparison(worlds, wish.seed, n, tables, answer_page(worlds, tables, VOICE.lang), folder.final)
    VOICE.say("written_to", folder=folder.final)
    return folder.final


def _loaded(path: Path) -> Scenario:
    scenario, _, findings = load_all(path)
    refuse_errors(findings)
    return scenario


def _compared(
    worlds: Sequence[World], wish: CompareWish, n: int, n_workers: int, folder: UnfinishedFolder
) -> list[Compared]:
    with (
        stage("replications_finished", replications=n, worlds=len(worlds), workers=n_workers),
        workers(n_workers) as executor,
        progress_bar() as bar,
    ):
        task = bar.add_task(text("replications", VOICE.lang), total=n)
        return compare(
            worlds,
            replications=n,
            root_seed=wish.seed,
            executor=executor,
            on_progress=lambda _: bar.advance(task),
            stopwatch=perf_counter,
            kept=folder.kept(),
        )


def default_comparison_name(worlds: Sequence[World], n: int, seed: int) -> str:
    """
    Return the name of a results folder whose user asked for none.

    With several variants only the first is named.
    """
    more = f"-and-{len(worlds) - 2}-more" if len(worlds) > 2 else ""
    return f"{worlds[0].name}-vs-{worlds[1].name}{more}-{n}x-{seed}"


def answer_page(worlds: Sequence[World], tables: ComparisonTables, lang: Lang) -> str:
    """Return the answer for all variants, and what differs, as a short page in Markdown."""
    base = worlds[0].scenario
    lines = [
        f"# {text('answer_title', lang)}",
        "",
        text("answer.base", lang, title=in_lang(base.title, lang)),
        "",
    ]
    for world in worlds[1:]:
        titles = titles_of(base, lang) | titles_of(world.scenario, lang)
        sentences = answer(tables, world.name, in_lang(world.scenario.title, lang), lang, titles)
        lines += [f"**{world.name}**", "", *sentences, "", f"{text('what_differs', lang)}:", ""]
        found = deviations(base, world.scenario)
        lines += [f"- {one}" for one in differences_in_words(found, base, world.scenario, lang)]
        lines.append("")
    return "\n".join([*lines, text("compare_note", lang), ""])


def _run_of(started: datetime, wall_s: float, n_workers: int, compared: Sequence[Compared]) -> dict[str, Any]:
    return {
        **circumstances(started, wall_s, n_workers),
        "replications": [
            {
                "number": one.number,
                "stages_s": [
                    {name: round(s, 3) for name, s in world.stages_s.items()} for world in one.worlds
                ],
            }
            for one in compared
        ],
    }


def tell_difference(first: Path, second: Path) -> None:
    """
    Print in words what two scenarios say differently.

    Raises:
        UserError: one of the files cannot be used.
    """
    base, variant = load_with_words(first), load_with_words(second)
    for sentence in differences_in_words(deviations(base, variant), base, variant, VOICE.lang):
        print(sentence)
