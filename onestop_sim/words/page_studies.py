"""Columns and values of the tables of calibrations and audits, as (English, Vietnamese)."""

from typing import Final

from onestop_sim.words.audit_remarks import NAMES
from onestop_sim.words.calibration import CALIBRATION

STUDY_COLUMNS: Final[dict[str, tuple[str, str]]] = {
    "step": ("step", "bước"),
    "stage": ("stage", "giai đoạn"),
    "what": ("what", "loại"),
    "target": ("fitted figure", "số liệu hiệu chỉnh"),
    "parameter": ("parameter", "tham số"),
    "elasticity": ("elasticity", "độ co giãn"),
    "scaled": ("elasticity over its error", "độ co giãn trên sai số"),
    "is_sure": ("beyond chance", "vượt ngẫu nhiên"),
    "number": ("number", "số thứ tự"),
    "part_of_largest": ("share of the largest", "so với số lớn nhất"),
    "first": ("first", "thứ nhất"),
    "second": ("second", "thứ hai"),
    "cosine": ("likeness (cosine)", "độ giống nhau (cô-sin)"),
    "is_shown": ("shown", "đã chứng tỏ"),
    "how": ("how", "bằng cách"),
    "set": ("set", "bộ"),
    "ratio": ("against the fit", "so với bộ hiệu chỉnh"),
    "office": ("office", "nơi"),
    "n_sets": ("sets", "số bộ"),
    "whole": ("of", "trên"),
    "late_share": ("late share", "tỷ lệ quá hạn"),
    "low_share": ("95 %, from", "95 %, từ"),
    "high_share": ("95 %, to", "95 %, đến"),
    "stock": ("open", "đang giải quyết"),
    "per_wd": ("resolved in a working day", "giải quyết mỗi ngày làm việc"),
    "n_wd": ("working days of the period", "số ngày làm việc của kỳ"),
    "stay_wd": ("implied mean stay, working days", "thời gian trung bình suy ra, ngày làm việc"),
    "least_wd": ("least that is credible", "mức thấp nhất hợp lý"),
    "limit_wd": ("longest limit", "thời hạn dài nhất"),
    "occurred_low": ("as it was, from", "thực tế, từ"),
    "occurred_mean": ("as it was, mean", "thực tế, trung bình"),
    "occurred_high": ("as it was, to", "thực tế, đến"),
    "recorded_low": ("on the portal, from", "trên phần mềm, từ"),
    "recorded_mean": ("on the portal, mean", "trên phần mềm, trung bình"),
    "recorded_high": ("on the portal, to", "trên phần mềm, đến"),
    "inconsistent": ("inconsistent", "mâu thuẫn"),
    "strained": ("strained", "khó tin"),
    "consistent": ("consistent", "phù hợp"),
    "not_testable": ("not testable", "không kiểm tra được"),
    "changes": ("changes", "có thay đổi"),
}
"""Columns by name, those that the tables of a run do not have."""

STUDY_WORDS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "slip": {
        "digits_exchanged": ("two digits exchanged", "đảo hai chữ số"),
        "one_digit": ("one digit", "sai một chữ số"),
        "numbers_exchanged": ("two numbers exchanged", "đảo hai số"),
        "bucket": ("not printed", "mục không được in"),
        "digit_lost": ("a digit too few or too many", "thiếu hoặc thừa một chữ số"),
        "other": ("another number", "một số khác"),
    },
    "quantity": {
        **NAMES,
        "percent": ("percentage", "tỷ lệ"),
        "other": ("other", "chỉ tiêu khác"),
    },
    "bucket": NAMES,
    "unit": {
        "dossiers": ("dossiers", "hồ sơ"),
        "percent": ("percent", "%"),
        "persons": ("persons", "người"),
        "procedures": ("procedures", "thủ tục"),
        "procedure groups": ("procedure groups", "nhóm thủ tục"),
        "letters": ("letters", "thư"),
        "ballots": ("ballots", "phiếu"),
        "ratings": ("ratings", "lượt đánh giá"),
        "feedback items": ("feedback items", "phản ánh, kiến nghị"),
        "districts": ("districts", "đơn vị cấp huyện"),
        "communes": ("communes", "đơn vị cấp xã"),
        "villages": ("villages", "thôn, khu phố"),
        "agencies": ("agencies", "cơ quan"),
        "levels": ("levels", "cấp"),
        "models": ("models", "mô hình"),
        "devices": ("devices", "máy"),
        "scanners": ("scanners", "máy scan"),
        "working days": ("working days", "ngày làm việc"),
        "yyyymmdd": ("yyyymmdd", "năm tháng ngày"),
        "yyyymm": ("yyyymm", "năm tháng"),
        "hhmm": ("hhmm", "giờ phút"),
    },
    "meeting": {
        name: CALIBRATION[f"calibrate.meeting.{name}"]
        for name in ("met", "missed", "not_resolved", "unreachable")
    },
    "stage": {
        "start": ("start", "bắt đầu"),
        "search": ("search", "tìm"),
        "polish": ("polish", "chỉnh tinh"),
    },
    "what": {"parameter": ("parameter", "tham số"), "target": ("fitted figure", "số liệu hiệu chỉnh")},
    "role": {"free": ("free", "tự do"), "candidate": ("candidate", "được xét thêm")},
    "how": {
        "stopped": ("stopped before", "đã dừng trước đó"),
        "two sets": ("by two other sets", "bằng hai bộ khác"),
        "second set": ("by a second set", "bằng bộ thứ hai"),
        "out of bounds": ("out of bounds", "ngoài giới hạn"),
        "not met": ("not every figure met", "không đạt mọi chỉ tiêu"),
    },
    "name": {
        name: CALIBRATION[f"calibrate.{name}"]
        for name in (
            "phantom_late_share",
            "phantom_overdue_share",
            "really_late",
            "officers_needed",
            "highest_utilisation",
        )
    },
}
"""Values that are words of this program, by column."""
