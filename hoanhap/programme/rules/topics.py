"""What a plan can be about."""

from typing import Final

HOME_REHAB: Final = "home-rehab"
"""Organising voluntary rehabilitation at home and in the community."""

POST_REHAB: Final = "post-rehab"
"""Supervising people after rehabilitation, at their place of residence."""

TOPICS: Final = (HOME_REHAB, POST_REHAB)
