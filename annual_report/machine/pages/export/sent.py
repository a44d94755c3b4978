"""The form of a page that is sent, with a few others, out of the folder that it was made in.

It leads to the pages that are sent with it, under their new names. What else it led to is not
there, and stands as plain words. The element of what the page carries says how the pages were
renamed, so that the same form can be made again.
"""

import re
from collections.abc import Mapping

from annual_report.machine.pages.export.carried import FOUND, OPENING

NAVIGATION = re.compile(r'<nav class="site".*?</nav>', re.DOTALL)
ITEM = re.compile(r'\n?<li><a\b[^>]*?\shref="([^"#:]*)(?:#[^"]*)?"[^>]*>.*?</a></li>', re.DOTALL)
LINK = re.compile(r'<a\b([^>]*?)\shref="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
HEAD_LINK = re.compile(r'\n?<link\b[^>]*\shref="(?![a-z]+:|#)[^"]*"[^>]*>')
NAMED = re.compile(r"([\w./-]+)=([\w-]+)")


def to_sent_form(html: str, names: Mapping[str, str]) -> str:
    """Return a page as it is sent: `names` has the new names of those that are sent, by the old.

    Links to other files of the build are plain words; what only leads there goes.
    """

    def shorten_navigation(found: re.Match[str]) -> str:
        return ITEM.sub(lambda entry: entry[0] if entry[1] in names else "", found[0])

    def lead_link(found: re.Match[str]) -> str:
        before, address, after, words = found.groups()
        file, mark, place = address.partition("#")
        if not file or ":" in file:  # it leads to a place in this page, or to another site
            return found[0]
        if file not in names:  # it is in the build alone
            return words
        words = words.replace(file, names[file])  # where a page is called by its address
        return f'<a{before} href="{names[file]}{mark}{place}"{after}>{words}</a>'

    # The navigation first: an entry of its list goes whole, where elsewhere words stay.
    html = NAVIGATION.sub(shorten_navigation, _say_names(html, names))
    return HEAD_LINK.sub("", LINK.sub(lead_link, html))


def _say_names(html: str, names: Mapping[str, str]) -> str:
    """Return a page that says under what names the pages of its build are sent."""
    pairs = ((old, new.removesuffix(f"-{old}")) for old, new in sorted(names.items()))
    # The words alone: whoever reads them builds the new names, so that none can be a path.
    said = " ".join(f"{old}={word}" for old, word in pairs)
    return html.replace(f"{OPENING}>", f'{OPENING} data-sent="{said}">', 1)


def list_sent_names(html: str) -> Mapping[str, str]:
    """Return under what names pages were sent, by their old ones.

    A new name is the old one behind some word: a link can be led to no other place by it.
    """
    found = FOUND.search(html)
    said = found[1] or "" if found else ""
    return {old: f"{word}-{old}" for old, word in NAMED.findall(said)}
