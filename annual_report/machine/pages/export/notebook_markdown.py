"""The Markdown of a notebook, read as JupyterLab reads it: formulas as MathML, pictures inside.

nbconvert's own renderer has the Markdown, the attachments of a cell and the pictures that lie
beside the notebook; this module gives it the one thing that it leaves to a script, formulas.
"""

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath

from annual_report.base.errors import PageError
from annual_report.base.messages import _
from annual_report.machine.pages.export.foreign import settle_html
from annual_report.machine.pages.fragment import Fragment

UNREAD = re.compile(r">(\\[A-Za-z]+)<")
"""A command of LaTeX that stands in MathML as it was typed: nothing is known of it."""


class _ProseRenderer(IPythonRenderer):
    """Markdown as HTML; what could not be read is gathered in `remarks`."""

    def __init__(
        self, folder: str, attachments: Mapping[str, Any], typeset: Callable[[str], str]
    ) -> None:
        super().__init__(
            escape=False,
            embed_images=bool(folder),
            exclude_anchor_links=True,
            path=folder,
            attachments=dict(attachments),
        )
        self._typeset, self.remarks = typeset, list[str]()

    def text(self, text: str) -> str:
        """Write plain words, set as their language has it."""
        return str(super().text(self._typeset(text)))

    def block_code(self, code: str, info: str | None = None) -> str:
        """Write code without colours, whatever its language."""
        return f"<pre><code>{escape(code)}</code></pre>\n"

    def inline_html(self, html: str) -> str:
        """Write a tag within a line: to look for pictures, nbconvert would close it at once."""
        return str(super().inline_html(html)) if "<img" in html.lower() else html

    def inline_math(self, body: str) -> str:
        """Write a formula in a line; "$5 and $10", or "5 $ à 10 $", is none."""
        if body != body.strip():
            return self.text(f"${body}$")
        return self.write_formula(body)

    def block_math(self, body: str) -> str:
        """Write a formula that has a line of its own."""
        return self.write_formula(body, display="block")

    def latex_environment(self, name: str, body: str) -> str:
        """Write an environment, as of equations that are aligned."""
        return self.write_formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", display="block")

    def write_formula(self, latex: str, display: str = "inline") -> str:
        """Return the MathML of a formula; one that can't be read stays as it was typed."""
        from latex2mathml.converter import convert  # few notebooks have a formula

        if not latex.strip():
            return ""
        try:
            made = str(convert(latex.strip(), display=display))
            unread = UNREAD.findall(made)
        except Exception:  # its errors have no class in common
            made, unread = f"<code>{escape(latex)}</code>", [latex.strip()]
        self.remarks += [_("a formula isn’t understood: {latex}", latex=sign) for sign in unread]
        return made


def read_markdown(
    markdown: str,
    name: str,
    folder: str = "",
    attachments: Mapping[str, Any] | None = None,
    typeset: Callable[[str], str] = str,
) -> Fragment:
    """Return what some Markdown says, with remarks; raise PageError for a lost attachment.

    `name` says of what its tables and pictures are. Its pictures lie in a folder, or are attached
    to its cell; `typeset` sets its words.
    """
    renderer = _ProseRenderer(folder, attachments or {}, typeset)
    try:
        html = MarkdownWithMath(renderer=renderer).render(markdown)
    except InvalidNotebook as error:
        raise PageError(str(error)) from error
    return settle_html(html, name).with_remarks(lacks=renderer.remarks)
