"""The arguments of `build` for notebooks and no network: the options that nbconvert has as traits.

`--code shown` here is `--ReportExporter.code=shown` there: both come from one list of options.
"""

import argparse
from typing import Any

from annual_report.base.errors import ParameterError
from annual_report.base.messages import N_, _
from annual_report.machine.pages.export.options import (
    CHOICES,
    HELP,
    NOTHING_ASKED,
    ExportOptions,
    make_options,
)

EXECUTED = "--executed"
METAVARS = {"language": N_("CODE"), "style": N_("FILE")}
"""The words that stand in the help for the value of an argument: "--language CODE"."""


def add_page_options(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for the pages of notebooks, `--executed` for run notebooks among them."""
    group = parser.add_argument_group(_("notebooks and no network (--notebooks with --out)"))
    hint = _("take the notebooks as they were run, with their outputs: nothing is run again")
    group.add_argument(EXECUTED, action="store_true", help=hint)
    # The same list makes the traits of the exporter: an option is said once for both.
    for name, default in NOTHING_ASKED._asdict().items():
        argument = _name_argument(name)
        hint = _(HELP[name])
        # A flag has two arguments, "--veil" and "--no-veil", and no value.
        if isinstance(default, bool):
            action = argparse.BooleanOptionalAction
            group.add_argument(argument, action=action, default=default, help=hint)
        else:
            choices = CHOICES.get(name)
            metavar = None
            if name in METAVARS:
                metavar = _(METAVARS[name])
            group.add_argument(
                argument, default=default, choices=choices, metavar=metavar, help=hint
            )


def read_page_options(options: argparse.Namespace) -> ExportOptions:
    """Return the options for the pages of notebooks.

    Raise ParameterError for a value that can't be, and for an option where no folder of notebooks
    is built: a network's pages say everything themselves.
    """
    asked: dict[str, Any] = {}
    for name, default in NOTHING_ASKED._asdict().items():
        value = getattr(options, name)
        if value != default:
            asked[name] = value
    arguments = []
    for name, value in asked.items():
        # A flag that was switched off was typed with "no-".
        typed_name = name if value else f"no-{name}"
        arguments.append(_name_argument(typed_name))
    if options.executed:
        arguments.insert(0, EXECUTED)
    is_of_network = options.data or not options.notebooks
    if arguments and is_of_network:
        raise ParameterError(
            _(
                "{arguments}: for notebooks and no network: --notebooks FOLDER --out FOLDER",
                arguments=", ".join(arguments),
            )
        )
    return make_options(asked)


def _name_argument(name: str) -> str:
    """Return an option's argument on the command line: "--allow-errors" of "allow_errors"."""
    return f"--{name.replace('_', '-')}"
