"""A second reading of the interpretations: what is owed to one child, worked out day by day."""

from naive.judge import judge
from naive.listing import listed

__all__ = ["judge", "listed"]
