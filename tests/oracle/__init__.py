"""Oracles: the facts that pages ought to tell of a network, counted anew, and their comparison.

`files` reads a network's CSV files in plain pandas, `reference` the institutions. A module a
subject has a function a phrase: it returns the facts that the phrase has to tell, in their order.
`sentences` reads a sentence and finds the place of any other claim. No oracle uses
`annual_report.network.measures`: two ways of counting rarely share a mistake.
"""

from oracle import attendance, facts, meetings, members, subjects, surroundings, territory

__all__ = ["attendance", "facts", "meetings", "members", "subjects", "surroundings", "territory"]
