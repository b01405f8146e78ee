"""Titles of the tables of a results folder and names of their columns, as (English, Vietnamese)."""

from typing import Final

from onestop_sim.words.catalogue import Lang
from onestop_sim.words.comparison import FATE_WORDS
from onestop_sim.words.labels import LABELS, label
from onestop_sim.words.page_studies import STUDY_COLUMNS, STUDY_WORDS

TITLES: Final[dict[str, tuple[str, str]]] = {
    "figures": ("Figures with intervals", "Số liệu và khoảng tin cậy"),
    "form_ii06": ("Form II.06 on both clocks", "Biểu II.06, thực tế và trên phần mềm"),
    "form_ii06_counts": ("Form II.06 of replication 0, counts", "Biểu II.06 của lần lặp 0, số đếm"),
    "three_buckets": ("Three buckets (Decision 766)", "Ba nhóm hồ sơ (Quyết định 766)"),
    "letters": ("Letters of apology by agency", "Thư xin lỗi theo cơ quan"),
    "places": ("Desks and offices", "Quầy và phòng"),
    "stays": ("Where the days went", "Thời gian tiêu tốn ở khâu nào"),
    "days": ("Day by day", "Theo ngày"),
    "hours": ("Waits at the desks by hour", "Thời gian chờ tại quầy theo giờ"),
    "flows": ("Between units", "Luân chuyển giữa các đơn vị"),
    "comparison": ("Reported and simulated", "Báo cáo và mô phỏng"),
    "assumptions": ("Assumptions", "Giả định"),
    "differences": ("Paired differences", "Chênh lệch từng cặp"),
    "changes": ("What became of the dossiers", "Hồ sơ thay đổi ra sao"),
    "examples": ("Dossiers whose fate changed", "Hồ sơ đổi kết cục"),
    "reproduction": ("Reported figures reproduced", "Số liệu báo cáo được tái hiện"),
    "true_and_reported": ("As it was and as the portal shows it", "Thực tế và trên phần mềm"),
    "corrections": ("Corrections that would do", "Cách sửa có thể"),
    "targets": ("Fitted figures", "Số liệu dùng để hiệu chỉnh"),
    "parameters": ("Tuned parameters", "Tham số hiệu chỉnh"),
    "steps": ("Steps of the search", "Các bước tìm"),
    "sensitivities": ("Which parameter moves which figure", "Tham số nào làm đổi số liệu nào"),
    "singular_values": ("What the figures can tell apart", "Số liệu phân biệt được đến đâu"),
    "pairs": ("Parameters that look alike", "Các tham số giống nhau về tác động"),
    "equifinal_sets": ("Second sets that fit as well", "Bộ tham số khác cũng khớp"),
    "equifinal_figures": ("Figures under the second sets", "Số liệu theo các bộ khác"),
    "conclusions": ("Conclusions under each set", "Kết luận theo từng bộ"),
    "overloaded": ("Places too busy to judge", "Nơi quá tải"),
    "late_rates": ("Late rates with exact intervals", "Tỷ lệ quá hạn với khoảng chính xác"),
    "implied_stays": (
        "Mean stays that open stocks imply",
        "Thời gian lưu hồ sơ bình quân suy ra từ số đang giải quyết",
    ),
    "simulated": ("Reported and simulated, both clocks", "Báo cáo và mô phỏng, thực tế và trên phần mềm"),
    "answers": ("Answers by scope", "Kết luận theo phạm vi"),
    "headlines": ("Headline figures", "Số liệu chính"),
}
"""Titles by the name of the file, without its ending."""

COLUMN_NAMES: Final[dict[str, tuple[str, str]]] = {
    **STUDY_COLUMNS,
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
    "utilisation": ("utilisation", "tỷ lệ thời gian bận"),
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
    "variant": ("variant", "phương án"),
    "base": ("base", "kịch bản gốc"),
    "with_variant": ("with the variant", "ở phương án"),
    "p": ("p", "p"),
    "p_adjusted": ("p (adjusted)", "p (hiệu chỉnh)"),
    "is_exact": ("exact", "chính xác"),
    "is_found": ("differs", "có khác"),
    "variance_ratio": ("runs saved", "lợi về số lần lặp"),
    "family": ("family", "nhóm kiểm định"),
    "kind": ("what", "việc"),
    "was": ("was", "trước"),
    "became": ("became", "sau"),
    "n_total": ("in all", "tổng số"),
    "n_per_replication": ("for one replication", "mỗi lần lặp"),
    "replication": ("replication", "lần lặp"),
    "key": ("key", "mã"),
    "mc_error": ("standard error", "sai số chuẩn"),
    "half_width_share": ("half width", "nửa độ rộng"),
    "given_low": ("given the parameters, from", "với tham số đã cho, từ"),
    "given_high": ("given the parameters, to", "với tham số đã cho, đến"),
    "unclustered_low": ("without clustering, from", "không gom cụm, từ"),
    "unclustered_high": ("without clustering, to", "không gom cụm, đến"),
    "naive": ("naive forecast", "dự báo thô"),
    "naive_value": ("its value", "giá trị của nó"),
    "naive_excluded": ("excluded", "bị loại trừ"),
    "hold": ("held to the fitted figures", "khớp với số liệu hiệu chỉnh"),
    "standing": ("standing", "ý nghĩa"),
    "occurred": ("as it was", "thực tế"),
    "recorded": ("as the portal shows it", "trên phần mềm"),
    "range_low": ("in the software only, from", "chỉ trên phần mềm, từ"),
    "range_high": ("in the software only, to", "chỉ trên phần mềm, đến"),
    "phantom_share_low": ("phantom share, from", "tỷ lệ ảo, từ"),
    "phantom_share_high": ("phantom share, to", "tỷ lệ ảo, đến"),
    "address": ("cell", "ô"),
    "quantity": ("quantity", "đại lượng"),
    "scope": ("scope", "phạm vi"),
    "period_start": ("from day", "từ ngày"),
    "period_end": ("to day", "đến ngày"),
    "answer": ("answer", "kết luận"),
    "why_en": ("why", "vì sao"),
    "why_vi": ("why", "vì sao"),
    "en": ("correction", "cách sửa"),
    "vi": ("correction", "cách sửa"),
    "slip": ("slip", "loại sai"),
    "figures": ("figures", "số liệu"),
    "values": ("would be", "sẽ là"),
    "bucket": ("bucket", "nhóm"),
    "percentages_mended": ("percentages mended", "tỷ lệ khớp lại"),
    "start": ("at the start", "ban đầu"),
    "se": ("standard error", "sai số chuẩn"),
    "combined_se": ("combined error", "sai số gộp"),
    "deviation": ("deviation", "độ lệch"),
    "meeting": ("met", "khớp"),
    "name": ("name", "tên"),
    "path": ("where", "vị trí"),
    "before": ("before", "trước"),
    "fitted": ("fitted", "đã hiệu chỉnh"),
    "at_bound": ("at its bound", "ở đầu mút"),
    "is_joint": ("made up for by all free together", "mọi tham số tự do cùng bù"),
    "low": ("from", "từ"),
    "high": ("to", "đến"),
}
"""Columns by name."""

WORDS_OF: Final[dict[str, str]] = {
    "statistic": "statistic.",
    "quantity": "statistic.",
    "bucket": "statistic.",
    "level": "level.",
    "clock": "clock_choice.",
    "role": "role.",
    "standing": "standing.",
}
"""Columns whose values are words of the vocabulary, and how the keys of their labels begin."""

ANSWERS_OF_AUDIT: Final[dict[str, tuple[str, str]]] = {
    "inconsistent": ("inconsistent", "mâu thuẫn"),
    "strained": ("strained", "khó tin"),
    "consistent": ("consistent", "phù hợp"),
    "not_testable": ("not testable", "không kiểm tra được"),
}
"""What an audit says of a figure, worst first."""

RULES: Final[dict[str, tuple[str, str]]] = {
    "form_ii06": ("Form II.06", "Biểu II.06"),
    "three_buckets": ("three buckets", "ba nhóm"),
    "total": ("total", "tổng số"),
    "true": ("yes", "có"),
    "false": ("no", "không"),
    "level": ("level", "cấp"),
    "unit": ("unit", "đơn vị"),
    "field": ("field", "lĩnh vực"),
    "all": ("all", "tất cả"),
    "headline": ("headline", "chỉ tiêu chính"),
    "exploratory": ("exploratory", "tham khảo"),
    "changed": ("another fate", "đổi kết cục"),
    "earlier": ("decided earlier", "giải quyết sớm hơn"),
    "later": ("decided later", "giải quyết muộn hơn"),
    "redated": ("another date", "ngày hẹn khác"),
    "same": ("the same", "như cũ"),
    "only_base": ("in the base only", "chỉ có ở kịch bản gốc"),
    "only_variant": ("in the variant only", "chỉ có ở phương án"),
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
    if column == "answer" and value in ANSWERS_OF_AUDIT:
        return _of(ANSWERS_OF_AUDIT[value], lang)
    if value in STUDY_WORDS.get(column, {}):
        return _of(STUDY_WORDS[column][value], lang)
    key = WORDS_OF.get(column, "-") + value
    if key in LABELS:
        return label(key, lang)
    if column in {"quantity", "bucket"} and value in LABELS:
        return label(value, lang)
    if column in {"was", "became"} and value in FATE_WORDS:
        return _of(FATE_WORDS[value], lang)
    if column in {"rule", "by", "group", "is_evidence", "inside", "kind", "family"} and value in RULES:
        return _of(RULES[value], lang)
    return label(f"level.{value}", lang) if column == "group" and f"level.{value}" in LABELS else value


def _of(pair: tuple[str, str] | None, lang: Lang) -> str:
    return "" if pair is None else pair[list(Lang).index(lang)]
