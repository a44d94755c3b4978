"""What a build tells as it goes."""

from collections.abc import Callable
from typing import NamedTuple


class Event(NamedTuple):
    """One thing that a build has to tell: what became of a page, and why.

    planned    so many pages are looked after (`total`)
    waiting    for another build, or for a worker
    skipped    a page is up to date
    made       a page was put in place
    same       a page was made again and says what it said
    failed     a page, or a network, could not be made; `more` is the traceback
    removed    a page that nothing declares any more
    kept       what a page's notebook shows and doesn't publish
    noted      what was noticed while the data were read
    """

    kind: str
    network: str
    page: str = ""
    said: str = ""
    total: int = 0
    more: str = ""


Tell = Callable[[Event], None]
