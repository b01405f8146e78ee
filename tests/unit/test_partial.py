"""Unfinished work: what is finished is kept, half a piece is none, one process at a time."""

import json

import polars as pl
import pytest

from onestop_sim.errors import UserError
from onestop_sim.study.partial import Kept, UnfinishedFolder
from onestop_sim.study.replicate import recalled, replicate
from tests.scenarios import tiny_scenario

TABLE = pl.DataFrame({"name": ["a", None], "value": [1 / 3, float("nan")], "n": [1, 2]})


def broken_off(wanted, *, n_kept):
    """Work that ends with an error after some pieces."""
    with UnfinishedFolder.begin(wanted, {"asked": "tiny"}, exact=True) as folder:
        for number in range(n_kept):
            folder.kept().put(number, {"figures": TABLE}, {"number": number})
        raise ZeroDivisionError


def test_a_piece_comes_back_as_it_was(tmp_path):
    """Tables to the bit, nulls and NaN apart, and facts."""
    kept = Kept(tmp_path / "strand")
    assert kept.numbers() == []
    kept.put(3, {"figures": TABLE}, {"counts": {"dossiers": 7}})
    tables, facts = kept.get(3)
    assert tables["figures"].equals(TABLE, null_equal=True)
    assert tables["figures"].schema == TABLE.schema
    assert facts == {"counts": {"dossiers": 7}}


def test_a_replication_comes_back_as_it_was(tmp_path):
    """A replication that was kept measures the same as when it was lived."""
    kept = Kept(tmp_path / "strand")
    [lived] = replicate(tiny_scenario(), replications=1, root_seed=1, kept=kept)
    again = recalled(*kept.get(0))
    assert again.fingerprints == lived.fingerprints
    assert again.counts == lived.counts
    assert all(again.tables[name].equals(table) for name, table in lived.tables.items())


def test_what_is_kept_is_not_run_again(tmp_path, monkeypatch):
    """Of four replications with two kept, two are run."""
    kept, ran = Kept(tmp_path / "strand"), []
    whole = replicate(tiny_scenario(), replications=4, root_seed=1)
    replicate(tiny_scenario(), replications=[0, 2], root_seed=1, kept=kept)
    found = replicate(
        tiny_scenario(),
        replications=4,
        root_seed=1,
        kept=kept,
        on_progress=lambda one: ran.append(one.number),
    )
    assert ran == [0, 2, 1, 3]
    assert [one.fingerprints for one in found] == [one.fingerprints for one in whole]


def test_half_a_piece_is_none(tmp_path):
    """What was being written when the light went out is not there."""
    kept = Kept(tmp_path / "strand")
    (tmp_path / "strand" / "0001.writing").mkdir(parents=True)
    assert kept.numbers() == []
    kept.put(1, {"figures": TABLE}, {})
    assert kept.numbers() == [1]


def test_a_changed_piece_is_noticed(tmp_path):
    """A piece that is not the one that was written is not used."""
    kept = Kept(tmp_path / "strand")
    kept.put(0, {"figures": TABLE}, {})
    (tmp_path / "strand" / "0000" / "figures.parquet").write_bytes(b"half")
    with pytest.raises(UserError, match="results_corrupt"):
        kept.get(0)


def test_work_that_is_done_leaves_the_results_alone(tmp_path):
    """In the end there is the results folder under its name and nothing else."""
    with UnfinishedFolder.begin(tmp_path / "mine", {}, exact=True) as folder:
        folder.kept().put(0, {"figures": TABLE}, {})
        (folder.results / "answer.md").write_text("42")
        assert not (tmp_path / "mine").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["answer.md"]


def test_work_broken_off_keeps_what_is_finished(tmp_path):
    """The folder stays and is found by its own name and by that of the results."""
    with pytest.raises(ZeroDivisionError):
        broken_off(tmp_path / "mine", n_kept=2)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.partial"]
    for given in ("mine", "mine.partial"):
        folder = UnfinishedFolder.resume(tmp_path / given)
        assert folder.n_kept() == 2
        assert folder.request == {"asked": "tiny"}
        assert folder.wanted == tmp_path / "mine"


def test_work_broken_off_before_anything_was_finished_leaves_nothing(tmp_path):
    """An empty folder would only be in the way."""
    with pytest.raises(ZeroDivisionError):
        broken_off(tmp_path / "mine", n_kept=0)
    assert list(tmp_path.iterdir()) == []


def test_two_that_want_one_name_do_not_meet(tmp_path):
    """Each has a folder of its own; the later one is told at its end, and keeps what it has."""
    first = UnfinishedFolder.begin(tmp_path / "mine", {}, exact=True)
    second = UnfinishedFolder.begin(tmp_path / "mine", {}, exact=True)
    assert first.path != second.path
    with first:
        pass
    with pytest.raises(UserError, match="results_exist"), second:
        second.kept().put(0, {"figures": TABLE}, {})
    assert UnfinishedFolder.resume(second.path).n_kept() == 1


def test_only_one_process_works_in_a_folder(tmp_path):
    """Who resumes what is still running is told so, and nothing is lost."""
    with UnfinishedFolder.begin(tmp_path / "mine", {}, exact=True) as folder:
        folder.kept().put(0, {"figures": TABLE}, {})
        with pytest.raises(UserError, match="resume_busy"), UnfinishedFolder.resume(folder.path):
            raise AssertionError("no work is done")
        assert folder.n_kept() == 1


def test_another_version_does_not_go_on(tmp_path):
    """Numbers of two versions are not mixed in one table."""
    folder = UnfinishedFolder.begin(tmp_path / "mine", {}, exact=True)
    said = json.loads((folder.path / "request.json").read_text("utf-8"))
    said["versions"]["numpy"] = "1.0"
    (folder.path / "request.json").write_text(json.dumps(said), encoding="utf-8")
    with pytest.raises(UserError, match="resume_foreign"):
        UnfinishedFolder.resume(folder.path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"wanted": 3}'])
def test_a_request_that_cannot_be_read_is_one_error(tmp_path, content):
    """A damaged folder is told as such."""
    folder = UnfinishedFolder.begin(tmp_path / "mine", {}, exact=True)
    (folder.path / "request.json").write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match="results_corrupt"):
        UnfinishedFolder.resume(folder.path)


def test_nothing_to_go_on_with_is_one_error(tmp_path):
    """A folder without unfinished work is told as such."""
    with pytest.raises(UserError, match="resume_missing"):
        UnfinishedFolder.resume(tmp_path / "mine")
