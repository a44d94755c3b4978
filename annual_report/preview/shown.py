"""A page as the preview shows it: as it was published, with the one script that refreshes it."""

import base64
import hashlib
import html
import re
from pathlib import Path

from annual_report.messages import _

SCRIPT = Path(__file__).with_name("refresh.js")
OWN_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
PUBLISHED = re.compile(r'<meta property="og:url" content="([^"]*)">')
NO_POLICY = "default-src 'none'"


def with_script(page: str, name: str, version: str) -> tuple[str, str]:
    """Add the script to a page; return it with the policy that allows it and nothing more."""
    code = SCRIPT.read_text(encoding="utf-8")
    sealed = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    if published := PUBLISHED.search(page):  # its links lead to where all pages are published
        address = published[1].removesuffix(f"{name}")
        page = page.replace(f'<a href="{address}', f'<a href="{"../" * name.count("/")}')
    own = OWN_POLICY.search(page)
    policy = html.unescape(own.group(1)) if own else NO_POLICY
    allowed = f"{policy}; script-src 'sha256-{sealed}'; connect-src 'self'; frame-ancestors 'none'"
    data = {"page": name, "version": version, "gone": _("the preview has ended")}
    about = " ".join(f'data-{key}="{html.escape(value)}"' for key, value in data.items())
    script = f"<script {about}>{code}</script>\n"
    # Two policies would both hold: the page's own moves into the header.
    before, end, after = OWN_POLICY.sub("", page, count=1).rpartition("</body>")
    return (f"{before}{script}{end}{after}" if end else page + script), allowed


def waiting_page(name: str) -> str:
    """Return what stands for a page that isn't there, or not yet; it is replaced when it is."""
    title = _("{page} is not made yet", page=name)
    back = "../" * name.count("/") + "index.html"
    return (
        f'<!DOCTYPE html>\n<html lang="fr"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{NO_POLICY};'
        f" style-src 'unsafe-inline'\"><title>{html.escape(title)}</title>"
        f"<style>:root {{ color-scheme: light dark; font: 20px/1.5 system-ui, sans-serif; }}"
        f" body {{ max-width: 60ch; margin: 15vh auto; padding: 0 1em; }}</style></head>"
        f"<body><main><h1>{html.escape(title)}</h1>"
        f'<p><a href="{back}">{html.escape(_("all pages"))}</a></p></main></body></html>\n'
    )
