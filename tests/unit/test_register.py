"""The register: records of a dossier keep their order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from onestop_sim.engine.register import running_maximum
from onestop_sim.terms import NEVER

records = st.lists(st.tuples(st.integers(0, 3), st.integers(-5, 5) | st.just(NEVER)), max_size=60)


@given(records=records)
def test_each_record_of_a_dossier_is_the_latest_so_far(records):
    """In chains of falls too, and whoever is never recorded leaves nobody after him recorded."""
    dossier = np.array([one for one, _ in records], np.int64)
    instants_s = np.array([at_s for _, at_s in records], np.int64)
    expected, latest = [], {}
    for one, at_s in records:
        latest[one] = max(at_s, latest.get(one, at_s))
        expected.append(latest[one])
    assert running_maximum(dossier, instants_s).tolist() == expected
