"""What a plan can be about."""

from typing import Final

HOME_REHAB: Final = "home-rehab"
"""Organising voluntary rehabilitation at home and in the community."""

POST_REHAB: Final = "post-rehab"
"""Supervising people after rehabilitation, at their place of residence."""

PREVENTION: Final = "prevention"
"""Communication against drugs."""

SUBSTITUTION: Final = "substitution"
"""Substitution treatment."""

AREAS: Final = "areas"
"""Keeping communes free of drugs, and making others so."""

TOPICS: Final = (HOME_REHAB, POST_REHAB, PREVENTION, SUBSTITUTION, AREAS)
