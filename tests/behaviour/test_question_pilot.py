"""The page about the pilot of reception anywhere: its files exist, its code runs and prints what it says."""

import re
from pathlib import Path

import pytest

from onestop_sim.scenario.scenario_file import load_scenario
from onestop_sim.study.finding import Severity
from onestop_sim.study.lint import lint
from tests.command import ROOT

PAGE = (ROOT / "docs" / "question-pilot.md").read_text("utf-8")
FILES = sorted((ROOT / "scenarios" / "pilot-316").glob("*.yaml"))


def blocks(language: str) -> list[str]:
    """The fenced blocks of the page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def test_the_page_names_files_that_exist():
    """Every scenario of its commands can be loaded; each place has a base and the same rules."""
    named = re.findall(r"scenarios/pilot-316/[\w-]+\.yaml", PAGE)
    assert len(named) >= 4
    assert all((ROOT / one).exists() for one in named)
    rules = {where: {file.stem.removeprefix(where) for file in FILES if file.stem.startswith(where)}
             for where in ("ham-thuan-bac", "binh-thuan")}  # fmt: skip
    assert rules["ham-thuan-bac"] == rules["binh-thuan"]
    assert len(rules["binh-thuan"]) == 6


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_scenario_of_the_pilot_can_be_run(file: Path):
    """Nothing about it makes a run senseless, and it says what it assumes."""
    scenario = load_scenario(file)
    assert [one for one in lint(scenario) if one.severity == Severity.ERROR] == []
    assert "Assumes" in scenario.description
    assert scenario.choice_of_desk is not None
    assert (scenario.reception_rule == "geographic") == file.stem.endswith("-geographic")


def test_the_first_answer_of_the_page_is_what_the_program_says(monkeypatch, capsys):
    """What differs between the base and a rule, in words."""
    monkeypatch.chdir(ROOT)
    exec(compile(blocks("python")[0], "question-pilot.md", "exec"), {})  # noqa: S102 - our own page
    assert capsys.readouterr().out == blocks("text")[0]


@pytest.mark.slow
def test_all_code_of_the_page_prints_what_stands_under_it(monkeypatch, capsys):
    """Eight replications of five worlds, and the tables that are read from them."""
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for code in blocks("python"):
        exec(compile(code, "question-pilot.md", "exec"), names)  # noqa: S102 - our own page
    assert capsys.readouterr().out == "".join(blocks("text"))
