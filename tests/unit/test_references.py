"""What a scenario names must be there, and must not contradict itself."""

from typing import Any

import pytest
from pydantic import ValidationError

from tests.scenarios import tiny_scenario

STEP_AFTER_THE_SIGNATURE = {"posting": {"office": "division", "effort": "5 min"}}

BROKEN: dict[str, tuple[dict[str, Any], str, str]] = {
    "a period that ends before it begins": (
        {"periods": {"2023q1": {"last_day": "2023-01-02"}}},
        "period_reversed",
        "periods.2023q1",
    ),
    "periods that overlap": (
        {
            "periods": {"second": {"first_day": "2023-02-28", "last_day": "2023-03-31"}},
            "demand": {
                "communes": {"n_per_period": {"second": 1}},
                "district": {"n_per_period": {"second": 1}},
            },
        },
        "periods_overlap",
        "periods.second",
    ),
    "a parent that does not exist": (
        {"units": {"xa_dong": {"parent": "distrct"}}},
        "unknown_name",
        "units.xa_dong.parent",
    ),
    "units that belong to one another": (
        {"units": {"district": {"parent": "xa_dong"}}},
        "unit_cycle",
        "units.district.parent",
    ),
    "an office in a unit and in a level": (
        {"offices": {"land": {"level": "commune"}}},
        "office_level_or_unit",
        "offices.land",
    ),
    "an agency that does not exist": (
        {"offices": {"land": {"agency": "lands"}}},
        "unknown_name",
        "offices.land.agency",
    ),
    "a skill that the scenario does not list": (
        {"offices": {"land": {"officers": {"surveyor": {"skills": ["survey"]}}}}},
        "unknown_name",
        "offices.land.officers.surveyor.skills",
    ),
    "reception at an office that is no desk": (
        {"procedures": {"business": {"filed_at": "division"}}},
        "unknown_name",
        "procedures.business.filed_at",
    ),
    "a work step without effort": (
        {"procedures": {"business": {"route": {"appraisal": {"effort": None}}}}},
        "step_lacks",
        "procedures.business.route.appraisal",
    ),
    "a route without signature": (
        {"procedures": {"business": {"route": {"signature": {"kind": "work"}}}}},
        "one_signature",
        "procedures.business.route",
    ),
    "a signature that some do without": (
        {"procedures": {"business": {"route": {"signature": {"share": 0.5}}}}},
        "signature_for_all",
        "procedures.business.route.signature.share",
    ),
    "papers asked for after the signature": (
        {"procedures": {"business": {"route": STEP_AFTER_THE_SIGNATURE, "supplement": {"after": "posting"}}}},
        "after_signature",
        "procedures.business.supplement.after",
    ),
    "a dossier returned after the signature": (
        {
            "procedures": {
                "business": {"route": STEP_AFTER_THE_SIGNATURE, "not_eligible": {"after": "posting"}}
            }
        },
        "after_signature",
        "procedures.business.not_eligible.after",
    ),
    "a profile without a day on which anybody comes": (
        {"profiles": {"visits": {"weekdays": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), 0)}}},
        "weights_all_zero",
        "profiles.visits.weekdays",
    ),
    "a mix of nothing": (
        {"demand": {"district": {"mix": {"business": 0}}}},
        "weights_all_zero",
        "demand.district.mix",
    ),
    "a stream without a volume for a period": (
        {"periods": {"2023q2": {"first_day": "2023-03-01", "last_day": "2023-03-31"}}},
        "period_without_volume",
        "demand.communes.n_per_period",
    ),
    "units without population or weights": (
        {"units": {"xa_dong": {"population": None}}},
        "unit_without_population",
        "demand.communes",
    ),
    "a sub-model of a unit that does not exist": (
        {"calibration": {"parameters": {}, "sub_model": {"units": ["xa_bac"]}}},
        "unknown_name",
        "calibration.sub_model.units",
    ),
    "a sub-model that nobody lives in": (
        {
            "units": {
                "xa_nam": {"title": "Xã Nam", "level": "hamlet", "parent": "district", "population": 9}
            },
            "calibration": {"parameters": {}, "sub_model": {"units": ["xa_nam"]}},
        },
        "sub_model_empty",
        "calibration.sub_model.units",
    ),
    "a sub-model of what begins with totals": (
        {
            "horizon": {"warm_up_wd": 0},
            "opening_backlog": {"all": {"open_within": 5, "open_overdue": 0}},
            "calibration": {"parameters": {}, "sub_model": {"units": ["xa_dong"]}},
        },
        "sub_model_of_totals",
        "calibration.sub_model.units",
    ),
    "a post line without calendar": (
        {"lines": {"post": {"calendar": None}}},
        "step_lacks",
        "lines.post",
    ),
    "filing by post without a line for it": (
        {"rules": {"filing_by_post": None}},
        "rule_needed",
        "procedures.business.post_share",
    ),
    "a line that starts and replaces none": (
        {"lines": {"post": {"starts": "2023-02-10"}}},
        "line_start_and_before",
        "lines.post",
    ),
    "late closing of a field that no procedure has": (
        {
            "software": {
                "late_closing": {"habit": {"fields": ["dat_da"], "share": 0.1, "closed_after": "2 d"}},
            }
        },
        "unknown_name",
        "software.late_closing.habit.fields",
    ),
    "more officers who are nobody": (
        {"changes": {"help": {"kind": "more_officers", "office": "desk", "first_day": "2023-02-10"}}},
        "step_lacks",
        "changes.help",
    ),
}


@pytest.mark.parametrize(("changes", "key", "where"), BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_named_with_its_place(changes: dict[str, Any], key: str, where: str) -> None:
    """Each broken reference or contradiction is found and told where it stands."""
    with pytest.raises(ValidationError) as error:
        tiny_scenario(**changes)
    found = error.value.errors()[0]
    assert (found["type"], found["ctx"]["where"]) == (key, where)


def test_the_nearest_known_name_is_offered() -> None:
    """A misspelt name comes with the known one that is nearest."""
    with pytest.raises(ValidationError) as error:
        tiny_scenario(procedures={"land_transfer": {"competent": "lnad"}})
    assert error.value.errors()[0]["ctx"]["near"] == "land"
