"""What the command line prints around its figures, as (English, Vietnamese)."""

from typing import Final

from onestop_sim.words.audit_screen import AUDIT
from onestop_sim.words.calibration import CALIBRATION
from onestop_sim.words.catalogue import Lang
from onestop_sim.words.comparison import COMPARISON

SCREEN: Final[dict[str, tuple[str, str]]] = {
    **COMPARISON,
    # ── explain ──────────────────────────────────────────────────────────────────────────────
    "received_at": ("Received {when}, limit {limit}.", "Tiếp nhận {when}, thời hạn {limit}."),
    "limit.working_day": ("{n} working days", "{n} ngày làm việc"),
    "limit.half_day": ("{n} half-days", "{n} buổi"),
    "limit.working_day.one": ("1 working day", "1 ngày làm việc"),
    "limit.half_day.one": ("1 half-day", "1 buổi"),
    "limit.same_day": ("same day", "trong ngày"),
    "promised": ("Promised: {when}", "Hẹn trả kết quả: {when}"),
    "signed_then": ("Signed {when}: {verdict}.", "Ký {when}: {verdict}."),
    "working_days_late": ("{n} working days late", "quá hạn {n} ngày làm việc"),
    "working_days_late.one": ("1 working day late", "quá hạn 1 ngày làm việc"),
    "pause_useless": (
        "The pause from {when} began after the promised date and changes nothing.",
        "Tạm dừng từ {when} bắt đầu sau ngày hẹn nên không thay đổi gì.",
    ),
    "full_date": ("{weekday} {day} {month} {year}", "{weekday}, ngày {day} {month} năm {year}"),
    "day": ("day", "ngày"),
    "count": ("count", "đếm"),
    "reason": ("reason", "lý do"),
    # ── check ────────────────────────────────────────────────────────────────────────────────
    "check_clean": ("{file}: nothing odd found.", "{file}: không thấy điều gì bất thường."),
    "check_found": (
        "{file}: {n_errors} errors, {n_warnings} warnings.",
        "{file}: {n_errors} lỗi, {n_warnings} lưu ý.",
    ),
    "check_hint": (
        "{n} warnings about the scenario; `check` lists them.",
        "{n} lưu ý về kịch bản; dùng lệnh `check` để xem.",
    ),
    # ── run ──────────────────────────────────────────────────────────────────────────────────
    "interrupted": ("Interrupted; no results were written.", "Đã dừng; không ghi kết quả."),
    "try_help": ("For help: python {command} --help", "Xem hướng dẫn: python {command} --help --lang vi"),
    "replications": ("replications", "lần lặp"),
    "summary_title": (
        "{title} · {n} replications · seed {seed}",
        "{title} · {n} lần lặp · mầm ngẫu nhiên {seed}",
    ),
    "dossiers_title": ("Dossiers, period {period}", "Hồ sơ, kỳ {period}"),
    "busiest_title": ("Busiest places", "Nơi bận nhất"),
    "comparison_title": ("Reported and simulated", "Báo cáo và mô phỏng"),
    "figure": ("figure", "chỉ tiêu"),
    "mean": ("mean", "trung bình"),
    "ci": ("95 % interval of the mean", "khoảng 95 % của trung bình"),
    "wide": ("with assumptions in their ranges", "khi giả định nằm trong khoảng của nó"),
    "pi": ("95 % prediction interval", "khoảng dự báo 95 %"),
    "place": ("place", "nơi"),
    "reported": ("reported", "báo cáo"),
    "role": ("role", "vai trò"),
    "verdict": ("verdict", "kết luận"),
    "inside": ("inside", "trong khoảng"),
    "outside": ("MISS", "NGOÀI KHOẢNG"),
    "not_evidence": ("no evidence", "không là bằng chứng"),
    "not_compared": ("not compared", "không so"),
    "comparison_score": (
        "Predicted lines inside their interval: {n_inside} of {n}.",
        "Dòng dự báo nằm trong khoảng: {n_inside} trên {n}.",
    ),
    "given_parameters": (
        "Intervals are given the parameters: they tell chance, not doubt about assumptions.",
        (
            "Khoảng tính với tham số đã cho: chỉ phản ánh ngẫu nhiên, không phản ánh mức độ chắc chắn của"
            " giả định."
        ),
    ),
    "written_to": ("Results: {folder}", "Kết quả: {folder}"),
    "page_written_to": ("Page: {file} ({megabytes} MB)", "Trang báo cáo: {file} ({megabytes} MB)"),
    "workbook_written_to": ("Workbook: {file}", "Bảng tính: {file}"),
    "events_written_to": ("Events: {file} ({n} lines)", "Sự kiện: {file} ({n} dòng)"),
    # ── reproduce-run ────────────────────────────────────────────────────────────────────────
    "reproduced": (
        "All {n} replications agree with the manifest.",
        "Cả {n} lần lặp khớp với bản kê.",
    ),
    "not_reproduced": (
        "{n_different} of {n} replications differ from the manifest.",
        "{n_different} trên {n} lần lặp khác bản kê.",
    ),
    "agrees": ("agrees", "khớp"),
    "plan_differs": ("plan differs", "kế hoạch khác"),
    "log_differs": ("log differs", "nhật ký khác"),
    "versions_differ": (
        "Versions differ from the manifest: {what}.",
        "Phiên bản khác với bản kê: {what}.",
    ),
    # ── reproduce ────────────────────────────────────────────────────────────────────────────
    "reproduction_score": (
        "{k} of {m} sharp predictions inside; {n_uninformative} inside, uninformative; {n_outside} outside.",
        "{k}/{m} dự báo khoảng hẹp nằm trong; {n_uninformative} trong, không nói lên gì; {n_outside} ngoài.",
    ),
    "reproduction_too_few": (
        "{name}: too few replications to hold the intervals to the fitted figures.",
        "{name}: số lần lặp quá ít, khoảng dự báo chưa được ràng buộc theo số liệu hiệu chỉnh.",
    ),
    "reproduction_beyond": (
        "{name}: a fitted figure lies beyond all draws of the assumptions; the intervals are extrapolations.",
        "{name}: có số liệu hiệu chỉnh nằm ngoài mọi lần rút giả định; khoảng dự báo là ngoại suy.",
    ),
    "reproduction_more": (
        "Figures fed in or derived, and both clocks, are in {file}.",
        "Số liệu đầu vào, số liệu suy ra, số theo thực tế và theo phần mềm nằm trong {file}.",
    ),
    "wide_pi": (
        "95 % interval (chance, clustering, assumptions)",
        "khoảng 95 % (ngẫu nhiên, theo cụm, giả định)",
    ),
    "half_width": ("half width", "nửa độ rộng"),
    "unclustered": ("chance alone", "chỉ ngẫu nhiên"),
    "page_agrees": (
        "Replication 0 of all {n} scenarios agrees with {file}.",
        "Lần lặp 0 của cả {n} kịch bản khớp với {file}.",
    ),
    "page_differs": (
        "Replication 0 differs from {file}: {names}. Run `reproduce` again if numbers were meant to change.",
        "Lần lặp 0 khác với {file}: {names}. Hãy chạy lại `reproduce` nếu số liệu thay đổi có chủ ý.",
    ),
    # ── trace ────────────────────────────────────────────────────────────────────────────────
    "resimulated": (
        "No logs were kept: replication {replication} was simulated again; its fingerprint {agreement}.",
        (
            "Lần chạy không giữ nhật ký: lần lặp {replication} được mô phỏng lại từ bản kê; mã kiểm tra"
            " {agreement}."
        ),
    ),
    "trace_title": (
        "Dossier {row}, key {key}, replication {replication}",
        "Hồ sơ {row}, mã {key}, lần lặp {replication}",
    ),
    "procedure": ("Procedure", "Thủ tục"),
    "home": ("Applicant lives in", "Nơi ở của người nộp"),
    "channel": ("Filed", "Nộp"),
    "filed_at": ("Filed at", "Nộp tại"),
    "limit": ("Legal limit", "Thời hạn"),
    "outcome": ("At the end of the run", "Khi dừng mô phỏng"),
    "when": ("when", "lúc"),
    "what": ("what", "việc"),
    "where": ("where", "ở đâu"),
    "who": ("officer", "cán bộ"),
    "held_by": ("then held by", "sau đó do"),
    "recorded": ("recorded", "ghi nhận"),
    "at_once": ("at once", "ngay"),
    "never": ("never", "không bao giờ"),
    "legal_clock": ("Count of the legal clock", "Đếm thời hạn"),
    "no_promise": ("No date was promised.", "Chưa có ngày hẹn."),
    "where_days_went": ("Where the time went", "Thời gian tiêu tốn ở khâu nào"),
    "steps_title": ("Steps against their allotments", "Các bước so với thời gian được giao"),
    "step": ("step", "bước"),
    "allotted": ("allotted", "được giao"),
    "used": ("used", "đã dùng"),
    "days": ("days", "ngày"),
    "hours": ("hours", "giờ"),
    "working_days": ("working days", "ngày làm việc"),
    "why_late": ("Why it was late", "Vì sao quá hạn"),
    "not_late": ("It was not late.", "Hồ sơ không quá hạn."),
    "late_by": (
        "Decided {when}, {n} working days after its date.",
        "Giải quyết {when}, sau ngày hẹn {n} ngày làm việc.",
    ),
    "late_by.one": (
        "Decided {when}, 1 working day after its date.",
        "Giải quyết {when}, sau ngày hẹn 1 ngày làm việc.",
    ),
    "late_by.none": (
        "Decided {when}, less than a working day after its date.",
        "Giải quyết {when}, sau ngày hẹn chưa đến 1 ngày làm việc.",
    ),
    "late_open": (
        "Still open when the run ended, past its date.",
        "Khi dừng mô phỏng vẫn chưa xong và đã quá hạn.",
    ),
    "overran": (
        "{step} at {place} took {used_wd} working days and was allotted {allotted_wd}.",
        "{step} tại {place} mất {used_wd} ngày làm việc, được giao {allotted_wd}.",
    ),
    "longest_part": (
        "Most of the time: {part} ({hours} hours).",
        "Phần lâu nhất: {part} ({hours} giờ).",
    ),
    "phantom": (
        "In the software only: it was decided in time and closed late.",
        "Chỉ trên phần mềm: giải quyết đúng hạn nhưng kết thúc hồ sơ muộn.",
    ),
    **CALIBRATION,
    **AUDIT,
}
"""Texts by key; names in braces are filled in."""


def text(key: str, lang: Lang, /, **values: object) -> str:
    """
    Return a text of the screen.

    >>> text("promised", Lang.EN, when="Monday")
    'Promised: Monday'
    """
    return SCREEN[key][list(Lang).index(lang)].format(**values)


def numbered(key: str, n: int) -> str:
    """
    Return the key of a text about *n* things: one, or none, may have a text of its own.

    >>> numbered("late_by", 1), numbered("late_by", 0), numbered("late_by", 2), numbered("day", 1)
    ('late_by.one', 'late_by.none', 'late_by', 'day')
    """
    special = f"{key}.{'one' if n == 1 else 'none'}"
    return special if n in (0, 1) and special in SCREEN else key
