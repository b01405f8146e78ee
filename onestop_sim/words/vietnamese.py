"""What the program says, in Vietnamese, in the words of the forms: key → sentence (see `english`)."""

from typing import Final

_DEFECT: Final = (
    "(lần lặp {replication}, hồ sơ {dossier}, t={at} s). "
    "Đây là lỗi của chương trình, không phải của kịch bản: xin báo lại kèm kịch bản và mầm ngẫu nhiên."
)

SENTENCES: Final[dict[str, str]] = {
    # ── dates and times ──────────────────────────────────────────────────────────────────────
    "bad_date": "'{given}' không phải là ngày có trên lịch; viết theo mẫu YYYY-MM-DD, ví dụ 2023-01-18.",
    "bad_time_of_day": "'{given}' không phải là giờ trong ngày; viết trong ngoặc kép theo mẫu \"HH:MM\", "
    "từ 00:00 đến 24:00.",
    "bad_shift": "'{given}' không phải là ca làm việc; viết theo mẫu \"07:00-11:30\", đóng cửa sau khi mở, "
    "trong cùng một ngày.",
    "bad_instant": "'{given}' không phải là ngày giờ; viết theo mẫu \"2023-01-18 15:20\".",
    "bad_time_limit": "'{given}' không phải là thời hạn; viết 3wd (ngày làm việc), 1hd (buổi) hoặc same_day "
    "(trong ngày).",
    "bad_pause": "'{given}' không phải là khoảng tạm dừng; viết theo mẫu "
    '"2023-02-01 10:00..2023-02-03 09:00", kết thúc sau khi bắt đầu.',
    "year_not_covered": "{given} nằm ngoài các năm đã biết ngày nghỉ lễ ({first} đến {last}); hãy dời kỳ báo "
    "cáo, hoặc ghi ngày nghỉ và ngày làm bù của năm đó vào `legal_calendars: … overrides`.",
    "work_past_horizon": "việc {effort_s} s bắt đầu lúc t={start_s} s vượt quá ca cuối của lịch (đóng lúc "
    "t={last_close_s} s); hãy kéo dài khoảng thời gian của kịch bản.",
    "before_legal_calendar": "ngày thứ {day} nằm trước ngày làm việc đầu tiên của lịch (ngày {first_day}).",
    "promise_past_horizon": "{n_wd} ngày làm việc sau ngày thứ {day} vượt quá lịch, vốn kết thúc ở ngày "
    "{last_day}; hãy kéo dài khoảng thời gian của kịch bản.",
    # ── files ────────────────────────────────────────────────────────────────────────────────
    "file_missing": "không có tệp này.",
    "file_unreadable": "không đọc được tệp ({reason}).",
    "yaml_syntax": "đây không phải là YAML: {problem}.",
    "yaml_tab": "ở đây có dấu tab; YAML chỉ thụt lề bằng dấu cách.",
    "yaml_colon": "không đọc được dấu ':' ở đây; hãy đặt trong ngoặc kép phần chữ có dấu ':', và thụt lề "
    "bằng nhau những dòng cùng cấp.",
    "yaml_too_large": "tệp lớn hơn mức của một kịch bản (2.000.000 byte hoặc 100.000 giá trị).",
    "yaml_too_deep": "các phần lồng nhau quá {limit} tầng; một kịch bản cần ít hơn nhiều.",
    "yaml_too_many_aliases": "bí danh mở ra quá nhiều ({given}; nhiều nhất {limit}); hãy viết hẳn giá trị, "
    "hoặc dùng `extends` hay `templates`.",
    "yaml_tag": "không được dùng thẻ {given}: kịch bản chỉ chứa dữ liệu, không chạy gì cả.",
    "yaml_duplicate_key": "'{given}' xuất hiện hai lần, lần đầu ở dòng {first_line}; hãy giữ một.",
    "yaml_alias": "bí danh *{given} không trỏ tới gì ở phía trên, hoặc trỏ tới chính nó; các neo đã biết: "
    "{known}.",
    "yaml_key": "khóa phải là một tên thường, và << phải gộp một ánh xạ ('{given}').",
    "yaml_number": "'{given}' không phải là số hữu hạn.",
    "yaml_many_documents": "kịch bản là một tài liệu YAML; ở đây bắt đầu tài liệu thứ hai.",
    "yaml_not_a_mapping": "kịch bản phải là ánh xạ từ tên tới giá trị, còn đây thì không.",
    "extends_cycle": "`extends` đi vòng tròn: {chain}. Mỗi kịch bản có nhiều nhất một cha, và không tổ tiên "
    "nào được trỏ lại nó.",
    "extends_missing": "`extends` trỏ tới '{given}', nhưng không có tệp này.",
    "extends_not_a_name": "`extends` phải là tên của một tệp, còn ở đây là {given}.",
    # ── scenario ─────────────────────────────────────────────────────────────────────────────
    "scenario_invalid": "{n_problems} lỗi:",
    "template_cycle": "`like` đi vòng tròn: {chain}.",
    "template_unknown": "`like` trỏ tới mẫu '{given}', không có trong `templates` ({known}).",
    "template_not_a_name": "`like` phải là tên của một mẫu hoặc danh sách tên mẫu, còn ở đây là {given}.",
    "unknown_name": "không có '{given}' ở đây; có thể dùng: {known}.",
    "unknown_word": "không dùng '{given}' ở đây được; có thể dùng: {known}.",
    "duration_unreadable": "'{given}' không phải là khoảng thời gian: hãy cho một số kèm đơn vị ({known}), "
    'ví dụ "12 min", hoặc một phân phối.',
    "truth_for_number": "'{given}' là có/không, còn ở đây cần một số.",
    "range_half_given": "khoảng phải có cả hai đầu, low và high.",
    "range_without_value": "khoảng từ {low} đến {high} không chứa giá trị {value}.",
    "sd_too_large": "độ lệch chuẩn {sd} lớn hơn một trăm lần trung bình ({mean}).",
    "triangle_out_of_order": "phân phối tam giác cần low <= mode <= high và low < high; "
    "đã cho: {low}, {mode}, {high}.",
    "weights_do_not_match": "có {weights} trọng số cho {values} giá trị; mỗi giá trị cần một.",
    "weights_all_zero": "mọi trọng số đều bằng 0; ít nhất một phải lớn hơn.",
    "mean_not_scalable": "không kéo được phân phối có trung bình {present} thành trung bình {mean}.",
    "period_reversed": "kỳ báo cáo kết thúc trước khi bắt đầu ({given}).",
    "periods_overlap": "kỳ báo cáo bắt đầu ngày {given}, nhưng kỳ trước kết thúc ngày {before}; các kỳ xếp "
    "theo thời gian và không chồng lên nhau.",
    "office_level_or_unit": "bộ phận đặt ở mọi đơn vị của một cấp (`level`) hoặc ở một đơn vị (`unit`): cho "
    "đúng một trong hai ({given}).",
    "unit_cycle": "đơn vị thuộc về chính nó: {given}.",
    "step_lacks": "'{given}' cần có `{needed}`.",
    "step_name_taken": "mọi quy trình đã có sẵn các bước {known}; hãy đặt tên khác cho bước này.",
    "one_signature": "mỗi quy trình có đúng một bước ký (kind: sign); ở đây bước ký là: {given}.",
    "signature_for_all": "mọi hồ sơ đều qua bước ký; share của bước này phải bằng 1.",
    "after_signature": "'{given}' đứng sau bước ký, khi hồ sơ đã giải quyết xong; có thể chọn: {known}.",
    "unit_without_position": "để tính khoảng cách, mỗi đơn vị có quầy hoặc có người nộp hồ sơ cần có "
    "`position`; còn thiếu: {given}.",
    "period_without_volume": "chưa cho số hồ sơ của kỳ: {given}.",
    "unit_without_population": "hãy cho `unit_weights`, hoặc dân số của: {given}.",
    "line_start_and_before": "`starts` và `before` đi cùng nhau: tuyến bắt đầu từ một ngày thì thay tuyến "
    "khác ({given}).",
    "rule_needed": "ở đây cần một tuyến trong `{needed}`.",
    "calibrate_what": "hãy nêu kịch bản cần hiệu chỉnh, hoặc thư mục cần chạy tiếp (--resume).",
    "calibration_missing": "kịch bản {given} không khai báo tham số nào để hiệu chỉnh: thiếu "
    "`calibration: {{parameters: …}}`.",
    "calibration_without_figures": "không chỉ tiêu báo cáo nào của {given} có vai trò `fitted`: không có gì "
    "để hiệu chỉnh theo.",
    "calibration_no_like": "chỉ tiêu hiệu chỉnh '{given}' không nêu thống kê, hoặc không kỳ nào của kịch bản "
    "có các ngày ấy: không có số mô phỏng tương ứng.",
    "calibration_too_many": "{n_free} tham số tự do nhưng chỉ có {n_figures} chỉ tiêu hiệu chỉnh độc lập: "
    "giá trị nào cũng có thể đạt; số tham số không được nhiều hơn số chỉ tiêu (hiện có: {known}).",
    "fitted_exists": "tệp này đã có và không còn như lệnh `calibrate` đã ghi; dùng --force để ghi đè.",
    "fitted_not_faithful": "không thể ghi kịch bản đã hiệu chỉnh mà không làm thay đổi chỗ khác (có neo hay "
    "bí danh YAML tại một trong {known}?); hãy viết rõ các số này trong tệp trước.",
    "fitted_not_writable": "không ghi được kịch bản đã hiệu chỉnh ({reason}).",
    "opening_and_number": "`opening: carried_over` phải đi cùng một con số ở `opening_unclosed` ({given}).",
    "backlog_unknown": "hãy cho `carried_over`, hoặc `open_within` và `open_overdue`.",
    "backlog_parts": "các phần cộng lại là {parts}, còn tổng là {whole}.",
    "backlog_not_met": "cần {wanted} hồ sơ ({bucket}) vào ngày đầu kỳ mà chỉ rút được {found}: trong số hồ "
    "sơ nộp trước đó hầu như không hồ sơ nào như vậy. Hãy xem lại con số, phạm vi và thời gian chờ.",
    "free_path_unknown": "đường dẫn {given} không tới đâu: không có '{part}'; có thể dùng: {known}.",
    "free_path_no_number": "đường dẫn {given} không dừng ở một con số điều chỉnh được (số người, số ngày "
    "nguyên thì không); có thể đi tiếp bằng: {known}.",
    "free_path_twice": "tham số tự do '{other}' đã có cùng đường dẫn {given}.",
    "free_bounds_reversed": "cận dưới {low} phải nhỏ hơn cận trên {high}.",
    "sub_model_empty": "không ai nộp hồ sơ cư trú tại {given} hoặc đơn vị trực thuộc: mô hình con phải "
    "có cư dân.",
    "sub_model_of_totals": "kịch bản bắt đầu bằng số tồn đã công bố thì không có mô hình con: số tồn là "
    "của toàn bộ.",
    "sub_model_blind": "mô hình con trung bình chỉ có {n} ở chỉ tiêu '{figure}' ({given}), quá ít để tìm; "
    "hãy nêu thêm đơn vị trong calibration.sub_model.",
    "free_value_outside": "{given} bằng {value}, nằm ngoài hai cận {low} và {high}.",
    "free_bounds_too_wide": "hai cận {low} và {high} vượt ra ngoài khoảng mà chính {given} đã ghi, từ "
    "{least} đến {most}; hãy nới khoảng đó, có dẫn nguồn, hoặc thu hẹp hai cận.",
    "free_value_refused": "kịch bản không còn hợp lệ với {given} ({place}: {reason}).",
    # ── pydantic's own findings ──────────────────────────────────────────────────────────────
    "missing": "phải cho giá trị này.",
    "extra_forbidden": "không có khóa này.",
    "nothing_to_remove": "không có mục nào mang tên này để bỏ.",
    "int_type": "'{given}' không phải là số nguyên.",
    "int_parsing": "'{given}' không phải là số nguyên.",
    "int_from_float": "{given} không phải là số nguyên.",
    "float_type": "'{given}' không phải là số.",
    "float_parsing": "'{given}' không phải là số.",
    "finite_number": "{given} không phải là số hữu hạn.",
    "string_type": "'{given}' không phải là chữ.",
    "bool_type": "'{given}' không phải là true hay false.",
    "bool_parsing": "'{given}' không phải là true hay false.",
    "dict_type": "'{given}' không phải là ánh xạ từ tên tới giá trị.",
    "tuple_type": "'{given}' không phải là danh sách.",
    "list_type": "'{given}' không phải là danh sách.",
    "model_type": "'{given}' không phải là ánh xạ từ tên tới giá trị.",
    "model_attributes_type": "'{given}' không phải là ánh xạ từ tên tới giá trị.",
    "greater_than": "{given} quá nhỏ; phải lớn hơn {gt}.",
    "greater_than_equal": "{given} quá nhỏ; phải từ {ge} trở lên.",
    "less_than": "{given} quá lớn; phải nhỏ hơn {lt}.",
    "less_than_equal": "{given} quá lớn; nhiều nhất là {le}.",
    "literal_error": "không dùng '{given}' ở đây được; có thể dùng: {expected}.",
    "enum": "không dùng '{given}' ở đây được; có thể dùng: {expected}.",
    "union_tag_invalid": "không có loại '{tag}'; có thể dùng: {expected_tags}.",
    "union_tag_not_found": "`kind` phải nói đây là loại gì.",
    "too_short": "cần ít nhất {min_length}, đã cho {actual_length}.",
    "too_long": "nhiều nhất {max_length}, đã cho {actual_length}.",
    "string_too_short": "'{given}' quá ngắn; ít nhất {min_length} ký tự.",
    "string_too_long": "'{given}' quá dài; nhiều nhất {max_length} ký tự.",
    "string_pattern_mismatch": "'{given}' không phải là tên: chỉ dùng chữ thường không dấu, chữ số, '_', '-' "
    "và '.', bắt đầu bằng chữ hoặc số.",
    "cannot_be_used": "không dùng '{given}' ở đây được ({kind}).",
    # ── evidence ─────────────────────────────────────────────────────────────────────────────
    "words_columns": "các cột của bảng dịch là {known}, không phải {given}.",
    "words_row": "mỗi dòng bảng dịch gồm nguyên văn, tiếng Việt, tiếng Anh; một trong hai bản dịch được để "
    "trống, không nguyên văn nào có hai lần: '{given}'.",
    "evidence_empty": "bảng số liệu báo cáo không có dòng nào.",
    "evidence_columns": "các cột không khớp; thiếu: {missing}; lạ: {unknown}; có thể dùng: {known}.",
    "evidence_row_length": "dòng có {given} ô, tiêu đề có {expected}.",
    "evidence_value": "không dùng '{given}' được; có thể dùng: {expected}.",
    "evidence_unknown_word": "không biết '{given}'; có thể dùng: {known}.",
    "evidence_duplicate": "mã '{given}' xuất hiện hai lần, lần đầu ở dòng {first_line}.",
    "naive_unknown": "'{given}' không phải là số, cũng không phải mã của một số liệu báo cáo.",
    # ── runs and results ─────────────────────────────────────────────────────────────────────
    "results_corrupt": "đây không phải là thư mục kết quả đầy đủ của chương trình: {reason}.",
    "results_missing": "không có thư mục kết quả này.",
    "results_of_study": "thư mục chứa một nghiên cứu ({given}); lệnh này cần kết quả của `run`.",
    "nothing_to_reproduce": "không kịch bản nào trong thư mục nêu số liệu báo cáo (`reporting: evidence`).",
    "without_evidence": "kịch bản không nêu số liệu báo cáo (`reporting: evidence`) để đối chiếu.",
    "same_scenario_twice": "kịch bản '{given}' xuất hiện hai lần.",
    "page_without_fingerprints": "trang này không có mã kiểm tra; lệnh `reproduce` ghi trang có mã kiểm tra.",
    "results_foreign_version": "thư mục được ghi theo định dạng {given}; "
    "chương trình này đọc định dạng {known}.",
    "results_exist": "thư mục đã có và không bao giờ bị ghi đè; hãy cho --output khác, hoặc bỏ trống.",
    "file_exists": "tệp đã có và không bao giờ bị ghi đè; hãy đặt tên khác.",
    "file_unwritable": "không ghi được tệp ({reason}); hãy đặt tên khác.",
    "results_unwritable": "không ghi được thư mục ({reason}); hãy cho --output khác.",
    "resume_missing": "không có việc dở dang ở đây; thư mục dở dang có tên kết thúc bằng '.partial'.",
    "resume_foreign": "việc này do phiên bản khác bắt đầu ({what}); kết quả sẽ không khớp; "
    "hãy chạy lại từ đầu.",
    "resume_busy": "một tiến trình khác đang làm trong thư mục này; hãy đợi nó xong.",
    "resume_other_command": "việc này bắt đầu bằng lệnh `{command}`; chạy tiếp bằng `{command} --resume`.",
    "resume_changed": "kịch bản hoặc bảng số liệu báo cáo đã đổi từ khi bắt đầu; hãy trả lại như cũ hoặc "
    "chạy lại từ đầu.",
    "replication_failed": "một lần lặp bị hỏng, đây là lỗi của chương trình: {problem}.",
    "world_unknown": "kết quả này không có kịch bản '{given}'; có: {known}.",
    "compare_too_few": "so sánh cần một kịch bản gốc và ít nhất một phương án.",
    "compare_periods": "{name} tính các kỳ khác ({given}) với kịch bản gốc ({expected}); chỉ so được số liệu "
    "của cùng những ngày.",
    "what_if_missing": "không có thư mục phương án này.",
    "usage_no_such_option": "không có tùy chọn {given}.",
    "usage_no_such_command": "không có lệnh '{given}'; có thể dùng: {known}.",
    "usage_missing": "phải nêu {given}.",
    "usage_without_value": "sau {given} phải có giá trị.",
    "usage_unknown_value": "không dùng được '{given}' ở đây; có thể dùng: {known}.",
    "usage_bad_value": "giá trị đã nêu không phải là {expected}.",
    "usage_extra": "nêu thừa so với lệnh: {given}.",
    "usage_other": "không đọc được lệnh ({given}).",
    "plan_corrupt": "đây không phải là kế hoạch đầy đủ: {reason}.",
    "log_corrupt": "đây không phải là nhật ký sự kiện đầy đủ: {reason}.",
    "too_few_replications": "{given} lần lặp; cần ít nhất 1, và 2 để có khoảng tin cậy.",
    "bad_workers": "{given} tiến trình; cần ít nhất 1.",
    "engine_stale": (
        "bộ máy đã biên dịch được tạo từ một tệp {file} khác với tệp hiện có; hãy biên dịch lại bằng "
        "`python -m onestop_sim.app.compile_engine`, "
        "hoặc gỡ bỏ bằng `python -m onestop_sim.app.compile_engine --remove`."
    ),
    "worker_lost": "một tiến trình dừng giữa chừng (thường do hết bộ nhớ); hãy giảm --workers.",
    "replication_unknown": "không có lần lặp {given}; lần chạy này có từ 0 đến {last}.",
    "dossier_unknown": "không có hồ sơ '{given}' trong lần lặp {replication}; có thể dùng: số dòng từ 0 đến "
    "{last}, hoặc 16 chữ số thập lục phân của mã.",
    "signed_before_received": "ký lúc {given}, trước khi tiếp nhận ({received}).",
    # ── laws of the event log ────────────────────────────────────────────────────────────────
    "law_time_order": "sự kiện của một hồ sơ sai thứ tự thời gian " + _DEFECT,
    "law_recorded_before": "có việc được ghi nhận trước khi xảy ra " + _DEFECT,
    "law_record_order": "ghi nhận của một hồ sơ sai thứ tự " + _DEFECT,
    "law_successor": "có sự kiện không thể đi sau sự kiện trước nó " + _DEFECT,
    "law_first_event": "hồ sơ bắt đầu từ giữa chừng " + _DEFECT,
    "law_holder": "có hồ sơ không ai giữ " + _DEFECT,
    "law_once": "việc chỉ xảy ra một lần đã xảy ra hai lần " + _DEFECT,
    "law_officer_missing": "có việc không có cán bộ " + _DEFECT,
    "law_officer_place": "cán bộ làm việc ở nơi không phải của mình " + _DEFECT,
    "law_finish": "có việc kết thúc mà cán bộ đó chưa bắt đầu ở đó " + _DEFECT,
    "law_two_at_once": "một cán bộ tiếp hai người cùng lúc " + _DEFECT,
    "law_off_duty": "việc bắt đầu khi cán bộ không trực " + _DEFECT,
    "law_promise": "ngày hẹn không phải là giờ đóng cửa của một ngày làm việc " + _DEFECT,
    "law_no_promise": "hồ sơ đã tiếp nhận mà không có ngày hẹn " + _DEFECT,
    "law_letter": "thư xin lỗi không thuộc hồ sơ nào đang mở hoặc trễ hẹn " + _DEFECT,
    "law_letter_date": "thư xin lỗi và ngày hẹn lại không khớp " + _DEFECT,
    "law_conservation": "số hồ sơ không bảo toàn " + _DEFECT,
    "law_outcome": "kết quả và sự kiện không khớp " + _DEFECT,
    # ── findings of `check` ──────────────────────────────────────────────────────────────────
    "lint_overloaded": "{place} phải bận {utilisation} trong kỳ {period} ({load_h} giờ việc cho {capacity_h} "
    "giờ trực): hồ sơ chờ tăng mãi.",
    "lint_no_officer": "{place} có việc ({load_h} giờ trong kỳ {period}) mà không có ai trực.",
    "lint_nobody_skilled": "{place}: không ai có kỹ năng '{skill}' mà {needed_by} cần.",
    "lint_office_unreached": "không thủ tục, nhu cầu hay bước nào đến bộ phận này.",
    "lint_no_such_place": "{unit} không có bộ phận '{office}', kể cả ở các đơn vị cấp trên.",
    "lint_procedure_unused": "không nhu cầu nào dùng thủ tục này.",
    "lint_limit_too_short": "đường đi ngắn nhất cần {needed_wd} ngày làm việc, thời hạn là {limit}: "
    "mọi hồ sơ đều quá hạn.",
    "lint_allotments_differ": "tổng thời gian giao cho các bước là {sum_wd} ngày làm việc, thời hạn là "
    "{limit_wd}.",
    "lint_horizon_too_short": "các kỳ và phần chạy sau có {given_wd} ngày làm việc, thời hạn dài nhất là "
    "{limit_wd} ({procedure}): hồ sơ loại này không thể xong trong lần chạy.",
    "lint_warm_up_too_short": "phần chạy trước kỳ là {given_wd} ngày làm việc, theo thời hạn dài nhất cần "
    "{needed_wd} ({procedure}): đầu kỳ có quá ít hồ sơ đang giải quyết.",
    "lint_backlog_twice": "hồ sơ {procedure} của {unit} cũng thuộc tồn đầu kỳ '{other}': nếu cả hai con số "
    "đều có chúng thì bị đếm hai lần; chúng được tính vào mục đứng trước.",
    "lint_warm_up_idle": "mọi hồ sơ đều đã có tồn đầu kỳ, phần chạy trước kỳ không đem thêm ai; "
    "hãy đặt bằng 0.",
    "lint_without_source": "{n} số không có nguồn, {n_grade} số không có mức tin cậy, ví dụ {such_as}.",
    "lint_unknown_statistic": "dòng '{id}': không biết chỉ tiêu '{given}'; có thể dùng: {known}.",
    "lint_evidence_period": "dòng '{id}': không kỳ nào, cũng không chuỗi kỳ liền nhau nào, có các ngày "
    "{given}; dòng này không được so sánh; các kỳ: {known}.",
    "lint_evidence_name": "dòng '{id}': {what} '{given}' không có trong kịch bản; có thể dùng: {known}.",
    "lint_hours_closed": "nhu cầu rơi vào {hours}, lúc {desk} không bao giờ mở; hồ sơ sẽ đến vào lần mở cửa "
    "sau hoặc không đến.",
    "lint_days_closed": "nhu cầu rơi vào {weekday}, ngày {desk} không bao giờ mở.",
    "lint_fitted_stale": "{origin} đã thay đổi sau khi kịch bản này được hiệu chỉnh: hãy hiệu chỉnh lại.",
    "lint_override_outside": "{given} nằm ngoài các năm của lịch ({first} đến {last}).",
    # ── audit ────────────────────────────────────────────────────────────────────────────────
    "audit_no_file": "audit cần một tệp số liệu, hoặc --template csv hay xlsx để lấy biểu trống.",
    "audit_suffix": "'{given}' không phải loại tệp kiểm tra được; dùng .csv, .xlsx hoặc .xlsm (tệp .xls cũ: "
    "lưu lại thành .xlsx).",
    "audit_template": "không có mẫu '{given}'; có thể là: csv, xlsx.",
    "audit_empty": "trong tệp không có số liệu nào.",
    "audit_columns": "các cột không đúng: không biết: {unknown}; lặp lại: {twice}; phải có cột '{name}'; các "
    "cột đã biết: {known}.",
    "audit_cell": "'{given}' không phải là số; viết 1234, 1.234 hoặc 96,4% ở cột tỷ lệ, hoặc để trống.",
    "audit_formula": "công thức {given} không phải là tổng các ô của trang này; hãy gõ số vào.",
    "audit_workbook": "không đọc được tệp Excel này ({reason}); hãy lưu thành .xlsx không có mật khẩu.",
    "audit_too_large": "tệp lớn hơn mức một biểu có thể có (giới hạn {limit}).",
    "audit_no_form": "không trang nào có Biểu II.06 (số thứ tự cột (3) đến (13), hoặc tiêu đề của biểu); các "
    "trang: {known}.",
    "audit_too_few_replications": "{given} lần lặp không cho biết độ phân tán; ít nhất là 2.",
    "audit_scenario_unrelated": "không số nào trong bảng có ngày, cấp, đơn vị và lĩnh vực của kịch bản "
    "này; các kỳ của kịch bản: {known}.",
}
