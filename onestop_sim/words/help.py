"""Help of the command line: each English sentence of a command or an option, and the Vietnamese for it."""

import re
from typing import Final

HELP: Final[dict[str, str]] = {
    "Event-driven simulator of the Vietnamese one-stop shop (bộ phận một cửa).": (
        "Mô phỏng theo sự kiện bộ phận một cửa của Việt Nam."
    ),
    "Language; else that of the locale.": "Ngôn ngữ; nếu không nêu thì theo máy.",
    "No progress and no stages of the run.": "Không hiện tiến độ và các giai đoạn.",
    "Print the version.": "In phiên bản.",
    "Run a scenario: replications, figures, comparison with what was reported, a results folder.": (
        "Chạy một kịch bản: các lần lặp, số liệu, so với báo cáo, thư mục kết quả."
    ),
    "Scenario file; else the default one.": "Tệp kịch bản; nếu không nêu thì kịch bản mẫu.",
    "Seed of the experiment.": "Mầm ngẫu nhiên của thử nghiệm.",
    "Else as many as the scenario says.": "Nếu không nêu thì theo kịch bản.",
    "Processes; else one for each core.": "Số tiến trình; nếu không nêu thì mỗi nhân một tiến trình.",
    "New folder for the results.": "Thư mục mới cho kết quả.",
    "Keep the event log of each replication.": "Giữ nhật ký sự kiện của mỗi lần lặp.",
    "Again with assumptions drawn from their ranges: wide intervals.": (
        "Chạy thêm với giả định rút trong khoảng của nó: khoảng rộng."
    ),
    "Lines of the run log.": "Dạng dòng của nhật ký chạy.",
    "New file: the events of replication 0, a JSON line each.": (
        "Tệp mới: các sự kiện của lần lặp 0, mỗi sự kiện một dòng JSON."
    ),
    "Folder of work that was broken off: go on with it.": "Thư mục của việc bị dừng giữa chừng: chạy tiếp.",
    "Compare scenarios on the same dossiers: what would happen if.": (
        "So sánh các kịch bản trên cùng hồ sơ: nếu thì sao."
    ),
    "Scenario files, the base first.": "Các tệp kịch bản, kịch bản gốc đứng đầu.",
    "Else as many as the base says.": "Nếu không nêu thì theo kịch bản gốc.",
    "Say in words what two scenarios say differently.": "Nói bằng lời hai kịch bản khác nhau ở đâu.",
    "Another one.": "Một tệp khác.",
    "List the ready what-ifs: what each answers and assumes.": (
        "Liệt kê các phương án có sẵn: mỗi phương án trả lời gì, giả định gì."
    ),
    "Folder of variants.": "Thư mục các phương án.",
    "Scenario of a comparison, by name; else the base.": (
        "Kịch bản của một so sánh, theo tên; nếu không nêu thì kịch bản gốc."
    ),
    "Validate a scenario and list what is odd about it.": (
        "Kiểm tra một kịch bản và liệt kê điều bất thường."
    ),
    "Scenario file.": "Tệp kịch bản.",
    "Tune the declared parameters to the fitted figures, verify them, and say what cannot be known.": (
        "Hiệu chỉnh các tham số đã khai báo theo chỉ tiêu, kiểm chứng, và nói rõ điều gì không thể biết."
    ),
    "Scenario file with a block `calibration`.": "Tệp kịch bản có khối `calibration`.",
    "New folder for the study.": "Thư mục mới cho nghiên cứu.",
    "Write over a fitted scenario that was changed by hand.": (
        "Ghi đè kịch bản đã hiệu chỉnh dù đã bị sửa bằng tay."
    ),
    "Check reported figures: sums, percentages, flows, rates, and a simulation where one is given.": (
        "Kiểm tra số liệu báo cáo: tổng, tỷ lệ, dòng hồ sơ, tỷ lệ trễ, và mô phỏng nếu có kịch bản."
    ),
    "CSV or Excel file with reported figures.": "Tệp CSV hoặc Excel có số liệu báo cáo.",
    "Another report, to hold late rates against.": "Một báo cáo khác, để so tỷ lệ trễ hạn.",
    "Scenario to simulate beside the figures.": "Kịch bản để mô phỏng bên cạnh số liệu.",
    "New file for the answer as JSON.": "Tệp mới cho câu trả lời dạng JSON.",
    "New folder for the results, or the template's file.": "Thư mục mới cho kết quả, hoặc tệp của biểu mẫu.",
    "Exit status 1 when something is inconsistent.": "Mã thoát 1 khi có số liệu mâu thuẫn.",
    "Write an empty form, csv or xlsx, and stop.": "Ghi một biểu trống, csv hoặc xlsx, rồi dừng.",
    "Print the JSON Schema of a scenario, for editors.": (
        "In lược đồ JSON của kịch bản, dùng cho trình soạn thảo."
    ),
    "Explain a promised date day by day.": "Giải thích ngày hẹn, từng ngày một.",
    'Acceptance: "2023-01-18 15:20".': 'Lúc tiếp nhận: "2023-01-18 15:20".',
    "Time limit: 3wd, 1hd or same_day.": "Thời hạn: 3wd, 1hd hoặc same_day.",
    '"2023-02-01 10:00..2023-02-03 09:00"; may be given again.': (
        '"2023-02-01 10:00..2023-02-03 09:00"; có thể nêu nhiều lần.'
    ),
    "Signature; prints the verdict.": "Lúc ký; in kết luận.",
    "Scenario whose first legal calendar counts.": "Kịch bản có lịch tính thời hạn được dùng.",
    "Tell the life of one dossier.": "Kể lại quá trình của một hồ sơ.",
    "Results folder.": "Thư mục kết quả.",
    "Row number, or the hexadecimal digits of a key.": "Số dòng, hoặc mã hồ sơ dạng thập lục phân.",
    "Number of the replication, from 0.": "Số thứ tự lần lặp, từ 0.",
    "Run every report again and hold it against what it printed; the full table becomes a page.": (
        "Chạy lại mọi báo cáo và so với số đã in; bảng đầy đủ thành một trang."
    ),
    "Scenario files with evidence; else all of scenarios/.": (
        "Các kịch bản có số liệu báo cáo; nếu không nêu thì tất cả trong scenarios/."
    ),
    "In each of the three sets.": "Trong mỗi bộ trong ba bộ.",
    "12 replications in each set.": "12 lần lặp trong mỗi bộ.",
    "Only hold replication 0 against the fingerprints of the page.": (
        "Chỉ so lần lặp 0 với mã kiểm tra trên trang."
    ),
    "Run the manifest of a results folder again and say whether the fingerprints agree.": (
        "Chạy lại theo bản kê của thư mục kết quả và cho biết mã kiểm tra có khớp không."
    ),
    "Write a page that holds everything it shows, a workbook, or both.": (
        "Ghi một trang chứa toàn bộ nội dung, một bảng tính, hoặc cả hai."
    ),
    "Results folder of any kind.": "Thư mục kết quả thuộc loại bất kỳ.",
    "New file for the page; else beside the folder.": "Tệp mới cho trang; nếu không nêu thì cạnh thư mục.",
    "New file for a workbook.": "Tệp mới cho bảng tính.",
}
"""By English sentence, as it stands at the command or the option."""

_FRAME: Final = (
    (re.compile(r"^Usage:", re.MULTILINE), "Cách dùng:"),
    (re.compile(r"^Options:$", re.MULTILINE), "Tùy chọn:"),
    (re.compile(r"^Arguments:$", re.MULTILINE), "Đối số:"),
    (re.compile(r"^Commands:$", re.MULTILINE), "Lệnh:"),
    (re.compile(r"Show this message and exit\."), "Hiện hướng dẫn này."),
    (re.compile(r"\[required\]"), "[bắt buộc]"),
    (re.compile(r"\[default: ([^\]]*)\]"), r"[mặc định: \1]"),
    (re.compile(r"\[OPTIONS\]"), "[TÙY CHỌN]"),
    (re.compile(r"COMMAND \[ARGS\]"), "LỆNH [ĐỐI SỐ]"),
)
"""What the library of the command line writes around the sentences."""


def help_in_vietnamese(english: str) -> str:
    """
    Return a sentence of the help in Vietnamese; one without is left as it is.

    >>> help_in_vietnamese("Scenario file.")
    'Tệp kịch bản.'
    """
    return HELP.get(english, english)


def framed_in_vietnamese(page: str) -> str:
    """
    Return a page of help with its headings in Vietnamese.

    >>> framed_in_vietnamese("Usage: run.py check [OPTIONS]")
    'Cách dùng: run.py check [TÙY CHỌN]'
    """
    for pattern, words in _FRAME:
        page = pattern.sub(words, page)
    return page
