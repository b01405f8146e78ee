"""How a command was called wrongly is told in one sentence, in the language asked for."""

import pytest
import typer

from onestop_sim.app.cli import app, main
from onestop_sim.app.usage import parts_of
from onestop_sim.words.help import HELP

WRONG = [
    (["run", "--sed", "3"], "there is no option --sed. Did you mean '--seed'?", "không có tùy chọn --sed."),
    (
        ["run", "--seed", "x"],
        "--seed: what was given is not a whole number.",
        "--seed: giá trị đã nêu không phải",
    ),
    (["repotr"], "Did you mean 'report'?", "Có phải là 'report'?"),
    (["frobnicate"], "there is no command 'frobnicate'", "không có lệnh 'frobnicate'"),
    (["explain", "--limit", "3wd"], "--received must be given.", "phải nêu --received."),
    (["trace"], "results must be given.", "phải nêu results."),
    (["check", "a", "b", "c"], "more was given than the command takes: b c.", "nêu thừa so với lệnh: b c."),
    (["run", "--log-format", "x"], "possible: text, json.", "có thể dùng: text, json."),
    (["run", "--lang", "fr"], "possible: en, vi.", "possible: en, vi."),
]


@pytest.mark.parametrize(("words", "english", "vietnamese"), WRONG, ids=lambda one: " ".join(one)[:20])
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_a_wrong_call_is_told_in_both_languages(monkeypatch, capsys, words, english, vietnamese, before):
    """One sentence and where help is; exit status 2; no traceback; never in the other language."""
    monkeypatch.setenv("LC_ALL", "C")
    for lang, expected in (("en", english), ("vi", vietnamese)):
        asked = [] if words[-1] == "fr" else ["--lang", lang]
        assert main([*asked, *words] if before else [*words, *asked]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert expected in said.err
        assert len(said.err.splitlines()) == 2
        assert "Usage" not in said.err
        assert "Error:" not in said.err


def test_a_missing_value_is_told(capsys):
    """An option at the end without its value."""
    assert main(["--lang", "en", "run", "--seed"]) == 2
    assert "--seed needs a value behind it." in capsys.readouterr().err


def test_every_sentence_of_the_help_has_vietnamese():
    """Each command, option and argument; and no Vietnamese for an English sentence that is gone."""
    parts = list(parts_of(typer.main.get_command(app)))
    sentences = {part.help for part in parts if getattr(part, "help", None)}
    assert sentences - set(HELP) == set()
    assert set(HELP) - sentences == set()


@pytest.mark.parametrize(
    "words", [[], ["run"], ["report"], ["trace"]], ids=lambda words: " ".join(words) or "all"
)
def test_help_is_in_the_language_asked_for(capsys, words):
    """Vietnamese help has Vietnamese headings and sentences; the next call in English is English again."""
    assert main([*words, "--help", "--lang", "vi"] if words else ["--lang", "vi", "--help"]) == 0
    vietnamese = capsys.readouterr().out
    assert vietnamese.startswith("Cách dùng:")
    assert not {"Usage:", "Options:", "Arguments:", "Commands:"} & set(vietnamese.split())
    assert "Show this message" not in vietnamese
    assert not any(sentence in vietnamese for sentence in HELP)
    assert main(["--lang", "en", *words, "--help"]) == 0
    assert capsys.readouterr().out.startswith("Usage:")
