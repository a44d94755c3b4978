"""Bars, shares and schedules, as matplotlib's gallery has them."""

import matplotlib.pyplot as plt
import numpy as np

NAMES = ["Aude", "Évry", "Gers", "Landes", "Oise"]
VALUES = np.array([3, 7, 5, 2, 6])


def draw_bars() -> None:
    plt.bar(NAMES, VALUES, color=["tab:blue", "tab:red", "C2", "0.6", "gold"], width=0.6)


def draw_lying_bars_with_errors() -> None:
    plt.barh(NAMES, VALUES, xerr=[0.5, 1, 0.3, 0.2, 0.8], align="center", capsize=3)
    plt.gca().invert_yaxis()


def draw_bars_in_groups() -> None:
    for shift in range(3):
        bars = plt.bar(np.arange(5) + shift / 4, VALUES + shift, 0.25, label=f"groupe {shift}")
        plt.bar_label(bars, padding=3)
    plt.legend(ncols=3)


def draw_stacked_bars() -> None:
    below = np.zeros(5)
    for layer in range(3):
        bars = plt.bar(NAMES, VALUES + layer, bottom=below, ec="w")
        plt.bar_label(bars, label_type="center")
        below += VALUES + layer


def draw_hatched_bars() -> None:
    for place, hatch in enumerate(("/", "\\", "x", "o", "..", "*", "-|")):
        plt.bar(place, 3 + place, ec="k", hatch=hatch)


def draw_hatches_in_colour() -> None:
    for place, hatch in enumerate(("///", "+", "O", "xx", "...")):
        plt.bar(place, 4, fc="wheat", ec="tab:red", hatch=hatch, lw=2)
        plt.bar(place, 2, bottom=4, fill=False, ec="tab:blue", hatch=hatch[:1])


def draw_bars_on_both_sides() -> None:
    plt.barh(range(5), VALUES, color="tab:blue")
    plt.barh(range(5), -VALUES[::-1], color="tab:orange")
    plt.axvline(0, color="k", lw=0.8)


def draw_floating_bars() -> None:
    plt.bar(range(5), VALUES, bottom=[0, 3, 10, 8, 4], color=np.where(VALUES > 4, "g", "r"))


def draw_a_schedule() -> None:
    plt.broken_barh([(1, 3), (6, 2)], (10, 5), facecolors="tab:blue")
    plt.broken_barh([(2, 5), (8, 1), (9.5, 1)], (20, 5), facecolors=("C1", "C2", "C3"))
    plt.grid(axis="x")


def draw_lollipops() -> None:
    plt.hlines(range(5), 0, VALUES, color="skyblue", lw=2)
    plt.plot(VALUES, range(5), "o", ms=9)
    plt.yticks(range(5), NAMES)


def draw_bars_half_seen_through() -> None:
    plt.bar(range(5), VALUES, alpha=0.5, ec="k", lw=3)
    plt.bar(np.arange(5) + 0.4, VALUES, fc=(1, 0, 0, 0.3), ec=(0, 0, 1, 0.6), lw=3)


def draw_a_histogram() -> None:
    plt.hist(np.random.default_rng(28).normal(size=500), bins=20, ec="w", density=True)


def draw_histograms_as_steps() -> None:
    random = np.random.default_rng(28)
    plt.hist(random.normal(size=500), bins=15, histtype="step", lw=2, ls="--")
    plt.hist(random.normal(1, 2, 500), bins=15, histtype="stepfilled", alpha=0.3, hatch="/")


def draw_histograms_on_each_other() -> None:
    random = np.random.default_rng(28)
    plt.hist([random.normal(size=300), random.normal(1, 1, 200)], bins=12, stacked=True)


def draw_a_running_total() -> None:
    plt.ecdf(np.random.default_rng(28).normal(size=80))
    plt.grid()


def draw_a_pie() -> None:
    plt.pie(VALUES, labels=NAMES, autopct="%.0f %%", startangle=90, counterclock=False)


def draw_a_pie_with_a_slice_apart() -> None:
    plt.pie(VALUES, explode=[0, 0.15, 0, 0, 0], hatch=["**", "oO", "", ".", "/"], shadow=True)


def draw_rings() -> None:
    ring = {"width": 0.3, "edgecolor": "w"}
    plt.pie(VALUES, radius=1, wedgeprops=ring)
    plt.pie(VALUES[::-1], radius=0.7, wedgeprops=ring, colors=plt.colormaps["tab20c"].colors)


def draw_bars_around_a_circle() -> None:
    ax = plt.subplot(projection="polar")
    angles = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    heights = np.tile(VALUES, 3)[:12]
    ax.bar(angles, heights, width=0.4, color=plt.colormaps["viridis"](heights / 7), alpha=0.6)


def draw_a_table_below_bars() -> None:
    plt.bar(range(5), VALUES, color="C0")
    rows = [VALUES.tolist(), VALUES[::-1].tolist()]
    plt.table(rows, rowLabels=["a", "b"], colLabels=NAMES, rowColours=["wheat", "w"], loc="bottom")
    plt.xticks([])
    plt.subplots_adjust(left=0.2, bottom=0.3)
