"""
The vocabulary of the one-stop shop: the words that all rooms share, each with its legal source.

The numbers of the integer enums are written into plans and event logs; a number, once given,
keeps its meaning (a new word gets a new number).
"""

from enum import IntEnum, StrEnum
from typing import Final

NO_INSTANT: Final = -(2**62)
"""An instant that never came, or is not known: the one sentinel of every column of instants."""

NEVER: Final = 2**62
"""An instant later than any other: a record that is never made, an officer who never comes."""

NOBODY: Final = -1
"""The place, officer, line, step or dossier that a row does not have."""


class Grade(StrEnum):
    """How well a number of a scenario is founded."""

    LAW = "law"
    """Read in a law, decree, circular or decision."""
    REPORTED = "reported"
    """Printed in one of the five reports."""
    PUBLISHED = "published"
    """Read in another public source."""
    COMPUTED = "computed"
    """Computed from reported or published figures."""
    FITTED = "fitted"
    """Tuned to a reported figure by `calibrate`; the source says in which study."""
    GENERAL_KNOWLEDGE = "general_knowledge"
    """Known to practitioners, no source at hand."""
    ASSUMPTION = "assumption"
    """A declared guess; the weakest grade."""


class Role(StrEnum):
    """What a reported figure is to a scenario (decision D13)."""

    INPUT = "input"
    FITTED = "fitted"
    DERIVED = "derived"
    PREDICTED = "predicted"


class LimitUnit(IntEnum):
    """The unit in which a legal time limit (thời hạn giải quyết) is given."""

    WORKING_DAY = 0
    """Ngày làm việc: the day of acceptance is day 0."""
    HALF_DAY = 1
    """Buổi: morning or afternoon."""
    SAME_DAY = 2
    """Giải quyết ngay trong ngày: due that day, after the cut-off the next working day."""


class Verdict(IntEnum):
    """Early, on time or late (trước hạn, đúng hạn, quá hạn), columns 8 to 10 of Form II.06."""

    EARLY = 0
    ON_TIME = 1
    LATE = 2


class Channel(IntEnum):
    """How a dossier comes in (Decree 61/2018/NĐ-CP, article 17; columns 4 and 5 of Form II.06)."""

    IN_PERSON = 0
    """Trực tiếp tại bộ phận một cửa."""
    ONLINE = 1
    """Trực tuyến, through the public service portal."""
    POST = 2
    """Dịch vụ bưu chính công ích (BCCI), Decision 45/2016/QĐ-TTg."""


class StepKind(IntEnum):
    """What a row of a dossier's route asks for."""

    RECEIVE = 0
    """A desk officer checks and accepts a complete dossier (Form 01); the legal clock starts."""
    SEND_HOME = 1
    """A desk officer finds the dossier incomplete (Form 02, phiếu yêu cầu bổ sung) and does not accept it."""
    REFUSE = 2
    """A desk officer refuses the dossier (Form 03, phiếu từ chối); its route ends."""
    WORK = 3
    """An officer works on the dossier."""
    SIGN = 4
    """The person with authority signs; the verdict is taken here (xử lý xong)."""
    DELAY = 5
    """Time in nobody's hands: field survey, opinion asked, public posting, tax authority."""
    TRANSFER = 6
    """The dossier, or its result, goes from one place to another along a line."""
    AWAIT_APPLICANT = 7
    """The applicant has been asked for papers or money; the legal clock stands still."""
    TAKE_SUPPLEMENT = 8
    """A desk officer takes in what the applicant was asked for; the legal clock runs again."""
    RETURN_UNRESOLVED = 9
    """An officer returns the dossier without a result (trả hồ sơ không giải quyết)."""
    WITHDRAW = 10
    """The applicant withdraws (rút hồ sơ)."""
    HAND_OVER = 11
    """A desk officer hands the result to the applicant, who has come for it."""
    DELIVER_HOME = 12
    """The post brings the result to the applicant's address; attempts may fail."""


class EventKind(IntEnum):
    """What happened to a dossier; each event also says who holds it from then on (see eventlog.schema)."""

    FILED = 0
    """The applicant filed online or gave the dossier to the post."""
    ARRIVED = 1
    """The applicant stands at the desk, or the post or the portal has brought the dossier to it."""
    LEFT = 2
    """The applicant went away without being served."""
    GAVE_UP = 3
    QUEUED = 4
    """The dossier waits for an officer of a place."""
    STARTED = 5
    SUSPENDED = 6
    """The officer put it down unfinished (closing with hand_back, end of a roster)."""
    FINISHED = 7
    SENT_HOME = 8
    """Form 02 at the desk: not accepted, the applicant takes it home."""
    REFUSED = 9
    """Form 03 at the desk."""
    ACCEPTED = 10
    """Form 01: accepted as complete, promised date given."""
    SIGNED = 11
    """The result is signed; resolved (đã giải quyết)."""
    RETURNED_UNRESOLVED = 12
    WITHDRAWN = 13
    PAUSED = 14
    """Papers or money asked of the applicant; the legal clock stops."""
    RESUMED = 15
    DELAY_BEGAN = 16
    """Waiting on something that no officer of a place does."""
    DELAY_ENDED = 17
    SENT = 18
    """Handed by its place to a line (paper round, electronic transfer, post)."""
    COLLECTED = 19
    DELIVERED = 20
    """Brought to the place it was sent to, or to the applicant's home."""
    READY = 21
    """The result lies at the desk and waits for the applicant (kept, but resolved)."""
    HANDED_OVER = 22
    """The applicant has the result; the dossier's life ends."""
    APOLOGY = 23
    """Phiếu xin lỗi và hẹn lại ngày trả kết quả (Form 04)."""
    DELIVERY_FAILED = 24
    """The postman found nobody at home."""


class Holder(IntEnum):
    """Who has the dossier; exactly one at every instant (decision D12)."""

    APPLICANT = 0
    QUEUE = 1
    """An office's queue, a result awaiting collection included."""
    OFFICER = 2
    NOBODY = 3
    """A delay outside any office."""
    POST = 4
    """A line: paper round, electronic transfer or public post."""
    CLOSED = 5
    """The dossier's life in the shop is over."""


class Outcome(IntEnum):
    """How far a dossier came, as the counting rules see it."""

    NOT_ACCEPTED = 0
    """Still on its way to, or in front of, the desk."""
    REFUSED = 1
    SENT_HOME = 2
    """Sent home incomplete and never back."""
    GAVE_UP = 3
    IN_PROGRESS = 4
    PAUSED = 5
    RESOLVED = 6
    RETURNED_UNRESOLVED = 7
    WITHDRAWN = 8


class LineKind(IntEnum):
    """How papers move between two places."""

    PAPER = 0
    """By hand inside one unit; from a desk after the cut-off only next morning (Decree 61/2018, art. 18)."""
    ELECTRONIC = 1
    POST = 2
    """By the public post or a courier: collections, transit, deliveries."""


class AtClosing(IntEnum):
    """What an officer does with work in hand when the office closes."""

    FINISH = 0
    """Finishes it past closing time (desks)."""
    PAUSE = 1
    """Keeps it and goes on at the next opening (back offices)."""
    HAND_BACK = 2
    """Puts it back into the queue, where any colleague may go on with it."""


class Discipline(IntEnum):
    """The order in which an office takes its work."""

    FIRST_COME = 0
    EARLIEST_DUE = 1
    SAME_DAY_FIRST = 2


class StartRule(IntEnum):
    """Which of several free officers takes the next dossier."""

    LOWEST_NUMBER = 0
    LONGEST_IDLE = 1


class WorkingRule(IntEnum):
    """When an office lets finished work go (a graded assumption of each office, decision D6)."""

    AS_SOON_AS_POSSIBLE = 0
    TO_THE_DATE = 1
    """Not before the step's allotment has run out, less a margin, however late the dossier may be."""
    TO_THE_DUE_DATE = 2
    """Likewise, but in time for the dossier's date: what is behind is not left lying."""


class AfterCutoff(IntEnum):
    """What an office does with same-day work that was accepted after the cut-off."""

    SAME_AFTERNOON = 0
    NEXT_MORNING = 1


class ApologyRule(IntEnum):
    """When an agency writes its letter of apology (decision D10)."""

    NONE = 0
    WHEN_OVERDUE = 1
    DAY_BEFORE_IF_UNFINISHED = 2
    DAY_BEFORE_IF_FORECAST_LATE = 3


class PromiseCause(IntEnum):
    """Why a dossier got a date."""

    ACCEPTANCE = 0
    PAUSE = 1
    """Shifted by the working days of a pause."""
    APOLOGY = 2
    """The new date of a letter; it never replaces the date that verdicts use."""


class ClockChoice(StrEnum):
    """Which of the two clocks of the log a statistic reads (decision D11)."""

    OCCURRED = "occurred"
    """As it was."""
    RECORDED = "recorded"
    """As the portal shows it."""


class ReceptionRule(StrEnum):
    """Where a dossier may be filed."""

    GEOGRAPHIC = "geographic"
    """At the desk of the home unit or of the competent unit."""
    NON_GEOGRAPHIC = "non_geographic"
    """At any desk, for listed procedures (Decision 468/QĐ-TTg of 27 March 2021)."""


class CountingRule(StrEnum):
    """How a form counts what is neither resolved nor plainly in progress (decision D12)."""

    FORM_II06 = "form_ii06"
    """Returned and withdrawn in column 9, paused in column 12 (footnotes of Form II.06)."""
    THREE_BUCKETS = "three_buckets"
    """Paused dossiers apart (the report that follows Decision 766/QĐ-TTg)."""


class Grouping(StrEnum):
    """By what a table of dossiers has its rows; a total row always follows."""

    NOTHING = "nothing"
    FIELD = "field"
    UNIT = "unit"
    """Unit of the office in charge of the decision; LEVEL is that unit's ("giải quyết theo cấp")."""
    LEVEL = "level"
    RECEIVING_UNIT = "receiving_unit"
    PROCEDURE = "procedure"


class Rounding(StrEnum):
    """How a report drops digits: 96.46 % is printed 96.5 %, or 96.4 % (the 2022 report of Bình Sơn)."""

    HALF_UP = "half_up"
    TRUNCATION = "truncation"


class Denominator(StrEnum):
    """Over what an on-time rate is taken; the reports use all three."""

    RESOLVED = "resolved"
    """(early + on time) / resolved: Bình Sơn 2022, Bình Thuận 2023."""
    RECEIVED = "received"
    """(early + on time) / received, with the carried-over ones: Ninh Hải 2023."""
    DECISION_766 = "decision_766"
    """(early + on time + pending within time) / received: index of Decision 766/QĐ-TTg."""


class Statistic(StrEnum):
    """Every scalar that is printed; ONLINE_* and POST_INTAKE_* follow the cohort accepted in the period."""

    RECEIVED = "received"
    """Column 3 of Form II.06: carried-over dossiers included."""
    RECEIVED_NEW = "received_new"
    """Columns 4 and 5."""
    CARRIED_OVER = "carried_over"
    RESOLVED = "resolved"
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    PENDING = "pending"
    PENDING_WITHIN = "pending_within"
    PENDING_OVERDUE = "pending_overdue"
    PAUSED = "paused"
    """Open dossiers that wait for the applicant at the end of the period."""
    LATE_OPEN = "late_open"
    """Open dossiers past their date at the end of the period, whatever column counts them."""
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    SENT_HOME = "sent_home"
    """Forms 02 at the desk in the period, each one counted."""
    GAVE_UP = "gave_up"
    UNCLOSED = "unclosed"
    """Decided by the end of the period, but still open in the software."""
    PHANTOM_LATE = "phantom_late"
    """Late on the recorded clock and not as it was; resolved in the period or open at its end."""
    PHANTOM_OVERDUE = "phantom_overdue"
    """Open past its date in the software at the end of the period, and decided by then."""
    ON_TIME_OF_RESOLVED = "on_time_of_resolved"
    ON_TIME_OF_RECEIVED = "on_time_of_received"
    ON_TIME_766 = "on_time_766"
    ONLINE_RECEIVED = "online_received"
    ONLINE_RESOLVED = "online_resolved"
    ONLINE_OPEN = "online_open"
    ONLINE_LATE = "online_late"
    """Flow: filed online, whenever, and resolved late in the period."""
    POST_INTAKE_RECEIVED = "post_intake_received"
    POST_INTAKE_RESOLVED = "post_intake_resolved"
    POST_INTAKE_OPEN = "post_intake_open"
    HOME_DELIVERY_REGISTERED = "home_delivery_registered"
    HOME_DELIVERY_DELIVERED = "home_delivery_delivered"
    """Flow: brought home in the period, whenever accepted."""
    HOME_DELIVERY_DELIVERED_COHORT = "home_delivery_delivered_cohort"
    """Cohort: of those registered in the period, brought home by its end."""
    HOME_DELIVERY_FAILED = "home_delivery_failed"
    CIRCULATED_UP = "circulated_up"
    """Flow: dossiers first sent to another unit by post in the period."""
    CIRCULATED_DOWN = "circulated_down"
    """Flow: results brought to another unit by post in the period."""
    CIRCULATED_OUTSTANDING = "circulated_outstanding"
    """Stock: sent up by the end of the period and not brought back by then."""
    LETTERS_OWED = "letters_owed"
    LETTERS_SENT = "letters_sent"
    LETTERS_IN_TIME = "letters_in_time"
    LETTERS_UNNEEDED = "letters_unneeded"
    LETTERS_MISSING = "letters_missing"
    LETTERS_FURTHER = "letters_further"
    LETTERS_FOR_LATE = "letters_for_late"
    """Dossiers resolved late in the period that have a letter."""
    MEAN_WAIT_MIN = "mean_wait_min"
    """Minutes from arrival at the desk to being served, over visits begun in the period."""
    P90_WAIT_MIN = "p90_wait_min"
    MEAN_STAY_DAYS = "mean_stay_days"
    """Elapsed days from acceptance to handing over, over dossiers handed over in the period."""
    VISITS_PER_DOSSIER = "visits_per_dossier"
    """Visits of applicants in the period for each dossier accepted in it."""
    UTILISATION = "utilisation"
    """Busy duty seconds of officers over their duty seconds in the period."""
    OVERTIME_HOURS = "overtime_hours"
    DESK_RECEIVED = "desk_received"
    """Accepted in the period at the desks, whoever decides; from here on only with a choice of desk."""
    RECEIVED_ELSEWHERE = "received_elsewhere"
    LOAD_GINI = "load_gini"
    """Gini coefficient of DESK_RECEIVED for each officer of a desk, between desks."""
    TRAVEL_KM = "travel_km"
    TRAVEL_KM_PER_DOSSIER = "travel_km_per_dossier"
    POST_PIECES = "post_pieces"
    POST_BAGS = "post_bags"
