"""Filling a phrase: the template in a file and the values of a notebook become words of a page.

A phrase is a Jinja template in Markdown with the words of a sentence, a file of `notebooks/phrases`
or of a network's own folder `phrases`. A phrase for a paragraph is filled by `fill_phrase`. A
phrase for a figure has parts, each below a line "# name :", and is filled by `fill_figure`.
`check_phrase` finds the faults of a phrase before a page is made.

Each fault of a phrase is a PhraseError with the file, the line and the name of the wrong value; the
error stops the page with this phrase, and no other page.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Set
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise
from traceback import extract_tb
from typing import Any, NamedTuple

from jinja2 import Template, TemplateError, TemplateSyntaxError, UndefinedError, meta, nodes
from jinja2.exceptions import SecurityError
from markdown_it.token import Token
from markupsafe import Markup

from annual_report.base.errors import PhraseError
from annual_report.base.french.prose import ALLOWED_TAGS, parse_markdown, render_markdown
from annual_report.base.french.sentences import write_sentences
from annual_report.base.french.typography import NO_BREAK, typeset
from annual_report.base.letters import find_nearest
from annual_report.base.messages import _, add_nearest
from annual_report.base.project import NOTEBOOKS
from annual_report.machine.pages.fragment import Fragment
from annual_report.network.phrases.bounds import (
    ChargeMakers,
    PhraseBoundError,
    join_chunks,
    limit_phrase,
)
from annual_report.network.phrases.environment import (
    find_faults,
    list_asked,
    make_environment,
)
from annual_report.network.phrases.plain_values import CONTROL, list_values
from annual_report.network.phrases.superlatives import find_unasked_superlatives
from annual_report.network.phrases.trial import is_endless
from annual_report.network.phrases.typed_numbers import WrongKindError
from annual_report.network.reading.settings import Settings
from annual_report.network.territories.institutions import departments_by_code
from annual_report.network.territories.reference import find_source

FOLDER = "phrases"
"""The folder of phrases, in `notebooks/` and beside a network's descriptor."""
# A part's head is this project's own sign, unknown to Jinja and before Markdown is parsed.
# Taken: "# constat :". Not taken: "## Un titre".
PART = re.compile(r"^# *(\w+) *:", re.MULTILINE)
"""The head of a part, in a phrase with several parts such as the words of a figure."""
BOUND = "\x06"
"""The sign on both sides of a part's name while a phrase is filled: no value contains this sign."""
SENTENCES = {
    "constat": "finding",
    "description": "alternative",
    "note": "note",
    "chapeau": "chapeau",
}
"""The parts with sentences, and the parameters of `publish` or `front` that take these parts."""
NAMES = {**SENTENCES, "données": "of"}
"""The parts with a parameter of another name; all other parts are parameters by their own names."""
GRAMMAR = {"nous", "genre"}
"""The words given to every phrase for the grammar: a phrase may do without, and omits no fact."""
SHARED = {"nous", "genre", "représentants", "sources", "réseau", "borne", "year"}
"""The names that every phrase has (`list_given_words`): no values of a notebook but the year."""
LEGEND = "légende"
"""The part with the signs of a chart and their words, a line "- sign : words" each."""
# Markdown has no lists of pairs: this form of a line is the project's own.
# Taken: "- arrivé : nouveaux membres". Not taken: "- a : b - c : d", two lines run together.
ENTRY = re.compile(r"- *([^:]+?)\s*: *((?:(?!- [^:]*:).)+)")
LARGEST = 8_192
"""The most bytes of a phrase: the longest phrase of the program has a quarter of them."""
SOURCE = re.compile(r"Sources?\s*:")
"""The beginning of a paragraph that gets the look of a note."""
TAGS = ALLOWED_TAGS | {"h3", "h4"}
# Markdown's escapes, for the words of a figure: these words are plain text and never Markdown.
ESCAPED = re.compile(r"\\([\\`*_\[\]<>#|.)+-])")
LOOKS = ("dated", "names", "note", "note beside", "plan")
"""The looks of paragraphs and lists: classes of `lists.css` and `style.css`."""
NAMED = "names"
"""The look of a list of names, each after the number of the territory on the map."""
DRESSED = ("p", "ul", "ol")
"""The HTML elements of a phrase that can have a look."""


def read_phrase(name: str) -> str | None:
    """Return the text of a phrase that comes with the program, None for an unknown name.

    `name` is the name of a file of `notebooks/phrases`, without ".md".
    """
    try:
        return (NOTEBOOKS / FOLDER / f"{name}.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def prepare_phrases() -> None:
    """Read all phrases of the program ahead of the pages, into the cache of read templates.

    Each phrase takes five milliseconds to read, and a page has twenty phrases. The processes that
    make the pages begin with the cache.
    """
    for file in (NOTEBOOKS / FOLDER).glob("*.md"):
        # A wrong phrase is reported by the page with this phrase.
        with suppress(PhraseError):
            _read_template(file.name, file.read_text(encoding="utf-8"))


class Values(NamedTuple):
    """The values that a notebook gives a phrase.

    `named` are values by name, `row` is the row of a table whose cells are values by column, and
    `year` is the year of the page.
    """

    named: Mapping[str, Any]
    row: Any = None
    year: int | str | None = None


def fill_phrase(
    name: str, source: str, settings: Settings, values: Values, look: str = ""
) -> Fragment:
    """Return a phrase's paragraphs, lists and headings as HTML, filled with values.

    `name` is the name of the phrase and `source` the text of the template. `look` is the CSS class
    of the paragraphs and lists, a name of LOOKS. A phrase whose conditions are all false gives
    empty HTML. Raise PhraseError for a fault of the phrase, for a missing value, or for a look
    without a style.
    """
    _require_parts(f"{name}.md", source, ())
    _require_look(name, look)
    words = _fill(name, source, settings, values)[""]
    tokens = parse_markdown(write_sentences(words))
    _dress_blocks(tokens, look)
    if look == NAMED:
        _silence_numbers(tokens)
    html = render_markdown(tokens, TAGS) or ""
    # Bold letters of a phrase are a look: <strong> would say that the words matter more.
    html = html.replace("<strong", "<b")
    html = html.replace("</strong", "</b")
    return Fragment(Markup(html))


def _dress_blocks(tokens: list[Token], look: str) -> None:
    """Give the paragraphs and lists of a phrase their look; a paragraph of sources is a note."""
    for token, text in pairwise(tokens):
        is_opening = token.nesting == 1
        # A paragraph inside a list (level 1 or more) has the look of the list.
        if not is_opening or token.level > 0 or token.tag not in DRESSED:
            continue
        dress = look
        if token.tag == "p" and SOURCE.match(text.content):
            dress = "note"
        if dress:
            token.attrSet("class", dress)


def _silence_numbers(tokens: list[Token]) -> None:
    """Hide the bold numbers in a list of names from screen readers.

    The number leads to a territory of the map, and "11 Aude" would be heard as eleven of them.
    """
    for token in tokens:
        for child in token.children or []:
            if child.type == "strong_open":
                child.attrSet("aria-hidden", "true")


def _require_look(name: str, look: str) -> None:
    """Raise PhraseError for a look that has no style, with the nearest name of a look."""
    if look and look not in LOOKS:
        line = _("look: no style has “{look}”, but {looks}", look=look, looks=", ".join(LOOKS))
        raise PhraseError(f"{name}.md", None, add_nearest(line, find_nearest(look, LOOKS)))


def fill_figure(name: str, source: str, settings: Settings, values: Values) -> dict[str, Any]:
    """Return the words of a figure, as keyword arguments for `publish` or `front`.

    `name` is the name of the phrase and `source` the text of the template. Each part of the phrase
    becomes an argument: "# constat :" is `finding`, the French names of other parts stay. Only the
    parts in SENTENCES are written as sentences; a heading, a unit or a link stays as it is. The
    lines of "# légende :", "- arrivé : nouveaux membres", become a dictionary `legend` from the
    values of the chart's frame to their words. Raise PhraseError for a fault of the phrase, a
    missing value or a missing part.
    """
    file = f"{name}.md"
    # A network's own phrase has to have all the parts of the program's phrase.
    expected = PART.findall(read_phrase(name) or source)
    _require_parts(file, source, expected)
    parts = _fill(name, source, settings, values)
    legend = dict(_read_legend(file, source, parts.pop(LEGEND, "")))
    words: dict[str, Any] = {}
    for part, text in parts.items():
        # The text before the first part has no place in a figure.
        if part:
            plain = _write_plainly(text, as_sentences=part in SENTENCES)
            words[NAMES.get(part, part)] = typeset(plain)
    if legend:
        words["legend"] = legend
    return words


def _read_legend(file: str, source: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield each sign of a chart's legend and the words for the sign.

    `text` is the filled part "légende". Raise PhraseError for a line that isn't "- sign : words".
    """
    for filled in text.splitlines():
        # The conditions of a template leave empty lines behind.
        if not filled.strip():
            continue
        line = _write_plainly(filled.strip(), as_sentences=False)
        entry = ENTRY.fullmatch(line)
        if entry is None:
            head = line.partition(":")[0].strip()
            number = _find_line(source, head)
            raise PhraseError(file, number, _("each line of “légende” is “- sign : words”"))
        # A sign is a value of the chart's frame: only the words are printed.
        yield entry[1], typeset(entry[2])


def _find_line(source: str, words: str) -> int | None:
    """Return the number of the first line of a template with some words, from 1."""
    for number, written in enumerate(source.splitlines(), start=1):
        if words in written:
            return number
    return None


def _write_plainly(text: str, *, as_sentences: bool) -> str:
    """Return the Markdown of a filled phrase as plain text, for a figure's alternative or a label.

    Signs that the values had escaped for Markdown lose the backslash before them. `as_sentences`
    begins each sentence with a capital, "la carte. elle …" → "La carte. Elle …"; a label keeps its
    small first letter.
    """
    return ESCAPED.sub(r"\1", write_sentences(text, as_sentences=as_sentences))


def list_names(name: str, source: str) -> Set[str]:
    """Return the names of the values that a phrase uses, in any branch of any `if`.

    A network's own phrase may use fewer values than the program's phrase of the same name: the
    names of both are returned, for the notebook gives the values for both.
    """
    program = read_phrase(name)
    names = set(_read_template(f"{name}.md", source)[1])
    if program:
        names |= _read_template(f"{name}.md", program)[1]
    return names


def check_phrase(name: str, source: str) -> list[tuple[int, str]]:
    """Return the line and the words of each fault of a network's own phrase.

    Values that the program's phrase of the same name prints, and that this phrase omits, are a
    remark at line 0. The check needs no values: the command `check` makes no page.
    """
    file = f"{name}.md"
    program = read_phrase(name)
    try:
        names = _read_template(file, source)[1]
        if is_endless(_parse_phrase(file, source), names):
            return [(1, _("never ends, or makes more than a page can hold"))]
        if program:
            _require_parts(file, source, PART.findall(program))
            _require_asked(file, source, names, program)
    except PhraseError as error:
        return [(error.line or 1, error.what)]
    if not program:
        return []
    left = _read_template(file, program)[1] - names - GRAMMAR
    if not left:
        return []
    listed = ", ".join(sorted(left))
    return [(0, _("the program’s phrase has {names}, which this one doesn’t say", names=listed))]


def _require_asked(file: str, source: str, names: Set[str], program: str) -> None:
    """Raise PhraseError if a network's own phrase doesn't ask of how many rows a value is known.

    `names` are the values that the phrase `source` uses. The program's phrase of the same name,
    `program`, asks for `régions.complet` for instance: the value `régions` may thus be known of a
    part of the rows, and a phrase that prints the value has to ask too.
    """
    asked = {name for _line, name in list_asked(_parse_phrase(file, source))}
    for _line, name in list_asked(_parse_phrase(file, program)):
        if name in names and name not in asked:
            line = None
            used = re.search(rf"\b{re.escape(name)}\b", source)
            if used:
                line = _count_lines(source, used.start())
            reason = _(
                "“{name}” may be known of some alone: ask for {name}.complet, {name}.connus or "
                "{name}.au_moins before it is told",
                name=name,
            )
            raise PhraseError(file, line, reason)


def _require_parts(file: str, source: str, expected: Collection[str]) -> None:
    """Raise PhraseError for a phrase that lacks a part, or that has parts without a place for them.

    `expected` are the names of the parts that the page has a place for: a paragraph has no parts.
    """
    parts = PART.findall(source)
    for part in expected:
        if part not in parts:
            raise PhraseError(file, None, _("lacks its part “# {name} :”", name=part))
    if parts and not expected:
        raise PhraseError(file, None, _("has no parts, so no “# {name} :”", name=parts[0]))


def _fill(name: str, source: str, settings: Settings, values: Values) -> dict[str, str]:
    """Return the filled text of each part of a phrase, by the name of the part.

    The text before the first part, or of a phrase without parts, is under the name "". Raise
    PhraseError for a value that the phrase can't print, with the line of the template.
    """
    file = f"{name}.md"
    template = _read_template(file, source)[0]
    shared = list_given_words(settings)
    try:
        given = list_values(values.row, values.year, values.named) | shared
    except (TypeError, WrongKindError) as error:
        raise PhraseError(file, None, str(error)) from error
    try:
        with limit_phrase():
            text = join_chunks(template.generate(given))
    except (
        TemplateError,
        ArithmeticError,
        AttributeError,
        LookupError,
        PhraseBoundError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        # The last line of the template before the error: a filter's own lines are of other files.
        line = None
        for frame in extract_tb(error.__traceback__):
            if frame.filename == file:
                line = frame.lineno
        raise PhraseError(file, line, _say_reason(error, set(given))) from error
    # Behind the text before the first part, names of parts and their texts alternate.
    head, *parts = text.split(BOUND)
    filled = {"": head}
    filled.update(zip(parts[::2], parts[1::2], strict=True))
    return filled


def list_given_words(settings: Settings) -> dict[str, Any]:
    """Return the words that every phrase of a network has, by the names in the templates.

    `nous` are the network's names for a sentence ("le réseau", "du réseau"), `genre` the words for
    the kind of members, `représentants` the people who come to meetings, `sources` the sources of
    the reference data, `réseau` the title and the institutions with names of their own.
    """
    us = settings.network_word
    kind = settings.kind
    counted = settings.counted_as
    pronoun = "il"
    every = "tous"
    if counted.f:
        pronoun = "elle"
        every = "toutes"
    insee = find_source("departements.csv")
    # A note ends with the producer of the outlines: half of a name would stand alone on a line.
    outlines = find_source("contours.geojson")
    return {
        "nous": {"le": us.the, "du": us.of, "au": us.to, "il": us.it, "e": us.e},
        "genre": {
            "nom": kind.name,
            "noms": kind.plural,
            "tout": kind.whole,
            "compté": counted.name,
            "comptés": counted.plural,
            "f": counted.f,
            "il": pronoun,
            "tous": every,
        },
        "représentants": settings.representants,
        "sources": {
            "carte": outlines.producer.replace(" ", NO_BREAK),
            "régions": insee.attribution,
            "population": f"{insee.producer}, {insee.populations}",
            "recensements": ", ".join(insee.list_other_censuses(departments_by_code())),
        },
        "réseau": {
            "titre": settings.title,
            "du": settings.of_network,
            "institutions": settings.institutions,
        },
    }


@lru_cache(maxsize=500)
def _read_template(file: str, source: str) -> tuple[Template, Set[str]]:
    """Return a phrase ready to be filled, and the names of the values that the phrase uses.

    `file` is the name of the phrase's file, for messages. Raise PhraseError for a text that isn't
    a phrase.
    """
    environment = make_environment()
    tree = _parse_phrase(file, source)
    try:
        # Jinja computes the constants on its way: in `1.nom and membres`, a missing column.
        names = meta.find_undeclared_variables(tree)
        code = environment.compile(ChargeMakers().visit(tree), name=file, filename=file)
    except UndefinedError as error:
        raise PhraseError(file, None, str(error)) from error
    except (RecursionError, SyntaxError, MemoryError) as error:
        raise PhraseError(file, None, _("is nested too deeply to be read")) from error
    return Template.from_code(environment, code, environment.make_globals(None)), names


def _parse_phrase(file: str, source: str) -> nodes.Template:
    """Return the tree of a phrase's template; raise PhraseError for a text that isn't a phrase.

    A phrase doesn't calculate, and has no superlative ("le plus grand") of a value that may be
    known of a part of the rows.
    """
    if len(source.encode()) > LARGEST:
        raise PhraseError(file, None, _("is longer than a phrase may be: 8 kB"))
    hidden = CONTROL.search(source)
    if hidden:
        line = _count_lines(source, hidden.start())
        raise PhraseError(file, line, _("a phrase holds a sign that nobody sees"))
    # The heads of the parts become marked names, at which the filled text is split.
    marked = PART.sub(rf"{BOUND}\1{BOUND}", source)
    try:
        tree = make_environment().parse(marked, name=file)
        for line, fault in find_faults(tree):
            raise PhraseError(file, line, fault)
        parts = [_count_lines(source, part.start()) for part in PART.finditer(source)]
        for line, fault in find_unasked_superlatives(tree, parts, SHARED):
            raise PhraseError(file, line, fault)
    except TemplateSyntaxError as error:
        # The template engine's own message is English, in terms of programmers.
        reason = _("can’t be read: each {{ wants its }}, each {% if … %} its {% endif %}")
        raise PhraseError(file, error.lineno, reason) from error
    except (RecursionError, SyntaxError, MemoryError) as error:
        raise PhraseError(file, None, _("is nested too deeply to be read")) from error
    # Python reads no number of thousands of digits.
    except ValueError as error:
        raise PhraseError(file, None, _("can’t be told: {error}", error=error)) from error
    return tree


def _count_lines(source: str, place: int) -> int:
    """Return the number of the line, from 1, of a place in a text."""
    return source.count("\n", 0, place) + 1


def _say_reason(error: Exception, given: Set[str]) -> str:
    """Return the reason of an error in the words of a phrase's author.

    `given` are the names of the values that the phrase has: the nearest name is suggested for a
    name that was mistyped.
    """
    # The name stands in the template engine's message alone.
    undefined = re.match(r"'([^']+)' is undefined", str(error))
    if undefined:
        missing = _("“{name}” is not given by the notebook", name=undefined[1])
        return add_nearest(missing, find_nearest(undefined[1], sorted(given)))
    if isinstance(error, SecurityError):
        return _("a phrase calls nothing but its filters and the documented functions")
    # The messages of these errors are written for the author of a phrase.
    if isinstance(error, UndefinedError | PhraseBoundError | WrongKindError):
        return str(error)
    return _("can’t be told: {error}", error=error)
