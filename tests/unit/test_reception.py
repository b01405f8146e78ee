"""Reception that does not depend on administrative boundaries (Decision 468/QĐ-TTg), and before it."""

import numpy as np

from onestop_sim.engine.simulate import simulate
from onestop_sim.terms import Channel, StepKind
from tests.plans import lives, plan_of, shared
from tests.scenarios import tiny_scenario

LISTED = {"certified_copy": {"elsewhere_share": 0.3}, "business": {"elsewhere_share": 0.3}}
"""A copy is certified in every commune; a business is registered at the one desk of the district."""

PLAN = plan_of(tiny_scenario())
GEOGRAPHIC = plan_of(tiny_scenario(procedures=LISTED))
ANYWHERE = plan_of(tiny_scenario(procedures=LISTED, reception_rule="non_geographic"))


def unit_of(plan, place):
    """Names of the units of some places."""
    return np.array([plan.names.places[one].split("/")[0] for one in place])


def home_of(plan):
    """Names of the home units of all dossiers."""
    return np.array(plan.names.units)[plan.dossiers.home_unit]


def elsewhere_in(plan):
    """Copies filed with another commune than the applicant's own."""
    copies = plan.dossiers.procedure == plan.names.procedures.index("certified_copy")
    return np.flatnonzero(copies & (unit_of(plan, plan.dossiers.receiving_place) != home_of(plan)))


def test_where_reception_is_geographic_the_list_has_no_effect():
    """Before the pilot of 1 May 2023 nobody in Bình Thuận files with another commune."""
    everyone = np.arange(len(PLAN.dossiers))
    assert lives(GEOGRAPHIC, everyone) == lives(PLAN, everyone)
    assert len(elsewhere_in(GEOGRAPHIC)) == 0


def test_a_listed_procedure_is_filed_with_any_desk_of_the_level():
    """About the stated share of those who come alone; where there is one desk, everybody goes there."""
    filed = elsewhere_in(ANYWHERE)
    copies = np.flatnonzero(ANYWHERE.dossiers.procedure == ANYWHERE.names.procedures.index("certified_copy"))
    assert 0.15 < len(filed) / len(copies) < 0.35
    business = ANYWHERE.dossiers.procedure == ANYWHERE.names.procedures.index("business")
    assert set(unit_of(ANYWHERE, ANYWHERE.dossiers.receiving_place[business])) == {"district"}


def test_competence_stays_at_home_and_a_transfer_leg_appears():
    """Filed in the other commune, sent home by post to be decided, and the result comes back to the desk."""
    for dossier in elsewhere_in(ANYWHERE):
        first, end = ANYWHERE.first_row[dossier : dossier + 2]
        kinds = ANYWHERE.steps.kind[first:end].tolist()
        if StepKind.SIGN in kinds:
            desk = ANYWHERE.dossiers.receiving_place[dossier]
            home = ANYWHERE.dossiers.competent_place[dossier]
            assert unit_of(ANYWHERE, [home])[0] == home_of(ANYWHERE)[dossier] != unit_of(ANYWHERE, [desk])[0]
            assert kinds[-4:] == [StepKind.TRANSFER, StepKind.SIGN, StepKind.TRANSFER, StepKind.HAND_OVER]
            assert ANYWHERE.steps.place[first:end].tolist()[-4:] == [home, home, desk, desk]
            assert ANYWHERE.steps.moment_share[end - 1] >= 0  # nobody waits at the desk for the post


def test_only_who_files_elsewhere_has_another_life():
    """The rule switches those of the share, at the same instants; all others live as before."""
    here, there = shared(GEOGRAPHIC, ANYWHERE)
    stays = ~np.isin(there, elsewhere_in(ANYWHERE))
    assert lives(GEOGRAPHIC, here[stays]) == lives(ANYWHERE, there[stays])
    np.testing.assert_array_equal(GEOGRAPHIC.dossiers.filed_s[here], ANYWHERE.dossiers.filed_s[there])


def test_online_filings_have_no_elsewhere():
    """The portal sends them to the desk of the unit in charge."""
    assert not (ANYWHERE.dossiers.channel[elsewhere_in(ANYWHERE)] == Channel.ONLINE).any()


def test_a_shop_that_receives_anywhere_breaks_no_law():
    """The laws of the log hold; the engine checks them at the end."""
    assert simulate(ANYWHERE).events.height
