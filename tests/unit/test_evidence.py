"""Reported figures are read with their places, and a wrong cell is named by file, line and column."""

from pathlib import Path

import pytest

from onestop_sim.errors import UserError
from onestop_sim.scenario.evidence import COLUMNS, load_evidence
from onestop_sim.terms import ClockChoice, Role
from onestop_sim.words.say import sentence

GOOD = {
    "id": "late",
    "figure": "late dossiers",
    "value": "165",
    "unit": "dossiers",
    "period_start": "2022-12-15",
    "period_end": "2023-03-14",
    "scope": "district and communes",
    "report": "Hàm Thuận Bắc Q1/2023",
    "line": "76",
    "printed": "165",
    "statistic": "late",
    "clock": "recorded",
    "role": "predicted",
}


def table(tmp_path: Path, *rows: dict[str, str]) -> Path:
    """A CSV file with the given rows."""
    lines = [",".join(COLUMNS), *(",".join(row.get(name, "") for name in COLUMNS) for row in rows)]
    path = tmp_path / "evidence.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def message(path: Path) -> str:
    """What the user reads about a table that cannot be used."""
    with pytest.raises(UserError) as caught:
        load_evidence(path)
    return sentence(caught.value)


def test_a_row_is_read_with_its_types(tmp_path):
    """Numbers, dates, clock and role are typed; everything else stays text."""
    (figure,) = load_evidence(table(tmp_path, GOOD))
    assert (figure.value, figure.role, figure.clock) == (165, Role.PREDICTED, ClockChoice.RECORDED)
    assert figure.period_start.isoformat() == "2022-12-15"
    assert figure.file_line == 2


def test_an_empty_clock_is_the_clock_of_what_happened(tmp_path):
    """A report that shows no software clock is compared with what happened."""
    (figure,) = load_evidence(table(tmp_path, GOOD | {"clock": ""}))
    assert figure.clock == ClockChoice.OCCURRED


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"value": "1.127,5"}, None),
        ({"value": "many"}, "value: 'many' cannot be used"),
        ({"value": "nan"}, "value: 'nan'"),
        ({"period_start": "2023-02-30"}, "'2023-02-30' is not a date of the calendar"),
        ({"role": "predicte"}, "Did you mean 'predicted'?"),
        ({"role": ""}, ", role: "),
        ({"clock": "portal"}, "possible: occurred, recorded"),
        ({"id": ""}, ", id: "),
    ],
)
def test_a_wrong_cell_is_named(tmp_path, change, said):
    """The message names file, line and column, what was given and what is possible."""
    path = table(tmp_path, GOOD, GOOD | {"id": "second"} | change)
    words = message(path)
    assert words.startswith(f"{path}, line 3")
    assert said is None or said in words


def test_two_rows_with_one_id_are_refused(tmp_path):
    """An id names one row."""
    assert "first on line 2" in message(table(tmp_path, GOOD, GOOD))


def test_wrong_columns_are_listed(tmp_path):
    """Missing and unknown columns are both named."""
    path = tmp_path / "evidence.csv"
    path.write_text(",".join(COLUMNS).replace("statistic", "statistik") + "\n", encoding="utf-8")
    words = message(path)
    assert "missing: statistic" in words
    assert "unknown: statistik" in words


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b'id\n"never closed'])
def test_what_is_no_table_is_refused(tmp_path, content):
    """An empty, binary or broken file is one message."""
    path = tmp_path / "evidence.csv"
    path.write_bytes(content)
    assert message(path).startswith(str(path))


def test_a_missing_file_is_named(tmp_path):
    """A file that is not there is one message."""
    assert "no such file" in message(tmp_path / "nothing.csv")
