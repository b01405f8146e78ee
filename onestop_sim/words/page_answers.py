"""The answers that stand at the top of a page, as (English, Vietnamese)."""

from typing import Final

ANSWERS: Final[dict[str, tuple[str, str]]] = {
    # ── the answer of a run ──────────────────────────────────────────────────────────────────
    "answer.volume": (
        (
            "In {period} the shop has {received} dossiers in hand and resolves {resolved}; {pending} are"
            " still open"
            " at its end."
        ),
        (
            "Trong kỳ {period}, bộ phận một cửa có {received} hồ sơ phải giải quyết, giải quyết xong"
            " {resolved};"
            " cuối kỳ còn {pending} hồ sơ đang giải quyết."
        ),
    ),
    "answer.late": (
        (
            "Of those resolved, {share} are in time and {late} are late; chance alone puts one such period"
            " between {low} and {high}."
        ),
        (
            "Trong số đã giải quyết, {share} đúng hoặc trước hạn và {late} quá hạn; chỉ riêng ngẫu nhiên,"
            " một kỳ như vậy"
            " có từ {low} đến {high} hồ sơ quá hạn."
        ),
    ),
    "answer.late_wide": (
        (
            "When every assumption may lie anywhere in its stated range, between {low} and {high} dossiers"
            " are late."
        ),
        "Khi mọi giả định nằm bất kỳ đâu trong khoảng đã nêu, số hồ sơ quá hạn từ {low} đến {high}.",
    ),
    "answer.portal": (
        (
            "The portal shows {recorded} as late: {phantom} were decided in time and only closed late in"
            " the"
            " software."
        ),
        (
            "Cổng dịch vụ công thể hiện {recorded} hồ sơ quá hạn: {phantom} hồ sơ giải quyết đúng hạn nhưng"
            " được kết thúc muộn trên phần mềm."
        ),
    ),
    "answer.letters": (
        "Letters of apology: {owed} owed, {sent} sent, {missing} missing.",
        "Thư xin lỗi: phải gửi {owed}, đã gửi {sent}, còn thiếu {missing}.",
    ),
    "answer.wait": (
        (
            "A visitor waits {mean} minutes at the desk on average; nine of ten wait no longer than {p90}"
            " minutes."
        ),
        "Người dân chờ tại quầy trung bình {mean} phút; chín trong mười lượt chờ không quá {p90} phút.",
    ),
    "answer.busiest": (
        "The busiest place is {place}: its officers are at work on dossiers {share} of their duty.",
        "Nơi bận nhất là {place}: cán bộ dành {share} thời gian trực cho hồ sơ.",
    ),
    "answer.queue": (
        "Most of a dossier's {days} days go to: {parts}.",
        "Trong {days} ngày của một hồ sơ, phần lớn là: {parts}.",
    ),
    "answer.evidence": (
        (
            "Of {n} reported figures that the model predicts, {n_inside} lie inside the 95 % prediction"
            " interval."
        ),
        "Trong {n} số liệu báo cáo mà mô hình dự báo, {n_inside} số nằm trong khoảng dự báo 95 %.",
    ),
    "answer.misses": ("Outside: {names}.", "Nằm ngoài: {names}."),
    "answer.caution": (
        (
            "All intervals are given the parameters: they tell chance, not the doubt about assumptions,"
            " which are"
            " listed below with their sources and grades."
        ),
        (
            "Mọi khoảng đều tính với tham số đã cho: chỉ phản ánh ngẫu nhiên, không phản ánh mức độ chắc"
            " chắn của giả định;"
            " các giả định được liệt kê ở dưới, kèm nguồn và mức tin cậy."
        ),
    ),
    "answer.reproduction": (
        (
            "{n_inside} of {n_sharp} predictions that tell something lie inside their interval; {n_outside}"
            " lie outside"
            " in all; {n_uninformative} are inside, but so wide that they prove nothing."
        ),
        (
            "{n_inside} trong {n_sharp} dự báo có ý nghĩa nằm trong khoảng; tất cả có {n_outside} dự báo"
            " nằm"
            " ngoài;"
            " {n_uninformative} dự báo nằm trong nhưng khoảng quá rộng, không chứng minh được gì."
        ),
    ),
    "answer.reproduction.one": (
        "{title}: {n_inside} of {n_sharp} inside, {n_outside} outside, {n_uninformative} without meaning.",
        (
            "{title}: {n_inside} trong {n_sharp} nằm trong, {n_outside} nằm ngoài, {n_uninformative} không"
            " có ý nghĩa."
        ),
    ),
    "answer.audit": (
        "{n} figures were looked at: {counts}.",
        "Đã kiểm tra {n} số liệu: {counts}.",
    ),
    "answer.calibration": (
        (
            "{n_met} of {n} fitted figures are met; of {n_free} tuned parameters {at_bound} stand at the end"
            " of their range."
        ),
        (
            "{n_met} trong {n} số liệu được hiệu chỉnh là khớp; trong {n_free} tham số, {at_bound} nằm ở đầu"
            " mút của khoảng."
        ),
    ),
    "answer.tables": (
        "{n_tables} tables with {n_rows} rows in all; each is printed below.",
        "{n_tables} bảng, tổng cộng {n_rows} dòng; in ở dưới.",
    ),
}
"""Sentences by key; names in braces are filled in."""
