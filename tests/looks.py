"""What the tests of the pages share: which pages, axe-core, and what is looked for in a layout."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
SHEET = 794
"""Pixels of the width of an A4 sheet: covers and bands go from edge to edge."""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
Rules = Literal["all", "all but colours", "colours"]


def list_misplaced(page: Page, widths: Iterable[int], *, drawings: bool = True) -> list[object]:
    """Return what runs over, is cut, or stands on something else, on screens of some widths."""
    misplaced: list[object] = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        misplaced += [(width, wide)] if wide > width else []
        looks = (CUT, TOGETHER, DRAWN) if drawings else (CUT, TOGETHER)
        misplaced += [(width, words) for look in looks for words in page.evaluate(look)]
    return misplaced


LETTERS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement, range = document.createRange();
    if (!node.data.trim() || parent.closest("style, .hidden, .skip") || !parent.checkVisibility())
      continue;
    range.selectNodeContents(node);
    if (range.getBoundingClientRect().width < 1) continue;
    let size = parseFloat(getComputedStyle(parent).fontSize) * 0.75;
    const drawn = parent.closest("text");
    if (drawn) size *= Math.hypot(drawn.getScreenCTM().a, drawn.getScreenCTM().b);
    found.push([size, node.data.trim().slice(0, 40), Boolean(drawn)]);
  }
  return found;
}"""


def measure_letters(page: Page) -> list[tuple[float, str, bool]]:
    """Return all words that are seen: the size of their letters in points, they, whether drawn."""
    return [(size, text, is_drawn) for size, text, is_drawn in page.evaluate(LETTERS)]


def start_axe(page: Page) -> None:
    """Give a page axe-core; nothing of it is run yet."""
    page.evaluate(AXE)


def axe(page: Page, *, unfolded: bool, rules: Rules = "all") -> dict[str, Any]:
    """Run axe-core with every rule on, or with and without those of colours, the longest by far.

    A page that is unfolded is looked at whole; otherwise the words of its drawings are left out.
    """
    report: dict[str, Any] = page.evaluate(RUN_AXE, [unfolded, rules])
    return report


RUN_AXE = """async ([unfolded, wanted]) => {
  document.querySelectorAll("details").forEach(each => each.open = unfolded);
  const on = id => wanted === "all" || (wanted === "colours") === id.startsWith("color-contrast");
  const names = axe.getRules().map(rule => rule.ruleId);
  const rules = Object.fromEntries(names.map(id => [id, {enabled: on(id)}]));
  const within = unfolded ? document : {include: ["html"], exclude: ["svg text"]};
  const found = await axe.run(within, {rules, resultTypes: ["violations", "incomplete"]});
  // What scrolls is a stop of the keyboard, and a group: an experimental rule wants a widget there,
  // and a region, its other answer, would be a landmark for each table.
  const scrolls = (each, node) => each.id === "focus-order-semantics"
    && document.querySelector(node.target[0]).matches(".scroll[role=group], .broad[role=group]");
  const told = each => each.nodes.filter(node => !scrolls(each, node))
    .map(node => `${each.id}: ${node.target} ${node.failureSummary}`);
  return {
    rules: names.filter(on).length,
    violations: found.violations.flatMap(told),
    doubts: found.incomplete.map(each => each.id),
  };
}"""


CUT = """() => [...document.querySelectorAll("body *")].filter(each => {
  const style = getComputedStyle(each);
  const unseen = each.closest(
    "svg, .hidden, .skip");
  if (unseen || !each.checkVisibility()) return false;
  const hides = ["hidden", "clip"];
  return (hides.includes(style.overflowX) && each.scrollWidth > each.clientWidth + 1)
    || (hides.includes(style.overflowY) && each.scrollHeight > each.clientHeight + 1)
    || (style.textOverflow === "ellipsis");
}).map(each => each.outerHTML.slice(0, 80))"""
TOGETHER = """() => {
  // Lines of text that stand on one another, where neither is in the other.
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    const unseen = parent.closest(
      "svg, .hidden, .skip, style");
    if (!node.data.trim() || unseen) continue;
    if (!parent.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    // Some fonts ask for a third more than their letters' size, above and below.
    const size = parseFloat(getComputedStyle(parent).fontSize);
    for (const {left, right, top, height, width} of range.getClientRects()) {
      if (width <= 1) continue;
      const tall = Math.min(height, size), first = top + (height - tall) / 2;
      boxes.push([{left, right, top: first, bottom: first + tall, height: tall}, node.data.trim()]);
    }
  }
  boxes.sort((a, b) => a[0].top - b[0].top);
  const found = [];
  boxes.forEach(([box, words], at) => {
    for (let next = at + 1; next < boxes.length && boxes[next][0].top < box.bottom; next++) {
      const other = boxes[next][0];
      const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
      const least = Math.min(box.height, other.height);
      if (across > 2 && down > 0.45 * least) found.push([words, boxes[next][1]]);
    }
  });
  return found.slice(0, 5);
}"""
DRAWN = """() => [...document.querySelectorAll("svg")].flatMap(svg => {
  // Words of a drawing that stand on each other, or leave it.
  const frame = svg.getBoundingClientRect(), found = [];
  const words = [...svg.querySelectorAll("text")].map(t => [t.getBoundingClientRect(), t]);
  words.forEach(([box, text], at) => {
    if (box.right > frame.right + 3 || box.left < frame.left - 3) found.push(text.textContent);
    for (const [other, next] of words.slice(at + 1)) {
      const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
      const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
      const least = Math.min(box.height, other.height);
      const upright = box.height > 2 * box.width || other.height > 2 * other.width;
      if (!upright && across > 2 && down > 0.4 * least)
        found.push(`${text.textContent} / ${next.textContent}`);
    }
  });
  return found;
}).slice(0, 5)"""


def ratio(one: str, other: str) -> float:
    """Return the contrast of two rgb() colours."""
    from annual_report.report.publication import contrast  # heavy, and few tests need it

    channels = [map(int, re.findall(r"\d+", colour)[:3]) for colour in (one, other)]
    return contrast.measure_contrast(*("#{:02x}{:02x}{:02x}".format(*rgb) for rgb in channels))
