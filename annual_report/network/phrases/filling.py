"""Filling a phrase: its file, the values of a notebook, what the network calls itself.

Whatever is wrong with a phrase is a PhraseError that names its file, line and name; it fails the
page that tells it, and no other.
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
    find_wrong_parts,
    list_asked,
    make_environment,
)
from annual_report.network.phrases.plain_values import CONTROL, list_values
from annual_report.network.phrases.superlatives import find_unasked_superlatives
from annual_report.network.phrases.told_numbers import WrongKindError
from annual_report.network.phrases.trial import is_endless
from annual_report.network.reading.settings import Settings
from annual_report.network.territories.institutions import departments_by_code
from annual_report.network.territories.reference import find_source

FOLDER = "phrases"
"""Where phrases are: in `notebooks/`, and beside a network's descriptor."""
PART = re.compile(r"^# *(\w+) *:", re.MULTILINE)
"""What begins a part of a phrase that has several, such as the words of a figure."""
BOUND = "\x06"
"""What stands on both sides of a part's name while it is filled: no value has it."""
SENTENCES = {"constat": "finding", "description": "alternative", "note": "note",
             "chapeau": "chapeau"}  # fmt: skip
"""The parts that hold sentences, and what `publish` or `front` calls them."""
NAMES = {**SENTENCES, "données": "of"}
GRAMMAR = {"nous", "genre"}
"""What every phrase knows for its grammar alone: one that doesn’t use them leaves nothing out."""
SHARED = {"nous", "genre", "représentants", "sources", "réseau", "borne", "year"}
"""The names of what every phrase knows (`list_given_words`), and of the year that is told."""
LEGEND, ENTRY = "légende", re.compile(r"- *([^:]+?)\s*: *((?:(?!- [^:]*:).)+)")
"""The part that says what a chart's signs are, and a line of it: a sign, and its words.

Words that hold another such line are two, of which the first has lost its end."""
LARGEST = 8_192
"""Bytes of a phrase: the longest of the program has a quarter of them."""
SOURCE = re.compile(r"Sources?\s*:")
"""How a paragraph begins that is a note."""
TAGS = ALLOWED_TAGS | {"h3", "h4"}
ESCAPED = re.compile(r"\\([\\`*_\[\]<>#|.)+-])")
LOOKS = ("dated", "names", "note", "note beside", "plan")
"""How paragraphs and lists can look: classes of `lists.css` and `style.css`."""
NAMED = "names"
"""The look of a list of names, each behind the number that a map has for it."""
DRESSED = ("p", "ul", "ol")


def read_phrase(name: str) -> str | None:
    """Read a phrase of the program; None if it has none of that name."""
    try:
        return (NOTEBOOKS / FOLDER / f"{name}.md").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def prepare_phrases() -> None:
    """Read all phrases of the program once: each takes five milliseconds, and a page has twenty."""
    for file in (NOTEBOOKS / FOLDER).glob("*.md"):
        with suppress(PhraseError):  # the page that tells it will say so
            _read_template(file.name, file.read_text(encoding="utf-8"))


class Values(NamedTuple):
    """What a notebook gives a phrase: the row of a table, the year that is told, and what else."""

    named: Mapping[str, Any]
    row: Any = None
    year: int | str | None = None


def fill_phrase(
    name: str, source: str, settings: Settings, values: Values, look: str = ""
) -> Fragment:
    """Fill a phrase; return its paragraphs, lists and headings, nothing where it says nothing.

    `look` is the class of its paragraphs and lists.
    """
    _require_parts(f"{name}.md", source, ())
    _require_look(name, look)
    tokens = parse_markdown(write_sentences(_fill(name, source, settings, values)[""]))
    for token, text in pairwise(tokens):
        # What stands in an item of a list looks as the list does.
        if token.level == 0 and token.nesting == 1 and token.tag in DRESSED:
            dress = "note" if token.tag == "p" and SOURCE.match(text.content) else look
            if dress:
                token.attrSet("class", dress)
    if look == NAMED:
        _silence_numbers(tokens)
    html = render_markdown(tokens, TAGS) or ""
    return Fragment(Markup(html.replace("<strong", "<b").replace("</strong", "</b")))


def _silence_numbers(tokens: list[Token]) -> None:
    """Have no screen reader speak what is bold in a list of names: "11 Aude" would be eleven."""
    for token in tokens:
        for child in token.children or []:
            if child.type == "strong_open":
                child.attrSet("aria-hidden", "true")


def _require_look(name: str, look: str) -> None:
    if look and look not in LOOKS:
        line = _("look: no style has “{look}”, but {looks}", look=look, looks=", ".join(LOOKS))
        raise PhraseError(f"{name}.md", None, add_nearest(line, find_nearest(look, LOOKS)))


def fill_figure(name: str, source: str, settings: Settings, values: Values) -> dict[str, Any]:
    """Fill the parts of a figure's phrase; return them under the names that `publish` takes.

    Other parts keep their names, and are no sentences: a heading, a unit, a link. The lines of a
    `légende`, "- arrivé : nouveaux membres", say what each sign of a chart is: they are a `legend`.
    """
    file = f"{name}.md"
    _require_parts(file, source, PART.findall(read_phrase(name) or source))
    parts = _fill(name, source, settings, values)
    legend = dict(_read_legend(file, source, parts.pop(LEGEND, "")))
    words: dict[str, Any] = {
        NAMES.get(part, part): typeset(_write_plainly(text, as_sentences=part in SENTENCES))
        for part, text in parts.items()
        if part
    }
    return words | ({"legend": legend} if legend else {})


def _read_legend(file: str, source: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield the signs of a legend and their words; raise PhraseError for a line that is neither."""
    for filled in filter(str.strip, text.splitlines()):
        line = _write_plainly(filled.strip(), as_sentences=False)
        entry = ENTRY.fullmatch(line)
        if entry is None:
            head = line.partition(":")[0].strip()
            lines = enumerate(source.splitlines(), 1)
            number = next((number for number, written in lines if head in written), None)
            raise PhraseError(file, number, _("each line of “légende” is “- sign : words”"))
        # A sign is a value of the chart's frame: only its words are printed.
        yield entry[1], typeset(entry[2])


def _write_plainly(text: str, *, as_sentences: bool) -> str:
    return ESCAPED.sub(r"\1", write_sentences(text, as_sentences=as_sentences))


def list_names(name: str, source: str) -> Set[str]:
    """Return the names of values that a phrase uses in any branch, in the program's form of it too.

    A network's own phrase may use fewer than the notebook gives.
    """
    program = read_phrase(name)
    names = set(_read_template(f"{name}.md", source)[1])
    if program:
        names |= _read_template(f"{name}.md", program)[1]
    return names


def check_phrase(name: str, source: str) -> list[tuple[int, str]]:
    """Return what is wrong with a network's own phrase, and what it leaves out, by line.

    What the program's phrase of that name says, and this one doesn't know, stands at line 0.
    """
    file, program = f"{name}.md", read_phrase(name)
    try:
        names = _read_template(file, source)[1]
        if is_endless(_parse_phrase(file, source), names):
            return [(1, _("never ends, or makes more than a page can hold"))]
        if program:
            _require_parts(file, source, PART.findall(program))
            _require_asked(file, source, names, program)
    except PhraseError as error:
        return [(error.line or 1, error.what)]
    left = ", ".join(sorted(_read_template(file, program)[1] - names - GRAMMAR)) if program else ""
    remark = _("the program’s phrase has {names}, which this one doesn’t say", names=left)
    return [(0, remark)] if left else []


def _require_asked(file: str, source: str, names: Set[str], program: str) -> None:
    """Refuse a phrase that tells a value without asking, as the program's does, of how many."""
    asked = {name for _line, name in list_asked(_parse_phrase(file, source))}
    for _line, name in list_asked(_parse_phrase(file, program)):
        if name in names and name not in asked:
            used = re.search(rf"\b{re.escape(name)}\b", source)
            line = source.count("\n", 0, used.start()) + 1 if used else None
            reason = _(
                "“{name}” may be known of some alone: ask for {name}.complet, {name}.connus or "
                "{name}.au_moins before it is told",
                name=name,
            )
            raise PhraseError(file, line, reason)


def _require_parts(file: str, source: str, expected: Collection[str]) -> None:
    """Refuse a phrase without the parts for which a page has a place, or with some and no place."""
    parts = PART.findall(source)
    for part in expected:
        if part not in parts:
            raise PhraseError(file, None, _("lacks its part “# {name} :”", name=part))
    if parts and not expected:
        raise PhraseError(file, None, _("has no parts, so no “# {name} :”", name=parts[0]))


def _fill(name: str, source: str, settings: Settings, values: Values) -> dict[str, str]:
    """Return the text of each part of a phrase; what stands before them under ""."""
    file = f"{name}.md"
    template = _read_template(file, source)[0]
    shared = list_given_words(settings)
    try:
        given = list_values(values.row, values.year, values.named) | shared
    except (TypeError, WrongKindError) as error:
        raise PhraseError(file, None, str(error)) from error
    try:
        with limit_phrase():
            head, *parts = join_chunks(template.generate(given)).split(BOUND)
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
        frames = extract_tb(error.__traceback__)
        lines = [frame.lineno for frame in frames if frame.filename == file]
        reason = _say_reason(error, set(given))
        raise PhraseError(file, lines[-1] if lines else None, reason) from error
    return {"": head} | dict(zip(parts[::2], parts[1::2], strict=True))


def list_given_words(settings: Settings) -> dict[str, Any]:
    """Return what every phrase knows: `nous`, the network; `genre`, its members; who takes part."""
    us, kind, counted = settings.network_word, settings.kind, settings.counted_as
    insee = find_source("departements.csv")
    # A note ends with the producer of the outlines: half of a name would stand alone on a line.
    outlines = find_source("contours.geojson")
    return {
        "nous": {"le": us.the, "du": us.of, "au": us.to, "il": us.it, "e": us.e},
        "genre": {
            "nom": kind.name, "noms": kind.plural, "tout": kind.whole,
            "compté": counted.name, "comptés": counted.plural, "f": counted.f,
            "il": "elle" if counted.f else "il", "tous": "toutes" if counted.f else "tous",
        },
        "représentants": settings.representants,
        "sources": {
            "carte": outlines.producer.replace(" ", NO_BREAK),
            "régions": insee.attribution,
            "population": f"{insee.producer}, {insee.populations}",
            "recensements": ", ".join(insee.list_other_censuses(departments_by_code())),
        },
        "réseau": {
            "titre": settings.title, "du": settings.of_network,
            "institutions": settings.institutions,
        },
    }  # fmt: skip


@lru_cache(maxsize=500)
def _read_template(file: str, source: str) -> tuple[Template, Set[str]]:
    """Return a phrase and the names that it uses; raise PhraseError for what is none."""
    environment = make_environment()
    tree = _parse_phrase(file, source)
    names = meta.find_undeclared_variables(tree)
    try:
        code = environment.compile(ChargeMakers().visit(tree), name=file, filename=file)
    except (RecursionError, SyntaxError, MemoryError) as error:
        raise PhraseError(file, None, _("is nested too deeply to be read")) from error
    return Template.from_code(environment, code, environment.make_globals(None)), names


def _parse_phrase(file: str, source: str) -> nodes.Template:
    """Return a phrase's tree; raise PhraseError for what is none."""
    if len(source.encode()) > LARGEST:
        raise PhraseError(file, None, _("is longer than a phrase may be: 8 kB"))
    if hidden := CONTROL.search(source):
        line = source.count("\n", 0, hidden.start()) + 1
        raise PhraseError(file, line, _("a phrase holds a sign that nobody sees"))
    try:
        tree = make_environment().parse(PART.sub(rf"{BOUND}\1{BOUND}", source), name=file)
        for line, fault in find_wrong_parts(tree):
            raise PhraseError(file, line, fault)
        parts = [source.count("\n", 0, part.start()) + 1 for part in PART.finditer(source)]
        for line, fault in find_unasked_superlatives(tree, parts, SHARED):
            raise PhraseError(file, line, fault)
    except TemplateSyntaxError as error:
        # The template engine would say it in English, in words of its own.
        reason = _("can’t be read: each {{ wants its }}, each {% if … %} its {% endif %}")
        raise PhraseError(file, error.lineno, reason) from error
    except (RecursionError, SyntaxError, MemoryError) as error:
        raise PhraseError(file, None, _("is nested too deeply to be read")) from error
    except ValueError as error:  # a number of thousands of digits
        raise PhraseError(file, None, _("can’t be told: {error}", error=error)) from error
    return tree


def _say_reason(error: Exception, given: Set[str]) -> str:
    """Say what is wrong, in the reader's words."""
    if undefined := re.match(r"'([^']+)' is undefined", str(error)):
        missing = _("“{name}” is not given by the notebook", name=undefined[1])
        return add_nearest(missing, find_nearest(undefined[1], sorted(given)))
    if isinstance(error, SecurityError):
        return _("a phrase calls nothing but its filters and the documented functions")
    # What nobody recorded, and a value that is none, say so themselves.
    is_said = isinstance(error, UndefinedError | PhraseBoundError | WrongKindError)
    return str(error) if is_said else _("can’t be told: {error}", error=error)
