"""`check`: a scenario is read, and what is odd about it is listed."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from onestop_sim.app.voice import DONE, USER_ERROR, VOICE
from onestop_sim.app.wording import load_with_words
from onestop_sim.errors import UserError
from onestop_sim.scenario.evidence import ReportedFigure, load_evidence
from onestop_sim.scenario.load import resolve
from onestop_sim.scenario.model import Scenario
from onestop_sim.scenario.rewrite import is_fitted_to, origin_path
from onestop_sim.scenario.scenario_file import load_scenario
from onestop_sim.study.finding import Finding, Severity
from onestop_sim.study.lint import lint
from onestop_sim.words.labels import label
from onestop_sim.words.say import sentence

STALE: Final = "lint_fitted_stale"
"""Key of the finding that a fitted scenario and its origin no longer fit together."""


def load_all(path: Path) -> tuple[Scenario, tuple[ReportedFigure, ...], list[Finding]]:
    """
    Return a scenario, the reported figures that it names, and what is odd about both.

    Raises:
        UserError: one of the files cannot be used.
    """
    scenario = load_with_words(path)
    evidence: tuple[ReportedFigure, ...] = ()
    evidence_file = None
    if scenario.reporting.evidence is not None:
        evidence_file = _evidence_file(path, scenario.reporting.evidence)
        evidence = load_evidence(evidence_file)
    try:
        findings = [*lint(scenario, evidence), *_stale(path, scenario)]
    except UserError as error:
        error.values.setdefault("file", str(path))
        raise
    return scenario, evidence, [_located(one, path, evidence_file) for one in findings]


def _stale(path: Path, scenario: Scenario) -> Iterator[Finding]:
    """A fitted scenario whose origin says something else by now is no fit of anything."""
    origin = origin_path(path)
    if origin is not None and origin.exists() and not is_fitted_to(load_scenario(origin), scenario):
        yield Finding(Severity.WARNING, "lint_fitted_stale", {"origin": str(origin)})


def _evidence_file(path: Path, named: str) -> Path:
    """Return the table of evidence, relative to the scenario file or to the ancestor that names it."""
    here = path.parent / named
    if here.exists():
        return here
    _, files = resolve(path)
    return next((file.parent / named for file in files if (file.parent / named).exists()), here)


def _located(finding: Finding, path: Path, evidence_file: Path | None) -> Finding:
    """Return a finding with its file: those about evidence have a line of the table."""
    file = evidence_file if "line" in finding.values else path
    return Finding(finding.severity, finding.key, {**finding.values, "file": str(file)})


def refuse_errors(findings: Sequence[Finding]) -> None:
    """
    Stop a run that cannot make sense.

    Raises:
        UserError: the first finding that is an error.
    """
    for finding in findings:
        if finding.severity == Severity.ERROR:
            raise UserError(finding.key, **finding.values)


def warn_of_stale(findings: Sequence[Finding]) -> None:
    """Say on the error output, also where little else is said, that a fitted scenario is out of date."""
    for finding in findings:
        if finding.key == STALE:
            severity = label(finding.severity, VOICE.lang)
            print(f"{severity}: {sentence(finding.key, finding.values, VOICE.lang)}", file=sys.stderr)


def check_scenario(path: Path) -> int:
    """Print what is odd about a scenario and return the exit status: an error is as bad as a wrong file."""
    _, _, findings = load_all(path)
    for finding in findings:
        severity = label(finding.severity, VOICE.lang)
        print(f"{severity}: {sentence(finding.key, finding.values, VOICE.lang)}")
    n_errors = sum(one.severity == Severity.ERROR for one in findings)
    if findings:
        n_warnings = len(findings) - n_errors
        VOICE.say("check_found", file=path, n_errors=n_errors, n_warnings=n_warnings)
    else:
        VOICE.say("check_clean", file=path)
    return USER_ERROR if n_errors else DONE
