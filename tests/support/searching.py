"""How Hypothesis searches, in every tier: without a clock beside it, and the same examples in every run.

So a red test is about the change that made it red, and not about a busy machine.

`HYPOTHESIS_PROFILE=search` looks for others, and longer.
"""

import os

from hypothesis import settings

settings.register_profile("same", max_examples=60, deadline=None, derandomize=True)
settings.register_profile("search", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
