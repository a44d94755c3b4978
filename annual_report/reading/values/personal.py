"""Personal data that must stay out of tables: names, e-mail addresses and telephone numbers.

What looks like a person is refused with its reason, wherever it stands in a table.
"""

from functools import cache

from annual_report.messages import _
from annual_report.pages.checks.personal import contact
from annual_report.reading.values.refusal import CellError

TITLES = """
adresse e mail, adresse electronique, adresse email, adresse mail, adresse postale, agent,
civilite, contact, contacts, courriel, courriels, date de naissance, e mail, email, emails,
interlocuteur, interlocutrice, mail, mails, mobile, nom, nom agent, nom de famille, nom de l
agent, nom de la personne, nom des agents, nom du contact, nom du referent, nom et prenom, nom
prenom, noms, numero de telephone, participant, participante, participantes, participants,
personne contact, portable, prenom, prenom et nom, prenom nom, prenoms, referent, referente,
referents, responsable, signature, signatures, tel, telephone, telephones
"""
"""Folded titles of columns that hold people."""


def column_reason(label: str) -> str | None:
    """Say why a column of this (folded) label has no place here, None if it may have one."""
    if label in _titles():
        return _("is a column for personal data: only counts are kept, never names or addresses")
    return None


def refuse_personal(text: str) -> None:
    """Raise CellError for a cell that holds a way to reach a person."""
    if found := contact(text):
        raise CellError(found, _("no e-mail address or telephone number"))


@cache
def _titles() -> frozenset[str]:
    return frozenset(title.strip() for title in TITLES.split(","))
