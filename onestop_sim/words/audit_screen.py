"""What `audit` prints around its arguments, as (English, Vietnamese)."""

from typing import Final

AUDIT: Final[dict[str, tuple[str, str]]] = {
    # ── audit ────────────────────────────────────────────────────────────────────────────────
    "audit_inconsistent": (
        (
            "{file}: it does not add up. {inconsistent} figures inconsistent, {strained} strained, "
            "{consistent} consistent, {not_testable} not testable."
        ),
        (
            "{file}: số liệu không khớp. {inconsistent} số mâu thuẫn, {strained} số khó tin, "
            "{consistent} số phù hợp, {not_testable} số không kiểm tra được."
        ),
    ),
    "audit_strained": (
        (
            "{file}: it adds up, but some of it is hard to believe. {strained} figures strained, "
            "{consistent} consistent, {not_testable} not testable."
        ),
        (
            "{file}: số liệu khớp nhưng có chỗ khó tin. {strained} số khó tin, {consistent} số phù hợp, "
            "{not_testable} số không kiểm tra được."
        ),
    ),
    "audit_consistent": (
        "{file}: nothing objects. {consistent} figures consistent, {not_testable} not testable.",
        "{file}: không thấy mâu thuẫn. {consistent} số phù hợp, {not_testable} số không kiểm tra được.",
    ),
    "audit_not_testable": (
        "{file}: nothing here can be tested ({not_testable} figures).",
        "{file}: không có gì kiểm tra được ({not_testable} số).",
    ),
    "audit_title": ("Figures, the worst first", "Số liệu, từ chỗ đáng ngờ nhất"),
    "audit_means": (
        "Means of simulations, not counts, so only their sums are checked: {sheets}.",
        "Số trung bình của các lần mô phỏng, không phải số đếm, nên chỉ kiểm tra tổng: {sheets}.",
    ),
    "audit_objections": ("Objections", "Những chỗ không ổn"),
    "audit_see": ("see {places}", "xem mục {places}"),
    "audit_cell_heading": ("line, cell", "dòng, ô"),
    "audit_why": ("why", "vì sao"),
    "answer_inconsistent": ("inconsistent", "mâu thuẫn"),
    "answer_strained": ("strained", "khó tin"),
    "answer_consistent": ("consistent", "phù hợp"),
    "answer_not_testable": ("not testable", "không kiểm tra được"),
    "audit_corrections": (
        "{about} — the smallest corrections that make it add up:",
        "{about} — sửa ít nhất để khớp:",
    ),
    "audit_no_correction": (
        "{about} — no single correction makes it add up.",
        "{about} — không có một chỗ sửa đơn lẻ nào làm cho khớp.",
    ),
    "audit_percentages_too": (
        "{n} printed percentages are right only then",
        "chỉ khi đó {n} tỷ lệ in ra mới đúng",
    ),
}
"""Texts by key; names in braces are filled in."""
