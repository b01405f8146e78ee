"""Titles of the tables of a results folder and names of their columns, as (English, Vietnamese)."""

from typing import Final

from onestop_sim.words.catalogue import Lang
from onestop_sim.words.labels import LABELS, label

TITLES: Final[dict[str, tuple[str, str]]] = {
    "figures": ("Figures with intervals", "Số liệu và khoảng tin cậy"),
    "form_ii06": ("Form II.06 on both clocks", "Biểu II.06, thực tế và trên phần mềm"),
    "three_buckets": ("Three buckets (Decision 766)", "Ba nhóm hồ sơ (Quyết định 766)"),
    "letters": ("Letters of apology by agency", "Thư xin lỗi theo cơ quan"),
    "places": ("Desks and offices", "Quầy và phòng"),
    "stays": ("Where the days went", "Thời gian nằm ở đâu"),
    "days": ("Day by day", "Theo ngày"),
    "hours": ("Waits at the desks by hour", "Thời gian chờ tại quầy theo giờ"),
    "flows": ("Between units", "Luân chuyển giữa các đơn vị"),
    "comparison": ("Reported and simulated", "Báo cáo và mô phỏng"),
    "assumptions": ("Assumptions", "Giả định"),
    "headlines": ("Headline figures", "Số liệu chính"),
}
"""Titles by the name of the file, without its ending."""

COLUMN_NAMES: Final[dict[str, tuple[str, str]]] = {
    "period": ("period", "kỳ"),
    "statistic": ("figure", "chỉ tiêu"),
    "figure": ("as printed", "tên trong báo cáo"),
    "level": ("level", "cấp"),
    "unit": ("unit", "đơn vị"),
    "field": ("field", "lĩnh vực"),
    "clock": ("clock", "theo"),
    "rule": ("counting rule", "quy tắc đếm"),
    "by": ("by", "xếp theo"),
    "group": ("group", "nhóm"),
    "agency": ("agency", "cơ quan"),
    "place": ("place", "nơi"),
    "day": ("day", "ngày"),
    "hour": ("hour", "giờ"),
    "sender": ("from", "từ"),
    "receiver": ("to", "đến"),
    "dossiers": ("dossiers", "hồ sơ"),
    "results": ("results", "kết quả"),
    "id": ("row", "mã dòng"),
    "mean": ("mean", "trung bình"),
    "sd": ("standard deviation", "độ lệch chuẩn"),
    "ci_low": ("mean, from", "trung bình, từ"),
    "ci_high": ("mean, to", "trung bình, đến"),
    "pi_low": ("one period, from", "một kỳ, từ"),
    "pi_high": ("one period, to", "một kỳ, đến"),
    "wide_low": ("with doubt, from", "cả giả định, từ"),
    "wide_high": ("with doubt, to", "cả giả định, đến"),
    "n": ("n", "n"),
    "received_new": ("accepted in the period", "tiếp nhận trong kỳ"),
    "received_in_person": ("in person", "trực tiếp"),
    "received_post": ("by post", "bưu chính"),
    "paused": ("paused", "tạm dừng"),
    "paused_within": ("paused, within time", "tạm dừng, trong hạn"),
    "paused_overdue": ("paused, overdue", "tạm dừng, quá hạn"),
    "owed": ("owed", "phải gửi"),
    "sent": ("sent", "đã gửi"),
    "in_time": ("in time", "đúng hạn"),
    "further": ("further letters", "lần hai trở đi"),
    "unneeded": ("not needed", "thừa"),
    "missing": ("missing", "thiếu"),
    "kept": ("new date kept", "đúng hẹn lại"),
    "broken": ("new date broken", "sai hẹn lại"),
    "undecided": ("not decided yet", "chưa giải quyết xong"),
    "duty_s": ("duty, h", "thời gian trực, giờ"),
    "busy_s": ("on dossiers, h", "xử lý hồ sơ, giờ"),
    "overrun_s": ("past closing, h", "ngoài giờ, giờ"),
    "n_services": ("services", "lượt xử lý"),
    "utilisation": ("utilisation", "mức bận"),
    "open_s": ("open, h", "mở cửa, giờ"),
    "mean_open": ("mean queue", "hàng chờ trung bình"),
    "longest": ("longest queue", "hàng chờ dài nhất"),
    "mean_min": ("mean wait, min", "chờ trung bình, phút"),
    "median_min": ("median wait, min", "chờ trung vị, phút"),
    "p90_min": ("9 of 10 below, min", "9/10 không quá, phút"),
    "max_min": ("longest wait, min", "chờ lâu nhất, phút"),
    "n_unserved": ("left unserved", "về, chưa được tiếp"),
    "mean_d": ("mean stay, days", "trung bình, ngày"),
    "q50_d": ("median, days", "trung vị, ngày"),
    "q90_d": ("9 of 10 below, days", "9/10 không quá, ngày"),
    "came_in_person": ("came in person", "đến trực tiếp"),
    "came_online": ("filed online", "nộp trực tuyến"),
    "came_post": ("came by post", "qua bưu chính"),
    "accepted": ("accepted", "tiếp nhận"),
    "visits": ("visits", "lượt đến"),
    "applicant": ("with applicants", "ở người nộp"),
    "queue": ("in queues", "trong hàng chờ"),
    "officer": ("with officers", "ở cán bộ"),
    "nobody": ("outside", "bên ngoài"),
    "post": ("under way", "đang luân chuyển"),
    "in_shop": ("in the shop", "trong quy trình"),
    "reported": ("reported", "báo cáo"),
    "role": ("role", "vai trò"),
    "is_evidence": ("evidence", "bằng chứng"),
    "inside": ("inside", "nằm trong"),
    "note": ("note", "ghi chú"),
    "unit_name": ("unit", "đơn vị"),
    "scenario": ("scenario", "kịch bản"),
    "value": ("value", "giá trị"),
    "verdict": ("verdict", "kết luận"),
    "difference": ("difference", "chênh lệch"),
    "low": ("from", "từ"),
    "high": ("to", "đến"),
}
"""Columns by name."""

WORDS_OF: Final[dict[str, str]] = {
    "statistic": "statistic.",
    "level": "level.",
    "clock": "clock_choice.",
    "role": "role.",
}
"""Columns whose values are words of the vocabulary, and how the keys of their labels begin."""

RULES: Final[dict[str, tuple[str, str]]] = {
    "form_ii06": ("Form II.06", "Biểu II.06"),
    "three_buckets": ("three buckets", "ba nhóm"),
    "total": ("total", "tổng số"),
    "true": ("yes", "có"),
    "false": ("no", "không"),
    "level": ("level", "cấp"),
    "unit": ("unit", "đơn vị"),
    "field": ("field", "lĩnh vực"),
}
"""Values of other columns that are words of this program."""


def table_title(name: str, lang: Lang) -> str:
    """
    Return the title of a table; one without a title of its own is named by its file.

    >>> table_title("hours", Lang.EN), table_title("hidden_facts", Lang.VI)
    ('Waits at the desks by hour', 'hidden facts')
    """
    return _of(TITLES.get(name), lang) or name.replace("_", " ")


def column_title(name: str, lang: Lang) -> str:
    """
    Return the name of a column.

    >>> column_title("pi_low", Lang.VI), column_title("queue_d", Lang.EN), column_title("odd_one", Lang.EN)
    ('một kỳ, từ', 'queue, office open, days', 'odd one')
    """
    part = f"part.{name.removesuffix('_d')}"
    if name.endswith("_d") and part in LABELS:
        return f"{label(part, lang)}, {('days', 'ngày')[list(Lang).index(lang)]}"
    return _of(COLUMN_NAMES.get(name), lang) or label(name, lang)


def word_in(column: str, value: str, lang: Lang) -> str:
    """
    Return a value of a column in words, where it is a word of the vocabulary; else the value.

    >>> (
    ...     word_in("role", "predicted", Lang.VI),
    ...     word_in("group", "total", Lang.EN),
    ...     word_in("place", "x", Lang.EN),
    ... )
    ('dự báo', 'total', 'x')
    """
    key = WORDS_OF.get(column, "-") + value
    if key in LABELS:
        return label(key, lang)
    if column in {"rule", "by", "group", "is_evidence", "inside"} and value in RULES:
        return _of(RULES[value], lang)
    return label(f"level.{value}", lang) if column == "group" and f"level.{value}" in LABELS else value


def _of(pair: tuple[str, str] | None, lang: Lang) -> str:
    return "" if pair is None else pair[list(Lang).index(lang)]
