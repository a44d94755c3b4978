"""Who looks at the door: the tabs of a browser that have said so, and have not said goodbye.

A tab that is left says goodbye, and the door ends some seconds after the last one. A hidden tab
sleeps while somebody types in a spreadsheet: one that has gone silent is believed for an hour, and
so is a browser without scripts, which says neither.
"""

import time
from collections.abc import Callable

GRACE = 6.0
"""Seconds after the last goodbye: a click on a link says goodbye too."""
SILENCE = 3600.0
"""Seconds after which nobody is there who has not said goodbye."""


class Visitors:
    """The tabs that look at the door, each with the instant when it was last heard."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tabs: dict[str, float] = {}
        self._heard = clock()
        self._said_goodbye = False
        self._closed = False

    def hear(self, tab: str = "") -> None:
        """Note that somebody has asked for something, a known tab or anybody."""
        self._heard = self._clock()
        if tab:
            self._tabs[tab] = self._heard
            self._said_goodbye = False

    def say_goodbye(self, tab: str) -> None:
        """Note that a tab was left."""
        self._heard = self._clock()
        self._tabs.pop(tab, None)
        self._said_goodbye = True

    def close(self) -> None:
        """Note that somebody has closed the door."""
        self._closed = True

    def are_gone(self) -> bool:
        """Whether the door can end."""
        now = self._clock()
        self._tabs = {tab: heard for tab, heard in self._tabs.items() if now - heard < SILENCE}
        if self._closed:
            return True
        if self._tabs:
            return False
        patience = GRACE if self._said_goodbye else SILENCE
        return now - self._heard > patience
