"""Markdown as JupyterLab reads Markdown, as a content of blocks.

Input: the source of a Markdown cell, and its attachments. Output: a `Read`, pieces of HTML and
blocks, with remarks on parts that can't be read.

nbconvert's renderer reads the Markdown and the attachments of a cell; this module adds the
formulas, which nbconvert leaves to a script, as MathML.
"""

import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath

from annual_report.base.errors import PageError
from annual_report.base.messages import _
from annual_report.machine.pages.blocks.foreign import Read, read_html

# A command of LaTeX that the library didn't know: it stands in the MathML as it was typed, as the
# whole text of an element. Taken: `<mi>\unknown</mi>`. Not taken: `<mi>x</mi>`.
UNKNOWN_COMMAND = re.compile(r">(\\[A-Za-z]+)<")
# Where an environment of LaTeX begins or ends; the library reads few of them, by other names.
# Taken: `\begin{align*}`, `\begin{alignat}{2}`, `\end{split}`. Not taken: `\begin`, `\frac{a}{b}`.
ENVIRONMENT = re.compile(r"\\(begin|end)\{([a-z]+)\*?\}(?:\{\d+\})?")
KNOWN_ENVIRONMENTS = {
    "align": "align*",
    "aligned": "align*",
    "alignat": "align*",
    "alignedat": "align*",
    "displaymath": "matrix",
    "eqnarray": "align*",
    "equation": "matrix",
    "flalign": "align*",
    "gather": "matrix",
    "gathered": "matrix",
    "multline": "matrix",
    "split": "align*",
}
"""An environment of LaTeX → an environment that the library knows and that looks the same.

Neither numbers the equations, and JupyterLab shows no numbers either.
"""


class _ProseRenderer(IPythonRenderer):
    """nbconvert's renderer of Markdown, with formulas as MathML; `remarks` has unreadable parts.

    `attachments` are the cell's pictures by name; `typeset` sets plain words, as spaces in French.
    """

    def __init__(self, attachments: Mapping[str, Any], typeset: Callable[[str], str]) -> None:
        super().__init__(
            escape=False,
            embed_images=False,
            exclude_anchor_links=True,
            attachments=dict(attachments),
        )
        self._typeset = typeset
        self.remarks: list[str] = []

    def text(self, text: str) -> str:
        """Write plain words, typeset in their language."""
        return str(super().text(self._typeset(text)))

    def block_code(self, code: str, info: str | None = None) -> str:
        """Write code without colours, in any language."""
        return f"<pre><code>{escape(code)}</code></pre>\n"

    def inline_math(self, body: str) -> str:
        """Write a formula within a line; "$5 and $10", or "5 $ à 10 $", is plain words."""
        if body != body.strip():
            return self.text(f"${body}$")
        return self.write_formula(body)

    def block_math(self, body: str) -> str:
        """Write a formula on a separate line."""
        return self.write_formula(body, display="block")

    def latex_environment(self, name: str, body: str) -> str:
        """Write an environment, as of equations that are aligned."""
        return self.write_formula(f"\\begin{{{name}}}{body}\\end{{{name}}}", display="block")

    def write_formula(self, latex: str, display: str = "inline") -> str:
        """Return the MathML of a formula; an unreadable formula stays as typed."""
        from latex2mathml.converter import convert  # few notebooks have a formula

        if not latex.strip():
            return ""
        try:
            made = str(convert(ENVIRONMENT.sub(_rename, latex.strip()), display=display))
            unread = UNKNOWN_COMMAND.findall(made)
        except Exception:
            # The library's errors have no class in common, and a page can do without a formula.
            made = f"<code>{escape(latex)}</code>"
            unread = [latex.strip()]
        for sign in unread:
            self.remarks.append(_("a formula isn’t understood: {latex}", latex=sign))
        return made


def read_markdown(
    markdown: str,
    folder: str = "",
    attachments: Mapping[str, Any] | None = None,
    typeset: Callable[[str], str] = str,
) -> Read:
    """Return the content of some Markdown, with remarks; raise PageError for a lost attachment.

    Pictures lie in the notebook's `folder`, or are attached to the cell: `attachments` is the name
    of a file → MIME type → base64. `typeset` is a function that sets plain words for the page.
    """
    renderer = _ProseRenderer(attachments or {}, typeset)
    try:
        html = MarkdownWithMath(renderer=renderer).render(markdown)
    except InvalidNotebook as error:
        raise PageError(str(error)) from error
    read = read_html(html, folder)
    read.remarks += renderer.remarks
    return read


def _rename(environment: re.Match[str]) -> str:
    """Return the beginning or the end of an environment by a name that the library knows."""
    name = environment[2]
    if name not in KNOWN_ENVIRONMENTS:
        return environment[0]
    return f"\\{environment[1]}{{{KNOWN_ENVIRONMENTS[name]}}}"
