"""`report`: a page and a workbook from a results folder, in the language asked for, overwriting nothing."""

from pathlib import Path

import pytest

from tests.command import scenario_file, told


@pytest.fixture
def run_folder(tmp_path, capsys) -> Path:
    """A run of two replications of the tiny scenario."""
    words = [
        "run",
        scenario_file(tmp_path),
        "--quiet",
        "-n",
        "2",
        "--workers",
        "1",
        "--output",
        tmp_path / "mine",
    ]
    assert told(capsys, *words).status == 0
    return tmp_path / "mine"


def test_a_page_is_written_beside_the_folder(run_folder, capsys):
    """Without a name each page gets a free one that says its language; the folder stays as it was."""
    before = sorted(path.name for path in run_folder.iterdir())
    assert told(capsys, "report", run_folder, "--quiet").status == 0
    assert told(capsys, "report", run_folder, "--quiet", "--lang", "vi").status == 0
    again = told(capsys, "report", run_folder, "--quiet")
    assert "mine-en-2.html (" in again.out
    pages = {path.name: path.read_text("utf-8") for path in run_folder.parent.glob("*.html")}
    assert set(pages) == {"mine-en.html", "mine-en-2.html", "mine-vi.html"}
    assert pages["mine-en.html"] == pages["mine-en-2.html"]
    assert '<html lang="vi">' in pages["mine-vi.html"]
    assert "Trả lời" in pages["mine-vi.html"]
    assert sorted(path.name for path in run_folder.iterdir()) == before


def test_a_page_and_a_workbook_at_once(run_folder, tmp_path, capsys):
    """Both names given: both are written; the workbook alone when only it is named."""
    words = ["report", run_folder, "--quiet"]
    assert told(capsys, *words, "-o", tmp_path / "a.html", "--xlsx", tmp_path / "a.xlsx").status == 0
    assert told(capsys, *words, "--xlsx", tmp_path / "b.xlsx").status == 0
    assert {path.name for path in tmp_path.glob("[ab].*")} == {"a.html", "a.xlsx", "b.xlsx"}


@pytest.mark.parametrize("option", ["--output", "--xlsx"])
def test_nothing_is_overwritten(run_folder, tmp_path, capsys, option):
    """A file that is there is an error before anything is read, and stays as it was."""
    file = tmp_path / "there"
    file.write_text("mine")
    said = told(capsys, "report", run_folder, option, file)
    assert said.status == 2
    assert "never overwritten" in said.err
    assert file.read_text() == "mine"


def test_a_file_that_cannot_be_written_is_told(run_folder, tmp_path, capsys):
    """A folder that does not exist is a message, not a traceback, and nothing is left."""
    said = told(capsys, "report", run_folder, "--quiet", "-o", tmp_path / "no" / "such" / "page.html")
    assert said.status == 2
    assert "cannot be written" in said.err
    assert "Traceback" not in said.err


def test_a_changed_folder_has_no_page(run_folder, tmp_path, capsys):
    """A table that is not the one that was written is refused: a page vouches for its numbers."""
    (run_folder / "days.csv").write_text("day\n")
    said = told(capsys, "report", run_folder, "--quiet", "-o", tmp_path / "page.html")
    assert said.status == 2
    assert "days.csv" in said.err
    assert not (tmp_path / "page.html").exists()


def test_a_folder_of_another_reading_says_so(run_folder, tmp_path, capsys):
    """Where this version reads the scenario otherwise than the one that ran it, the page tells the reader."""
    manifest = run_folder / "manifest.json"
    text = manifest.read_text("utf-8")
    manifest.write_text(text.replace('"scenario_fingerprint": "', '"scenario_fingerprint": "0'), "utf-8")
    assert told(capsys, "report", run_folder, "--quiet", "-o", tmp_path / "page.html").status == 0
    assert "reads the scenario otherwise" in (tmp_path / "page.html").read_text("utf-8")
