"""The audit finds, by computing, what does not add up in the five reports, and objects to nothing else."""

from pathlib import Path

import pytest

from onestop_sim.app.audit_input import read_table
from onestop_sim.study.audit.audit import Audit, audit
from onestop_sim.study.audit.figure import Answer, Remark
from onestop_sim.study.audit.repair import Correction, Slip

EVIDENCE = Path(__file__).resolve().parents[2] / "scenarios" / "evidence"


def audited(name: str, against: str = "") -> Audit:
    """The audit of one table of evidence."""
    other = read_table(EVIDENCE / f"{against}.csv") if against else None
    return audit(read_table(EVIDENCE / f"{name}.csv"), other)


def objections(found: Audit, answer: Answer) -> dict[str, list[Remark]]:
    """Remarks of an answer by key."""
    keys = dict.fromkeys(one.key for one in found.remarks if one.answer == answer)
    return {key: [one for one in found.remarks if (one.answer, one.key) == (answer, key)] for key in keys}


def corrections(found: Audit, figure: str) -> list[Correction]:
    """Corrections of the broken sums that a figure stands in."""
    return [
        one
        for mending in found.mendings
        if any(figure in law.members for law in mending.broken)
        for one in mending.corrections
    ]


def test_binh_son_63_open_dossiers_are_in_no_bucket():
    """4,891 open are 4,419 in time, 409 overdue and 63 more: no digit mends it, a paused bucket does."""
    found = audited("binh-son-2022")
    (remark,) = objections(found, Answer.INCONSISTENT)["sum_too_small"]
    assert remark.values["gap"] == 63
    assert set(objections(found, Answer.INCONSISTENT)) == {"sum_too_small"}
    best = corrections(found, "bs.dossiers.pending")[0]
    assert (best.slip, best.bucket, best.values) == (Slip.BUCKET, "paused", (63.0,))
    assert not any(
        one.slip in (Slip.ONE_DIGIT, Slip.DIGITS_EXCHANGED)
        for one in corrections(found, "bs.dossiers.pending")
    )


def test_binh_son_prints_percentages_cut_off():
    """96.4, 89.5 and 0.43 % are cut off, 9.96 % may be rounded; each is of what the report says."""
    remarks = [one for one in audited("binh-son-2022").remarks if one.key.startswith("percent_")]
    how = {one.figures[0].rpartition(".")[2]: one.key for one in remarks}
    assert how == {
        "resolved_pct": "percent_truncated",
        "early_pct": "percent_rounded",
        "on_time_pct": "percent_truncated",
        "late_pct": "percent_truncated",
    }


def test_tuy_phong_leaves_nothing_open_in_any_period():
    """Received is returned and late in all six periods, so none is left to be open within its time."""
    found = audited("tuy-phong-2015-2020")
    strained = objections(found, Answer.STRAINED)
    (sums,) = strained["same_sum_in_every_period"]
    assert sums.values["n"] == 6
    assert len(strained["nothing_left"]) == 6
    assert all(one.values["expected"] > 20 for one in strained["nothing_left"])


def test_tuy_phong_prints_one_year_twice_and_a_ratio_upside_down():
    """6,174 and 6,184 for 2016 are one digit apart, 2717/2700 is exchanged, 18.42 % is no share of 8,955."""
    found = audited("tuy-phong-2015-2020")
    wrong = objections(found, Answer.INCONSISTENT)
    assert set(wrong) == {"twice_different", "part_above_whole", "percent_of_nothing"}
    assert {one.slip for one in corrections(found, "tp.dossiers.2016.received")} == {Slip.ONE_DIGIT}
    assert corrections(found, "tp.app3.on_time_ratio.2020")[0].slip == Slip.NUMBERS_EXCHANGED
    (share,) = wrong["percent_of_nothing"]
    assert (share.values["percent"], share.values["needed_part"], share.values["needed_whole"]) == (
        18.42,
        1650,
        7970,
    )


def test_tuy_phong_2020_is_unlike_the_years_before():
    """17 late in a quarter are too many for the other years' rate even with clusters; 18 are not."""
    found = audited("tuy-phong-2015-2020")
    (unlike,) = objections(found, Answer.STRAINED)["period_unlike_others"]
    assert unlike.values["late"] == 17


def test_ninh_hai_land_has_13_dossiers_too_many():
    """8,726 in time, 260 open, 47 not eligible: 13 more than 9,020; 8,713 would also make 96.5 % right."""
    found = audited("ninh-hai-2023")
    land = [
        one for one in objections(found, Answer.INCONSISTENT)["sum_too_large"] if "land" in one.figures[0]
    ]
    assert [one.values["gap"] for one in land] == [-13]
    best = corrections(found, "nh.dossiers.land.total")[0]
    assert (best.values, best.n_percentages_mended) == ((8713.0,), 1)
    (percent,) = objections(found, Answer.INCONSISTENT)["percent_is_the_rest"]
    assert percent.values["percent"] == 96.5


def test_ninh_hai_has_three_populations_and_two_dossiers_nowhere():
    """The total leaves the land registry out; 2 dossiers of the departments are in no printed bucket."""
    strained = objections(audited("ninh-hai-2023"), Answer.STRAINED)
    (outside,) = strained["left_out_of_total"]
    assert outside.values["n"] == 9020
    (nowhere,) = strained["in_no_bucket"]
    assert nowhere.values["gap"] == 2


def test_ninh_hai_does_not_receive_everything_online():
    """The appendix prints 100 % beside 12,704 of 15,765, which are 80.6 %."""
    wrong = objections(audited("ninh-hai-2023"), Answer.INCONSISTENT)["percent_of_nothing"]
    (online,) = [one for one in wrong if one.figures == ("nh.app3.dossiers_received_online_pct",)]
    assert [one.value for one in online.values["whole"]] == [15765]
    assert round(online.values["exact"], 1) == 80.6


def test_ninh_hai_zeros_are_unlikely():
    """Nothing late of 9,020 and of 11,546 is unlikely beside 58 of 12,600; of 3,067 it is not."""
    found = audited("ninh-hai-2023")
    assert {one.values["n"] for one in objections(found, Answer.STRAINED)["no_late_unlikely"]} == {
        9020,
        11546,
    }
    assert {one.values["n"] for one in objections(found, Answer.CONSISTENT)["no_late_likely"]} == {3067}


def test_binh_thuan_lists_160_procedures_more_than_its_total():
    """1,475, 327, 162 and 59 are 2,023 procedures of 1,863; every dossier figure adds up."""
    found = audited("binh-thuan-2023q1")
    (remark,) = objections(found, Answer.INCONSISTENT)["sum_too_large"]
    assert remark.values["gap"] == -160
    assert objections(found, Answer.STRAINED) == {}
    dossiers = {id_: answer for id_, answer in found.answers.items() if id_.startswith("bt.dossiers")}
    assert set(dossiers.values()) == {Answer.CONSISTENT}


def test_ham_thuan_bac_adds_up():
    """897 of 7,430, 340 of 345, 91 and 10 of 101, and all parts by field: nothing objects."""
    found = audited("ham-thuan-bac-2023q1")
    assert found.worst == Answer.CONSISTENT
    assert found.mendings == ()
    two_flows = next(one for one in found.remarks if one.key == "two_flows")
    assert (two_flows.values["left"], two_flows.values["in"]) == (65, 2556)


def test_ham_thuan_bac_against_binh_thuan():
    """2.2 % late beside the province's 4.88 % is within what places differ by; 328 and 327 differ."""
    found = audited("ham-thuan-bac-2023q1", against="binh-thuan-2023q1")
    (rate,) = [one for one in found.remarks if one.key.startswith("against_")]
    assert rate.key == "against_as_others_nearby"
    (lists,) = objections(found, Answer.STRAINED)["other_report"]
    assert (lists.values["value"], lists.values["other"]) == (328, 327)


@pytest.mark.parametrize("file", sorted(EVIDENCE.glob("*.csv")), ids=lambda file: file.stem)
def test_every_table_of_evidence_can_be_audited(file):
    """Whatever is in scenarios/evidence is answered figure by figure."""
    found = audit(read_table(file))
    assert list(found.answers) == [one.id for one in found.table.figures]
    assert sum(found.counts.values()) == len(found.answers)
