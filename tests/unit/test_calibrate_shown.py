"""What is shown of a calibration says no more than its sets of parameters can."""

import pytest

from onestop_sim.app.show_calibration import show_calibration
from onestop_sim.app.voice import VOICE
from onestop_sim.scenario.model import Scenario
from onestop_sim.study.calibrate import Calibration
from onestop_sim.study.calibrate_live import LATE, LATE_PHANTOM, OVERDUE, OVERDUE_PHANTOM, Outcome
from onestop_sim.study.calibrate_tables import calibration_tables
from onestop_sim.words.catalogue import Lang
from tests.scenarios import tiny_scenario
from tests.unit.test_calibrate import calibrated, parameter

OUTCOMES: list[Outcome] = [
    ("figure", "2023", "figure_0"),
    *((name, "2023", "") for name in (LATE, LATE_PHANTOM, OVERDUE, OVERDUE_PHANTOM)),
]


def study(*, n_candidates: int) -> Calibration:
    """A study of one figure, whose candidate works like its free parameter, or without a candidate."""

    def model(delay: float, work: float = 1.0) -> tuple[float, ...]:
        return 500 * delay**2 * work**2, 500.0, 100.0, 50.0, 20.0

    candidates = [parameter("work", free=False)] * n_candidates
    done = calibrated(model, (parameter("delay"), *candidates), (1.2, 1.0)[: 1 + n_candidates], n_targets=1)
    assert len(done.second_sets) == n_candidates
    return done


@pytest.mark.parametrize(
    ("lang", "no_range", "same"),
    [
        (Lang.EN, "one set only: says nothing about a range", "no change seen"),
        (Lang.VI, "chỉ có một bộ: không cho biết gì về khoảng", "không thấy thay đổi"),
    ],
)
def test_one_set_is_not_said_to_agree_with_others(
    lang: Lang, no_range: str, same: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where no second set was sought or shown nothing is unchanged, for there is nothing to differ from."""
    monkeypatch.setattr(VOICE, "lang", lang)
    scenario: Scenario = tiny_scenario()
    for n_candidates, said, unsaid in ((0, no_range, same), (1, same, no_range)):
        done = study(n_candidates=n_candidates)
        show_calibration(scenario, done, OUTCOMES)
        shown = " ".join(capsys.readouterr().out.split())
        assert said in shown
        assert unsaid not in shown
        changes = calibration_tables(done, OUTCOMES)["conclusions"]["changes"].to_list()
        assert set(changes) == ({None} if n_candidates == 0 else {False})
