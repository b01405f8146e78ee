"""Short words: names of events, holders, columns of the forms and stages, as (English, Vietnamese)."""

from enum import Enum
from typing import Final

from onestop_sim.words.catalogue import Lang
from onestop_sim.words.statistics import STATISTICS

LABELS: Final[dict[str, tuple[str, str]]] = {
    # ── what happened to a dossier ───────────────────────────────────────────────────────────
    "event_kind.filed": ("filed", "nộp hồ sơ"),
    "event_kind.arrived": ("arrived at the desk", "đến quầy tiếp nhận"),
    "event_kind.left": ("left unserved", "ra về, chưa được tiếp"),
    "event_kind.gave_up": ("gave up", "không quay lại nữa"),
    "event_kind.queued": ("waits for an officer", "chờ cán bộ"),
    "event_kind.started": ("taken up", "bắt đầu xử lý"),
    "event_kind.suspended": ("put down unfinished", "tạm để lại"),
    "event_kind.finished": ("step finished", "xong bước"),
    "event_kind.sent_home": ("sent home incomplete (Form 02)", "yêu cầu bổ sung tại quầy (Mẫu số 02)"),
    "event_kind.refused": ("refused (Form 03)", "từ chối tiếp nhận (Mẫu số 03)"),
    "event_kind.accepted": ("accepted (Form 01)", "tiếp nhận, hẹn trả kết quả (Mẫu số 01)"),
    "event_kind.signed": ("signed, resolved", "đã ký, đã giải quyết"),
    "event_kind.returned_unresolved": ("returned without a result", "trả hồ sơ, không giải quyết"),
    "event_kind.withdrawn": ("withdrawn by the applicant", "công dân rút hồ sơ"),
    "event_kind.paused": ("paused: papers or money asked for", "tạm dừng: chờ bổ sung, nghĩa vụ tài chính"),
    "event_kind.resumed": ("resumed", "tiếp tục giải quyết"),
    "event_kind.delay_began": ("waits outside any office", "chờ bên ngoài (đo đạc, niêm yết, lấy ý kiến)"),
    "event_kind.delay_ended": ("wait outside ended", "xong việc bên ngoài"),
    "event_kind.sent": ("sent", "chuyển đi"),
    "event_kind.collected": ("taken along", "nhận để chuyển"),
    "event_kind.delivered": ("delivered", "chuyển đến"),
    "event_kind.ready": ("result ready at the desk", "kết quả chờ trả tại quầy"),
    "event_kind.handed_over": ("handed over", "đã trả kết quả"),
    "event_kind.apology": (
        "letter of apology (Form 04)",
        "phiếu xin lỗi và hẹn lại ngày trả kết quả (Mẫu số 04)",
    ),
    "event_kind.delivery_failed": ("nobody at home", "phát không thành công"),
    # ── who has it ───────────────────────────────────────────────────────────────────────────
    "holder.applicant": ("applicant", "người nộp"),
    "holder.queue": ("queue", "hàng chờ"),
    "holder.officer": ("officer", "cán bộ"),
    "holder.nobody": ("nobody (delay)", "không ai (chờ bên ngoài)"),
    "holder.post": ("on its way", "đang luân chuyển"),
    "holder.closed": ("closed", "đã kết thúc"),
    # ── how far it came ──────────────────────────────────────────────────────────────────────
    "outcome.not_accepted": ("not accepted yet", "chưa tiếp nhận"),
    "outcome.refused": ("refused", "bị từ chối"),
    "outcome.sent_home": ("sent home", "chờ công dân bổ sung"),
    "outcome.gave_up": ("given up", "bỏ không nộp"),
    "outcome.in_progress": ("in progress", "đang giải quyết"),
    "outcome.paused": ("paused", "tạm dừng"),
    "outcome.resolved": ("resolved", "đã giải quyết"),
    "outcome.returned_unresolved": ("returned without a result", "trả lại, không giải quyết"),
    "outcome.withdrawn": ("withdrawn", "rút hồ sơ"),
    "channel.in_person": ("in person", "trực tiếp"),
    "channel.online": ("online", "trực tuyến"),
    "channel.post": ("by post", "bưu chính công ích"),
    "verdict.early": ("early", "trước hạn"),
    "verdict.on_time": ("on time", "đúng hạn"),
    "verdict.late": ("late", "quá hạn"),
    "role.input": ("input", "đầu vào"),
    "standing.inside": ("inside", "trong khoảng"),
    "standing.uninformative": ("inside, uninformative", "trong khoảng, không nói lên điều gì"),
    "standing.outside": ("OUTSIDE", "NGOÀI KHOẢNG"),
    "standing.outside_wide": ("OUTSIDE, even of a wide interval", "NGOÀI cả khoảng rộng"),
    "standing.not_counted": ("not counted", "không tính"),
    "standing.not_compared": ("not compared", "không so"),
    "role.fitted": ("fitted", "hiệu chỉnh"),
    "role.derived": ("derived", "suy ra"),
    "role.predicted": ("predicted", "dự báo"),
    "clock_choice.occurred": ("as it was", "thực tế"),
    "clock_choice.recorded": ("as the portal shows it", "trên phần mềm"),
    # ── days of a count ──────────────────────────────────────────────────────────────────────
    "day_reason.day_of_acceptance": ("day of receipt, not counted", "ngày tiếp nhận, không tính"),
    "day_reason.afternoon_counted": (
        "day of receipt, its afternoon counts",
        "ngày tiếp nhận, tính buổi chiều",
    ),
    "day_reason.due_same_day": ("day of receipt, due the same day", "ngày tiếp nhận, trả trong ngày"),
    "day_reason.after_cutoff": ("after the cut-off, not counted", "sau giờ chốt, không tính"),
    "day_reason.counted": ("counted", "tính"),
    "day_reason.weekend": ("weekend", "cuối tuần"),
    "day_reason.public_holiday": ("public holiday", "nghỉ lễ, tết"),
    "day_reason.paused": ("clock stands still", "tạm dừng"),
    "day_reason.pause_carried": (
        "makes up for a pause on the day of receipt",
        "bù ngày tạm dừng trùng ngày tiếp nhận",
    ),
    # ── columns of Form II.06 ────────────────────────────────────────────────────────────────
    "received": ("received (3)", "số hồ sơ nhận giải quyết (3)"),
    "received_online": ("of these online (4)", "trong đó trực tuyến (4)"),
    "received_direct": ("in person or by post (5)", "trực tiếp, dịch vụ bưu chính (5)"),
    "carried_over": ("carried over (6)", "từ kỳ trước (6)"),
    "resolved": ("resolved (7)", "đã giải quyết (7)"),
    "early": ("early (8)", "trước hạn (8)"),
    "on_time": ("on time (9)", "đúng hạn (9)"),
    "late": ("late (10)", "quá hạn (10)"),
    "pending": ("pending (11)", "đang giải quyết (11)"),
    "pending_within": ("within time (12)", "trong hạn (12)"),
    "pending_overdue": ("overdue (13)", "quá hạn (13)"),
    "total": ("total", "tổng số"),
    # ── levels: the usual ones; a scenario may have others ───────────────────────────────────────
    "level.province": ("province", "cấp tỉnh"),
    "level.district": ("district", "cấp huyện"),
    "level.commune": ("commune", "cấp xã"),
    "level.land_registry": ("land registry", "Văn phòng Đăng ký đất đai"),
    # ── weekdays ─────────────────────────────────────────────────────────────────────────────
    "weekday.0": ("Monday", "thứ Hai"),
    "weekday.1": ("Tuesday", "thứ Ba"),
    "weekday.2": ("Wednesday", "thứ Tư"),
    "weekday.3": ("Thursday", "thứ Năm"),
    "weekday.4": ("Friday", "thứ Sáu"),
    "weekday.5": ("Saturday", "thứ Bảy"),
    "weekday.6": ("Sunday", "Chủ nhật"),
    "month.1": ("January", "tháng 1"),
    "month.2": ("February", "tháng 2"),
    "month.3": ("March", "tháng 3"),
    "month.4": ("April", "tháng 4"),
    "month.5": ("May", "tháng 5"),
    "month.6": ("June", "tháng 6"),
    "month.7": ("July", "tháng 7"),
    "month.8": ("August", "tháng 8"),
    "month.9": ("September", "tháng 9"),
    "month.10": ("October", "tháng 10"),
    "month.11": ("November", "tháng 11"),
    "month.12": ("December", "tháng 12"),
    # ── reasons of errors about files ────────────────────────────────────────────────────────
    "reason.directory": ("it is a folder", "đây là thư mục"),
    "reason.not_a_file": ("it is no ordinary file", "đây không phải là tệp thường"),
    "reason.not_a_folder": ("a file stands where a folder should be", "có một tệp đứng ở chỗ của thư mục"),
    "reason.not_utf8": ("it is not UTF-8 text", "không phải là văn bản UTF-8"),
    "reason.missing": ("this file is missing", "thiếu tệp này"),
    "reason.unreadable": ("this file cannot be read as JSON", "không đọc được tệp này dưới dạng JSON"),
    "reason.manifest": ("the manifest lacks something or holds what cannot be", "bản kê thiếu hoặc sai"),
    "reason.changed": ("this file is not the one that was written", "tệp này đã bị sửa"),
    "reason.scenario_changed": (
        "the scenario in it is not the one that was run, or this version of the program reads it otherwise",
        "kịch bản trong đó không phải là kịch bản đã chạy, hoặc phiên bản này của chương trình đọc khác đi",
    ),
    # ── what an option asks for ──────────────────────────────────────────────────────────────
    "expected.integer": ("a whole number", "số nguyên"),
    "expected.float": ("a number", "một số"),
    "expected.boolean": ("yes or no", "có hoặc không"),
    "expected.path": ("a path", "đường dẫn"),
    "expected.other": ("what the option asks for", "điều tùy chọn cần"),
    "severity.error": ("error", "lỗi"),
    "severity.warning": ("warning", "lưu ý"),
    **{f"statistic.{name}": pair for name, pair in STATISTICS.items()},
    # ── kinds of steps ───────────────────────────────────────────────────────────────────────
    "step_kind.receive": ("reception", "tiếp nhận"),
    "step_kind.send_home": ("Form 02 at the desk", "Mẫu số 02 tại quầy"),
    "step_kind.refuse": ("Form 03 at the desk", "Mẫu số 03 tại quầy"),
    "step_kind.work": ("work", "xử lý"),
    "step_kind.sign": ("signature", "ký"),
    "step_kind.delay": ("wait outside", "chờ bên ngoài"),
    "step_kind.transfer": ("transfer", "luân chuyển"),
    "step_kind.await_applicant": ("wait for the applicant", "chờ công dân"),
    "step_kind.take_supplement": ("taking in papers", "nhận bổ sung"),
    "step_kind.return_unresolved": ("return without a result", "trả hồ sơ"),
    "step_kind.withdraw": ("withdrawal", "rút hồ sơ"),
    "step_kind.hand_over": ("handing over", "trả kết quả"),
    "step_kind.deliver_home": ("home delivery", "trả tại nhà"),
    "limit_unit.working_day": ("working days", "ngày làm việc"),
    "limit_unit.half_day": ("half-days", "buổi"),
    "limit_unit.same_day": ("same day", "trong ngày"),
    "promise_cause.acceptance": ("given on acceptance", "hẹn khi tiếp nhận"),
    "promise_cause.pause": ("shifted by a pause", "dời do tạm dừng"),
    "promise_cause.apology": ("new date of a letter of apology", "hẹn lại trong thư xin lỗi"),
    # ── parts of a stay ──────────────────────────────────────────────────────────────────────
    "part.queue": ("queue, office open", "chờ cán bộ (trong giờ)"),
    "part.work": ("work", "xử lý"),
    "part.closed": ("office closed", "ngoài giờ làm việc"),
    "part.delay": ("outside any office", "chờ bên ngoài"),
    "part.transfer": ("transfer and post", "luân chuyển, bưu chính"),
    "part.pause": ("clock paused", "tạm dừng"),
    "part.collection": ("awaiting collection", "chờ nhận kết quả"),
}
"""Names by key: the class of an enum and its value, or a column."""


def label(what: Enum | str, lang: Lang) -> str:
    """
    Return the name of a value of an enum, or of a key; a key without a name is its own.

    >>> from onestop_sim.terms import Verdict
    >>> label(Verdict.LATE, Lang.VI), label("weekday.0", Lang.EN)
    ('quá hạn', 'Monday')
    """
    key = _key_of(what) if isinstance(what, Enum) else what
    pair = LABELS.get(key)
    return pair[list(Lang).index(lang)] if pair else key.replace("_", " ")


def level_name(level: str, lang: Lang) -> str:
    """
    Return the name of a level of government; levels are data, and one that is not usual is its own name.

    >>> level_name("commune", Lang.VI), level_name("cụm", Lang.VI)
    ('cấp xã', 'cụm')
    """
    key = f"level.{level}"
    return label(key, lang) if key in LABELS else level


def _key_of(word: Enum) -> str:
    kind = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in type(word).__name__)
    return f"{kind.lstrip('_')}.{word.name.lower()}"
