"""Bad input: one message with file, place, what was given and what is possible; status 2; no traceback."""

import os
import stat
from pathlib import Path

import pytest

from onestop_sim.scenario.evidence import COLUMNS
from tests.command import Told, scenario_file, told, told_by_process


def is_one_message(said: Told, *parts: str) -> None:
    """The message is alone on standard error, complete, and no traceback."""
    assert said.status == 2, said
    assert "Traceback" not in said.err + said.out
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1
    for part in parts:
        assert part in said.err


SCENARIO_CASES = {
    "a misspelt key": (
        {"offices": {"land": {"oficers": 3}}},
        ["offices.land.oficers", "no such key", "Did you mean 'officers'?"],
    ),
    "a wrong unit": (
        {"procedures": {"business": {"route": {"signature": {"effort": "3 hours"}}}}},
        ["procedures.business.route.signature.effort", "'3 hours'", "s, min, h, d"],
    ),
    "a wrong unit in a distribution": (
        {"procedures": {"business": {"reception": {"effort": {"unit": "hours"}}}}},
        ["procedures.business.reception.effort.unit", "'hours'", "'s', 'min', 'h', 'd'"],
    ),
    "a number without unit": (
        {"procedures": {"business": {"route": {"signature": {"effort": 3}}}}},
        ["procedures.business.route.signature.effort", "'3'", "12 min"],
    ),
    "a limit without unit": (
        {"procedures": {"business": {"limit": 3}}},
        ["procedures.business.limit", "'3'", "3wd"],
    ),
    "an unknown office": (
        {"procedures": {"land_transfer": {"competent": "lnad"}}},
        ["procedures.land_transfer.competent", "'lnad'", "division, land, leader", "Did you mean 'land'?"],
    ),
    "a negative number": (
        {"demand": {"communes": {"n_per_period": {"2023q1": -1}}}},
        ["demand.communes.n_per_period.2023q1", "-1", "above 0"],
    ),
    "a share above one": (
        {"procedures": {"business": {"online_share": 1.3}}},
        ["procedures.business.online_share", "1.3", "1 or less"],
    ),
    "a date that does not exist": (
        {"periods": {"2023q1": {"last_day": "2023-02-30"}}},
        ["periods.2023q1.last_day", "'2023-02-30'", "YYYY-MM-DD"],
    ),
    "a time of day that does not exist": (
        {"legal_calendars": {"vietnam": {"morning": "07:30-25:00"}}},
        ["legal_calendars.vietnam.morning", "'07:30-25:00'", "07:00-11:30"],
    ),
    "yes for a number": (
        {"procedures": {"business": {"post_share": True}}},
        ["procedures.business.post_share", "yes or no"],
    ),
    "an unknown word": (
        {"offices": {"desk": {"at_closing": "finsh"}}},
        ["offices.desk.at_closing", "'finsh'", "finish, hand_back, pause"],
    ),
    "a period that ends before it begins": (
        {"periods": {"2023q1": {"last_day": "2023-01-01"}}},
        ["periods.2023q1", "ends before it begins", "2023-02-01"],
    ),
    "a step with a name that every route has": (
        {"procedures": {"business": {"route": {"reception": {"office": "division", "effort": "5 min"}}}}},
        ["procedures.business.route.reception", "reception, supplement, hand_over"],
    ),
    "something that must be given": ({"title": None}, ["title", "must be given"]),
}


@pytest.mark.parametrize("command", ["check", "run"])
@pytest.mark.parametrize("case", SCENARIO_CASES)
def test_a_scenario_with(tmp_path, capsys, monkeypatch, case, command):
    """A wrong scenario is named by file, line and path, whatever it was wanted for."""
    monkeypatch.chdir(tmp_path)
    changes, parts = SCENARIO_CASES[case]
    path = scenario_file(tmp_path, **changes)
    is_one_message(told(capsys, command, path), f"{path}, line ", *parts)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "changes",
    [
        {"legal_calendars": {"vietnam": {"overrides": {"2203-01-02": "off"}}}},
        {"calendars": {"office": {"closed_days": ["2203-01-02"]}}},
    ],
)
def test_a_holiday_outside_the_years_of_its_calendar(tmp_path, capsys, changes):
    """A day off in a year that nobody knows and no run touches is a slip of the pen."""
    path = scenario_file(tmp_path, **changes)
    said = told(capsys, "run", path)
    is_one_message(said, str(path), "2203-01-02", "2014 to 2026")
    checked = told(capsys, "check", path)
    assert checked.status == 2
    assert "2203-01-02" in checked.out


def test_a_period_outside_the_known_years(tmp_path, capsys):
    """Nobody knows the holidays of 2031; the message says what may be done."""
    path = scenario_file(tmp_path, periods={"2023q1": {"first_day": "2031-02-01", "last_day": "2031-02-28"}})
    is_one_message(told(capsys, "check", path), str(path), "2014 to 2026", "overrides")


def written(tmp_path: Path, text: str, name: str = "bad.yaml") -> Path:
    """A file with some text."""
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_extends_in_a_circle(tmp_path, capsys):
    """A cycle of parents is shown as the chain that it is."""
    path = written(tmp_path, "extends: b.yaml\n", "a.yaml")
    written(tmp_path, "extends: a.yaml\n", "b.yaml")
    is_one_message(told(capsys, "check", path), "a.yaml", "b.yaml", "circle")


def test_a_parent_that_is_not_there(tmp_path, capsys):
    """A missing parent is named with the line that names it."""
    written(tmp_path, "name: parent\n", "parent.yaml")
    path = written(tmp_path, "extends: parnet.yaml\n")
    is_one_message(
        told(capsys, "check", path), f"{path}, line 1", "'parnet.yaml'", "Did you mean 'parent.yaml'?"
    )


def test_a_hundred_megabytes(tmp_path, capsys):
    """A file of 100 MB is refused without being read."""
    path = tmp_path / "huge.yaml"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)
    is_one_message(told(capsys, "check", path), str(path), "larger than a scenario")


def test_deep_nesting(tmp_path, capsys):
    """A bomb of brackets is refused at the depth at which no scenario is."""
    path = written(tmp_path, "name: " + "[" * 50_000)
    is_one_message(told(capsys, "check", path), f"{path}, line 1", "nested")


def test_aliases_that_explode(tmp_path, capsys):
    """A billion laughs are refused before the first."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    path = written(tmp_path, "\n".join(lines))
    is_one_message(told(capsys, "check", path), f"{path}, line ", "aliases")


def test_a_tag_that_would_run_code(tmp_path, capsys):
    """A tag is refused, and nothing of it is run."""
    path = written(tmp_path, f"name: !!python/object/apply:os.mkdir ['{tmp_path}/owned']\n")
    is_one_message(told(capsys, "check", path), f"{path}, line 1", "tag")
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("name: [unclosed\n", "not YAML"),
        ("- a\n- list\n", "mapping"),
        ("name: a\nname: b\n", "twice"),
        ("name: a\n---\nname: b\n", "one YAML document"),
        ("demand: .inf\n", "finite"),
        ("demand:\n\tcommunes:\n", "a tab stands here"),
        ("title: Quý I: Hàm Thuận Bắc\n", "in quotes"),
    ],
)
def test_a_file_that_is_no_scenario(tmp_path, capsys, text, part):
    """What is not one mapping in YAML is refused with its line."""
    path = written(tmp_path, text)
    is_one_message(told(capsys, "check", path), f"{path}, line ", part)


def test_a_file_that_is_not_there(tmp_path, capsys):
    """A missing scenario and a folder in its place are named."""
    is_one_message(told(capsys, "check", tmp_path / "nothing.yaml"), "nothing.yaml", "no such file")
    is_one_message(told(capsys, "run", tmp_path), str(tmp_path), "folder")


def test_an_output_folder_that_exists(tmp_path, capsys):
    """An existing folder is never overwritten, not even an empty one."""
    path, output = scenario_file(tmp_path), tmp_path / "mine"
    output.mkdir()
    said = told(capsys, "run", path, "--output", output, "-n", "1", "--workers", "1")
    is_one_message(Told(said.status, said.out, said.err.splitlines()[-1]), str(output), "never overwritten")
    assert list(output.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_an_output_folder_that_cannot_be_written(tmp_path, capsys):
    """An unwritable folder is told before any work is done."""
    path, locked = scenario_file(tmp_path), tmp_path / "locked"
    locked.mkdir()
    locked.chmod(stat.S_IRUSR | stat.S_IXUSR)
    said = told(capsys, "run", path, "--quiet", "--output", locked / "mine", "-n", "1")
    is_one_message(said, str(locked / "mine"), "cannot be written")


def test_an_output_folder_below_a_file(tmp_path, capsys):
    """A folder cannot lie in a file, whoever asks."""
    path = scenario_file(tmp_path)
    said = told(capsys, "run", path, "--quiet", "--output", path / "mine", "-n", "1")
    is_one_message(said, str(path / "mine"), "cannot be written")


@pytest.mark.parametrize("command", [["trace", "{}", "0"], ["reproduce-run", "{}"]])
def test_a_results_folder_that_is_none(tmp_path, capsys, command):
    """A missing folder, an empty one and one with a broken manifest are told apart."""
    words = [word.format(tmp_path / "results") for word in command]
    is_one_message(told(capsys, *words), "no such results folder")
    (tmp_path / "results").mkdir()
    is_one_message(told(capsys, *words), "manifest.json", "missing")
    for text, part in [("{", "JSON"), ("[]", "JSON"), ("{}", "format"), ('{"format": 1}', "manifest")]:
        (tmp_path / "results" / "manifest.json").write_text(text, encoding="utf-8")
        is_one_message(told(capsys, *words), "manifest.json", part)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["explain", "--received", "2023-02-30 10:00", "--limit", "3wd"], "'2023-02-30 10:00'"),
        (["explain", "--received", "18/01/2023", "--limit", "3wd"], "2023-01-18 15:20"),
        (["explain", "--received", "2023-01-18 15:20", "--limit", "3"], "3wd"),
        (
            ["explain", "--received", "2023-01-18 15:20", "--limit", "3wd", "--pause", "tomorrow"],
            "'tomorrow'",
        ),
        (
            ["explain", "--received", "2023-01-18 15:20", "--limit", "3wd", "--signed", "2023-01-17 10:00"],
            "before it was received",
        ),
        (["explain", "--received", "2035-01-18 15:20", "--limit", "3wd"], "2014 to 2026"),
        (["run", "{}", "--replications", "0", "--quiet"], "at least 1"),
        (["run", "{}", "--workers", "0", "--quiet"], "at least 1"),
    ],
)
def test_an_option_that_cannot_be_meant(tmp_path, capsys, monkeypatch, words, part):
    """A wrong option is one message, with what is possible."""
    monkeypatch.chdir(tmp_path)
    path = scenario_file(tmp_path)
    is_one_message(told(capsys, *[word.format(path) for word in words]), part)


@pytest.mark.parametrize("words", [["run", "--no-such-option"], ["no-such-command"], ["check"]])
def test_a_wrong_command_line_has_status_2(capsys, words):
    """The parser's own complaints have the same exit status."""
    assert told(capsys, *words).status == 2


def test_evidence_that_cannot_be_read(tmp_path, capsys):
    """A table of evidence that is not there, or names an unknown statistic, stops a run."""
    path = scenario_file(tmp_path, reporting={"evidence": "evidence.csv"})
    is_one_message(told(capsys, "check", path), "evidence.csv", "no such file")
    table = f"{','.join(COLUMNS)}\na,late,5,dossiers,,,,,,,,laet,,,,,,predicted,\n"
    (tmp_path / "evidence.csv").write_text(table, encoding="utf-8")
    is_one_message(
        told(capsys, "run", path, "--quiet"), "evidence.csv, line 2", "'laet'", "Did you mean 'late'?"
    )


def test_evidence_lies_beside_the_file_that_names_it(tmp_path, capsys):
    """A scenario in another folder inherits the evidence of its parent with the parent's place."""
    scenario_file(tmp_path, "parent.yaml", reporting={"evidence": "evidence.csv"})
    row = "a,late,5,dossiers,,,,,,,,late,,,,,,predicted,"
    (tmp_path / "evidence.csv").write_text(f"{','.join(COLUMNS)}\n{row}\n", encoding="utf-8")
    (tmp_path / "mine").mkdir()
    child = written(tmp_path / "mine", "extends: ../parent.yaml\nname: child\n")
    assert told(capsys, "check", child).status == 0


@pytest.mark.parametrize("case", ["a misspelt key", "a date that does not exist"])
def test_a_process_ends_with_status_2_and_one_message(tmp_path, case):
    """What holds in this process holds for a user's."""
    changes, parts = SCENARIO_CASES[case]
    path = scenario_file(tmp_path, **changes)
    is_one_message(told_by_process("run", path, cwd=tmp_path), f"{path}, line ", *parts)
    assert list(tmp_path.iterdir()) == [path]


def test_the_same_message_in_vietnamese(tmp_path, capsys):
    """Messages come in the language that is asked for."""
    path = scenario_file(tmp_path, offices={"land": {"oficers": 3}})
    said = told(capsys, "--lang", "vi", "check", path)
    assert said.err.startswith(f"{path}, dòng ")
    assert "Có phải là 'officers'?" in said.err
