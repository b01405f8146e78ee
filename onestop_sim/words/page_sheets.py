"""What a workbook says around its numbers, as (English, Vietnamese)."""

from typing import Final

SHEETS: Final[dict[str, tuple[str, str]]] = {
    # ── the workbook ─────────────────────────────────────────────────────────────────────────
    "sheet.answer": ("Answer", "Trả lời"),
    "sheet.form": ("Form II.06", "Biểu II.06"),
    "sheet.form_recorded": ("Form II.06 portal", "Biểu II.06 phần mềm"),
    "sheet.form_units": ("Form II.06 by unit", "Biểu II.06 đơn vị"),
    "sheet.form_units_recorded": ("Form II.06 by unit, portal", "Biểu II.06 đơn vị, phần mềm"),
    "sheet.form_counts": ("Form II.06 one replication", "Biểu II.06 một lần lặp"),
    "sheet.form_counts_recorded": ("Form II.06 one repl., portal", "Biểu II.06 một lần, phần mềm"),
    "sheet.assumptions": ("Assumptions", "Giả định"),
    "sheet.manifest": ("Manifest", "Bản kê"),
    "form.title": (
        "STATE AND RESULTS OF HANDLING ADMINISTRATIVE PROCEDURES",
        "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH",
    ),
    "form.number": (
        "Biểu số II.06a/VPCP/KSTT (Form II.06a, simulated)",
        "Biểu số II.06a/VPCP/KSTT (số liệu mô phỏng)",
    ),
    "form.first_day": ("Từ ngày (from):", "Từ ngày:"),
    "form.last_day": ("Đến ngày (to):", "Đến ngày:"),
    "form.agency": ("Đơn vị báo cáo (reporting unit):", "Đơn vị báo cáo:"),
    "form.unit": ("Unit: dossiers", "Đơn vị tính: số hồ sơ"),
    "form.occurred": (
        "As it was; means over {n} replications; totals are formulas.",
        "Theo thực tế; trung bình của {n} lần lặp; các ô tổng là công thức.",
    ),
    "form.recorded": (
        "As the portal shows it; means over {n} replications; totals are formulas.",
        "Theo phần mềm; trung bình của {n} lần lặp; các ô tổng là công thức.",
    ),
    "form.counts.occurred": (
        "As it was; counts of replication 0; totals are formulas.",
        "Theo thực tế; số đếm của lần lặp 0; các ô tổng là công thức.",
    ),
    "form.counts.recorded": (
        "As the portal shows it; counts of replication 0; totals are formulas.",
        "Theo phần mềm; số đếm của lần lặp 0; các ô tổng là công thức.",
    ),
    "form.line": ("No.", "TT"),
    "form.grand_total": ("Tổng cộng (total)", "Tổng cộng"),
    "form.rows": ("Level, field", "Lĩnh vực, công việc giải quyết theo cấp"),
    "form.received": ("Dossiers received", "Số hồ sơ nhận giải quyết"),
    "form.in_period": ("In the period", "Trong kỳ"),
    "form.resolved": ("Dossiers resolved", "Số lượng hồ sơ đã giải quyết"),
    "form.pending": ("Dossiers pending", "Số lượng hồ sơ đang giải quyết"),
    "form.total": ("Total", "Tổng số"),
    "form.online": ("Online", "Trực tuyến"),
    "form.direct": ("In person, by post", "Trực tiếp, dịch vụ bưu chính"),
    "form.carried": ("From the period before", "Từ kỳ trước"),
    "form.early": ("Early", "Trước hạn"),
    "form.on_time": ("On time", "Đúng hạn"),
    "form.late": ("Late", "Quá hạn"),
    "form.within": ("Within time", "Trong hạn"),
    "form.overdue": ("Overdue", "Quá hạn"),
}
"""Texts by key; names in braces are filled in."""
