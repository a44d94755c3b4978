"""Who has never been at the same meeting, and who most often has: opportunities, not ties."""

import pandas as pd

from annual_report.analysis.copresence import NeverMet
from annual_report.edition import Edition
from annual_report.french import (
    NARROW,
    NO_BREAK,
    alike,
    capitalized,
    count,
    enumeration,
    number,
    percentage,
    plural,
)
from annual_report.page.attendance import NOTHING
from annual_report.page.html import Fragment, paragraph, table
from annual_report.page.members import names
from annual_report.territories.departments import departments

SHOWN = 10
NAMED_UP_TO = 3
LISTED_UP_TO = 8


def never_met_sentence(edition: Edition) -> Fragment:
    """Say how many pairs of members were never at the same meeting, as far as is recorded."""
    found = edition.never_met
    if found is None:
        return NOTHING
    never = len(found.never)
    since = f"depuis {found.since}" if found.since < edition.year else f"en {edition.year}"
    if found.pairs == 1:
        return paragraph(_one_pair(found, since))
    opening = (
        f"Les {number(len(found.departments))} membres dont une présence est renseignée {since} "
        f"forment {number(found.pairs)} paires"
    )
    if never == 0:
        return paragraph(f"{opening}{NO_BREAK}: toutes se sont trouvées à une même rencontre.")
    verb = plural(never, "ne s’est jamais trouvée", "ne se sont jamais trouvées")
    share = percentage(never / found.pairs, 1)
    return paragraph(
        f"{opening}{NO_BREAK}: {number(never)} {verb} à une même rencontre, soit {share}.",
        f"Les voici{NO_BREAK}: {_pairs(found)}." if 1 < never <= NAMED_UP_TO else None,
        f"La voici{NO_BREAK}: {_pairs(found)}." if never == 1 else None,
    )


def _one_pair(found: NeverMet, since: str) -> str:
    who = f"Deux membres, {names(found.departments)},"
    verb = "ne se sont jamais trouvés" if found.never else "se sont déjà trouvés"
    return f"{who} {verb} à une même rencontre, d’après les présences renseignées {since}."


def _pairs(found: NeverMet) -> str:
    return f"{NARROW}; ".join(names(pair) for pair in found.never)


def never_met_table(edition: Edition) -> Fragment:
    """Show the members who have most others left to meet, and count the rest."""
    found = edition.never_met
    if found is None or len(found.never) <= NAMED_UP_TO:
        return NOTHING
    strangers = {code: found.strangers(code) for code in found.departments}
    order = sorted(
        (code for code in strangers if strangers[code]), key=lambda code: -len(strangers[code])
    )
    shown, rest = order[:SHOWN], order[SHOWN:]
    others = len(found.departments) - 1
    frame = pd.DataFrame(
        {
            "Département": [f"{departments()[code].name} ({code})" for code in shown],
            "N’a jamais croisé": [f"{len(strangers[code])} sur {others}" for code in shown],
            "Qui": [_named(strangers[code], LISTED_UP_TO) for code in shown],
        }
    )
    made = table(frame, "Les membres qui ont encore le plus d’autres membres à croiser")
    more = None
    if rest:
        amount = capitalized(alike(len(rest))[0])
        who = plural(len(rest), "autre membre n’a", "autres membres n’ont")
        more = f"{amount} {who} jamais croisé au moins un membre."
    return Fragment(made + paragraph(more, kind="note").html)


def ties_sentence(edition: Edition) -> Fragment:
    """Say what being at the same meeting means here, and what it doesn't."""
    found = edition.attendance
    if found is None or not edition.ties:
        return NOTHING
    return paragraph(
        "Être à la même rencontre est une occasion de faire connaissance, pas un lien"
        f"{NO_BREAK}: personne ne sait ici qui s’est parlé. Une petite réunion en donne "
        f"davantage l’occasion qu’une plénière{NO_BREAK}: une rencontre de k départements compte "
        f"pour 1/(k{NO_BREAK}−{NO_BREAK}1).",
    )


def ties_table(edition: Edition) -> Fragment:
    """Show the pairs with most occasions to meet in the year."""
    found = edition.ties
    if not found:
        return NOTHING
    shown = found[:SHOWN]
    frame = pd.DataFrame(
        {
            "Paire": [
                f"{departments()[tie.first].name} et {departments()[tie.second].name}"
                for tie in shown
            ],
            "Rencontres communes": [str(tie.meetings) for tie in shown],
            "Poids": [number(tie.weight, 2) for tie in shown],
        }
    )
    made = table(
        frame, f"Les paires qui ont eu le plus d’occasions de se croiser en {edition.year}"
    )
    rest = len(found) - len(shown)
    amount = number(rest)
    who = plural(rest, "autre paire a eu", "autres paires ont eu")
    more = f"{amount} {who} moins d’occasions, ou autant." if rest else None
    return Fragment(made + paragraph(more, kind="note").html)


def _named(codes: tuple[str, ...], limit: int) -> str:
    """Name the first départements of a list and count the others."""
    shown = [departments()[code].name for code in codes[:limit]]
    rest = len(codes) - len(shown)
    if rest:
        shown.append(count(rest, "autre"))
    return enumeration(shown)
