"""Statistical disclosure control: a small count of agents can single a person out.

A network may set a threshold. It is applied once, where a network is made of its tables: counts
above 0 and below it are held back, and so is as much else of the same meeting as is needed so that
its total gives none of them away. What is held back looks the same everywhere, NA and, in the
column `agents_masque` beside it, True: a mark that told a small count from another would undo it.
Nothing behind it reaches a notebook. A page prints such a count as masked, and takes no column of
which some is held back without the column that says where (`marked`).

The rule, meeting by meeting (its total is published too):
- hold back every small count;
- as long as the total would still tell (a single count is held back, or each of them must be 1),
  hold back the smallest count still shown;
- when there is none left, hold back the total, whatever it would tell: one that went only where it
  told something would tell it by going. A sum of several meetings is then held back too.

Zeros are absences: they single nobody out, and stay.
"""

import pandas as pd


def disclosed(presences: pd.DataFrame, threshold: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the table `presences` as it may be published, and the agents of each meeting.

    The first has a column more, `agents_masque`, and NA where a count is held back; of an absence
    the count is 0. The second has one row a meeting of which a count is recorded: agents (the
    total; NA where it is held back) and agents_masque; its index is the meeting. A threshold of 0
    holds nothing back.
    """
    absent = presences["etat"].isin(["absent", "excusé"])
    presences = presences.assign(agents=presences["agents"].mask(absent, 0))
    counted = presences.dropna(subset="agents").sort_values(["rencontre", "membre"])
    meetings = counted.groupby("rencontre", sort=False)["agents"]
    hidden = pd.Series(False, presences.index)
    no_total: dict[str, bool] = {}
    for meeting, counts in meetings:
        kept_back = _hidden(counts, threshold)
        shown_counts = counts.drop(kept_back)
        no_total[str(meeting)] = len(kept_back) > 0 and not shown_counts.gt(0).any()
        hidden[kept_back] = True
    shown = presences.assign(agents=presences["agents"].mask(hidden), agents_masque=hidden)
    masked = pd.Series(no_total, dtype=bool)
    totals = pd.DataFrame({"agents": meetings.sum().astype("Int64"), "agents_masque": masked})
    totals["agents"] = totals["agents"].mask(totals["agents_masque"])
    return marked(shown), marked(totals.rename_axis("rencontre"))


def marked(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame that says, in its attributes, whether a count of agents is held back in it.

    It goes on saying so when columns are chosen; what a page needs is the column `agents_masque`.
    """
    held_back = frame["agents_masque"].any()
    frame.attrs = {**frame.attrs, "masque": ["agents"]} if held_back else frame.attrs
    return frame


def _hidden(counts: pd.Series, threshold: int) -> pd.Index:
    """Return where the counts of a meeting must be held back."""
    small = counts.between(1, threshold - 1)
    hidden = counts.index[small]
    for position in counts[~small & counts.gt(0)].sort_values(kind="stable").index:
        if not _tells(counts[hidden]):
            break
        hidden = hidden.append(pd.Index([position]))
    return hidden


def _tells(hidden: pd.Series) -> bool:
    """Tell whether a total leaves a single possibility: all that is held back is at least 1."""
    return len(hidden) == 1 or 0 < len(hidden) == hidden.sum()
