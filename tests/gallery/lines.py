"""Lines, marks and ribbons, as matplotlib's gallery has them."""

from itertools import pairwise
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

X = np.linspace(0, 10, 60)


def draw_line_styles() -> None:
    styles: list[Any] = ["-", "--", "-.", ":", (0, (5, 10)), (3, (8, 4)), (6, (1, 4))]
    for place, style in enumerate(styles):
        plt.plot([0, 1], [place, place + 0.4], ls=style, lw=1 + place / 3)


def draw_dashes_with_gaps_in_colour() -> None:
    plt.plot(X, np.sin(X), "--", lw=4, gapcolor="tab:red")
    plt.plot(X, np.cos(X), ls=(4, (10, 10)), gapcolor="gold")


def draw_all_markers() -> None:
    for place, marker in enumerate(Line2D.filled_markers):
        plt.plot(place % 5, place // 5, marker=marker, ms=12)
    lines: list[Any] = ["+", "x", "|", "_", "1", "2", "3", "4", 0, 3, 5]
    for place, marker in enumerate(lines):
        plt.plot(place % 5 + 0.5, place // 5 + 0.5, marker=marker, ms=12, mew=2)


def draw_half_filled_markers() -> None:
    for place, style in enumerate(("full", "left", "right", "top", "bottom", "none")):
        plt.plot(X[::10], X[::10] + place, "o:", fillstyle=style, ms=12, markerfacecoloralt="r")


def draw_every_fifth_marker() -> None:
    plt.plot(X, np.sin(X), "-o", markevery=5)
    plt.plot(X, np.cos(X), "-s", markevery=(3, 7), mfc="w")


def draw_steps() -> None:
    for shift, where in enumerate(("pre", "mid", "post")):
        plt.step(range(8), np.sin(np.arange(8)) + shift, where=where)
    plt.stairs([1, 2, 1.5], [0, 2, 4, 7], fill=True, alpha=0.3)


def draw_stems() -> None:
    plt.stem(X[::4], np.exp(np.sin(X[::4])), linefmt="grey", markerfmt="D", bottom=1.1)


def draw_error_bars() -> None:
    errors = [np.full(10, 0.1), np.full(10, 0.3)]
    plt.errorbar(X[::6], np.sin(X[::6]), yerr=errors, fmt="o", capsize=5, ecolor="tab:red")
    plt.errorbar(X[::6], 2 + np.cos(X[::6]), xerr=0.3, yerr=0.2, uplims=True, ls="--")


def draw_filled_between_where() -> None:
    plt.fill_between(X, np.sin(X), np.cos(X), where=np.sin(X) > np.cos(X), alpha=0.5)
    plt.fill_between(X, np.sin(X), np.cos(X), where=np.sin(X) < np.cos(X), hatch="//", fc="w")


def draw_filled_across() -> None:
    plt.fill_betweenx(X, np.sin(X), 2 * np.sin(X), color="tab:green", alpha=0.4, ec="k")


def draw_ribbons_of_error() -> None:
    plt.plot(X, np.sqrt(X))
    for width in (0.2, 0.5):
        plt.fill_between(X, np.sqrt(X) - width, np.sqrt(X) + width, color="tab:blue", alpha=0.2)


def draw_stacked_areas() -> None:
    plt.stackplot(X, np.sin(X) + 2, np.cos(X) + 2, X / 5, labels=["a", "b", "c"], baseline="wiggle")
    plt.legend(loc="upper left")


def draw_gaps_in_a_line() -> None:
    plt.plot([1, 2, np.nan, 2, 3, np.nan, np.nan, 1, 2], "-")
    plt.plot([3, np.nan, 4, np.nan, 5, np.nan, np.nan, 4, 5], "-o")


def draw_values_alone_between_gaps() -> None:
    plt.plot([3, np.nan, 5, np.nan, 6, 2, np.nan, np.nan, 4, np.nan, 1, 2])


def draw_what_is_masked() -> None:
    waves = np.ma.masked_where(abs(np.sin(X)) < 0.4, np.sin(X))
    plt.plot(X, waves, lw=3)
    plt.plot(X, np.ma.masked_greater(np.cos(X), 0.2), "k--")


def draw_powers() -> None:
    plt.loglog(X + 0.1, (X + 0.1) ** 3, "s-", ms=3)
    plt.grid(which="both", ls=":")


def draw_powers_on_both_sides() -> None:
    plt.plot(X - 5, np.sinh(X - 5))
    plt.yscale("symlog")
    plt.grid()


def draw_shares_on_a_logit_scale() -> None:
    plt.plot(X, 1 / (1 + np.exp(5 - X)))
    plt.yscale("logit")


def draw_a_spiral() -> None:
    ax = plt.subplot(projection="polar")
    ax.plot(2 * X, X)
    ax.fill(2 * X[:20], X[:20], alpha=0.3)


def draw_a_radar() -> None:
    ax = plt.subplot(projection="polar")
    angles = np.linspace(0, 2 * np.pi, 6)
    for values in ([3, 4, 2, 5, 4, 3], [2, 2, 4, 3, 5, 2]):
        ax.plot(angles, values, "o-")
        ax.fill(angles, values, alpha=0.25)
    ax.set_xticks(angles[:-1], list("abcde"))


def draw_rules_and_spans() -> None:
    plt.axhspan(0.2, 0.4, color="wheat")
    plt.axvspan(0.6, 0.7, fc="none", ec="r", hatch="..")
    plt.axline((0, 0), slope=0.8, ls="--")
    plt.axhline(0.8, xmin=0.2, c="g")
    plt.vlines([0.1, 0.3], 0.1, [0.5, 0.9], colors=["r", "b"])
    plt.hlines([0.9, 0.95], 0, 1, ls=":")


def draw_events() -> None:
    plt.eventplot([X[::3], X[::5], X[::7]], colors=["C0", "C1", "C2"], lineoffsets=[1, 3, 5])


def draw_what_leaves_its_axes() -> None:
    plt.plot(X, np.tan(X), lw=2)
    plt.bar([3, 6], [9, 2], hatch="//", fill=False)
    plt.ylim(-3, 3)


def draw_joins_and_caps() -> None:
    for place, (join, cap) in enumerate(
        [("miter", "butt"), ("round", "round"), ("bevel", "projecting")]
    ):
        plt.plot(
            [0, 1, 0.2],
            [place, place + 0.3, place + 0.6],
            lw=14,
            solid_joinstyle=join,
            solid_capstyle=cap,
            alpha=0.6,
        )


def draw_by_hand() -> None:
    (line,) = plt.plot(X, np.sin(X), lw=2)
    line.set_sketch_params(scale=3, length=60, randomness=4)


def draw_a_line_in_many_colours() -> None:
    points = np.column_stack((X, np.sin(X)))
    pieces = LineCollection([*pairwise(points)], cmap="viridis", lw=3)
    pieces.set_array(X)
    ax = plt.gca()
    ax.add_collection(pieces)
    ax.set(xlim=(0, 10), ylim=(-1.2, 1.2))


def draw_ten_thousand_points_in_a_line() -> None:
    steps = np.random.default_rng(28).normal(size=10_000)
    walk = np.cumsum(steps)
    plt.plot(walk, lw=0.7)
    plt.fill_between(range(10_000), walk, np.min(walk), alpha=0.2)


def draw_days() -> None:
    days = pd.date_range("2024-11-20", periods=60)
    plt.plot(days, np.sin(X), drawstyle="steps-mid")
    plt.gcf().autofmt_xdate()


def draw_a_knot() -> None:
    turns = np.linspace(0, 2 * np.pi, 400)
    plt.plot(np.sin(3 * turns), np.sin(4 * turns), lw=3)
    plt.axis("equal")
    plt.axis("off")


def draw_ticks_inside_and_between() -> None:
    plt.plot(X, np.sin(X))
    plt.minorticks_on()
    plt.tick_params(which="both", direction="inout", top=True, right=True, length=8)
    plt.tick_params(which="minor", length=3, color="r")


def draw_moved_spines() -> None:
    ax = plt.subplot()
    ax.plot(X - 5, np.sin(X - 5))
    ax.spines[["left", "bottom"]].set_position("zero")
    ax.spines[["top", "right"]].set_visible(False)
    ax.plot(1, 0, ">k", transform=ax.get_yaxis_transform(), clip_on=False)
