"""Several axes in a figure, and whole styles, as matplotlib's gallery has them."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.ticker import PercentFormatter

X = np.linspace(0, 10, 60)


def draw_axes_that_share() -> None:
    axes = plt.subplots(2, 2, sharex=True, sharey="row")[1]
    for number, ax in enumerate(axes.flat):
        ax.plot(X, np.sin(X + number), f"C{number}")
        ax.label_outer()


def draw_a_mosaic() -> None:
    axes = plt.figure().subplot_mosaic("AAB;CDB")
    axes["A"].plot(X, X)
    axes["B"].imshow(np.eye(3))
    axes["C"].bar(range(3), range(3))
    axes["D"].set_facecolor("mistyrose")


def draw_an_inset() -> None:
    ax = plt.subplot()
    ax.plot(X, np.sin(5 * X))
    inset = ax.inset_axes((0.4, 0.3, 0.4, 0.4))
    inset.plot([0, 1], [0, 1])


def draw_an_inset_that_zooms() -> None:
    ax = plt.subplot()
    ax.plot(X, np.sin(X) + X / 5)
    inset = ax.inset_axes((0.55, 0.08, 0.4, 0.4), xlim=(1, 2), ylim=(1, 1.5), xticks=[], yticks=[])
    inset.plot(X, np.sin(X) + X / 5)
    ax.indicate_inset_zoom(inset, edgecolor="black")


def draw_axes_on_axes() -> None:
    figure, ax = plt.subplots()
    ax.plot(X, np.sin(3 * X), lw=3)
    ax.grid()
    figure.add_axes((0.5, 0.5, 0.35, 0.3)).plot(X, np.cos(X), "r")


def draw_two_scales() -> None:
    left = plt.subplot()
    left.plot(X, np.exp(X / 3), "r")
    right = left.twinx()
    right.bar(X[::6], np.sin(X[::6]), alpha=0.4)
    right.tick_params(axis="y", labelcolor="b")


def draw_a_second_axis() -> None:
    ax = plt.subplot()
    ax.plot(X, np.sin(X))
    ax.secondary_xaxis("top", functions=(np.deg2rad, np.rad2deg))


def draw_a_broken_axis() -> None:
    upper, lower = plt.subplots(2, 1, sharex=True)[1]
    for ax in (upper, lower):
        ax.plot([0, 1, 2, 3], [1, 9, 1.5, 2], "-o")
    upper.set_ylim(8, 10)
    lower.set_ylim(0, 3)
    upper.spines.bottom.set_visible(False)
    lower.spines.top.set_visible(False)
    cut = {"marker": [(-1, -0.5), (1, 0.5)], "ms": 12, "ls": "none", "color": "k", "clip_on": False}
    upper.plot([0, 1], [0, 0], transform=upper.transAxes, **cut)


def draw_figures_in_a_figure() -> None:
    left, right = plt.figure(layout="constrained").subfigures(1, 2, width_ratios=(1, 2))
    left.set_facecolor("0.9")
    left.subplots().plot(X, X)
    right.suptitle("droite")
    for ax in right.subplots(2, 1):
        ax.plot(X, np.cos(X))


def draw_a_scale_of_two_fields() -> None:
    figure, axes = plt.subplots(1, 2, layout="constrained")
    for number, ax in enumerate(axes):
        image = ax.contourf(np.outer(np.sin(X + number), np.cos(X)), levels=8)
    figure.colorbar(image, ax=axes, location="bottom", extend="max")


def draw_boxes() -> None:
    random = np.random.default_rng(28)
    samples = [random.normal(size=50), random.normal(1, 2, 50)]
    left, right = plt.subplots(1, 2)[1]
    left.boxplot(samples, patch_artist=True, notch=True)
    right.boxplot(samples, orientation="horizontal", showmeans=True, flierprops={"marker": "x"})


def draw_violins() -> None:
    random = np.random.default_rng(28)
    plt.violinplot([random.normal(size=50), random.normal(1, 2, 50)], showmedians=True)


def draw_points_with_histograms_beside() -> None:
    x, y = np.random.default_rng(28).normal(size=(2, 300))
    axes = plt.figure().subplot_mosaic("A.;BC", width_ratios=(4, 1), height_ratios=(1, 4))
    axes["B"].scatter(x, y, s=8)
    axes["A"].hist(x, bins=20)
    axes["C"].hist(y, bins=20, orientation="horizontal")


def draw_shares_of_a_target() -> None:
    ax = plt.subplot()
    ax.plot(X, X / 10, marker=".")
    ax.yaxis.set_major_formatter(PercentFormatter(1))
    ax.yaxis.grid(color="0.8", ls="--")
    ax.set_axisbelow(True)


def draw_on_a_dark_ground() -> None:
    with plt.style.context("dark_background"):
        plt.plot(X, np.sin(X), "w", X, np.cos(X), "y")
        plt.title("Une nuit")
        plt.legend(["blanc", "jaune"])


def draw_in_the_style_of_ggplot() -> None:
    with plt.style.context("ggplot"):
        plt.plot(X, np.sin(X))
        plt.hist(np.sin(X), bins=8)
        plt.xlabel("x")


def draw_in_the_style_of_newspapers() -> None:
    with plt.style.context("fivethirtyeight"):
        plt.plot(X, np.sin(X), X, np.cos(X))


def draw_in_greys() -> None:
    with plt.style.context("grayscale"):
        plt.bar(range(4), range(4))
        plt.plot(range(4), [3, 1, 2, 0], "--")
