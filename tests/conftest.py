"""What all tests share: how hypothesis looks for counter-examples."""

from hypothesis import settings

# The same examples on every machine, so that a red build is red for everybody; to look further,
# `python -m pytest --hypothesis-profile=explore`.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("house")
