"""Statistical disclosure control: a small count of agents can single a person out.

A network may set a threshold of three or more. It is applied once, where a network is made of its
tables, and nothing behind it reaches a notebook:
- every count above 0 and below the threshold is masked: NA, and, in the column `agents_masque`
  beside it, True, which a page prints as masked;
- a meeting's total is masked where it would leave a masked count a single value: where one alone is
  masked, or where all that are masked must be 1, or one less than the threshold.

A reader who knows this rule still finds two values at least for each masked count: a total that is
masked says of several that all are 1, or all one less than the threshold, and not which. A sum over
meetings is masked with one of its totals, so that it says no more than they do. A threshold of 2
would mask 1 alone, and so say it; the settings refuse it. Zeros are absences: they single nobody
out, and stay.
"""

import pandas as pd


def mask_small_counts(presences: pd.DataFrame, threshold: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the table `presences` as it may be published, and the agents of each meeting.

    The first has a column more, `agents_masque`, and NA where a count is masked; of an absence the
    count is 0. The second has one row a meeting whose agents were counted, and one to which nobody
    came: agents (the total of those counted; NA where it is masked) and agents_masque; its index is
    the meeting. A threshold of 0 masks nothing.
    """
    absent = presences["etat"].isin(["absent", "excusé"])
    counts = presences["agents"].mask(absent, 0)
    masked = counts.between(1, threshold - 1).fillna(False).astype(bool)
    by_meeting = pd.DataFrame(
        {
            "total": counts,
            "came": presences["etat"].eq("présent"),
            "counted": counts.gt(0),
            "masked": masked,
            "hidden": counts.where(masked, 0),
        }
    ).groupby(presences["rencontre"].rename("rencontre"))
    sums = by_meeting.sum()
    # Where somebody came and nobody was counted, the zeros of the absent are no total.
    sums = sums[by_meeting["total"].count().gt(0) & (sums["counted"].gt(0) | sums["came"].eq(0))]
    # The masked counts are at least 1 each and at most one less than the threshold: a total that
    # is one of these two ends tells them all.
    least, most = sums["masked"], sums["masked"] * (threshold - 1)
    open_to_several = least.ge(2) & sums["hidden"].gt(least) & sums["hidden"].lt(most)
    masque = least.gt(0) & ~open_to_several
    totals = pd.DataFrame({"agents": sums["total"].astype("Int64").mask(masque)})
    totals["agents_masque"] = masque.astype(bool)
    shown = presences.assign(agents=counts.mask(masked), agents_masque=masked)
    return mark_masked_counts(shown), mark_masked_counts(totals)


def mark_masked_counts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame that says, in its attributes, whether a count of agents is masked in it.

    It goes on saying so when columns are chosen; what a page needs is the column `agents_masque`.
    """
    if frame["agents_masque"].any():
        frame.attrs = {**frame.attrs, "masque": ["agents"]}
    return frame
