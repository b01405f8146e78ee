"""What comparisons of scenarios say, as (English, Vietnamese)."""

from typing import Final

COMPARISON: Final[dict[str, tuple[str, str]]] = {
    # ── around the tables ────────────────────────────────────────────────────────────────────
    "compare_title": (
        "{base} · against {n_variants} variants · {n} replications · seed {seed}",
        "{base} · so với {n_variants} phương án · {n} lần lặp · mầm ngẫu nhiên {seed}",
    ),
    "compare_title.one": (
        "{base} · against one variant · {n} replications · seed {seed}",
        "{base} · so với một phương án · {n} lần lặp · mầm ngẫu nhiên {seed}",
    ),
    "what_differs": ("What differs", "Khác nhau ở đâu"),
    "headline_title": ("Headline figures, {variant}", "Chỉ tiêu chính, {variant}"),
    "exploratory_title": (
        "Elsewhere, exploratory: {n} of {n_tested} other figures, the surest first",
        "Các chỉ tiêu khác, để tham khảo: {n} trên {n_tested}, chắc chắn nhất đứng trước",
    ),
    "fates_title": (
        "Dossiers whose fate changed, for one replication",
        "Hồ sơ đổi kết cục, tính cho một lần lặp",
    ),
    "base": ("base", "kịch bản gốc"),
    "with_variant": ("variant", "phương án"),
    "difference": ("difference", "chênh lệch"),
    "interval": ("95 % interval", "khoảng 95 %"),
    "p_adjusted": ("p (adjusted)", "p (hiệu chỉnh)"),
    "variance_ratio": ("runs saved", "lợi về số lần lặp"),
    "was": ("in the base", "ở kịch bản gốc"),
    "became": ("in the variant", "ở phương án"),
    "dossiers": ("dossiers", "hồ sơ"),
    "most_in": ("most of them in", "nhiều nhất ở"),
    "to_trace": ("to trace", "để xem chi tiết"),
    "found": ("differs", "có khác"),
    "not_found": ("not detected", "chưa thấy khác"),
    "exactly": ("exact", "chính xác"),
    "exactly_same": ("unchanged", "không đổi"),
    "trace_hint": (
        "One life in both worlds: trace {folder} KEY --replication N, and again with --world {variant}",
        "Xem một hồ sơ ở cả hai phía: trace {folder} KEY --replication N, rồi thêm --world {variant}",
    ),
    "compare_note": (
        (
            "Differences are of the same dossiers with the same luck. Headline figures were declared "
            "beforehand "
            "(Holm, 5 %); all others explore (false discovery rate 5 %). Intervals are of each figure "
            "alone, so one may exclude zero and still not be detected. Given the parameters."
        ),
        (
            "Chênh lệch tính trên cùng hồ sơ với cùng yếu tố ngẫu nhiên. Chỉ tiêu chính được khai báo trước "
            "(Holm, 5 %); "
            "các chỉ tiêu khác chỉ để tham khảo (tỷ lệ phát hiện sai 5 %). Khoảng tính cho từng chỉ tiêu "
            "riêng lẻ nên có thể không chứa số 0 mà vẫn chưa đủ để kết luận. Tính với tham số đã cho."
        ),
    ),
    # ── the answer ───────────────────────────────────────────────────────────────────────────
    "answer_title": ("Answer", "Trả lời"),
    "answer.base": ("Compared with: {title}.", "So với: {title}."),
    "answer.falls": (
        "{what} fall by {by} ({low}–{high}), from {base} to {variant}",
        "{what} giảm {by} ({low}–{high}), từ {base} xuống {variant}",
    ),
    "answer.rises": (
        "{what} rise by {by} ({low}–{high}), from {base} to {variant}",
        "{what} tăng {by} ({low}–{high}), từ {base} lên {variant}",
    ),
    "answer.falls.one": (
        "{what} falls by {by} ({low}–{high}), from {base} to {variant}",
        "{what} giảm {by} ({low}–{high}), từ {base} xuống {variant}",
    ),
    "answer.rises.one": (
        "{what} rises by {by} ({low}–{high}), from {base} to {variant}",
        "{what} tăng {by} ({low}–{high}), từ {base} lên {variant}",
    ),
    "answer.exact": (
        "{what}: {by} in every replication, from {base} to {variant}",
        "{what}: {by} ở mọi lần lặp, từ {base} thành {variant}",
    ),
    "answer.not_detected": ("no detectable change in {what}", "chưa thấy thay đổi về {what}"),
    "answer.unchanged": ("exactly unchanged: {what}", "không đổi chút nào: {what}"),
    "answer.nothing": (
        "Nothing changes in the life of any dossier.",
        "Không hồ sơ nào có gì thay đổi.",
    ),
    "answer.one_replication": (
        "One replication tells no interval; ask for at least 2.",
        "Một lần lặp không cho khoảng tin cậy; cần ít nhất 2.",
    ),
    "answer.fates": (
        (
            "Of {n} dossiers in a replication {n_better} that were late or overdue no longer are, "
            "{n_worse} newly "
            "are; {n_earlier} with the same fate are decided earlier, {n_later} later."
        ),
        (
            "Trong {n} hồ sơ của một lần lặp, {n_better} hồ sơ vốn quá hạn (kể cả đang giải quyết) nay "
            "không còn, {n_worse} hồ sơ mới bị quá hạn; {n_earlier} hồ sơ cùng kết cục được giải quyết sớm "
            "hơn, {n_later} muộn hơn."
        ),
    ),
    "answer.apart": (
        "Counted apart: {n_base} dossiers that only the base has, {n_variant} that only the variant has.",
        "Tính riêng: {n_base} hồ sơ chỉ có ở kịch bản gốc, {n_variant} hồ sơ chỉ có ở phương án.",
    ),
    "answer.luck": (
        (
            "Intervals are 95 %, given the parameters. Independent runs would have needed {ratio} "
            "times as many "
            "replications (median over the headline figures)."
        ),
        (
            "Khoảng 95 %, tính với tham số đã cho. Nếu chạy độc lập sẽ cần số lần lặp gấp {ratio} "
            "(trung vị của các chỉ tiêu chính)."
        ),
    ),
    "answer.moves": (
        "{what} rise most in: {more}; fall most in: {less}.",
        "{what} tăng nhiều nhất ở: {more}; giảm nhiều nhất ở: {less}.",
    ),
    "answer.moves.one": (
        "{what} rises most in: {more}; falls most in: {less}.",
        "{what} tăng nhiều nhất ở: {more}; giảm nhiều nhất ở: {less}.",
    ),
    "answer.moves.to": ("{unit} {by} (from {base} to {variant})", "{unit} {by} (từ {base} thành {variant})"),
    "answer.moves.nowhere": ("nowhere surely", "chưa rõ nơi nào"),
    "in_scope": ("{what} ({scope})", "{what} ({scope})"),
    # ── units behind a number ────────────────────────────────────────────────────────────────
    "unit.minutes": ("{x} minutes", "{x} phút"),
    "unit.days": ("{x} days", "{x} ngày"),
    "unit.hours": ("{x} hours", "{x} giờ"),
    "unit.km": ("{x} km", "{x} km"),
    "unit.points": ("{x} percentage points", "{x} điểm phần trăm"),
    "unit.none": ("{x}", "{x}"),
    # ── kept and resumed ─────────────────────────────────────────────────────────────────────
    "kept_so_far": (
        "{n} finished replications are kept; go on with: {command} --resume {folder}",
        "{n} lần lặp đã xong được giữ lại; chạy tiếp bằng: {command} --resume {folder}",
    ),
    "going_on": (
        "Going on: {n} replications are there already.",
        "Chạy tiếp: đã có sẵn {n} lần lặp.",
    ),
    # ── what-if ──────────────────────────────────────────────────────────────────────────────
    "what_if_none": ("There are no what-ifs in {folder}.", "Không có phương án nào trong {folder}."),
    "what_if_hint": (
        "Answer: python run.py --lang en compare {base} {file}",
        "Trả lời: python run.py --lang vi compare {base} {file}",
    ),
    # ── diff ─────────────────────────────────────────────────────────────────────────────────
    "diff_none": ("The two scenarios say the same.", "Hai kịch bản nói như nhau."),
    "diff_provenance": (
        "Only words differ (titles, sources, grades, notes) in {n} more places.",
        "Ngoài ra {n} chỗ chỉ khác lời (tên gọi, nguồn, mức tin cậy, ghi chú).",
    ),
    "diff.people": (
        "{office}: {group}, {before} → {after} people",
        "{office}: {group}, {before} → {after} người",
    ),
    "diff.people_in": (
        "{office} in {unit}: {group}, {before} → {after} people",
        "{office} tại {unit}: {group}, {before} → {after} người",
    ),
    "diff.volume": (
        "Volume of {stream} in period {period}: {before} → {after} dossiers ({percent})",
        "Số hồ sơ của {stream}, kỳ {period}: {before} → {after} ({percent})",
    ),
    "diff.share": ("{what}: {before} → {after}", "{what}: {before} → {after}"),
    "diff.value": ("{what}: {before} → {after}", "{what}: {before} → {after}"),
    "diff.added": ("Added: {what}{more}", "Thêm: {what}{more}"),
    "diff.removed": ("Removed: {what}{more}", "Bỏ: {what}{more}"),
    "diff.change_more_officers": (
        "From {first} {until}: {n} more at {office}{units}",
        "Từ {first} {until}: thêm {n} người tại {office}{units}",
    ),
    "diff.change_absence": (
        "From {first} {until}: {share} of the people away at {office}{units}",
        "Từ {first} {until}: vắng {share} số người tại {office}{units}",
    ),
    "diff.change_closure": (
        "From {first} {until}: {office} is closed{units}",
        "Từ {first} {until}: {office} đóng cửa{units}",
    ),
    "diff.no_longer": ("No longer: {what}", "Không còn: {what}"),
    "diff.until": ("to {day}", "đến {day}"),
    "diff.for_good": ("for good", "trở đi"),
    "diff.in_units": (" ({units})", " ({units})"),
    "diff.nothing": ("nothing", "không có"),
    "diff.choice": (
        "Added: choice_of_desk, rule {rule}, for {n} procedures",
        "Thêm: chọn nơi nộp hồ sơ theo nguyên tắc {rule}, áp dụng cho {n} thủ tục",
    ),
}
"""Texts by key; names in braces are filled in."""

SAID_OF: Final[dict[str, tuple[str, str]]] = {
    "reception_rule": ("reception_rule", "Nguyên tắc tiếp nhận"),
    "reception_rule=geographic": ("geographic", "theo địa giới hành chính"),
    "reception_rule=non_geographic": ("non_geographic", "không phụ thuộc vào địa giới hành chính"),
    "choice_of_desk.rule": ("choice_of_desk.rule", "Nguyên tắc chọn nơi nộp hồ sơ"),
    "rule=nearest_to_home": ("nearest_to_home", "gần nhà nhất"),
    "rule=nearest_to_work": ("nearest_to_work", "gần nơi làm việc nhất"),
    "rule=least_busy": ("least_busy", "ít người chờ nhất"),
    "rule=share_elsewhere": ("share_elsewhere", "một tỷ lệ nộp nơi khác"),
}
"""Paths of a scenario, and values by the last key of their path; in English they stand as written."""

NOUNS: Final[dict[str, tuple[str, str, bool]]] = {
    "received": ("dossiers received", "số hồ sơ nhận giải quyết", True),
    "resolved": ("dossiers resolved", "số hồ sơ đã giải quyết", True),
    "early": ("dossiers resolved early", "số hồ sơ trước hạn", True),
    "on_time": ("dossiers resolved on time", "số hồ sơ đúng hạn", True),
    "late": ("dossiers resolved late", "số hồ sơ đã giải quyết quá hạn", True),
    "pending": ("pending dossiers", "số hồ sơ đang giải quyết", True),
    "pending_overdue": ("overdue pending dossiers", "số hồ sơ đang giải quyết quá hạn", True),
    "phantom_late": ("dossiers late in the software only", "số hồ sơ quá hạn chỉ trên phần mềm", True),
    "phantom_overdue": (
        "dossiers overdue in the software and decided in truth",
        "số hồ sơ quá hạn trên phần mềm mà thực tế đã xong",
        True,
    ),
    "unclosed": (
        "finished dossiers not closed in the software",
        "số hồ sơ đã xong chưa kết thúc trên phần mềm",
        True,
    ),
    "returned": ("dossiers returned", "số hồ sơ trả lại", True),
    "sent_home": ("people sent home for papers", "số lượt yêu cầu bổ sung tại quầy", True),
    "letters_owed": ("letters of apology owed", "số thư xin lỗi phải gửi", True),
    "letters_sent": ("letters of apology sent", "số thư xin lỗi đã gửi", True),
    "letters_missing": ("missing letters of apology", "số thư xin lỗi còn thiếu", True),
    "online_received": ("dossiers filed online", "số hồ sơ nộp trực tuyến", True),
    "circulated_outstanding": ("dossiers sent and not yet back", "số hồ sơ chuyển chưa có kết quả về", True),
    "mean_wait_min": ("the mean wait at the desk", "thời gian chờ trung bình tại quầy", False),
    "p90_wait_min": ("the wait that 9 of 10 stay below", "mức chờ mà 9/10 lượt không vượt quá", False),
    "mean_stay_days": (
        "the mean time from acceptance to hand-over",
        "thời gian trung bình từ tiếp nhận đến trả kết quả",
        False,
    ),
    "visits_per_dossier": ("visits for each dossier", "số lượt đến cho mỗi hồ sơ", True),
    "utilisation": ("the utilisation of officers", "tỷ lệ thời gian bận của cán bộ", False),
    "overtime_hours": ("work past closing", "giờ làm ngoài giờ", False),
    "desk_received": ("dossiers accepted at the desks", "số hồ sơ tiếp nhận tại quầy", True),
    "received_elsewhere": (
        "dossiers accepted at another desk than the applicant's own",
        "số hồ sơ tiếp nhận tại quầy khác quầy nơi cư trú",
        True,
    ),
    "load_gini": (
        "the inequality of load for each officer between desks (Gini)",
        "mức chênh tải trên mỗi cán bộ giữa các quầy (hệ số Gini)",
        False,
    ),
    "travel_km": ("the way that applicants travel", "tổng quãng đường người dân đi", False),
    "travel_km_per_dossier": ("the way travelled for each dossier", "quãng đường đi cho mỗi hồ sơ", False),
    "post_pieces": ("pieces carried between units", "số hồ sơ, kết quả chuyển giữa các đơn vị", True),
    "post_bags": ("bags carried between units", "số túi thư chuyển giữa các đơn vị", True),
    "on_time_of_resolved": ("the share on time, of resolved", "tỷ lệ đúng hạn trên đã giải quyết", False),
}
"""Statistics inside a sentence: English, Vietnamese, and whether the English word is a plural."""

PLACE_STATISTICS: Final[dict[str, tuple[str, str]]] = {
    "duty_s": ("duty, seconds", "thời gian trực, giây"),
    "busy_s": ("busy on duty, seconds", "thời gian bận, giây"),
    "overrun_s": ("work past duty, seconds", "làm ngoài giờ, giây"),
    "n_services": ("services begun", "số lượt xử lý"),
    "open_s": ("open, seconds", "thời gian mở cửa, giây"),
    "mean_open": ("mean queue", "hàng chờ trung bình"),
    "longest": ("longest queue", "hàng chờ dài nhất"),
    "mean_min": ("mean wait, minutes", "chờ trung bình, phút"),
    "p90_min": ("wait that 9 of 10 stay below, minutes", "9/10 lượt chờ không quá, phút"),
    "n_unserved": ("left unserved", "ra về chưa được tiếp"),
}
"""Names of what is measured of a place."""

FATE_WORDS: Final[dict[str, tuple[str, str]]] = {
    "early": ("early", "trước hạn"),
    "on_time": ("on time", "đúng hạn"),
    "late": ("late", "quá hạn"),
    "open": ("open, in time", "chưa xong, trong hạn"),
    "overdue": ("open, overdue", "chưa xong, quá hạn"),
    "returned": ("returned", "trả lại"),
    "withdrawn": ("withdrawn", "xin rút"),
    "refused": ("refused", "bị từ chối"),
    "sent_home": ("sent home for papers", "chờ công dân bổ sung"),
    "gave_up": ("given up", "bỏ không nộp"),
    "not_accepted": ("not accepted yet", "chưa tiếp nhận"),
}
"""Names of fates."""
