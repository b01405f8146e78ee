"""`run --events-jsonl`: the events of replication 0, all of them, in words and local times."""

import json

import polars as pl

from onestop_sim.eventlog.log import EventLog
from onestop_sim.terms import NEVER, EventKind
from tests.command import scenario_file, told


def lines_of(folder, capsys, *more):
    """Run the tiny scenario and return its folder and the lines that it wrote."""
    words = [
        "run",
        scenario_file(folder),
        "--quiet",
        "-n",
        "1",
        "--workers",
        "1",
        "--output",
        folder / "mine",
    ]
    said = told(capsys, *words, "--events-jsonl", folder / "events.jsonl", *more)
    assert said.status == 0
    lines = [json.loads(line) for line in (folder / "events.jsonl").read_text("utf-8").splitlines()]
    assert f"({len(lines):,} lines)" in said.out
    return folder / "mine", lines


def test_every_event_is_a_line(tmp_path, capsys):
    """As many lines as the log has events, of the same kinds and dossiers, in order of time."""
    folder, lines = lines_of(tmp_path, capsys, "--logs")
    log = EventLog.load(folder / "logs" / "0000")
    assert [line["kind"] for line in lines] == [EventKind(kind).name.lower() for kind in log.events["kind"]]
    keys = log.dossiers["key"].to_list()
    assert [line["dossier"] for line in lines] == [f"{keys[row]:016x}" for row in log.events["dossier"]]
    assert [line["occurred"] for line in lines] == sorted(line["occurred"] for line in lines)
    never = log.events.filter(pl.col("recorded_s") == NEVER).height
    assert sum(line["recorded"] is None for line in lines) == never
    places = {line["place"] for line in lines if line["kind"] == "started"}
    assert "xa_dong/commune_desk" in places
    assert None not in places


def test_without_kept_logs_the_same_lines_are_written(tmp_path, capsys):
    """The run is lived again: the lines do not depend on whether its log was kept."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert lines_of(tmp_path / "a", capsys, "--logs")[1] == lines_of(tmp_path / "b", capsys)[1]


def test_a_file_that_is_there_is_refused_before_the_run(tmp_path, capsys):
    """Nothing is overwritten, and no time is spent before that is said."""
    (tmp_path / "events.jsonl").write_text("mine")
    words = ["run", scenario_file(tmp_path), "--output", tmp_path / "mine"]
    said = told(capsys, *words, "--events-jsonl", tmp_path / "events.jsonl")
    assert said.status == 2
    assert not (tmp_path / "mine").exists()
    assert (tmp_path / "events.jsonl").read_text() == "mine"
