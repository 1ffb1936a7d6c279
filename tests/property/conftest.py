"""How Hypothesis searches: the same examples in every run, so that a red test is about the change that made it red.

`HYPOTHESIS_PROFILE=search` looks for others, and longer.
"""

import os

from hypothesis import settings

settings.register_profile("same", max_examples=60, deadline=None, derandomize=True)
settings.register_profile("search", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
