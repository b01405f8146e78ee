"""What a page and a workbook say around their numbers, as (English, Vietnamese)."""

from typing import Final

from onestop_sim.words.catalogue import Lang
from onestop_sim.words.page_answers import ANSWERS
from onestop_sim.words.page_sheets import SHEETS
from onestop_sim.words.page_study_charts import STUDY_CHARTS

PAGE: Final[dict[str, tuple[str, str]]] = {
    # ── the page ─────────────────────────────────────────────────────────────────────────────
    "kind.run": ("Results of a simulation run", "Kết quả mô phỏng"),
    "kind.comparison": ("Comparison of scenarios", "So sánh các kịch bản"),
    "kind.calibration": ("Calibration", "Hiệu chỉnh mô hình"),
    "kind.reproduction": ("Reproduction of reported figures", "Tái hiện số liệu báo cáo"),
    "kind.audit": ("Audit of reported figures", "Kiểm tra số liệu báo cáo"),
    "kind.other": ("Results", "Kết quả"),
    "about": (
        "{n} replications · seed {seed} · onestop_sim {program}",
        "{n} lần lặp · mầm ngẫu nhiên {seed} · onestop_sim {program}",
    ),
    "about_other": ("onestop_sim {program}", "onestop_sim {program}"),
    "contents": ("Contents", "Mục lục"),
    "skip": ("To the answer", "Đến phần trả lời"),
    "table_behind": ("Table behind the chart", "Bảng số liệu của biểu đồ"),
    "rows_left": (
        "The first {shown} of {n} rows; all of them are in {file}.",
        "{shown} dòng đầu trong {n} dòng; toàn bộ nằm trong {file}.",
    ),
    "made_by": (
        (
            "Made by onestop_sim. This page holds everything it shows: it asks nothing of any network and"
            " runs no"
            " script."
        ),
        "Tạo bởi onestop_sim. Trang này chứa toàn bộ nội dung: không truy cập mạng, không chạy mã lệnh.",
    ),
    "period_range": ("{name} ({first} to {last})", "{name} ({first} – {last})"),
    "section.answer": ("The answer", "Trả lời"),
    "section.figures": ("Figures", "Số liệu"),
    "section.charts": ("Charts", "Biểu đồ"),
    "section.method": ("How it was computed", "Cách tính"),
    "section.assumptions": ("Assumptions", "Giả định"),
    "section.provenance": ("Provenance", "Nguồn gốc của kết quả"),
    # ── charts ───────────────────────────────────────────────────────────────────────────────
    "chart.days": (
        "Arrivals and work in progress by day, {period}",
        "Hồ sơ đến và hồ sơ đang trong quy trình theo ngày, kỳ {period}",
    ),
    "chart.days.note": (
        "Means over the replications. Grey: days that are no working days.",
        "Trung bình của các lần lặp. Nền xám: ngày không làm việc.",
    ),
    "chart.verdicts": (
        "Early, on time and late by {by}, {period}, {clock}",
        "Trước hạn, đúng hạn, quá hạn theo {by}, kỳ {period}, {clock}",
    ),
    "chart.verdicts.note": (
        "Shares of the dossiers resolved (column 7 of Form II.06); behind each bar: late of resolved.",
        "Tỷ lệ trên số hồ sơ đã giải quyết (cột 7 Biểu II.06); cuối mỗi thanh: quá hạn / đã giải quyết.",
    ),
    "chart.parts": (
        "Where the days go, by {by}, {period}",
        "Thời gian tiêu tốn ở khâu nào, theo {by}, kỳ {period}",
    ),
    "chart.parts.note": (
        (
            "Mean days from acceptance to hand-over of the dossiers handed over in the period, nights and"
            " holidays"
            " included."
        ),
        (
            "Số ngày trung bình từ khi tiếp nhận đến khi trả kết quả của hồ sơ trả trong kỳ, kể cả đêm và"
            " ngày nghỉ."
        ),
    ),
    "chart.hours": (
        "Waiting at the desk by hour of arrival, {period}",
        "Thời gian chờ tại quầy theo giờ đến, kỳ {period}",
    ),
    "chart.hours.note": (
        "All desks together, minutes from taking a number to being served.",
        "Tất cả các quầy, số phút từ khi lấy số đến khi được tiếp.",
    ),
    "chart.utilisation": (
        "How busy the places are, {period}",
        "Tỷ lệ thời gian bận của các nơi, kỳ {period}",
    ),
    "chart.utilisation.note": (
        (
            "Time on dossiers as a share of duty, the {n} busiest of {all} places; other duties are not"
            " duty"
            " here."
        ),
        (
            "Thời gian xử lý hồ sơ trên thời gian trực, {n} nơi bận nhất trong {all} nơi; không tính việc"
            " khác."
        ),
    ),
    "chart.reported": ("Reported and simulated", "Báo cáo và mô phỏng"),
    "chart.reported.note": (
        (
            "Grey: 95 % prediction interval of one period, each row on its own scale. Circle: the reported"
            " figure, dark"
            " when it is outside; an arrow when it is far outside. Only rows with the role “predicted” are"
            " evidence; the"
            " others were fed in or follow from such figures. Behind: reported · interval."
        ),
        (
            "Xám: khoảng dự báo 95 % của một kỳ, mỗi dòng một thang riêng. Vòng tròn: số liệu báo cáo, tô"
            " đậm khi nằm"
            " ngoài; mũi tên khi nằm xa ngoài khoảng. Chỉ các dòng có vai trò “dự báo” là bằng chứng; các"
            " dòng khác là đầu"
            " vào hoặc suy ra từ đầu vào. Cuối dòng: báo cáo · khoảng."
        ),
    ),
    "chart.network": (
        "Units, and what travels between them, {period}",
        "Các đơn vị và hồ sơ luân chuyển giữa các đơn vị, kỳ {period}",
    ),
    "chart.network.note": (
        (
            "Curves are as thick as the square root of their number; ↑ dossiers sent by a unit. Places are"
            " as far"
            " apart as the scenario says."
        ),
        "Độ dày theo căn bậc hai của số hồ sơ; ↑ số hồ sơ đơn vị gửi đi. Vị trí theo kịch bản.",
    ),
    "chart.differences": ("Paired differences", "Chênh lệch từng cặp"),
    "chart.differences.note": (
        (
            "Difference of the same dossiers in two worlds, 95 % interval, each row on its own scale; the"
            " line is no"
            " difference."
        ),
        (
            "Chênh lệch của cùng các hồ sơ trong hai kịch bản, khoảng 95 %, mỗi dòng một thang riêng; vạch"
            " giữa là không"
            " chênh lệch."
        ),
    ),
    "series.came": ("came, all channels", "đến, mọi hình thức"),
    "series.undecided": ("not decided yet", "chưa giải quyết xong"),
    "series.in_shop": ("in the shop, results waiting included", "trong quy trình, kể cả chờ trả kết quả"),
    "series.mean_wait": ("mean wait", "chờ trung bình"),
    "series.p90_wait": ("nine of ten wait no longer", "chín trong mười lượt không quá"),
    "series.dossiers": ("dossiers", "hồ sơ"),
    "series.results": ("results", "kết quả"),
    "series.interval": ("95 % prediction interval", "khoảng dự báo 95 %"),
    "series.difference": ("95 % interval of the difference", "khoảng 95 % của chênh lệch"),
    "series.hit": ("reported, inside", "báo cáo, nằm trong"),
    "series.miss": ("reported, outside", "báo cáo, nằm ngoài"),
    "series.scale": ("each row on its own scale", "mỗi dòng một thang riêng"),
    "unit.dossiers_a_day": ("dossiers a day", "hồ sơ mỗi ngày"),
    "unit.dossiers": ("dossiers", "hồ sơ"),
    "unit.days": ("days", "ngày"),
    "unit.minutes": ("minutes", "phút"),
    "unit.hour": ("hour of arrival", "giờ đến"),
    "unit.share_of_duty": ("share of duty", "tỷ lệ thời gian trực"),
    "by.level": ("level", "cấp"),
    "by.unit": ("unit", "đơn vị"),
    "by.field": ("field", "lĩnh vực"),
    "rest.tet": ("Tết", "Tết"),
    "rest.holiday": ("holiday", "nghỉ lễ"),
    # ── how it was computed ──────────────────────────────────────────────────────────────────
    "stress.item": ("item", "mục"),
    "stress.answer": ("in this run", "trong lần chạy này"),
    "stress.note": (
        "The reporting checklist STRESS-DES (Monks et al. 2019), filled in from the scenario and the run.",
        "Danh mục báo cáo STRESS-DES (Monks và cộng sự, 2019), điền từ kịch bản và lần chạy.",
    ),
    "assumptions.note": (
        (
            "Every number of the scenario as it was run, {n} in all, by the part that it belongs to. A"
            " distribution is"
            " one line with its mean."
        ),
        (
            "Mọi con số của kịch bản đã chạy, tổng cộng {n}, xếp theo phần. Mỗi phân bố là một dòng, ghi"
            " trung bình."
        ),
    ),
    "part.horizon": ("warm-up and run-off", "chạy trước, chạy thêm"),
    "part.units": ("units", "đơn vị"),
    "part.apologies": ("rules of apology", "quy tắc xin lỗi"),
    "part.offices": ("desks and offices", "quầy và phòng"),
    "part.procedures": ("procedures", "thủ tục"),
    "part.profiles": ("profiles of arrivals", "phân bố thời điểm đến"),
    "part.demand": ("demand", "nhu cầu"),
    "part.applicants": ("applicants", "người nộp"),
    "part.lines": ("lines for papers", "tuyến luân chuyển"),
    "part.rules": ("rules", "quy tắc"),
    "part.software": ("software", "phần mềm"),
    "part.changes": ("dated changes", "thay đổi theo ngày"),
    "part.reporting": ("reporting", "báo cáo"),
    "part.calendars": ("opening calendars", "lịch mở cửa"),
    "part.legal_calendars": ("legal calendars", "lịch tính thời hạn"),
    "part.periods": ("periods", "kỳ báo cáo"),
    "part.agencies": ("agencies", "cơ quan"),
    "part.skills": ("skills", "chuyên môn"),
    "part.choice_of_desk": ("choice of the desk", "chọn nơi nộp hồ sơ"),
    "part.opening_backlog": ("opening backlog", "hồ sơ tồn đầu kỳ"),
    "part.pace": ("pace of work and delays", "nhịp độ xử lý và chờ"),
    "part.clustering": ("clustering", "mức dồn cụm"),
    "part.calibration": ("calibration", "hiệu chỉnh"),
    "assumptions.differ": (
        "{n} of the {all} numbers differ from those of the first scenario; the others are the same.",
        "{n} trong {all} con số khác với kịch bản đầu; các số còn lại giống nhau.",
    ),
    "assumptions.of": ("{part}: {n} numbers", "{part}: {n} con số"),
    "column.path": ("where", "vị trí"),
    "column.value": ("value", "giá trị"),
    "column.unit": ("unit", "đơn vị"),
    "column.range": ("range", "khoảng"),
    "column.source": ("source", "nguồn"),
    "column.grade": ("grade", "mức tin cậy"),
    "grade.law": ("law", "văn bản pháp luật"),
    "grade.reported": ("reported", "số liệu báo cáo"),
    "grade.published": ("published", "nguồn công khai"),
    "grade.computed": ("computed", "tính toán"),
    "grade.fitted": ("fitted by calibration", "hiệu chỉnh"),
    "grade.general_knowledge": ("general knowledge", "kiến thức chung"),
    "grade.assumption": ("assumption", "giả định"),
    "grade.none": ("not graded", "chưa đánh giá"),
    "provenance.again": (
        "To run it again and compare the fingerprints: {command}",
        "Chạy lại và so mã kiểm tra: {command}",
    ),
    "provenance.otherwise": (
        (
            "This version of the program reads the scenario otherwise than the one that ran it: the figures"
            " are those"
            " of the run, the list of assumptions is as this version reads it."
        ),
        (
            "Phiên bản này đọc kịch bản khác với phiên bản đã chạy: số liệu là của lần chạy, danh sách giả"
            " định theo cách"
            " đọc của phiên bản này."
        ),
    ),
    "provenance.name": ("what", "mục"),
    "provenance.value": ("value", "giá trị"),
    "provenance.seed": ("seed", "mầm ngẫu nhiên"),
    "provenance.scenario": ("fingerprint of the scenario", "mã kiểm tra của kịch bản"),
    "provenance.log": ("fingerprint of event log {n}", "mã kiểm tra của nhật ký {n}"),
    **ANSWERS,
    **SHEETS,
    **STUDY_CHARTS,
}
"""Texts by key; names in braces are filled in."""


def page_text(key: str, lang: Lang, /, **values: object) -> str:
    """
    Return a text of a page.

    >>> page_text("section.answer", Lang.VI)
    'Trả lời'
    """
    return PAGE[key][list(Lang).index(lang)].format(**values)


def part_name(part: str, lang: Lang) -> str:
    """
    Return the name of a part of a scenario; one without a name is itself.

    >>> part_name("offices", Lang.VI), part_name("weather", Lang.VI)
    ('quầy và phòng', 'weather')
    """
    key = f"part.{part}"
    return page_text(key, lang) if key in PAGE else part.replace("_", " ")
