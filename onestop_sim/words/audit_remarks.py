"""The arguments of an audit, as (English, Vietnamese)."""

from typing import Final

_PLACED: Final = (
    (
        "as it was {occurred_low} to {occurred_high}, mean {occurred_mean}, {occurred_below} not "
        "above it; on the portal {recorded_low} to {recorded_high}, mean {recorded_mean}, "
        "{recorded_below} not above it ({n} replications, 95 %)"
    ),
    (
        "thực tế {occurred_low} đến {occurred_high}, trung bình {occurred_mean}, {occurred_below} "
        "không vượt; trên phần mềm {recorded_low} đến {recorded_high}, trung bình {recorded_mean}, "
        "{recorded_below} không vượt ({n} lần lặp, 95 %)"
    ),
)
"""Where a figure falls among simulated ones, on both clocks."""

REMARKS: Final[dict[str, tuple[str, str]]] = {
    "not_printed": (
        "nobody printed {value}; whoever made the table computed it",
        "{value} không được in; người lập bảng tự tính",
    ),
    "not_as_printed": (
        "{value} is not what is printed: {printed}",
        "{value} không phải là số được in: {printed}",
    ),
    "means": (
        "{n} numbers are means over simulations, no counts; only their sums are checked",
        "{n} số là trung bình của các lần mô phỏng, không phải số đếm; chỉ kiểm tra tổng",
    ),
    "no_count": (
        "{value} is no count: whole numbers from 0",
        "{value} không phải là số đếm (số nguyên từ 0)",
    ),
    "above_the_whole": (
        "{value} % is more than the whole",
        "{value} % vượt quá toàn bộ",
    ),
    "adds_up": (
        "{whole} = {parts}",
        "{whole} = {parts}",
    ),
    "twice_the_same": (
        "printed twice, the same: {whole}; {parts}",
        "in hai lần, giống nhau: {whole}; {parts}",
    ),
    "twice_different": (
        "printed twice, {gap} apart: {whole}; {parts}",
        "in hai lần, lệch nhau {gap}: {whole}; {parts}",
    ),
    "sum_too_small": (
        "{missing} missing: {whole}, but {parts} = {sum}",
        "thiếu {missing}: {whole}, nhưng {parts} = {sum}",
    ),
    "sum_too_large": (
        "{excess} too many: {parts} = {sum}, more than {whole}",
        "thừa {excess}: {parts} = {sum}, lớn hơn {whole}",
    ),
    "part_of_whole": (
        "{parts} of {whole}",
        "{parts} trên {whole}",
    ),
    "part_above_whole": (
        "a part larger than its whole: {parts} of {whole}",
        "phần lớn hơn toàn bộ: {parts} trên {whole}",
    ),
    "in_no_bucket": (
        (
            "{gap} of {whole} are in none of the printed numbers ({parts}); only what is not "
            "printed could hold them: {slack}"
        ),
        ("{gap} trong {whole} không nằm trong số nào được in ({parts}); chỉ có thể ở mục không in: {slack}"),
    ),
    "leaves_room": (
        "{parts} fit into {whole}; {gap} are left for what is not printed: {slack}",
        "{parts} nằm trong {whole}; còn {gap} cho mục không in: {slack}",
    ),
    "letters_as_late": (
        (
            "{letters} letters of apology for {late} late dossiers: one for each; this is the "
            "rule, no evidence"
        ),
        (
            "{letters} thư xin lỗi cho {late} hồ sơ trễ hạn: mỗi hồ sơ một thư; đó là quy định, "
            "không phải bằng chứng"
        ),
    ),
    "letters_missing": (
        "{letters} letters of apology for {late} late dossiers: {missing} without",
        "{letters} thư xin lỗi cho {late} hồ sơ trễ hạn: {missing} hồ sơ không có thư",
    ),
    "letters_beyond_late": (
        (
            "{letters} letters of apology for {late} late dossiers: some for dossiers still open "
            "or done in time"
        ),
        (
            "{letters} thư xin lỗi cho {late} hồ sơ trễ hạn: có thư cho hồ sơ còn đang giải quyết"
            " hoặc xong kịp hạn"
        ),
    ),
    "left_out_of_total": (
        "{whole} leaves out {n} dossiers printed beside it: {outside}",
        "{whole} không gồm {n} hồ sơ in bên cạnh: {outside}",
    ),
    "same_sum_in_every_period": (
        (
            "{whole} = {first} + {second} in all {n} periods ({numbers}), though no rule asks for"
            " it: either “{first}” leaves the late ones out, or whatever is open at the end is "
            "late"
        ),
        (
            "{whole} = {first} + {second} trong cả {n} kỳ ({numbers}), dù không quy định nào buộc"
            " như vậy: hoặc “{first}” không gồm hồ sơ trễ, hoặc mọi hồ sơ còn lại cuối kỳ đều trễ"
        ),
    ),
    "percent_exact": (
        "{percent} % = {part} of {whole}",
        "{percent} % = {part} trên {whole}",
    ),
    "percent_rounded": (
        "{percent} % = {part} of {whole}, rounded from {exact}",
        "{percent} % = {part} trên {whole}, làm tròn từ {exact}",
    ),
    "percent_truncated": (
        "{percent} % = {part} of {whole}, cut off from {exact}, not rounded",
        "{percent} % = {part} trên {whole}, cắt bớt từ {exact}, không làm tròn",
    ),
    "percent_of_nothing": (
        (
            "{percent} % is no share that {part} has in a number beside it (numbers tried: {n_tried}; {exact}"
            " % of {whole}); it would need {needed_part}, or a whole of {needed_whole}"
        ),
        (
            "{percent} % không phải là tỷ lệ {part} trên số nào in bên cạnh (đã thử {n_tried} số; trên "
            "{whole} là {exact} %); muốn đúng thì tử số phải là {needed_part}, hoặc mẫu số {needed_whole}"
        ),
    ),
    "percent_is_the_rest": (
        (
            "{percent} % is what the other percentages leave of 100, not the share of {part} in "
            "{whole} ({exact} %)"
        ),
        (
            "{percent} % là phần còn lại của 100 sau các tỷ lệ khác, không phải tỷ lệ {part} trên"
            " {whole} ({exact} %)"
        ),
    ),
    "stay": (
        (
            "{stock} open at {per_wd} a working day ({n_wd} working days): a mean stay of "
            "{stay_wd} working days"
        ),
        (
            "{stock} hồ sơ tồn với {per_wd} hồ sơ mỗi ngày làm việc ({n_wd} ngày): thời gian giải "
            "quyết bình quân {stay_wd} ngày làm việc"
        ),
    ),
    "nothing_open": (
        (
            "nothing open at {per_wd} dossiers a working day: only if they stay {longest_h} hours"
            " or less on average; at {least_wd} days some {expected} are open"
        ),
        (
            "không có hồ sơ tồn với {per_wd} hồ sơ mỗi ngày làm việc: chỉ khi thời gian giải quyết bình "
            "quân không quá {longest_h} giờ; với {least_wd} ngày thì khoảng {expected} hồ sơ còn tồn"
        ),
    ),
    "nothing_left": (
        (
            "nothing is left to be open within time at {per_wd} dossiers a working day: only if "
            "they stay {longest_h} hours or less on average; at {least_wd} days some {expected} "
            "are open at any time"
        ),
        (
            "không còn hồ sơ nào đang giải quyết trong hạn với {per_wd} hồ sơ mỗi ngày làm việc: "
            "chỉ khi thời gian giải quyết bình quân không quá {longest_h} giờ; với {least_wd} ngày thì lúc "
            "nào cũng có khoảng {expected} hồ sơ"
        ),
    ),
    "stay_too_short": (
        (
            "{stock} open at {per_wd} a working day: a mean stay of {stay_wd} working days, while"
            " usual dossiers of this level need {least_wd} (about {expected} open)"
        ),
        (
            "{stock} hồ sơ tồn với {per_wd} hồ sơ mỗi ngày làm việc: thời gian giải quyết bình quân "
            "{stay_wd} ngày làm việc, trong khi hồ sơ thường của cấp này cần {least_wd} ngày (khoảng "
            "{expected} hồ sơ tồn)"
        ),
    ),
    "stay_too_long": (
        (
            "{stock} open at {per_wd} a working day: a mean stay of {stay_wd} working days, above"
            " the longest ordinary limit ({limit_wd})"
        ),
        (
            "{stock} hồ sơ tồn với {per_wd} hồ sơ mỗi ngày làm việc: thời gian giải quyết bình quân "
            "{stay_wd} ngày làm việc, quá thời hạn thường dài nhất ({limit_wd})"
        ),
    ),
    "opening": (
        "the period must have begun with {opening} open: {resolved} + {stock} - {received}",
        "đầu kỳ phải có {opening} hồ sơ tồn: {resolved} + {stock} - {received}",
    ),
    "opening_below_nothing": (
        "the period would have begun with {opening} open: {resolved} + {stock} - {received}",
        "đầu kỳ sẽ có {opening} hồ sơ tồn: {resolved} + {stock} - {received}",
    ),
    "stream": (
        ("{in} came, {out} went, {left} between at {per_wd} a working day: {stay_wd} working days"),
        "vào {in}, ra {out}, còn {left} với {per_wd} mỗi ngày làm việc: {stay_wd} ngày",
    ),
    "stream_too_slow": (
        (
            "{in} came, {out} went, {left} between at {per_wd} a working day: {stay_wd} working "
            "days, above {limit_wd}"
        ),
        ("vào {in}, ra {out}, còn {left} với {per_wd} mỗi ngày làm việc: {stay_wd} ngày, quá {limit_wd}"),
    ),
    "two_flows": (
        (
            "{in} up and {out} down are two flows, not one stock: {left} between would be "
            "{stay_wd} working days; for {least_wd} days and more at least {opening} were under "
            "way when the period began"
        ),
        (
            "lên {in} và về {out} là hai luồng, không phải số tồn: chênh lệch {left} chỉ ứng với {stay_wd} "
            "ngày; nếu thời gian giải quyết từ {least_wd} ngày trở lên thì đầu kỳ đã có ít nhất {opening} "
            "hồ sơ đang luân chuyển"
        ),
    ),
    "within_capacity": (
        ("{flow} in {n_wd} working days by {officers}: {per_day} a day each, {minutes} minutes for one"),
        (
            "{flow} hồ sơ trong {n_wd} ngày làm việc do {officers} người: mỗi người {per_day} mỗi"
            " ngày, {minutes} phút một hồ sơ"
        ),
    ),
    "beyond_capacity": (
        (
            "{flow} in {n_wd} working days by {officers}: {per_day} a day each, {minutes} minutes"
            " for one, less than the {fastest_min} of the quickest"
        ),
        (
            "{flow} hồ sơ trong {n_wd} ngày làm việc do {officers} người: mỗi người {per_day} mỗi"
            " ngày, {minutes} phút một hồ sơ, ít hơn {fastest_min} phút của loại nhanh nhất"
        ),
    ),
    "rate": (
        "late {share}, exact 95 % interval {low_share} to {high_share}",
        "trễ hạn {share}, khoảng chính xác 95 % từ {low_share} đến {high_share}",
    ),
    "period_as_others": (
        ("{late} late; the other periods' rate ({others_share}) gives {plain_low} to {plain_high}"),
        ("{late} hồ sơ trễ; theo tỷ lệ các kỳ khác ({others_share}) là {plain_low} đến {plain_high}"),
    ),
    "period_as_others_clustered": (
        (
            "{late} late; the other periods' rate ({others_share}) gives {plain_low} to "
            "{plain_high}, and {low} to {high} if late dossiers come in clusters (dispersion "
            "{dispersion})"
        ),
        (
            "{late} hồ sơ trễ; theo tỷ lệ các kỳ khác ({others_share}) là {plain_low} đến "
            "{plain_high}, và {low} đến {high} nếu hồ sơ trễ dồn cụm (độ phân tán {dispersion})"
        ),
    ),
    "period_unlike_others": (
        (
            "{late} late, {mean} expected at the other periods' rate ({others_share}): {low} to "
            "{high} even if late dossiers come in clusters (dispersion {dispersion})"
        ),
        (
            "{late} hồ sơ trễ, theo tỷ lệ các kỳ khác ({others_share}) là {mean}: {low} đến "
            "{high} kể cả khi hồ sơ trễ dồn cụm (độ phân tán {dispersion})"
        ),
    ),
    "against_as_others": (
        ("{late} late; the other report's rate ({others_share}) gives {plain_low} to {plain_high}"),
        ("{late} hồ sơ trễ; theo tỷ lệ của báo cáo kia ({others_share}) là {plain_low} đến {plain_high}"),
    ),
    "against_as_others_clustered": (
        (
            "{late} late, {mean} expected at the other report's rate ({others_share}): outside "
            "{plain_low} to {plain_high}, but inside {low} to {high} if late dossiers come in clusters"
        ),
        (
            "{late} hồ sơ trễ, theo tỷ lệ của báo cáo kia ({others_share}) là {mean}: ngoài khoảng "
            "{plain_low} đến {plain_high}, nhưng trong khoảng {low} đến {high} nếu hồ sơ trễ dồn cụm"
        ),
    ),
    "against_as_others_nearby": (
        (
            "{late} late, {mean} expected at the other report's rate ({others_share}): outside {low} to "
            "{high} even in clusters, but within the factor of {factor} that places differ by"
        ),
        (
            "{late} hồ sơ trễ, theo tỷ lệ của báo cáo kia ({others_share}) là {mean}: ngoài khoảng {low} "
            "đến {high} kể cả khi dồn cụm, nhưng chênh không quá {factor} lần như giữa các nơi"
        ),
    ),
    "against_unlike_others": (
        (
            "{late} late, {mean} expected at the other report's rate ({others_share}): outside "
            "{low} to {high} (clusters) and beyond a factor of {factor}"
        ),
        (
            "{late} hồ sơ trễ, theo tỷ lệ của báo cáo kia ({others_share}) là {mean}: ngoài "
            "khoảng {low} đến {high} (dồn cụm) và chênh quá {factor} lần"
        ),
    ),
    "no_late": (
        "none late of {n}: a rate of up to {high_share} is possible (exact, 95 %)",
        "không hồ sơ nào trễ trong {n}: tỷ lệ có thể đến {high_share} (chính xác, 95 %)",
    ),
    "no_late_likely": (
        (
            "none late of {n}; at the rate of another population of the report ({share}) {mean} are "
            "expected; at a third of it and in clusters none has a chance of {chance}"
        ),
        (
            "không hồ sơ nào trễ trong {n}; theo tỷ lệ của nhóm khác trong báo cáo ({share}) phải có {mean}; "
            "với một phần ba tỷ lệ ấy và dồn cụm, xác suất không có hồ sơ trễ là {chance}"
        ),
    ),
    "no_late_unlikely": (
        (
            "none late of {n}; at the rate of another population of the report ({share}) {mean} are "
            "expected; even at a third of it and in clusters none has a chance of {chance} only"
        ),
        (
            "không hồ sơ nào trễ trong {n}; theo tỷ lệ của nhóm khác trong báo cáo ({share}) phải có {mean}; "
            "kể cả với một phần ba tỷ lệ ấy và dồn cụm, xác suất không có hồ sơ trễ chỉ {chance}"
        ),
    ),
    "other_report": (
        "{value} here, {other} in the other report for the same",
        "ở đây {value}, báo cáo kia in {other} cho cùng một việc",
    ),
    **{
        key: (f"simulated, {english}: {_PLACED[0]}", f"mô phỏng, {vietnamese}: {_PLACED[1]}")
        for key, english, vietnamese in (
            ("simulated_on_both", "inside on both clocks", "trong khoảng, theo cả thực tế lẫn phần mềm"),
            ("simulated_as_it_was", "inside as it was alone", "chỉ trong khoảng theo thực tế"),
            ("simulated_on_portal", "inside on the portal alone", "chỉ trong khoảng theo phần mềm"),
            ("simulated_on_none", "outside on both clocks", "ngoài khoảng, theo cả thực tế lẫn phần mềm"),
        )
    },
}
"""Arguments by key; names in braces are numbers of the argument."""

SLIPS: Final[dict[str, tuple[str, str]]] = {
    "digits_exchanged": ("two digits exchanged: {figures}", "đảo hai chữ số: {figures}"),
    "one_digit": ("one digit: {figures}", "sai một chữ số: {figures}"),
    "numbers_exchanged": ("two numbers exchanged: {figures}", "đảo hai số: {figures}"),
    "bucket": (
        "{size} dossiers in a bucket that is not printed: {bucket}",
        "{size} hồ sơ ở một mục không được in: {bucket}",
    ),
    "digit_lost": ("a digit too few or too many: {figures}", "thiếu hoặc thừa một chữ số: {figures}"),
    "other": ("another number: {figures}", "một số khác: {figures}"),
}
"""Corrections by kind of slip."""

NAMES: Final[dict[str, tuple[str, str]]] = {
    "in_time": ("early or on time", "trước hạn và đúng hạn"),
    "open": ("open", "còn tồn"),
    "returned": ("returned unresolved", "trả lại, không giải quyết"),
    "paused": ("paused", "tạm dừng"),
    "paused_within": ("paused, within time", "tạm dừng, trong hạn"),
    "paused_overdue": ("paused, overdue", "tạm dừng, quá hạn"),
    "received_new": ("received in the period", "tiếp nhận trong kỳ"),
    "received_in_person": ("received in person", "tiếp nhận trực tiếp"),
    "received_post": ("received by post", "tiếp nhận qua bưu chính"),
    "rest": ("the rest", "phần còn lại"),
    "other_fields": ("other fields", "lĩnh vực khác"),
    "other_bucket": ("another bucket", "mục khác"),
    "officers": ("officers", "cán bộ, công chức"),
    "letters_sent": ("letters of apology", "thư xin lỗi"),
    "home_delivery_outstanding": ("not yet brought home", "chưa trả tại nhà"),
}
"""Names of quantities that no column has; for paused dossiers the forms' own word."""
