"""What the pages ought to say of a network, counted anew, and whether a sentence says that.

`files` reads a network's CSV files in plain pandas, `reference` the institutions. A module a
subject has a function a phrase: it returns the facts that the phrase has to tell, in their order.
`sentences` reads a sentence and finds where it tells anything else. Nothing here uses
`annual_report.network.measures`: two ways that count alike by mistake are less likely than one.
"""

from oracle import attendance, facts, meetings, members, subjects, surroundings, territory

__all__ = ["attendance", "facts", "meetings", "members", "subjects", "surroundings", "territory"]
