"""Files that cannot be audited: one message with file, place, what was given and what is possible."""

from pathlib import Path

import pytest

from tests.command import scenario_file, told
from tests.messages.test_bad_input import is_one_message

HEADER = "name,period_start,period_end,received,late\n"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is written to a fresh folder."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("content", "parts"),
    [
        ("", ["there are no figures"]),
        (HEADER, ["there are no figures"]),
        (HEADER + "a,,,many,1\n", ["2, received", "'many' is no number"]),
        (HEADER + "a,,,12%,1\n", ["2, received", "'12%' is no number"]),
        (HEADER + "a,2023-02-30,,12,1\n", ["line 2, period_start", "'2023-02-30'"]),
        (HEADER + "a,,12,1\n", ["line 2"]),
        ("name,recieved\na,1\n", ["unknown: recieved", "Did you mean 'received'?"]),
        ("name,late,late\na,1,1\n", ["twice: late"]),
        ("received,late\n5,1\n", ["'name' must be there"]),
        ("name,period_start\na,2023-01-01\n", ["there are no figures"]),
    ],
)
def test_a_wrong_table_is_one_message(capsys, content, parts):
    """A wrong line or column of a CSV file is named."""
    Path("form.csv").write_text(content, encoding="utf-8")
    is_one_message(told(capsys, "audit", "form.csv"), "form.csv", *parts)
    assert not Path("results").exists()


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        (["audit"], ["--template"]),
        (["audit", "nothing.csv"], ["nothing.csv", "no such file"]),
        (["audit", "nothing.xlsx"], ["nothing.xlsx", "no such file"]),
        (["audit", "form.ods"], ["'.ods'", ".xlsx"]),
        (["audit", "--template", "pdf"], ["'pdf'", "csv, xlsx"]),
        (["audit", "--template", "csv", "-o", "no/such/folder/form.csv"], ["form.csv"]),
    ],
)
def test_a_wrong_wish_is_one_message(capsys, words, parts):
    """A file that is not there or of another kind, and a template that is none, are named."""
    is_one_message(told(capsys, *words), *parts)


def test_nothing_is_written_over(capsys):
    """An existing folder or JSON file of the user's is left alone."""
    Path("form.csv").write_text(HEADER + "a,,,12,1\n", encoding="utf-8")
    Path("out").mkdir()
    Path("answer.json").write_text("mine", encoding="utf-8")
    is_one_message(told(capsys, "audit", "form.csv", "-o", "out"), "out")
    is_one_message(told(capsys, "audit", "form.csv", "--json", "answer.json"), "answer.json")
    assert Path("answer.json").read_text(encoding="utf-8") == "mine"
    assert list(Path("out").iterdir()) == []


def test_a_scenario_that_has_nothing_to_do_with_the_figures_is_told(capsys, tmp_path):
    """Figures of no period of the scenario cannot be placed in it; neither can one replication."""
    Path("form.csv").write_text(HEADER + "a,2019-01-01,2019-12-31,12,1\n", encoding="utf-8")
    scenario = scenario_file(tmp_path)
    is_one_message(told(capsys, "audit", "form.csv", "--scenario", scenario, "-n", 1), "at least 2")
    said = told(capsys, "audit", "form.csv", "--scenario", scenario, "-n", 2)
    is_one_message(said, "no figure of the table", "2023q1")
    assert not list(Path("results").iterdir())
