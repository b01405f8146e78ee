"""Plans on disk: what is loaded is what was saved, and what is damaged is refused."""

from dataclasses import fields, replace

import numpy as np
import pytest

from onestop_sim.engine.simulate import simulate
from onestop_sim.errors import UserError
from onestop_sim.plan.columns import Columns
from onestop_sim.plan.storage import fingerprint, load, save
from tests.plans import plan_of
from tests.scenarios import tiny_scenario

PLAN = plan_of(tiny_scenario())


def test_a_loaded_plan_is_the_saved_one(tmp_path):
    """Every column, calendar, timetable, name and number comes back, with its type."""
    save(PLAN, tmp_path / "plan.npz")
    again = load(tmp_path / "plan.npz")
    assert fingerprint(again) == fingerprint(PLAN)
    for one in fields(PLAN):
        ours, theirs = getattr(PLAN, one.name), getattr(again, one.name)
        if isinstance(ours, Columns):
            for name, column in ours.arrays().items():
                assert column.dtype == theirs.arrays()[name].dtype
                assert (column == theirs.arrays()[name]).all()
        elif isinstance(ours, np.ndarray):
            assert (ours == theirs).all()
        elif one.name in ("names", "periods", "run_start_s", "run_end_s", "capped_rounds"):
            assert ours == theirs
    assert len(again.calendars) == len(PLAN.calendars)
    assert (again.timetables[0].delivers_s == PLAN.timetables[0].delivers_s).all()
    assert [p.name for p in tmp_path.iterdir()] == ["plan.npz"]


def test_a_loaded_plan_is_lived_through_alike(tmp_path):
    """Simulating a loaded plan gives the log of the plan that was saved."""
    save(PLAN, tmp_path / "plan.npz")
    assert simulate(load(tmp_path / "plan.npz")).fingerprint() == simulate(PLAN).fingerprint()


def test_an_empty_plan_can_be_saved(tmp_path):
    """A plan without dossiers is a plan."""
    empty = plan_of(tiny_scenario(demand={"district": None, "communes": None}))
    save(empty, tmp_path / "plan.npz")
    assert fingerprint(load(tmp_path / "plan.npz")) == fingerprint(empty)


def test_fingerprints_tell_plans_apart():
    """Another replication, another name or another number is another fingerprint; a copy is not."""
    others = {
        fingerprint(plan_of(tiny_scenario(), replication=1)),
        fingerprint(replace(PLAN, run_end_s=PLAN.run_end_s + 1)),
        fingerprint(replace(PLAN, names=replace(PLAN.names, origin="2023-02-02"))),
    }
    assert len(others | {fingerprint(PLAN)}) == 4
    assert fingerprint(plan_of(tiny_scenario())) == fingerprint(PLAN)


@pytest.mark.parametrize("damage", ["cut", "flipped", "text", "empty", "other_archive"])
def test_a_damaged_plan_is_refused(tmp_path, damage):
    """A file that is cut off, changed, or no plan at all is one clear error."""
    path = tmp_path / "plan.npz"
    save(PLAN, path)
    whole = path.read_bytes()
    middle = len(whole) // 2
    flipped = whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :]
    contents = {"cut": whole[:middle], "flipped": flipped, "text": b"hello", "empty": b""}
    if damage == "other_archive":
        np.savez(path, a=np.arange(3))
    else:
        path.write_bytes(contents[damage])
    with pytest.raises(UserError) as error:
        load(path)
    assert error.value.key == "plan_corrupt"
    assert error.value.values["file"] == str(path)


def test_an_array_of_objects_is_refused(tmp_path):
    """A file that would have to be unpickled is never opened so far."""
    path = tmp_path / "plan.npz"
    np.savez(path, said=np.array([{"format": 1}], dtype=object))
    with pytest.raises(UserError, match="plan_corrupt"):
        load(path)


def test_a_missing_file_and_a_missing_folder_are_told(tmp_path):
    """Reading what is not there and writing where nothing can be written are errors of the user."""
    with pytest.raises(UserError, match="file_missing"):
        load(tmp_path / "none.npz")
    with pytest.raises(UserError, match="results_unwritable"):
        save(PLAN, tmp_path / "no_folder" / "plan.npz")
