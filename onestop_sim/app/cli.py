"""The command line: `python run.py` runs the default scenario; every other wish has a command."""

import json
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from onestop_sim.app import logs
from onestop_sim.app.auditing import AuditWish, run_audit
from onestop_sim.app.calibrating import CalibrationWish, calibrate_scenario
from onestop_sim.app.check import check_scenario
from onestop_sim.app.comparing import CompareWish, compare_scenarios, tell_difference
from onestop_sim.app.editor_schema import editor_schema
from onestop_sim.app.events import write_events
from onestop_sim.app.explain import DEFAULT_HOURS, Question, explain
from onestop_sim.app.first import refuses_engine
from onestop_sim.app.reporting import refuse_taken, report
from onestop_sim.app.reproducing import reproduce
from onestop_sim.app.reproduction import FULL, PAGE, QUICK, check_page, reproduce_reports, scenarios_in
from onestop_sim.app.reproduction import Wish as ReproductionWish
from onestop_sim.app.running import RESULTS, Wish, run_scenario
from onestop_sim.app.tracing import trace_dossier
from onestop_sim.app.usage import (
    SpokenGroup,
    SpokenTyper,
    UsageProblem,
    as_user_error,
    asked_lang,
    translate,
)
from onestop_sim.app.voice import USER_ERROR, VOICE, polite
from onestop_sim.app.what_if import list_what_ifs
from onestop_sim.scenario.scenario_file import load_scenario
from onestop_sim.study.archive import program_version
from onestop_sim.words.catalogue import Lang, lang_of_locale
from onestop_sim.words.translated import PHRASES

DEFAULT_SCENARIO: Final = Path("scenarios/ham-thuan-bac-2023q1.yaml")
"""What runs when nothing is asked for."""

_CHECKOUT: Final = Path(__file__).resolve().parents[2]

LangOption = Annotated[Lang | None, typer.Option("--lang", help="Language; else that of the locale.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no stages of the run.")]
LogFormatOption = Annotated[logs.LogFormat, typer.Option("--log-format", help="Lines of the run log.")]
WorkersOption = Annotated[int | None, typer.Option("--workers", help="Processes; else one for each core.")]
ResumeOption = Annotated[
    Path | None, typer.Option("--resume", help="Folder of work that was broken off: go on with it.")
]
OutputOption = Annotated[Path | None, typer.Option("--output", "-o", help="New folder for the results.")]
ReplicationsOption = Annotated[
    int | None, typer.Option("--replications", "-n", help="Else as many as the scenario says.")
]
SeedOption = Annotated[int, typer.Option("--seed", help="Seed of the experiment.")]

app = SpokenTyper(
    cls=SpokenGroup,
    name="onestop_sim",
    help="Event-driven simulator of the Vietnamese one-stop shop (bộ phận một cửa).",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    PHRASES.learned.clear()
    VOICE.lang, VOICE.quiet = asked_lang(arguments) or lang_of_locale(), False
    logs.configure(logs.LogFormat.TEXT, quiet=True)
    command = typer.main.get_command(app)
    if VOICE.lang == Lang.VI:
        translate(command)
    if refuses_engine(arguments):
        return USER_ERROR
    try:
        status = command.main(args=arguments, prog_name="run.py", standalone_mode=False)
    except UsageProblem as problem:
        VOICE.complain(as_user_error(problem))
        context = getattr(problem, "ctx", None)
        VOICE.note("try_help", command=context.command_path if context else "run.py")
        return USER_ERROR
    return status if isinstance(status, int) else 0


def _set(lang: Lang | None, *, quiet: bool = False, log_format: logs.LogFormat | None = None) -> None:
    """Take over what one command was told; what it was not told stays."""
    VOICE.lang = lang or VOICE.lang
    VOICE.quiet = VOICE.quiet or quiet
    logs.configure(log_format or logs.LogFormat.TEXT, quiet=VOICE.quiet)


def _print_version(asked: bool) -> None:
    if asked:
        print(f"onestop_sim {program_version()}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _begin(
    context: typer.Context,
    lang: LangOption = None,
    quiet: QuietOption = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Event-driven simulator of the Vietnamese one-stop shop; without a command, run the default scenario."""
    _set(lang, quiet=quiet)
    if context.invoked_subcommand is None and not version:
        run(default_scenario())


def default_scenario() -> Path:
    """Return the default scenario, of the current folder or else of the checkout."""
    return DEFAULT_SCENARIO if DEFAULT_SCENARIO.exists() else _CHECKOUT / DEFAULT_SCENARIO


@app.command()
@polite
def run(
    scenario: Annotated[Path | None, typer.Argument(help="Scenario file; else the default one.")] = None,
    seed: SeedOption = 1,
    replications: ReplicationsOption = None,
    workers: WorkersOption = None,
    output: OutputOption = None,
    keep_logs: Annotated[
        bool, typer.Option("--logs", help="Keep the event log of each replication.")
    ] = False,
    ranges: Annotated[
        bool,
        typer.Option("--ranges", help="Again with assumptions drawn from their ranges: wide intervals."),
    ] = False,
    resume: ResumeOption = None,
    events_jsonl: Annotated[
        Path | None,
        typer.Option("--events-jsonl", help="New file: the events of replication 0, a JSON line each."),
    ] = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
    log_format: LogFormatOption = logs.LogFormat.TEXT,
) -> None:
    """Run a scenario: replications, figures, comparison with what was reported, a results folder."""
    _set(lang, quiet=quiet, log_format=log_format)
    file = scenario or default_scenario()
    wish = Wish(file, seed, replications, workers, output, keep_logs, ranges, resume)
    if events_jsonl is not None:
        refuse_taken(events_jsonl)
    folder = run_scenario(wish)
    if events_jsonl is not None:
        write_events(folder, events_jsonl)


@app.command()
@polite
def compare(
    scenarios: Annotated[
        list[Path] | None, typer.Argument(metavar="BASE VARIANT...", help="Scenario files, the base first.")
    ] = None,
    seed: SeedOption = 1,
    replications: Annotated[
        int | None, typer.Option("--replications", "-n", help="Else as many as the base says.")
    ] = None,
    workers: WorkersOption = None,
    output: OutputOption = None,
    resume: ResumeOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
    log_format: LogFormatOption = logs.LogFormat.TEXT,
) -> None:
    """Compare scenarios on the same dossiers: what would happen if."""
    _set(lang, quiet=quiet, log_format=log_format)
    compare_scenarios(CompareWish(tuple(scenarios or ()), seed, replications, workers, output, resume))


@app.command()
@polite
def diff(
    first: Annotated[Path, typer.Argument(help="Scenario file.")],
    second: Annotated[Path, typer.Argument(help="Another one.")],
    lang: LangOption = None,
) -> None:
    """Say in words what two scenarios say differently."""
    _set(lang)
    tell_difference(first, second)


@app.command("what-if")
@polite
def what_if(
    folder: Annotated[Path | None, typer.Argument(help="Folder of variants.")] = None,
    lang: LangOption = None,
) -> None:
    """List the ready what-ifs: what each answers and assumes."""
    _set(lang)
    list_what_ifs(folder or default_scenario().parent / "what-if", default_scenario())


@app.command()
@polite
def check(
    file: Annotated[Path, typer.Argument(help="Scenario file.")],
    lang: LangOption = None,
) -> int:
    """Validate a scenario and list what is odd about it."""
    _set(lang)
    return check_scenario(file)


@app.command()
@polite
def calibrate(
    scenario: Annotated[Path | None, typer.Argument(help="Scenario file with a block `calibration`.")] = None,
    seed: SeedOption = 1,
    workers: WorkersOption = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="New folder for the study.")] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over a fitted scenario that was changed by hand.")
    ] = False,
    resume: ResumeOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
) -> int:
    """Tune the declared parameters to the fitted figures, verify them, and say what cannot be known."""
    _set(lang, quiet=quiet)
    return calibrate_scenario(CalibrationWish(scenario, seed, workers, output, force, resume))


@app.command()
@polite
def schema(lang: LangOption = None) -> None:
    """Print the JSON Schema of a scenario, for editors."""
    _set(lang)
    print(json.dumps(editor_schema(), ensure_ascii=False, indent=1))


@app.command("explain")
@polite
def explain_date(
    received: Annotated[str, typer.Option("--received", help='Acceptance: "2023-01-18 15:20".')],
    limit: Annotated[str, typer.Option("--limit", help="Time limit: 3wd, 1hd or same_day.")],
    pause: Annotated[
        list[str] | None,
        typer.Option("--pause", help='"2023-02-01 10:00..2023-02-03 09:00"; may be given again.'),
    ] = None,
    signed: Annotated[str | None, typer.Option("--signed", help="Signature; prints the verdict.")] = None,
    calendar: Annotated[
        Path | None, typer.Option("--calendar", help="Scenario whose first legal calendar counts.")
    ] = None,
    lang: LangOption = None,
) -> None:
    """Explain a promised date day by day."""
    _set(lang)
    hours = DEFAULT_HOURS
    if calendar is not None:
        hours = next(iter(load_scenario(calendar).legal_calendars.values()))
    explain(Question(received, limit, tuple(pause or ()), signed), hours)


@app.command()
@polite
def trace(
    results: Annotated[Path, typer.Argument(help="Results folder.")],
    dossier: Annotated[str, typer.Argument(help="Row number, or the hexadecimal digits of a key.")],
    replication: Annotated[int, typer.Option("--replication", help="Number of the replication, from 0.")] = 0,
    world: Annotated[
        str | None, typer.Option("--world", help="Scenario of a comparison, by name; else the base.")
    ] = None,
    lang: LangOption = None,
) -> None:
    """Tell the life of one dossier."""
    _set(lang)
    trace_dossier(results, dossier, replication, world)


@app.command("reproduce")
@polite
def reproduce_all(
    scenarios: Annotated[
        list[Path] | None, typer.Argument(help="Scenario files with evidence; else all of scenarios/.")
    ] = None,
    seed: SeedOption = 3,
    replications: Annotated[
        int, typer.Option("--replications", "-n", help="In each of the three sets.")
    ] = FULL,
    quick: Annotated[bool, typer.Option("--quick", help=f"{QUICK} replications in each set.")] = False,
    check_only: Annotated[
        bool, typer.Option("--check", help="Only hold replication 0 against the fingerprints of the page.")
    ] = False,
    workers: WorkersOption = None,
    output: OutputOption = None,
    resume: ResumeOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
    log_format: LogFormatOption = logs.LogFormat.TEXT,
) -> int:
    """Run every report again and hold it against what it printed; the full table becomes a page."""
    _set(lang, quiet=quiet, log_format=log_format)
    files = () if resume else tuple(scenarios or scenarios_in(default_scenario().parent))
    page = RESULTS / PAGE
    if check_only:
        return check_page(page, files, workers)
    is_full = not quick and not scenarios and replications == FULL
    wish = ReproductionWish(
        files, seed, QUICK if quick else replications, workers, output, page if is_full else None, resume
    )
    reproduce_reports(wish)
    return 0


@app.command()
@polite
def audit(
    file: Annotated[Path | None, typer.Argument(help="CSV or Excel file with reported figures.")] = None,
    against: Annotated[
        Path | None, typer.Option("--against", help="Another report, to hold late rates against.")
    ] = None,
    scenario: Annotated[
        Path | None, typer.Option("--scenario", help="Scenario to simulate beside the figures.")
    ] = None,
    replications: ReplicationsOption = None,
    seed: SeedOption = 1,
    workers: WorkersOption = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="New file for the answer as JSON.")] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="New folder for the results, or the template's file."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit status 1 when something is inconsistent.")
    ] = False,
    template: Annotated[
        str | None, typer.Option("--template", help="Write an empty form, csv or xlsx, and stop.")
    ] = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
) -> int:
    """Check reported figures: sums, percentages, flows, rates, and a simulation where one is given."""
    _set(lang, quiet=quiet)
    wish = AuditWish(
        file, against, scenario, replications, seed, workers, json_file, output, strict, template
    )
    return run_audit(wish)


@app.command("reproduce-run")
@polite
def reproduce_run(
    results: Annotated[Path, typer.Argument(help="Results folder.")],
    workers: WorkersOption = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
) -> int:
    """Run the manifest of a results folder again and say whether the fingerprints agree."""
    _set(lang, quiet=quiet)
    return reproduce(results, workers)


@app.command("report")
@polite
def write_report(
    results: Annotated[Path, typer.Argument(help="Results folder of any kind.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="New file for the page; else beside the folder.")
    ] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="New file for a workbook.")] = None,
    lang: LangOption = None,
    quiet: QuietOption = False,
    log_format: LogFormatOption = logs.LogFormat.TEXT,
) -> None:
    """Write a page that holds everything it shows, a workbook, or both."""
    _set(lang, quiet=quiet, log_format=log_format)
    report(results, output, xlsx)
