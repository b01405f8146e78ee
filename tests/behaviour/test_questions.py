"""The planners' questions in `docs/`: every command of a page runs and prints what stands under it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from onestop_sim.report.form_template import SHEET, write_template
from tests.command import ROOT, told

DOCS = ROOT / "docs"
BLOCK = re.compile(r"^```(console|python|text|yaml)\n(.*?)^```", re.MULTILINE | re.DOTALL)
TYPED = re.compile(r"^\| ([A-Z]{1,2}\d+) \| (.+?) \|$", re.MULTILINE)
LEFT_OUT = "…"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the shipped scenarios, where results go as well."""
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lines_of(text: str) -> list[str]:
    """The lines of a text without the white space at their ends."""
    return [line.rstrip() for line in text.strip("\n").splitlines()]


def pieces_of(shown: str) -> Iterator[list[str]]:
    """What a page shows of an output, between the lines that it leaves out."""
    piece: list[str] = []
    for line in lines_of(shown):
        if line.strip() == LEFT_OUT:
            yield piece
            piece = []
        else:
            piece.append(line)
    yield piece


def assert_shown(shown: str, printed: str) -> None:
    """What is shown was printed, piece after piece, in one run each."""
    lines, at = lines_of(printed), 0
    for piece in pieces_of(shown):
        places = [n for n in range(at, len(lines) - len(piece) + 1) if lines[n : n + len(piece)] == piece]
        assert places, f"not printed: {piece}"
        at = places[0] + len(piece)


def test_the_question_of_a_reported_backlog_is_answered(desk, capsys):
    """The page is followed from its top to its end: evidence, a filled form, a simulation, a variant."""
    page = (DOCS / "question-backlog.md").read_text("utf-8")
    form = desk / "march.xlsx"
    write_template(form)
    book = load_workbook(form)
    for cell, typed in TYPED.findall(page):
        book[SHEET][cell] = int(typed) if typed.isdecimal() else typed
    book.save(form)
    names: dict[str, object] = {}
    n_commands = 0
    for kind, content in BLOCK.findall(page):
        if kind == "yaml":
            (desk / "away.yaml").write_text(content, encoding="utf-8")
        elif kind == "python":
            capsys.readouterr()
            exec(compile(content, "question-backlog.md", "exec"), names)  # noqa: S102 - our own page
            printed = capsys.readouterr().out
        elif kind == "text":
            assert content == printed
        else:
            command, _, shown = content.partition("\n")
            words = command.removeprefix("$ python run.py --lang en ").split()
            words += ["--workers", "1"] if "--scenario" in words else []
            done = told(capsys, *words)
            assert done.status == 0
            assert_shown(shown, done.out)
            n_commands += 1
    assert n_commands == page.count("$ python run.py") >= 4


@pytest.mark.slow
def test_the_staffing_question_is_answered(desk, capsys):
    """The answer that the page quotes is the one that its command writes."""
    page = (DOCS / "question-staffing.md").read_text("utf-8")
    command = re.search(r"^python run\.py --lang en (compare .*?)^```", page, re.MULTILINE | re.DOTALL)
    assert command
    words = command[1].replace("\\\n", " ").split()
    assert told(capsys, *words, "--quiet", "--output", "mine").status == 0
    answer = (desk / "mine" / "answer.en.md").read_text("utf-8")
    body = answer[answer.index("Compared with:") :].strip()
    assert body in page
