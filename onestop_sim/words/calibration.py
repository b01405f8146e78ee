"""What `calibrate` prints around its figures, as (English, Vietnamese); `words.screen` holds them too."""

from typing import Final

CALIBRATION: Final[dict[str, tuple[str, str]]] = {
    # ── while it works ───────────────────────────────────────────────────────────────────────
    "calibrate.stage.start": (
        "Start, {n} replications: furthest figure {off} from its report.",
        "Bắt đầu, {n} lần lặp: chỉ tiêu xa nhất lệch {off}.",
    ),
    "calibrate.stage.search": (
        "Search, {n} replications: furthest figure {off} off.",
        "Tìm, {n} lần lặp: chỉ tiêu xa nhất lệch {off}.",
    ),
    "calibrate.stage.polish": (
        "Polish, {n} replications: furthest figure {off} off.",
        "Chỉnh tinh, {n} lần lặp: chỉ tiêu xa nhất lệch {off}.",
    ),
    "calibrate.stage.whole": (
        "The whole, {n} replications: furthest figure {off} off.",
        "Toàn bộ mô hình, {n} lần lặp: chỉ tiêu xa nhất lệch {off}.",
    ),
    "calibrate.stage.mapped": (
        "Corrected in the sub-model: furthest figure {off} off, as far as it tells.",
        "Chỉnh trong mô hình con: chỉ tiêu xa nhất lệch {off}, theo mô hình con.",
    ),
    "calibrate.correcting": (
        "The verification missed: the sub-model is mapped anew and judged on other seeds.",
        "Kiểm chứng không đạt: ánh xạ lại mô hình con và kiểm chứng trên mầm ngẫu nhiên khác.",
    ),
    "calibrate.verifying": ("Verification on fresh seeds.", "Kiểm chứng trên mầm ngẫu nhiên mới."),
    "calibrate.sensing": (
        "What the figures tell apart: sensitivities.",
        "Các chỉ tiêu phân biệt được gì: độ nhạy.",
    ),
    "calibrate.pairing": (
        "A second set for {first} and {second}.",
        "Bộ tham số thứ hai cho {first} và {second}.",
    ),
    "calibrate.replications": ("replications lived", "số lần lặp đã chạy"),
    # ── the answer ───────────────────────────────────────────────────────────────────────────
    "calibrate.title": (
        "{title} · calibration · seed {seed}",
        "{title} · hiệu chỉnh · mầm ngẫu nhiên {seed}",
    ),
    "calibrate.answer.met": (
        "Fitted: all {n} figures are met on seeds that the search never saw.",
        "Hiệu chỉnh xong: cả {n} chỉ tiêu đều đạt trên mầm ngẫu nhiên chưa dùng khi tìm.",
    ),
    "calibrate.answer.partly": (
        "Not all fitted: {n_met} of {n} figures are met on seeds that the search never saw.",
        "Chưa đạt hết: {n_met} trên {n} chỉ tiêu đạt trên mầm ngẫu nhiên chưa dùng khi tìm.",
    ),
    "calibrate.answer.stopped": (
        "Stopped: these are the best values so far, not verified in full.",
        "Đã dừng: đây là các giá trị tốt nhất đến lúc dừng, chưa kiểm chứng đầy đủ.",
    ),
    "calibrate.targets_title": (
        "Fitted figures on fresh seeds",
        "Chỉ tiêu hiệu chỉnh trên mầm ngẫu nhiên mới",
    ),
    "calibrate.targets_unverified": ("Fitted figures, not verified", "Chỉ tiêu hiệu chỉnh, chưa kiểm chứng"),
    "calibrate.deviation": ("off by", "lệch"),
    "calibrate.error": ("± 2 se", "± 2 sai số chuẩn"),
    "calibrate.n": ("replications", "lần lặp"),
    "calibrate.meeting.met": ("met", "đạt"),
    "calibrate.meeting.missed": ("MISSED", "KHÔNG ĐẠT"),
    "calibrate.meeting.not_resolved": ("not resolved", "chưa rõ"),
    "calibrate.meeting.unreachable": (
        "UNREACHABLE: no free parameter moves it",
        "KHÔNG THỂ ĐẠT: không tham số tự do nào làm nó thay đổi",
    ),
    "calibrate.parameters_title": ("Free parameters", "Tham số tự do"),
    "calibrate.parameter": ("parameter", "tham số"),
    "calibrate.path": ("path", "đường dẫn"),
    "calibrate.before": ("before", "trước"),
    "calibrate.fitted": ("fitted", "hiệu chỉnh"),
    "calibrate.bounds": ("bounds", "giới hạn"),
    "calibrate.at_bound": (
        "{name} ended on a bound ({value}): the figures ask for more than the bounds allow.",
        "{name} dừng ở giới hạn ({value}): các chỉ tiêu đòi hỏi nhiều hơn mức cho phép.",
    ),
    "calibrate.overloaded": (
        "{place} is {share} busy in the fitted scenario: a fit on a knife's edge, do not trust it.",
        "{place} bận {share} trong kịch bản đã hiệu chỉnh: kết quả bấp bênh, không nên tin.",
    ),
    # ── what the figures do not tell ─────────────────────────────────────────────────────────
    "calibrate.identified": (
        "No two of the parameters that were asked about work alike.",
        "Không có hai tham số nào trong số được xét tác động giống nhau.",
    ),
    "calibrate.too_few_figures": (
        "So not all can be known at once: what was not fitted was held at its assumed value.",
        "Vì vậy không thể xác định tất cả cùng lúc: tham số không hiệu chỉnh được giữ ở giá trị giả định.",
    ),
    "calibrate.confounded": (
        "The figures do not tell apart: {first} ↔ {second}.",
        "Các chỉ tiêu không phân biệt được: {first} ↔ {second}.",
    ),
    "calibrate.joint": (
        "The figures do not tell: {second}; the free parameters together make up for it, {first} first.",
        "Các chỉ tiêu không cho biết: {second}; các tham số tự do cùng nhau bù lại, trước hết là {first}.",
    ),
    "calibrate.shown": (
        "  Shown: with {changes} every figure is met as well.",
        "  Đã chứng tỏ: với {changes} mọi chỉ tiêu vẫn đạt.",
    ),
    "calibrate.shown_through": (
        "  Shown by two of the sets above, held against each other.",
        "  Đã chứng tỏ bằng hai bộ tham số nêu trên khi so với nhau.",
    ),
    "calibrate.not_shown.bounds": (
        "  Not shown: no set within the bounds moves both by a quarter.",
        "  Chưa chứng tỏ: trong giới hạn không có bộ nào thay đổi cả hai một phần tư.",
    ),
    "calibrate.not_shown.missed": (
        "  Not shown: the second set that was found ({changes}) does not meet every figure.",
        "  Chưa chứng tỏ: bộ thứ hai tìm được ({changes}) không đạt mọi chỉ tiêu.",
    ),
    "calibrate.not_shown.stopped": ("  Not looked for: stopped before.", "  Chưa tìm: đã dừng trước đó."),
    "calibrate.mute": (
        "No effect of these on a fitted figure stands out of its noise; nothing is known of them: {names}.",
        "Ảnh hưởng của các tham số sau không vượt quá sai số nên không được xác định: {names}.",
    ),
    "calibrate.rank": (
        "{n} parameters were asked about; the figures hold {rank} independent directions.",
        "Xét {n} tham số; các chỉ tiêu có {rank} hướng độc lập.",
    ),
    "calibrate.conclusions_title": (
        "What can be concluded: ranges over {n} sets that meet the figures",
        "Có thể kết luận: khoảng trên {n} bộ tham số đều đạt các chỉ tiêu",
    ),
    "calibrate.conclusions_of_one_title": (
        "What the fitted set alone would say",
        "Riêng bộ tham số đã hiệu chỉnh cho thấy",
    ),
    "calibrate.conclusion": ("conclusion", "kết luận"),
    "calibrate.range": ("range over the sets", "khoảng trên các bộ"),
    "calibrate.same": ("no change seen", "không thấy thay đổi"),
    "calibrate.one_set": (
        "one set only: says nothing about a range",
        "chỉ có một bộ: không cho biết gì về khoảng",
    ),
    "calibrate.phantom_late_share": (
        "late in the software only, of the late dossiers",
        "chỉ quá hạn trên phần mềm, trong số quá hạn",
    ),
    "calibrate.phantom_overdue_share": (
        "overdue in the software only, of the open overdue records",
        "chỉ quá hạn trên phần mềm, trong số đang tồn quá hạn",
    ),
    "calibrate.really_late": ("dossiers really late", "hồ sơ thực sự quá hạn"),
    "calibrate.officers_needed": ("officers busy full time", "số cán bộ bận toàn thời gian"),
    "calibrate.highest_utilisation": (
        "utilisation of the busiest place",
        "tỷ lệ thời gian bận ở nơi bận nhất",
    ),
    "calibrate.others_same": (
        "Other offices: no conclusion changes between the sets.",
        "Các nơi khác: không kết luận nào thay đổi giữa các bộ.",
    ),
    "calibrate.fitted_scenario": ("Fitted scenario: {file}", "Kịch bản đã hiệu chỉnh: {file}"),
    "calibrate.run_it": (
        "`run {file} --seed {seed}` lives the replications of the verification again.",
        "`run {file} --seed {seed}` chạy lại đúng các lần lặp kiểm chứng.",
    ),
    "calibrate.fitted_title": ("(fitted)", "(đã hiệu chỉnh)"),
    # ── explanations in words: what more of it would mean, what less ─────────────────────────
    "cause.delay_factor.more": (
        "longer waits outside the office, such as field surveys ({what})",
        "thời gian chờ bên ngoài dài hơn, như đo đạc thực địa ({what})",
    ),
    "cause.delay_factor.less": (
        "shorter waits outside the office, such as field surveys ({what})",
        "thời gian chờ bên ngoài ngắn hơn, như đo đạc thực địa ({what})",
    ),
    "cause.effort_factor.more": (
        "more work for each dossier, or too few officers ({what})",
        "mỗi hồ sơ tốn nhiều công hơn, hoặc quá ít cán bộ ({what})",
    ),
    "cause.effort_factor.less": (
        "less work for each dossier, or more officers ({what})",
        "mỗi hồ sơ tốn ít công hơn, hoặc nhiều cán bộ hơn ({what})",
    ),
    "cause.available_share.more": ("more officers on duty ({what})", "nhiều cán bộ làm việc hơn ({what})"),
    "cause.available_share.less": ("too few officers on duty ({what})", "quá ít cán bộ làm việc ({what})"),
    "cause.effort.more": ("more work for each dossier ({what})", "mỗi hồ sơ tốn nhiều công hơn ({what})"),
    "cause.effort.less": ("less work for each dossier ({what})", "mỗi hồ sơ tốn ít công hơn ({what})"),
    "cause.delay.more": ("longer waits ({what})", "chờ lâu hơn ({what})"),
    "cause.delay.less": ("shorter waits ({what})", "chờ ngắn hơn ({what})"),
    "cause.share.more": ("{what} more often", "{what} thường xuyên hơn"),
    "cause.share.less": ("{what} less often", "{what} ít hơn"),
    "cause.late_closing.more": (
        "more records closed late in the software ({what})",
        "nhiều hồ sơ kết thúc muộn trên phần mềm hơn ({what})",
    ),
    "cause.late_closing.less": (
        "fewer records closed late in the software ({what})",
        "ít hồ sơ kết thúc muộn trên phần mềm hơn ({what})",
    ),
    "cause.closed_after.more": ("records closed later ({what})", "hồ sơ được kết thúc muộn hơn ({what})"),
    "cause.closed_after.less": ("records closed sooner ({what})", "hồ sơ được kết thúc sớm hơn ({what})"),
    "cause.never_share.more": (
        "more records that nobody ever closes ({what})",
        "nhiều hồ sơ không bao giờ được kết thúc hơn ({what})",
    ),
    "cause.never_share.less": (
        "fewer records that nobody ever closes ({what})",
        "ít hồ sơ không bao giờ được kết thúc hơn ({what})",
    ),
    "cause.due_day_recording.more": (
        "more results recorded on the due day ({what})",
        "nhiều kết quả ghi đúng ngày hẹn hơn ({what})",
    ),
    "cause.due_day_recording.less": (
        "fewer results recorded on the due day ({what})",
        "ít kết quả ghi đúng ngày hẹn hơn ({what})",
    ),
    "cause.margin_wd.more": ("work let go earlier ({what})", "chuyển việc đi sớm hơn ({what})"),
    "cause.margin_wd.less": ("work let go later ({what})", "chuyển việc đi muộn hơn ({what})"),
    "cause.other.more": ("{what} higher", "{what} cao hơn"),
    "cause.other.less": ("{what} lower", "{what} thấp hơn"),
}
"""Texts by key; names in braces are filled in."""
