"""The progress of a build on the terminal: a line a page as soon as it is made, then the sum."""

import time
from collections import Counter

from annual_report.base.messages import N_, _
from annual_report.commands.terminal import say_lines
from annual_report.machine.making.job import Event

OUTCOMES = {"made": N_("built"), "failed": N_("failed"), "removed": N_("removed")}
"""The kinds of events that change a page in place, each with the word printed after its name."""


class Progress:
    """The terminal's account of a build: a line for each event as it comes, then the numbers.

    With `several` networks, the network's name stands before the names of pages and the remarks:
    "reseau-exemple/2025.html".
    """

    def __init__(self, *, several: bool) -> None:
        self._several = several
        self._started = time.monotonic()
        self._counts: Counter[str] = Counter()
        # The remarks on the data, in the order in which they came; each once, though several pages
        # may have the same.
        self._remarks: dict[str, None] = {}

    def tell(self, event: Event) -> None:
        """Count an event of the build, and print it; remarks on the data wait for `sum_up`."""
        self._counts[event.kind] += 1
        if event.kind == "noted":
            # At the end remarks are not lost among the pages.
            for line in self._list_lines(event):
                self._remarks[line] = None
        elif event.kind == "kept":
            # An output that the notebook shows and doesn't publish: the page is without it.
            page = self._name_page(event)
            say_lines([_("{file}: {reason}", file=page, reason=event.said)])
        elif event.kind in OUTCOMES and event.page:
            say_lines([self._say_outcome(event)])
        # A page that is up to date is counted, and not printed. What remains is a build that waits
        # for another, or a whole network that failed.
        elif event.kind != "skipped":
            say_lines(self._list_lines(event))

    def sum_up(self) -> None:
        """Print the remarks on the data, then how many pages were made, in how many seconds."""
        total = _(
            "built: {made}, up to date: {skipped}, failed: {failed}, in {seconds:.0f} s",
            made=self._counts["made"],
            skipped=self._counts["skipped"],
            failed=self._counts["failed"],
            seconds=time.monotonic() - self._started,
        )
        say_lines([*self._remarks, total])

    def _say_outcome(self, event: Event) -> str:
        """Return the line of a page that was built, failed or was removed, with the reasons."""
        outcome = _(OUTCOMES[event.kind])
        line = _("{page}: {what}", page=self._name_page(event), what=outcome)
        # A page has one line here, also with several reasons.
        reasons = " – ".join(event.said.splitlines())
        if not reasons:
            return line
        return f"{line} ({reasons})"

    def _name_page(self, event: Event) -> str:
        """Return the name of an event's page, after the network's among several networks."""
        if not self._several:
            return event.page
        return f"{event.network}/{event.page}"

    def _list_lines(self, event: Event) -> list[str]:
        """Return the lines that an event says, each after the network's among several networks."""
        lines = event.said.splitlines()
        if not self._several:
            return lines
        return [_("{file}: {reason}", file=event.network, reason=line) for line in lines]
