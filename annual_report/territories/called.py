"""What a network calls itself in a sentence: le groupe, le réseau, la fédération, l’union."""

from dataclasses import dataclass

from annual_report.french.lists import capitalize
from annual_report.territories.grammar import OF, article, glued

MASCULINE = frozenset({"atelier", "espace", "institut", "observatoire", "office"})
"""Words of which "l’" doesn't tell that they are masculine."""


@dataclass(frozen=True)
class Called:
    """A word for the network, with its article; `e` agrees with it, `it` stands for it."""

    noun: str
    article: str = "le"

    @property
    def the(self) -> str:
        """The word as a subject: "le groupe"."""
        return glued(self.article, self.noun)

    @property
    def The(self) -> str:  # noqa: N802  # as it is printed
        """The word at the head of a sentence: "Le groupe"."""
        return capitalize(self.the)

    @property
    def of(self) -> str:
        """The word as a complement: "du groupe"."""
        return glued(OF[self.article], self.noun)

    @property
    def to(self) -> str:
        """The word after "à": "au groupe", "à la fédération"."""
        return "au " + self.noun if self.article == "le" else f"à {self.the}"

    @property
    def e(self) -> str:
        """What agrees with it: "réuni" or "réunie"."""
        feminine = self.article == "la" or (self.article == "l’" and self.noun not in MASCULINE)
        return "e" if feminine else ""

    @property
    def it(self) -> str:
        """Return its pronoun."""
        return "elle" if self.e else "il"


NETWORK = Called("réseau")


def called_by(name: str, its_article: str) -> Called:
    """Return the word that a network's name begins with.

    It is "le réseau" for a proper name, and for a plural, with which no verb would agree.
    """
    word = name.split(maxsplit=1)[0] if name.strip() else ""
    common = word.islower() or article(word)
    single = its_article in OF and its_article != "les"
    return Called(word.lower(), its_article) if common and single else NETWORK
