"""Small scenarios for tests: a district with two communes, and ways to change one thing about them."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from onestop_sim.scenario.model import Scenario

EIGHT_HOURS = ["07:30-11:30", "13:30-17:30"]

TINY: dict[str, Any] = {
    "name": "tiny",
    "title": "One district, two communes",
    "periods": {"2023q1": {"first_day": "2023-02-01", "last_day": "2023-02-28"}},
    "horizon": {"warm_up_wd": 10, "run_off_wd": 5},
    "legal_calendars": {"vietnam": {"morning": "07:30-11:30", "afternoon": "13:30-17:30"}},
    "calendars": {
        "office": {"shifts": EIGHT_HOURS, "follows": "vietnam"},
        "post": {
            "shifts": ["07:00-11:00", "13:00-17:00"],
            "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat"],
        },
    },
    "units": {
        "district": {"title": "Huyện", "level": "district", "population": 40_000},
        "xa_dong": {"title": "Xã Đông", "level": "commune", "parent": "district", "population": 6_000},
        "xa_tay": {"title": "Xã Tây", "level": "commune", "parent": "district", "population": 4_000},
    },
    "apologies": {
        "default": {"rule": "when_overdue", "compliance": 1.0, "signing_delay": "4 h"},
    },
    "agencies": {
        "office_of_the_committee": {"title": "Văn phòng HĐND và UBND huyện"},
        "division": {"title": "Phòng Lao động - Thương binh và Xã hội"},
        "land": {"title": "Chi nhánh Văn phòng đăng ký đất đai"},
        "commune": {"title": "Ủy ban nhân dân xã"},
    },
    "offices": {
        "desk": {
            "title": "Bộ phận một cửa huyện",
            "unit": "district",
            "agency": "office_of_the_committee",
            "is_desk": True,
            "calendar": "office",
            "officers": {"clerk": {"n": 2}},
            "at_closing": "finish",
        },
        "division": {
            "title": "Phòng LĐTBXH",
            "unit": "district",
            "agency": "division",
            "calendar": "office",
            "officers": {"specialist": {"n": 2, "available_share": 0.8}},
        },
        "leader": {
            "title": "Lãnh đạo UBND huyện",
            "unit": "district",
            "agency": "office_of_the_committee",
            "calendar": "office",
            "officers": 1,
        },
        "land": {
            "title": "Chi nhánh VPĐKĐĐ",
            "unit": "district",
            "agency": "land",
            "calendar": "office",
            "officers": {"surveyor": {"n": 2}},
        },
        "commune_desk": {
            "title": "Bộ phận một cửa xã",
            "level": "commune",
            "agency": "commune",
            "is_desk": True,
            "calendar": "office",
            "officers": 1,
            "at_closing": "finish",
        },
    },
    "procedures": {
        "certified_copy": {
            "title": "Chứng thực bản sao từ bản chính",
            "field": "chung_thuc",
            "filed_at": "commune_desk",
            "competent": "commune_desk",
            "limit": "same_day",
            "reception": {"effort": "5 min", "incomplete_share": 0.05},
            "route": {
                "copy": {"kind": "sign", "office": "commune_desk", "effort": "4 min", "allotment_wd": 0.5},
            },
            "hand_over": {"effort": "2 min", "waits": True},
        },
        "business": {
            "title": "Đăng ký hộ kinh doanh",
            "field": "ho_kinh_doanh",
            "filed_at": "desk",
            "competent": "division",
            "limit": "3wd",
            "online_share": 0.3,
            "post_share": 0.1,
            "reception": {
                "effort": {"kind": "lognormal", "mean": 12, "sd": 6, "unit": "min"},
                "online_effort": "6 min",
                "allotment_wd": 0.5,
                "refused_share": 0.02,
            },
            "route": {
                "appraisal": {
                    "office": "division",
                    "effort": {"kind": "gamma", "mean": 40, "sd": 25, "unit": "min"},
                    "allotment_wd": 1.5,
                },
                "signature": {"kind": "sign", "office": "leader", "effort": "3 min", "allotment_wd": 1},
            },
            "hand_over": {"effort": "3 min", "home_share": 0.2, "online_share": 0.5},
            "supplement": {
                "share": 0.2,
                "again_share": 0.3,
                "after": "appraisal",
                "answered_after": {"kind": "exponential", "mean": 3, "unit": "d"},
                "never_answered_share": 0.1,
                "intake_effort": "5 min",
            },
            "not_eligible": {"share": 0.05, "after": "appraisal"},
            "withdrawn": {"share": 0.03, "after": "appraisal"},
        },
        "land_transfer": {
            "title": "Chuyển nhượng quyền sử dụng đất",
            "field": "dat_dai",
            "filed_at": "commune_desk",
            "competent": "land",
            "limit": "10wd",
            "reception": {"effort": "20 min", "scan_effort": "5 min", "allotment_wd": 1},
            "route": {
                "measuring": {"kind": "delay", "office": "land", "delay": "2 d", "share": 0.4},
                "record": {"office": "land", "effort": "90 min", "allotment_wd": 6},
                "tax": {"kind": "payment", "office": "land", "delay": "5 d"},
                "signature": {"kind": "sign", "office": "leader", "effort": "4 min", "allotment_wd": 2},
            },
            "hand_over": {"effort": "4 min", "collected_after": "2 d"},
        },
    },
    "profiles": {
        "visits": {
            "weekdays": {"mon": 1.3, "tue": 1, "wed": 1, "thu": 1, "fri": 0.7},
            "hours": {"07:30-09:30": 3, "09:30-11:30": 2, "13:30-17:00": 3},
        },
        "online": {
            "weekdays": dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), 1),
            "hours": {"06:00-23:00": 1},
            "any_day": True,
        },
    },
    "demand": {
        "communes": {
            "n_per_period": {"2023q1": 400},
            "level": "commune",
            "mix": {"certified_copy": 7, "land_transfer": 1},
            "profile": "visits",
        },
        "district": {
            "n_per_period": {"2023q1": 150},
            "level": "commune",
            "mix": {"business": 1},
            "count": "exact",
            "profile": "visits",
            "online_profile": "online",
        },
    },
    "applicants": {
        "patience": {"kind": "exponential", "mean": 2, "unit": "h"},
        "comes_back_after": "1 d",
        "brings_another_share": 0.1,
    },
    "lines": {
        "paper": {"kind": "paper"},
        "electronic": {"kind": "electronic"},
        "post": {
            "kind": "post",
            "calendar": "post",
            "collections": ["09:00", "15:00"],
            "deliveries": ["08:00", "14:00"],
            "transit": "1 d",
            "success_share": 0.8,
            "attempts": 2,
        },
    },
    "rules": {"between_units": "post", "filing_by_post": "post", "home_delivery": "post"},
}
"""What a YAML file would say: reception at two levels, a same-day, a 3-day and a liên thông procedure."""


def tiny_scenario(**changes: Any) -> Scenario:
    """
    Return the tiny scenario, with parts changed.

    Args:
        changes: parts of the scenario; mappings are merged by name, None removes, all else replaces.

    >>> len(tiny_scenario(units={"xa_tay": {"population": 5_000}}).units)
    3
    """
    return Scenario.model_validate(merged(TINY, changes))


def merged(whole: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return a deep copy of *whole* with *changes* merged in by name; None removes."""
    result = deepcopy(dict(whole))
    for name, change in changes.items():
        if change is None:
            result.pop(name, None)
        elif isinstance(change, Mapping) and isinstance(result.get(name), Mapping):
            result[name] = merged(result[name], change)
        else:
            result[name] = deepcopy(change)
    return result
