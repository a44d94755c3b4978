"""What a build tells as it goes."""

from collections.abc import Callable
from typing import NamedTuple


class Event(NamedTuple):
    """One thing that a build has to tell: what became of a page, and why."""

    kind: str  # "planned", "waiting", "skipped", "made", "failed", "removed", "noted"
    network: str
    page: str = ""
    said: str = ""
    total: int = 0


Tell = Callable[[Event], None]
