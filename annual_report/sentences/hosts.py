"""Who has hosted the meetings so far, as far as the hosts are recorded."""

import pandas as pd

from annual_report.french import capitalized, clause, consecutive, in_years, phrase
from annual_report.network import Network
from annual_report.pages.fragment import NOTHING, Fragment, paragraph
from annual_report.territories.grammar import of_name

NAMED_UP_TO = 4
"""Above this number of départements that hosted equally often a sentence doesn't name them."""


def who_hosted(placed: pd.DataFrame, hosts: pd.DataFrame, network: Network) -> Fragment:
    """Say who has hosted, and of how many meetings nobody recorded it; nothing if no host is known.

    `placed` has one row a meeting that needed a host, `hosts` one a département that was one.
    """
    if hosts.empty:
        return NOTHING
    unknown = placed.loc[placed["host"].isna(), "year"]
    rest = phrase(
        "On ne connaît pas l’hôte {n:d’une autre, tenue|de {n:f} autres, tenues} {when}.",
        n=len(unknown),
        when=in_years(consecutive(sorted(set(unknown)))),
    )
    return paragraph(_hosts(placed, hosts, network), rest if len(unknown) else None)


def span(since: int, year: int) -> str:
    """Say of what time one speaks: "en 2025", "depuis 2020"."""
    return f"en {year}" if since == year else f"depuis {since}"


def _hosts(placed: pd.DataFrame, hosts: pd.DataFrame, network: Network) -> str:
    most = int(hosts["meetings"].max())
    first = hosts["code"].iloc[0]
    if len(hosts) == 1:
        who = capitalized(network.settings.the_institution(first))
        verb = "ont" if who.startswith("Les ") else "a"
        towns = placed.loc[placed["host"].eq(first).fillna(False), "town"].dropna()
        if most == 1:
            where = f" {of_name(towns.iloc[0])}" if len(towns) else ""
            return f"{who} {verb} accueilli la rencontre{where}."
        return clause("{who} {verb} accueilli {n:f} rencontres.", who=who, verb=verb, n=most)
    kind = network.settings.kind
    when = span(int(placed["year"].min()), int(placed["year"].max()))
    opening = clause(
        "{when}, {n:{kind.f}} {kind.plural} ont accueilli", when=capitalized(when), n=len(hosts),
        kind=kind,
    )  # fmt: skip
    if most == 1:
        return f"{opening} chacun{kind.e} une rencontre."
    opening = f"{opening} une rencontre au moins"
    often = list(hosts.loc[hosts["meetings"] == most, "code"])
    if len(often) > NAMED_UP_TO:
        return clause("{opening}, au plus {n} fois.", opening=opening, n=most)
    each = f" chacun{kind.e}" if len(often) > 1 else ""
    return clause("{opening}, {often:les} {n} fois{each}.", opening=opening, often=often, n=most,
                  each=each)  # fmt: skip
