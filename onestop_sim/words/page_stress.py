"""STRESS-DES (Monks et al. 2019): items, and answers filled in from a run, as (English, Vietnamese)."""

from typing import Final

from onestop_sim.words.catalogue import Lang

STRESS: Final[dict[str, tuple[tuple[str, str], tuple[str, str]]]] = {
    "1.1": (
        ("Purpose", "Mục đích"),
        ("{title}. {description}", "{title}. {description}"),
    ),
    "1.2": (
        ("Outputs", "Đầu ra"),
        (
            (
                "Form II.06 as it was and as the portal shows it, letters of apology, waits at the desk, the"
                " stay and its"
                " parts, utilisation, work in progress, post. Counting rule of the figures: {rule}."
            ),
            (
                "Biểu II.06 theo thực tế và theo phần mềm, thư xin lỗi, thời gian chờ tại quầy, thời gian hồ"
                " sơ và các"
                " phần của nó, tỷ lệ thời gian bận, hồ sơ tồn, bưu chính. Quy tắc đếm: {rule}."
            ),
        ),
    ),
    "1.3": (
        ("Aims of experimentation", "Mục tiêu thử nghiệm"),
        (
            (
                "One scenario, {n_replications} replications; {n_reported} reported figures to hold against"
                " it, {n_evidence}"
                " of them predicted by the model."
            ),
            (
                "Một kịch bản, {n_replications} lần lặp; so với {n_reported} số liệu báo cáo, trong đó"
                " {n_evidence} số do mô"
                " hình dự báo."
            ),
        ),
    ),
    "2.1": (
        ("Base model", "Mô hình cơ sở"),
        (
            (
                "{n_units} units ({levels}), {n_offices} kinds of desks and offices, {n_procedures}"
                " procedures in {n_fields}"
                " fields."
            ),
            (
                "{n_units} đơn vị ({levels}), {n_offices} loại quầy và phòng, {n_procedures} thủ tục thuộc"
                " {n_fields} lĩnh"
                " vực."
            ),
        ),
    ),
    "2.2": (
        ("Logic of the base model", "Lô-gích của mô hình cơ sở"),
        (
            (
                "A dossier is filed, received (Form 01, 02 or 03), worked on along its route, signed and"
                " handed over;"
                " supplements pause the clock; late ones owe a letter of apology. Two clocks: what happened,"
                " and when the"
                " software knew it. Reception: {reception}."
            ),
            (
                "Hồ sơ được nộp, tiếp nhận (Mẫu số 01, 02 hoặc 03), xử lý theo quy trình, ký và trả kết quả;"
                " yêu cầu bổ sung"
                " tạm dừng thời hạn; quá hạn phải có thư xin lỗi. Hai mốc thời gian: lúc xảy ra và lúc phần"
                " mềm ghi nhận."
                " Tiếp nhận: {reception}."
            ),
        ),
    ),
    "2.3": (
        ("Scenario logic", "Lô-gích của kịch bản"),
        ("Dated changes: {changes}.", "Thay đổi theo ngày: {changes}."),
    ),
    "2.4": (
        ("Algorithms", "Thuật toán"),
        (
            (
                "Legal clock: working days after the day of acceptance, morning {morning}, afternoon"
                " {afternoon}, cut-off"
                " {cutoff}. Effort runs in opening hours only; delays pass on all days."
            ),
            (
                "Thời hạn: ngày làm việc sau ngày tiếp nhận, sáng {morning}, chiều {afternoon}, giờ chốt"
                " {cutoff}. Xử lý chỉ"
                " trong giờ mở cửa; thời gian chờ bên ngoài tính mọi ngày."
            ),
        ),
    ),
    "2.5.1": (
        ("Entities", "Thực thể"),
        ("Dossiers, and visits of applicants.", "Hồ sơ và lượt đến của người nộp."),
    ),
    "2.5.2": (
        ("Activities", "Hoạt động"),
        (
            "{n_steps} steps of routes: {step_kinds}.",
            "{n_steps} bước quy trình: {step_kinds}.",
        ),
    ),
    "2.5.3": (
        ("Resources", "Nguồn lực"),
        (
            (
                "{n_officers} officers, each a person with a roster, a speed and skills; {lines} lines for"
                " papers."
            ),
            "{n_officers} cán bộ, mỗi người có lịch trực, tốc độ và chuyên môn; {lines} tuyến luân chuyển.",
        ),
    ),
    "2.5.4": (
        ("Queues", "Hàng chờ"),
        (
            (
                "One for each place and skill; disciplines used: {disciplines}. Working rules:"
                " {working_rules}."
            ),
            (
                "Mỗi nơi và chuyên môn một hàng; nguyên tắc xếp hàng: {disciplines}. Quy tắc làm việc:"
                " {working_rules}."
            ),
        ),
    ),
    "2.5.5": (
        ("Entry and exit", "Vào và ra"),
        (
            (
                "{n_streams} streams of demand, {n_expected} dossiers asked for in the periods; exit by"
                " hand-over, home"
                " delivery, refusal, return, withdrawal or giving up."
            ),
            (
                "{n_streams} dòng nhu cầu, {n_expected} hồ sơ trong các kỳ; ra khi trả kết quả, trả tại nhà,"
                " bị từ chối, trả"
                " hồ sơ, xin rút hoặc bỏ không nộp."
            ),
        ),
    ),
    "3.1": (
        ("Data sources", "Nguồn dữ liệu"),
        (
            (
                "{n_sources} sources, each with the numbers that it gives: see the list of assumptions."
                " Graded: {grades}."
            ),
            "{n_sources} nguồn, mỗi nguồn đi kèm con số: xem danh sách giả định. Mức tin cậy: {grades}.",
        ),
    ),
    "3.2": (
        ("Pre-processing", "Xử lý trước"),
        (
            (
                "None outside the scenario: computed numbers ({n_computed}) carry their arithmetic in their"
                " source."
            ),
            "Không có ngoài kịch bản: các con số tính toán ({n_computed}) ghi cách tính trong nguồn.",
        ),
    ),
    "3.3": (
        ("Inputs", "Đầu vào"),
        (
            "The scenario “{name}” as resolved, in manifest.json, fingerprint {fingerprint}.",
            "Kịch bản “{name}” đầy đủ trong manifest.json, mã kiểm tra {fingerprint}.",
        ),
    ),
    "3.4": (
        ("Assumptions", "Giả định"),
        (
            (
                "{n_assumed} numbers of grade assumption or general knowledge, {n_ranged} with a range; all"
                " are listed below."
            ),
            (
                "{n_assumed} con số có mức giả định hoặc kiến thức chung, {n_ranged} số có khoảng; liệt kê ở"
                " dưới."
            ),
        ),
    ),
    "4.1": (
        ("Initialisation", "Khởi tạo"),
        (
            "Empty shop and empty software; warm-up of {warm_up} working days before the first period.",
            "Bắt đầu trống, phần mềm trống; chạy trước {warm_up} ngày làm việc trước kỳ đầu.",
        ),
    ),
    "4.2": (
        ("Run length", "Độ dài"),
        (
            "Reporting periods: {periods}. Run-off {run_off} working days.",
            "Kỳ báo cáo: {periods}. Chạy thêm {run_off} ngày làm việc.",
        ),
    ),
    "4.3": (
        ("Estimation", "Ước lượng"),
        (
            (
                "{n_replications} replications; Student intervals of means, prediction intervals of one"
                " period, given the"
                " parameters. Doubt about assumptions: {doubt}."
            ),
            (
                "{n_replications} lần lặp; khoảng Student của trung bình, khoảng dự báo một kỳ, với tham số"
                " đã cho. Mức độ chắc chắn của"
                " giả định: {doubt}."
            ),
        ),
    ),
    "5.1": (("Software", "Phần mềm"), ("{versions}", "{versions}")),
    "5.2": (
        ("Random sampling", "Lấy mẫu ngẫu nhiên"),
        (
            (
                "Counter-based generator with addresses: a draw depends on seed {seed}, replication,"
                " decision and dossier"
                " alone, so that scenarios can be compared dossier by dossier."
            ),
            (
                "Bộ sinh theo địa chỉ: mỗi lần rút chỉ phụ thuộc mầm ngẫu nhiên {seed}, lần lặp, quyết định"
                " và hồ sơ, nên so được"
                " các kịch bản theo từng hồ sơ."
            ),
        ),
    ),
    "5.3": (
        ("Model execution", "Cách chạy"),
        (
            (
                "Events on SimPy; ties in a fixed order: completions, deliveries, arrivals, closings,"
                " openings, letters,"
                " starts."
            ),
            (
                "Sự kiện trên SimPy; đồng thời theo thứ tự cố định: xong việc, chuyển đến, đến, đóng cửa, mở"
                " cửa, thư, bắt"
                " đầu."
            ),
        ),
    ),
    "5.4": (
        ("System", "Hệ thống"),
        ("Any computer with Python 3.11 or later.", "Máy tính bất kỳ có Python 3.11 trở lên."),
    ),
    "6.1": (
        ("Access to the code", "Mã nguồn"),
        (
            (
                "MIT licence; `python run.py reproduce-run {folder}` runs this folder again and compares"
                " fingerprints."
            ),
            "Giấy phép MIT; `python run.py reproduce-run {folder}` chạy lại thư mục này và so mã kiểm tra.",
        ),
    ),
}
"""By item: its name, and its answer with values in braces."""

VALUES: Final[dict[str, tuple[str, str]]] = {
    "reception.geographic": ("at the desk of one's own unit", "tại quầy của đơn vị mình"),
    "reception.non_geographic": (
        "listed procedures at any desk (non-geographic)",
        "thủ tục trong danh mục tại quầy bất kỳ, không phụ thuộc vào địa giới hành chính",
    ),
    "discipline.first_come": ("first come, first served", "đến trước làm trước"),
    "discipline.earliest_due": ("earliest date first", "hạn gần làm trước"),
    "discipline.same_day_first": ("same-day work first", "việc trong ngày làm trước"),
    "working_rule.as_soon_as_possible": ("as soon as possible", "làm ngay khi có thể"),
    "working_rule.to_the_date": ("to the date of the step", "theo hạn của bước"),
    "working_rule.to_the_due_date": ("to the date of the dossier", "theo hạn của hồ sơ"),
    "doubt.yes": (
        "the columns “with doubt” draw every assumption from its range",
        "các cột “cả giả định” rút mọi giả định trong khoảng của nó",
    ),
    "doubt.no": ("not in these intervals (run --ranges)", "không nằm trong các khoảng này (run --ranges)"),
    "none": ("none", "không có"),
    "no_cutoff": ("none", "không có"),
}
"""Words that fill answers in."""


def stress_items(lang: Lang) -> dict[str, tuple[str, str]]:
    """Return the items by number: name, and answer with values in braces."""
    column = list(Lang).index(lang)
    return {number: (name[column], answer[column]) for number, (name, answer) in STRESS.items()}


def stress_word(key: str, lang: Lang) -> str:
    """
    Return a word that fills an answer in; one without words of its own is itself.

    >>> stress_word("doubt.no", Lang.EN), stress_word("discipline.by_lot", Lang.VI)
    ('not in these intervals (run --ranges)', 'by lot')
    """
    pair = VALUES.get(key)
    return pair[list(Lang).index(lang)] if pair else key.rpartition(".")[2].replace("_", " ")
