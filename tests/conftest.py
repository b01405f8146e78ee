"""What all tests share: how hypothesis looks for counter-examples, and on how many cores they run."""

import os

import pytest
from hypothesis import settings

# The same examples on every machine, so that a red build is red for everybody; to look further,
# `python -m pytest --hypothesis-profile=explore`.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("house")


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """
    Spread the whole suite over the cores; a few files, or a marker of one's own, run in this process.

    What measures must be alone, and one file is quicker without processes that start.
    """
    is_whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    own_marker = config.option.markexpr != config.getini("addopts")[-1]
    return (os.cpu_count() or 1) if is_whole and not own_marker else 0
