"""Chapter 3, who has hosted the meetings so far, and who hasn't yet."""

import pandas as pd

from annual_report.analysis.hosting import Rotation
from annual_report.edition import Edition
from annual_report.french import (
    NARROW,
    NO_BREAK,
    alike,
    capitalized,
    enumeration,
    in_words,
    plural,
)
from annual_report.page.html import Fragment, paragraph, table
from annual_report.page.members import names, this_is
from annual_report.territories.departments import departments

NAMED_UP_TO = 8
"""Above this number of départements a sentence counts them instead of naming them."""
SHOWN = 12


def hosts_sentence(edition: Edition) -> Fragment:
    """Say who has hosted, in the meetings whose host is recorded, and how many never have."""
    found = edition.rotation
    if found is None:
        return paragraph()
    since = _since(found, edition.year)
    if not found.named:
        which = plural(found.placed, "de la rencontre tenue", "des rencontres tenues")
        return paragraph(f"L’hôte {which} en un lieu {since} n’est pas renseigné.", kind="empty")
    return paragraph(_known(found, since), _hosts(found), _never(found, len(edition.members)))


def _since(found: Rotation, year: int) -> str:
    return f"en {year}" if found.since == year else f"depuis {found.since}"


def _known(found: Rotation, since: str) -> str:
    some, total = alike(found.named, found.placed, feminine=True)
    if found.named == found.placed:
        which = (
            "de la seule rencontre tenue"
            if found.placed == 1
            else f"de chacune des {total} rencontres tenues"
        )
        return f"L’hôte {which} en un lieu {since} est renseigné."
    link = "d’" if some == "une" else "de "
    return f"L’hôte {link}{some} des {total} rencontres tenues en un lieu {since} est renseigné."


def _hosts(found: Rotation) -> str:
    amount = len(found.hosts)
    if found.named == 1:
        return f"{this_is((found.hosts[0].code,))}."
    if amount == 1:
        times = in_words(found.named, feminine=True)
        return f"{this_is((found.hosts[0].code,))}, chaque fois ({times} fois)."
    most = found.hosts[0].times
    opening = f"{capitalized(in_words(amount))} départements ont accueilli ces rencontres"
    if most == 1:
        return f"{opening}, chacun une fois."
    often = tuple(host.code for host in found.hosts if host.times == most)
    if len(often) > NAMED_UP_TO:
        return f"{opening}, au plus {in_words(most)} fois chacun."
    each = ", chacun" if len(often) > 1 else ""
    return f"{opening}{NARROW}; le plus souvent, {names(often)}{each} {in_words(most)} fois."


def _never(found: Rotation, members: int) -> str:
    amount = len(found.never)
    if amount == 0:
        return "Chaque membre a déjà accueilli." if members > 1 else "Le membre a déjà accueilli."
    among = "accueilli aucune des rencontres dont l’hôte est renseigné"
    some, total = alike(amount, members)
    if members == 1:
        return f"Le membre n’a {among}."
    if amount == members:
        return f"Aucun des {total} membres n’a accueilli de rencontre dont l’hôte est renseigné."
    who = f"{NO_BREAK}: {names(found.never)}" if amount <= NAMED_UP_TO else ""
    verb = plural(amount, "n’a", "n’ont")
    return f"{capitalized(some)} des {total} membres {verb} {among}{who}."


def hosts_table(edition: Edition) -> Fragment:
    """Show who has hosted, how often, when and where, if there is more than one to show."""
    found = edition.rotation
    if found is None or len(found.hosts) < 2:
        return paragraph()
    shown, rest = found.hosts[:SHOWN], found.hosts[SHOWN:]
    frame = pd.DataFrame(
        {
            "Département": [f"{departments()[host.code].name} ({host.code})" for host in shown],
            "Rencontres": [str(host.times) for host in shown],
            "Années": [enumeration(str(y) for y in dict.fromkeys(host.years)) for host in shown],
            "Lieux": [enumeration(host.towns) or "non renseignés" for host in shown],
        }
    )
    made = table(frame, f"Qui a accueilli, {_since(found, edition.year)}")
    more = None
    if rest:
        amount = capitalized(in_words(len(rest)))
        verb = plural(len(rest), "autre département a", "autres départements ont")
        times = in_words(rest[0].times, feminine=True)
        often = f"chacun {times} fois" if rest[0].times == 1 else f"au plus {times} fois"
        more = f"{amount} {verb} accueilli {often}."
    return Fragment(made + paragraph(more, kind="note").html)
