"""What names somebody, or says how to reach them: looked for wherever words are given out.

A published count of agents may single somebody out; a name certainly does.
"""

import re
import unicodedata
from functools import cache

from annual_report.messages import _

# Bounded, so that a long line costs no more than its length.
EMAIL = re.compile(r"[\w.+-]{1,64} ?@ ?[\w-]{1,63}(?:\.[\w-]{1,63})+")
PHONE = re.compile(
    r"(?<![\w/.-])(?:(?:\+|00) ?33 ?(?:\(0\) ?)?|0)[1-9](?:[ .-]?\d{2}){4}(?![\w-])", re.ASCII
)
ADDRESS = re.compile(r"https?://\S+")
CIVILITY = re.compile(
    r"(?:\b(?:M|MM|Mr|Dr|Pr)\. ?|\b(?:Mr|Mme|Mmes|Mlle|Dr|Pr|Monsieur|Madame|Mademoiselle) )"
    r"(?:de |d’|d')?[A-ZÀ-Ý][\w’'-]+"
)

USUAL_FIRST_NAMES = """
adele adrien agathe agnes alain albert alexandra alexandre alexis alice aline amandine amelie
anais andre andrea angelique anne annie anthony antoine arnaud arthur audrey aurelie aurelien
baptiste benjamin benoit bernadette bernard bertrand brigitte bruno camille carole caroline
catherine cecile cedric celine chantal charles charlotte chloe christelle christian christine
christophe claire claude claudine clement clementine colette corinne cyril damien daniel daniele
david delphine denis denise didier dominique dorothee edith eliane elisabeth elise elodie emilie
emma emmanuel emmanuelle eric estelle etienne eva evelyne fabien fabienne fabrice fatima
florence florian francine franck francois francoise frederic frederique gabriel gaelle genevieve
georges gerard ghislaine gilbert gilles gregory guillaume guy helene henri herve hugo isabelle
jacqueline jacques jean jeanne jennifer jeremy jerome jessica joel joelle jonathan josette
josiane julie julien juliette justine karim karine kevin laetitia laure laurence laurent lea
liliane lionel louise luc lucas lucie ludovic magali manon marc marcel marguerite maria marianne
marie marina marine marion martin martine mathieu mathilde maud maurice maxime melanie michel
michele michelle mireille mohamed monique muriel myriam nadia nadine nathalie nicolas nicole
noemie odile olivier pascal pascale patrice patricia patrick paul pauline philippe pierre
quentin rachel raphael raymond regis remi renaud rene robert roger roland romain sabrina samuel
sandra sandrine sarah sebastien serge severine simon solange sonia sophie stephane stephanie
suzanne sylvain sylvie thierry thomas valentin valerie vanessa veronique victor vincent virginie
viviane xavier yann yannick yves yvette yvonne
"""
"""The most usual first names in France, without accents: enough to notice a list of people."""


def personal(text: str) -> str | None:
    """Say what personal data a text seems to hold, None if it seems to hold none."""
    return contact(text) or person(text)


def person(text: str) -> str | None:
    """Say that a text looks like a person's name, None if it doesn't: a place may be called so."""
    outside = ADDRESS.sub("", text)
    if CIVILITY.search(outside) or is_a_name(outside):
        return _("looks like a person’s name")
    return None


def contact(text: str) -> str | None:
    """Say by what a text lets somebody be reached, None if by nothing."""
    if "@" in text and EMAIL.search(text):
        return _("holds an e-mail address")
    if PHONE.search(ADDRESS.sub("", text)):
        return _("holds a telephone number")
    return None


def is_a_name(text: str) -> bool:
    """Whether a cell is a usual first name and a surname and nothing else, in either order."""
    words = text.split()
    if not 2 <= len(words) <= 3 or not all(word[:1].isupper() for word in words):
        return False
    letters = all(part.isalpha() for word in words for part in re.split(r"[-’']", word) if part)
    first, last = (_plain(word).split("-")[0] for word in (words[0], words[-1]))
    usual = _usual_first_names()
    return letters and (first in usual or (last in usual and words[0].isupper()))


@cache
def _usual_first_names() -> frozenset[str]:
    return frozenset(USUAL_FIRST_NAMES.split())


def _plain(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in letters if not unicodedata.combining(sign))
