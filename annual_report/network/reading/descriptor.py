"""The list of a network's files: `datapackage.json`, which the program writes.

    {"name": "departements-participatifs", "title": …,
     "resources": [{"name": "membres", "path": "membres.csv"}, …]}

Whoever receives the folder finds there what a Data Package says. Of it only the list is read: a
table that it names and whose file is gone is an error.
"""

import json
from pathlib import Path

from annual_report.base.errors import DataError, UnreadableError
from annual_report.base.messages import _
from annual_report.network.reading.files.opening import read_file
from annual_report.network.reading.files.package_files import DESCRIPTOR
from annual_report.network.reading.problems import Place, Problem, explain_unread
from annual_report.network.reading.schema import NETWORK

LARGEST = 1_000_000
"""Bytes: a list of files takes some hundreds."""
HISTORY = ".historique"
"""Where changes were kept before there was one copy of the data alone."""
SCHEMES = "dispositifs"
"""A table that no page shows: a network that lists it would believe it published."""


def list_named_tables(folder: Path) -> set[str]:
    """Return the names of the tables that a network lists; none where it has no list.

    Raise DataError for a list that can't be read, and for a folder of an earlier version.
    """
    place = Place(DESCRIPTOR)
    if (folder / HISTORY).exists():
        what = _("is the history of an earlier version, which nothing reads any more")
        raise DataError([Problem(Place(HISTORY), what, expected=_("this folder deleted"))])
    try:
        said = json.loads(read_file(folder / DESCRIPTOR, LARGEST, _("is too large for a list")))
        is_of_before = NETWORK in said
        names = {str(each["name"]) for each in said["resources"]}
    except FileNotFoundError:
        return set()
    except (UnreadableError, OSError) as error:
        raise DataError([explain_unread(place, error)]) from None
    except (ValueError, RecursionError, TypeError, KeyError):
        what, expected = _("does not list the files of a network"), '{"resources": [{"name": …}]}'
        raise DataError([Problem(place, what, expected=expected)]) from None
    if is_of_before:
        what = _("says under “{name}” what the network is, which stands in a table now",
                 name=NETWORK)  # fmt: skip
        expected = _("a file reseau.csv with the columns reglage and valeur, a row a setting, and "
                     "“{name}” taken out here", name=NETWORK)  # fmt: skip
        raise DataError([Problem(place, what, expected=expected)])
    if SCHEMES in names:
        what = _("lists {name}, which no page shows", name=SCHEMES)
        raise DataError([Problem(place, what, expected=_("its line taken out"))])
    return names
