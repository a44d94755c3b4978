"""What `plot` of pandas draws, as its guide to charts has it."""

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd


def make_walks() -> pd.DataFrame:
    steps = np.random.default_rng(28).normal(size=(120, 3))
    days = pd.date_range("2024-01-01", periods=120)
    return pd.DataFrame(steps, index=days, columns=list("abc")).cumsum()


def make_sizes() -> pd.DataFrame:
    values = np.random.default_rng(28).random((6, 3))
    return pd.DataFrame(values, index=list("uvwxyz"), columns=["un", "deux", "trois"])


def draw_walks() -> None:
    make_walks().plot(ax=plt.gca(), grid=True)


def draw_walks_apart() -> None:
    make_walks().plot(ax=plt.gca(), secondary_y=["c"], legend=True)


def draw_each_walk_in_its_axes() -> None:
    make_walks().plot(ax=plt.subplots(3, 1, sharex=True)[1], subplots=True)


def draw_walks_by_month() -> None:
    make_walks().resample("ME").mean().to_period("M").plot.bar(ax=plt.gca(), rot=0)


def draw_areas() -> None:
    make_sizes().plot.area(ax=plt.gca(), alpha=0.7)


def draw_stacked_lying_bars() -> None:
    make_sizes().plot.barh(ax=plt.gca(), stacked=True, colormap="viridis")


def draw_bars_with_errors() -> None:
    make_sizes().plot.bar(ax=plt.gca(), yerr=0.1, capsize=2)


def draw_pies_side_by_side() -> None:
    sizes: Any = make_sizes()[["un", "deux"]]
    sizes.plot.pie(ax=plt.subplots(1, 2)[1], subplots=True, legend=False)


def draw_boxes_by_column() -> None:
    make_walks().plot.box(ax=plt.gca(), vert=False, color={"medians": "r"})


def draw_histograms_of_columns() -> None:
    make_walks().plot.hist(ax=plt.gca(), bins=15, alpha=0.5)


def draw_points_by_a_third_column() -> None:
    make_walks().plot.scatter(ax=plt.gca(), x="a", y="b", c="c", colormap="plasma", s=20)


def draw_all_pairs_of_columns() -> None:
    pd.plotting.scatter_matrix(make_walks().iloc[::4], ax=plt.gca(), diagonal="hist")


def draw_parallel_columns() -> None:
    frame = make_sizes().assign(kind=list("ppqqrr"))
    pd.plotting.parallel_coordinates(frame, "kind", ax=plt.gca(), colormap="Set1")


def draw_a_table_of_a_frame() -> None:
    ax: Any = plt.gca()
    make_sizes().round(1).plot(ax=ax, table=True)
    ax.xaxis.tick_top()
    plt.subplots_adjust(bottom=0.4)
