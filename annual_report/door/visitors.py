"""The browser tabs that show the local page: the program ends some time after the last tab.

Each tab's script sends the tab's name with every request, and a goodbye when the tab is left. A
hidden tab may be silent for a long time, while a person types in a spreadsheet. A silent tab
therefore counts for an hour, and so does a browser without scripts: no script says goodbye there.
"""

import time
from collections.abc import Callable

GRACE = 6.0
"""Seconds from the last goodbye to the end: a click on a link also sends a goodbye."""
SILENCE = 3600.0
"""Seconds after which a tab that said no goodbye counts as left."""


class Visitors:
    """The tabs that show the local page, each with the time of the last request.

    `clock` returns seconds; tests have a clock of their own.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tabs: dict[str, float] = {}
        self._left: set[str] = set()
        """The tabs that have said goodbye. A page that is loaded again has a new name."""
        self._last_request = clock()
        self._said_goodbye = False
        self._is_closed = False

    def note_request(self, tab: str = "") -> None:
        """Note that a tab has sent a request; "" is a browser without scripts."""
        self._last_request = self._clock()
        # A tab that said goodbye is gone for good. A last request of it may be read after the
        # goodbye, for each request has a thread of its own, and must not bring it back.
        if tab and tab not in self._left:
            self._tabs[tab] = self._last_request
            self._said_goodbye = False

    def note_goodbye(self, tab: str) -> None:
        """Note that a tab was closed, or left by a click on a link."""
        self._last_request = self._clock()
        # The tab may be unknown: a goodbye may arrive twice, or after the hour of silence.
        self._tabs.pop(tab, None)
        self._left.add(tab)
        self._said_goodbye = True

    def close(self) -> None:
        """Note that a person has pressed the button that ends the program."""
        self._is_closed = True

    def are_gone(self) -> bool:
        """Whether no tab shows the local page any more, so that the program can end."""
        now = self._clock()
        # A copy, for the threads of requests may add a tab during the loop.
        for tab, last_request in self._tabs.copy().items():
            if now - last_request >= SILENCE:
                self._tabs.pop(tab, None)
        if self._is_closed:
            return True
        if self._tabs:
            return False
        # After a goodbye a new page may follow in seconds. Without any, a browser without scripts
        # may show the page, or no browser has come yet.
        patience = GRACE if self._said_goodbye else SILENCE
        return now - self._last_request > patience
