"""What the charts of calibrations, reproductions and audits say, as (English, Vietnamese)."""

from typing import Final

STUDY_CHARTS: Final[dict[str, tuple[str, str]]] = {
    # ── reproduction ─────────────────────────────────────────────────────────────────────────
    "chart.clocks": ("As it was, and as the portal shows it", "Thực tế và trên phần mềm"),
    "chart.clocks.note": (
        (
            "Means over the replications, all dossiers. Behind the bars: as it was · on the portal; in"
            " brackets"
            " the range of what exists in the software only, over what the fitted figures allow."
        ),
        (
            "Trung bình của các lần lặp, mọi hồ sơ. Cuối dòng: thực tế · trên phần mềm; trong ngoặc là"
            " khoảng của"
            " phần chỉ có trên phần mềm, theo những gì số liệu hiệu chỉnh cho phép."
        ),
    ),
    "series.pair_scale": ("each pair on its own scale", "mỗi cặp một thang riêng"),
    # ── calibration ──────────────────────────────────────────────────────────────────────────
    "chart.targets": ("Fitted figures against reported ones", "Số liệu hiệu chỉnh so với báo cáo"),
    "chart.targets.note": (
        (
            "Grey: simulated mean ± 2 standard errors on fresh luck (Monte Carlo only). Circle: as reported."
            " Behind: reported · simulated ± standard error."
        ),
        (
            "Xám: trung bình mô phỏng ± 2 sai số chuẩn trên ngẫu nhiên mới (chỉ sai số Monte Carlo). Vòng"
            " tròn: số"
            " báo cáo. Cuối dòng: báo cáo · mô phỏng ± sai số chuẩn."
        ),
    ),
    "series.mean_2se": ("simulated mean ± 2 standard errors", "trung bình mô phỏng ± 2 sai số chuẩn"),
    "chart.parameters": ("Parameters within their bounds", "Tham số trong giới hạn"),
    "chart.parameters.note": (
        (
            "Each track goes from the lower to the upper bound. A parameter at its bound is marked: the"
            " figures"
            " may ask for more than is credible."
        ),
        (
            "Mỗi dòng đi từ giới hạn dưới đến giới hạn trên. Tham số nằm ở đầu mút được đánh dấu: số liệu"
            " có thể"
            " đòi hỏi quá mức hợp lý."
        ),
    ),
    "series.before": ("before", "trước"),
    "series.fitted": ("fitted", "đã hiệu chỉnh"),
    "series.at_bound": ("at its bound", "ở đầu mút"),
    "chart.pairs": (
        "Explanations that the figures cannot tell apart",
        "Nguyên nhân không phân biệt được",
    ),
    "chart.pairs.note": (
        (
            "How alike two parameters move the figures: 1 is the same direction. Pairs above the line are"
            " confounded; behind, whether a second set that fits as well was found."
        ),
        (
            "Hai tham số làm đổi số liệu giống nhau đến đâu: 1 là cùng hướng. Cặp vượt vạch là không phân"
            " biệt"
            " được; cuối dòng: có tìm được bộ thứ hai cũng khớp hay không."
        ),
    ),
    "unit.likeness": ("likeness (absolute cosine)", "độ giống nhau (trị tuyệt đối cô-sin)"),
    "chart.conclusions": ("What can be concluded: ranges", "Kết luận được đến đâu: các khoảng"),
    "chart.conclusions.one_set": (
        "One set only: says nothing about a range. Each row from 0 to its value.",
        "Chỉ có một bộ tham số: không cho biết gì về khoảng. Mỗi dòng từ 0 đến giá trị của nó.",
    ),
    "chart.conclusions.note": (
        (
            "Over all sets of parameters that meet the figures ({n} at most); each row from 0 to its largest"
            " value. The line: the fitted set."
        ),
        (
            "Trên mọi bộ tham số khớp số liệu (nhiều nhất {n}); mỗi dòng từ 0 đến giá trị lớn nhất. Vạch:"
            " bộ đã"
            " hiệu chỉnh."
        ),
    ),
    "series.range_of_sets": ("range over the sets", "khoảng của các bộ"),
    # ── audit ────────────────────────────────────────────────────────────────────────────────
    "chart.answers": ("Answers at a glance", "Kết luận nhìn chung"),
    "chart.answers.note": (
        "Figures by whose they are; behind each bar: inconsistent or strained of all.",
        "Số liệu theo phạm vi; cuối mỗi thanh: mâu thuẫn hoặc khó tin trên tổng số.",
    ),
    "chart.rates": ("Late rates with exact intervals", "Tỷ lệ quá hạn với khoảng chính xác"),
    "chart.rates.note": (
        (
            "Late of all, 95 % intervals after Clopper and Pearson: they tell the chance of single"
            " dossiers, not"
            " that late ones come in clusters. Full circle: strained against the other rates."
        ),
        (
            "Quá hạn trên tổng số, khoảng 95 % theo Clopper và Pearson: chỉ phản ánh ngẫu nhiên của từng"
            " hồ sơ,"
            " không phản ánh việc hồ sơ quá hạn dồn cụm. Vòng tròn đặc: khó tin so với các tỷ lệ khác."
        ),
    ),
    "series.exact": ("exact 95 % interval", "khoảng chính xác 95 %"),
    "series.rate": ("reported rate", "tỷ lệ báo cáo"),
    "series.rate_strained": ("reported rate, strained", "tỷ lệ báo cáo, khó tin"),
    "chart.implied": (
        "Mean stays that open stocks imply",
        "Thời gian lưu hồ sơ bình quân suy ra từ số đang giải quyết",
    ),
    "chart.implied.note": (
        (
            "Open dossiers over what is resolved in a working day (Little's law). The line: below it a"
            " level's"
            " dossiers cannot all have gone their usual ways (an assumption, DESIGN D49)."
        ),
        (
            "Hồ sơ đang giải quyết chia cho số giải quyết mỗi ngày làm việc (định luật Little). Vạch:"
            " dưới mức này"
            " hồ sơ của cấp ấy khó đi hết quy trình thông thường (giả định, DESIGN D49)."
        ),
    ),
    "series.stay": ("mean stay", "thời gian trung bình"),
    "series.stay_strained": ("mean stay, strained", "thời gian trung bình, khó tin"),
    "series.least_stay": ("least that is credible", "mức thấp nhất hợp lý"),
    "unit.working_days": ("working days", "ngày làm việc"),
    "chart.simulated": ("Reported against simulated, {clock}", "Báo cáo và mô phỏng, {clock}"),
    "chart.simulated.note": (
        "Grey: 95 % prediction interval of one period, given the parameters. Circle: as reported.",
        "Xám: khoảng dự báo 95 % của một kỳ, với tham số đã cho. Vòng tròn: số báo cáo.",
    ),
    "answer.audit_why": ("{why}. Concerns: {figures}.", "{why}. Liên quan: {figures}."),
}
"""Texts by key; names in braces are filled in."""
