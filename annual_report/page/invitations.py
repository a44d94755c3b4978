"""The neighbours of the members that aren't members: the next ones to invite, if one wishes."""

import pandas as pd

from annual_report.analysis.territory import Invitation
from annual_report.edition import Edition
from annual_report.french import NO_BREAK, capitalized, enumeration, in_words, plural
from annual_report.page.html import Fragment, paragraph, table
from annual_report.page.members import names, this_is
from annual_report.territories.departments import departments

SHOWN = 10
NAMED_UP_TO = 3


def invitations_sentence(edition: Edition) -> Fragment:
    """Say how many départements touch a member, and which touch most."""
    found = edition.invitations
    if not found:
        every = len(edition.members) == len(departments())
        return paragraph(
            "Tous les départements français sont membres."
            if every
            else "Aucun département extérieur au groupe ne touche un membre."
        )
    opening = (
        f"{capitalized(in_words(len(found)))} {plural(len(found), 'département')} "
        f"{plural(len(found), 'touche', 'touchent')} un membre au moins sans être du groupe"
    )
    return paragraph(f"{opening}. {_best(found)}")


def _best(found: tuple[Invitation, ...]) -> str:
    most = len(found[0].members)
    best = tuple(each.code for each in found if len(each.members) == most)
    around = f"{in_words(most)} {plural(most, 'membre')}"
    if len(found) == 1:
        return f"{this_is(best)}, avec {around} pour {plural(most, 'voisin')}."
    if len(best) == len(found):
        return f"Chacun touche {around}."
    if len(best) > NAMED_UP_TO:
        return f"{capitalized(in_words(len(best)))} d’entre eux touchent chacun {around}."
    if len(best) == 1:
        return f"Le mieux entouré{NO_BREAK}: {names(best)}, avec {around} pour voisins."
    return f"Les mieux entourés{NO_BREAK}: {names(best)}, avec chacun {around} pour voisins."


def invitations_table(edition: Edition) -> Fragment:
    """Show the best surrounded neighbours, and count the others."""
    found = edition.invitations
    if not found:
        return paragraph()
    shown, rest = found[:SHOWN], found[SHOWN:]
    frame = pd.DataFrame(
        {
            "Département": [f"{departments()[each.code].name} ({each.code})" for each in shown],
            "Région": [departments()[each.code].region for each in shown],
            "Membres voisins": [str(len(each.members)) for each in shown],
            "Lesquels": [
                enumeration(departments()[code].name for code in each.members) for each in shown
            ],
        }
    )
    made = table(frame, f"Les voisins des membres de {edition.year} qui ne sont pas du groupe")
    return Fragment(made + paragraph(_others(rest), kind="note").html)


def _others(rest: tuple[Invitation, ...]) -> str | None:
    if not rest:
        return None
    others = f"{capitalized(in_words(len(rest)))} {plural(len(rest), 'autre département')}"
    if len(rest) > 1:
        others = f"{capitalized(in_words(len(rest)))} autres départements"
    fewest, most = len(rest[-1].members), len(rest[0].members)
    each = "chacun " if len(rest) > 1 else ""
    verb = plural(len(rest), "touche", "touchent")
    if fewest == most:
        return f"{others} {verb} {each}{in_words(most)} {plural(most, 'membre')}."
    link = "ou" if most == fewest + 1 else "à"
    start = "" if link == "ou" else "de "
    return f"{others} {verb} {each}{start}{in_words(fewest)} {link} {in_words(most)} membres."
