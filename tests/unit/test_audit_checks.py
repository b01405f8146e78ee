"""Single checks of the audit: numbers, sums, percentages, flows, rates, simulation, corrections."""

import pytest

from onestop_sim.study.audit.accounting import accounting_remarks
from onestop_sim.study.audit.audit import audit
from onestop_sim.study.audit.figure import LETTERS, OFFICERS, PERCENT, Account, Answer, Figure, Table
from onestop_sim.study.audit.flow import flow_remarks, working_days
from onestop_sim.study.audit.laws import row_laws
from onestop_sim.study.audit.numbers import fractions_in, numbers_in, read_number
from onestop_sim.study.audit.percentages import percentage_remarks
from onestop_sim.study.audit.rates import chance_of_none, clopper_pearson, clustered_interval, rate_remarks
from onestop_sim.study.audit.repair import Slip, mendings, slip_between
from onestop_sim.study.audit.simulated import simulated_remarks
from onestop_sim.terms import ClockChoice
from onestop_sim.words.auditing import remark_text
from onestop_sim.words.catalogue import Lang

QUARTER = ("2022-12-15", "2023-03-14")


def line(
    scope: str = "shop", level: str = "", days: tuple[str, str] = QUARTER, **cells: float
) -> list[Figure]:
    """Figures of one population in one period."""
    account = Account("report", scope, level, first_day=days[0], last_day=days[1])
    units = {LETTERS: "letters", OFFICERS: "persons"}
    return [
        Figure(f"{scope}.{days[0]}.{name}", name, name, value, account, unit=units.get(name, "dossiers"))
        for name, value in cells.items()
    ]


def table(*lines: list[Figure]) -> Table:
    """A table of several lines."""
    return Table(tuple(one for figures in lines for one in figures))


def keys(remarks, answer: Answer | None = None) -> list[str]:
    """Keys of remarks, of one answer only."""
    return [one.key for one in remarks if answer is None or one.answer == answer]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234", 1234),
        ("138.187", 138187),
        ("1.234.567", 1234567),
        ("02", 2),
        ("1 234", 1234),
        ("12,5", 12.5),
        ("96,4%", 96.4),
        ("0.43 %", 0.43),
        ("1,234", 1.234),
        ("-3", -3),
    ],
)
def test_numbers_are_read_as_the_state_writes_them(text, value):
    """A point parts thousands and a comma decimals; three digits after a lone comma are thousands."""
    read = read_number(text)
    assert read is not None
    assert read.value == (1234 if text == "1,234" else value)


@pytest.mark.parametrize("text", ["", "12 hồ sơ", "1.23.4", "1,2,3", "một", "12/3", "9" * 60])
def test_what_is_no_number_is_none(text):
    """Words, dates and nonsense are no numbers."""
    assert read_number(text) is None


def test_pairs_are_told_from_dates_and_document_numbers():
    """A stroke makes a pair only between two numbers that are not part of a date."""
    assert fractions_in("đạt 897/7.430 hồ sơ") == [(897, 7430)]
    assert fractions_in("số 42/BC-UBND ngày 02/03/2023") == []
    assert [one.value for one in numbers_in("4.419; 409 (0,43%)")] == [4419, 409, 0.43]


def test_what_is_not_printed_takes_what_is_left():
    """A row without its column of overdue dossiers promises an inequality, with it an equality."""
    cells = {one.quantity: one for one in line(pending=10, pending_within=8)}
    (law,) = row_laws(cells)
    assert law.slack == ("pending_overdue",)
    cells = {one.quantity: one for one in line(pending=10, pending_within=8, pending_overdue=2)}
    (law,) = row_laws(cells)
    assert law.slack == ()


def test_paused_dossiers_are_in_column_12_unless_the_row_has_them_apart():
    """Form II.06 counts them as within time; the three-bucket table adds them."""
    assert audit(table(line(received=10, resolved=7, pending=3))).worst == Answer.CONSISTENT
    assert audit(table(line(received=10, resolved=7, pending=2))).worst == Answer.INCONSISTENT
    assert audit(table(line(received=10, resolved=7, pending=2, paused=1))).worst == Answer.CONSISTENT


def test_an_unprinted_whole_still_binds_its_parts():
    """Early, on time and late with what is open must be what came, though no total is printed."""
    good = line(
        received_online=40, received_direct=60, carried_over=0, early=50, on_time=30, late=5, pending=15
    )
    assert audit(table(good)).worst == Answer.CONSISTENT
    bad = line(
        received_online=40, received_direct=60, carried_over=0, early=50, on_time=30, late=5, pending=16
    )
    assert audit(table(bad)).worst == Answer.INCONSISTENT


def test_periods_hand_over_what_is_open():
    """The next period takes over what was left; periods with a gap between them do not."""
    before = line(received=10, resolved=7, pending=3, days=("2022-09-15", "2022-12-14"))
    assert audit(table(before, line(received=20, received_new=17, carried_over=3))).worst == Answer.CONSISTENT
    wrong = line(received=20, received_new=16, carried_over=4)
    assert audit(table(before, wrong)).worst == Answer.INCONSISTENT
    later = line(received=20, received_new=16, carried_over=4, days=("2023-06-15", "2023-09-14"))
    assert audit(table(before, later)).worst == Answer.CONSISTENT


@pytest.mark.parametrize(
    ("letters", "key"), [(5, "letters_as_late"), (3, "letters_missing"), (7, "letters_beyond_late")]
)
def test_letters_are_held_against_late_dossiers(letters, key):
    """One letter for each late dossier is the rule; fewer strain it, more may be for dossiers still open."""
    assert key in keys(accounting_remarks(table(line(late=5, letters_sent=letters))))


def test_counts_are_whole_and_not_below_nothing():
    """A count in fractions or below nothing is inconsistent by itself."""
    for value in (-1, 2.5):
        assert keys(accounting_remarks(table(line(late=value))), Answer.INCONSISTENT) == ["no_count"]


def test_a_sum_that_no_rule_asks_for_is_told_from_three_periods_on():
    """Received = resolved + late in three periods is odd; in two it is not told."""
    years = [(f"{year}-01-01", f"{year}-12-31") for year in (2016, 2017, 2018)]
    lines = [line(days=days, received=100 + k, resolved=96, late=4 + k) for k, days in enumerate(years)]
    assert "same_sum_in_every_period" in keys(accounting_remarks(table(*lines)))
    assert "same_sum_in_every_period" not in keys(accounting_remarks(table(*lines[:2])))


def percent(value: float, of: str, printed: str = "", scope: str = "shop") -> list[Figure]:
    """A printed percentage."""
    account = Account("report", scope, first_day=QUARTER[0], last_day=QUARTER[1])
    return [Figure(f"{scope}.{of}_pct", of, PERCENT, value, account, unit="percent", of=of, printed=printed)]


@pytest.mark.parametrize(
    ("value", "printed", "key"),
    [
        (96.4, "96,4%", "percent_truncated"),
        (96.5, "96,5%", "percent_rounded"),
        (96.0, "96%", "percent_rounded"),
        (96.46, "96,46%", "percent_rounded"),
        (97.0, "97,0%", "percent_of_nothing"),
    ],
)
def test_percentages_are_rounded_cut_off_or_of_nothing(value, printed, key):
    """133,296 of 138,187 are 96.459 %: decimals are those that were printed."""
    figures = table(line(received=138_187, resolved=133_296), percent(value, "resolved", printed))
    assert keys(percentage_remarks(figures)) == [key]


def test_each_possible_denominator_is_tried():
    """A rate on time may be of what was resolved or of what was received."""
    cells = line(received=1000, resolved=900, in_time=855, late=45)
    assert keys(percentage_remarks(table(cells, percent(95.0, "in_time")))) == ["percent_exact"]
    assert keys(percentage_remarks(table(cells, percent(85.5, "in_time")))) == ["percent_exact"]
    assert keys(percentage_remarks(table(cells, percent(90.5, "in_time")))) == ["percent_of_nothing"]


def test_days_are_those_of_the_real_calendar():
    """Quarter I/2023 by the reporting rule has 58 working days, Tết left out; 2050 is not known."""
    assert working_days(Account(first_day="2022-12-15", last_day="2023-03-14")) == 58
    assert working_days(Account(first_day="2050-01-01", last_day="2050-12-31")) is None
    assert working_days(Account(first_day="2023-03-14", last_day="2022-12-15")) is None
    assert working_days(Account()) is None


@pytest.mark.parametrize(
    ("pending", "key"), [(0, "nothing_open"), (3, "stay_too_short"), (290, "stay"), (6000, "stay_too_long")]
)
def test_a_stock_implies_a_stay(pending, key):
    """5,800 dossiers in 58 days: none open, hardly any, five days' worth, and sixty days' worth."""
    cells = line(level="district", received=5800 + pending, resolved=5800, pending=pending)
    assert keys(flow_remarks(table(cells))) == [key]


def test_opening_stocks_cannot_be_below_nothing():
    """Resolved and open less what came is what was open before; it may be unknown, not negative."""
    assert "opening" in keys(flow_remarks(table(line(received_new=100, resolved=90, pending=15))))
    bad = flow_remarks(table(line(received_new=100, resolved=80, pending=15)))
    assert "opening_below_nothing" in keys(bad, Answer.INCONSISTENT)


@pytest.mark.parametrize(("officers", "key"), [(5, "within_capacity"), (1, "beyond_capacity")])
def test_officers_have_so_many_minutes_for_a_dossier(officers, key):
    """100 dossiers a day are 24 minutes for each of five officers' dossiers and less than 5 for one alone."""
    cells = line(level="district", received=6000, resolved=5800, pending=200, officers=officers)
    assert key in keys(flow_remarks(table(cells)))


def test_exact_intervals():
    """Known values: 0 of 100 up to 3.62 %, 5 of 100 from 1.64 to 11.28 %."""
    assert clopper_pearson(0, 100)[1] == pytest.approx(0.03622, abs=1e-5)
    assert clopper_pearson(5, 100) == pytest.approx((0.01643, 0.11283), abs=1e-5)
    assert clopper_pearson(100, 100)[1] == 1.0


def test_clusters_widen_intervals_and_make_none_likelier():
    """The more late dossiers come together, the wider the interval and the likelier that there are none."""
    widths = [high - low for low, high in (clustered_interval(100, phi) for phi in (1.0, 2.0, 5.2))]
    assert widths == sorted(widths)
    assert clustered_interval(100, 1.0) == (81, 120)
    assert chance_of_none(3.0, 1.0) == pytest.approx(0.0498, abs=1e-4)
    assert chance_of_none(3.0, 5.2) > chance_of_none(3.0, 1.0)


def test_a_rate_beyond_a_factor_of_three_is_unlike_another_report():
    """Twice the other rate is within what places differ by, ten times is not."""
    other = table(line(scope="other", resolved=10_000, late=200))
    near = rate_remarks(table(line(resolved=10_000, late=250)), other)
    assert "against_as_others_clustered" in keys(near, Answer.CONSISTENT)
    twice = rate_remarks(table(line(resolved=10_000, late=400)), other)
    assert "against_as_others_nearby" in keys(twice, Answer.CONSISTENT)
    tenfold = rate_remarks(table(line(resolved=10_000, late=2_000)), other)
    assert "against_unlike_others" in keys(tenfold, Answer.STRAINED)


@pytest.mark.parametrize(
    ("occurred", "recorded", "key"),
    [
        (100, 100, "simulated_on_both"),
        (100, 200, "simulated_as_it_was"),
        (200, 100, "simulated_on_portal"),
        (200, 300, "simulated_on_none"),
    ],
)
def test_a_figure_falls_inside_on_either_clock_or_on_none(occurred, recorded, key):
    """A figure may be simulated as it was, as the portal shows it, as both, or as neither."""
    figures = table(line(late=100))
    name = figures.figures[0].id
    spread = [-6, -3, 0, 3, 6]
    samples = {
        (name, ClockChoice.OCCURRED): [occurred + one for one in spread],
        (name, ClockChoice.RECORDED): [recorded + one for one in spread],
    }
    assert keys(simulated_remarks(figures, samples)) == [key]
    assert keys(simulated_remarks(figures, {})) == []


@pytest.mark.parametrize(
    ("printed", "meant", "slip"),
    [
        (6184, 6174, Slip.ONE_DIGIT),
        (2717, 2177, Slip.DIGITS_EXCHANGED),
        (489, 4891, Slip.DIGIT_LOST),
        (4419, 4482, Slip.OTHER),
        (100, 1, Slip.OTHER),
    ],
)
def test_slips_of_the_pen(printed, meant, slip):
    """One digit, two neighbours, one too few, or another number altogether."""
    assert slip_between(printed, meant) == slip


def test_a_correction_that_mends_the_percentages_too_comes_first():
    """Of two numbers that would mend a sum, the one that makes the printed percentage right is told first."""
    cells = line(received=1000, resolved=950, pending=100)
    best = mendings(table(cells, percent(90.0, "resolved", "90,0%")))[0].corrections[0]
    assert (best.figures[0].rpartition(".")[2], best.values, best.n_percentages_mended) == (
        "resolved",
        (900.0,),
        1,
    )


def test_sums_that_no_single_number_mends_have_no_correction():
    """Two wrong numbers that share a figure are not mended by one."""
    cells = line(
        received=100,
        resolved=80,
        early=50,
        on_time=20,
        late=9,
        pending=10,
        pending_within=5,
        pending_overdue=1,
    )
    assert all(
        one.slip == Slip.BUCKET or one for mending in mendings(table(cells)) for one in mending.corrections
    )
    assert len(mendings(table(cells))) == 1
    assert mendings(table(cells))[0].corrections == ()


def test_every_remark_has_words_in_both_languages():
    """Whatever is found of these figures can be said, with no name of a value left unfilled."""
    cells = line(
        level="district",
        received=138_187,
        resolved=133_296,
        early=13_281,
        late=584,
        pending=0,
        letters_sent=3,
    )
    for remark in audit(table(cells, percent(96.4, "resolved", "96,4%"))).remarks:
        for lang in Lang:
            said = remark_text(remark, lang)
            assert said
            assert "{" not in said


def test_what_is_still_open_is_no_share_of_what_is_resolved():
    """1 % for 32 open fits 3,101 received and 3,067 resolved: the share is told of what came in."""
    shop = line(received=3101, resolved=3067, pending_within=32)
    share = Figure("shop.pct", "share", PERCENT, 1, shop[0].account, of="pending_within", printed="1%")
    (found,) = percentage_remarks(table([*shop, share]))
    assert found.key == "percent_rounded"
    assert found.values["wholes"] == ["received"]


def test_sums_of_several_periods_are_told_in_the_figures_of_the_language():
    """A sum that repeats in every period has points between thousands in Vietnamese, commas in English."""
    years = [(f"{year}-01-01", f"{year}-12-31") for year in (2015, 2016, 2017)]
    rows = [line(days=days, received=5658 + n, resolved=5650 + n, late=8) for n, days in enumerate(years)]
    (found,) = [one for one in accounting_remarks(table(*rows)) if one.key == "same_sum_in_every_period"]
    assert "5.658 = 5.650 + 8; 5.659 = 5.651 + 8" in remark_text(found, Lang.VI)
    assert "5,658 = 5,650 + 8; 5,659 = 5,651 + 8" in remark_text(found, Lang.EN)
