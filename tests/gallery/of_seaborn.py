"""What seaborn draws, as its gallery has it."""

from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns


def make_visits() -> pd.DataFrame:
    random = np.random.default_rng(28)
    frame = pd.DataFrame({"day": np.tile(list("abcd"), 30), "kind": np.repeat(["u", "v"], 60)})
    frame["size"] = random.gamma(3, 2, 120)
    frame["cost"] = frame["size"] * 2 + random.normal(size=120)
    return frame


def draw_means_with_errors() -> None:
    with sns.axes_style("whitegrid"):
        sns.barplot(make_visits(), x="day", y="size", hue="kind", errorbar="sd", capsize=0.2)


def draw_counts() -> None:
    sns.countplot(make_visits(), y="day", hue="kind", palette="pastel")


def draw_boxes_in_groups() -> None:
    with sns.axes_style("ticks"):
        sns.boxplot(make_visits(), x="day", y="size", hue="kind")
        sns.despine(offset=10, trim=True)


def draw_split_violins() -> None:
    sns.violinplot(make_visits(), x="day", y="size", hue="kind", split=True, inner="quart")


def draw_scattered_points() -> None:
    sns.stripplot(make_visits(), x="day", y="size", hue="kind", dodge=True, alpha=0.6)


def draw_a_swarm() -> None:
    sns.swarmplot(make_visits(), x="day", y="size", size=3)


def draw_means_joined() -> None:
    sns.pointplot(make_visits(), x="day", y="size", hue="kind", errorbar=None, linestyles="--")


def draw_a_histogram_with_its_density() -> None:
    sns.histplot(make_visits(), x="size", hue="kind", kde=True, element="step")


def draw_densities() -> None:
    sns.kdeplot(make_visits(), x="size", hue="kind", fill=True)
    sns.rugplot(make_visits(), x="size")


def draw_a_density_of_two() -> None:
    sns.kdeplot(make_visits(), x="size", y="cost", fill=True, cmap="mako", thresh=0.1)


def draw_a_line_with_its_ribbon() -> None:
    frame = make_visits().assign(week=np.arange(120) % 10)
    sns.lineplot(frame, x="week", y="size", hue="kind", style="kind", errorbar="sd", markers=True)


def draw_points_with_a_trend() -> None:
    sns.regplot(make_visits(), x="size", y="cost", ci=None, scatter_kws={"alpha": 0.4})


def draw_points_by_size_and_kind() -> None:
    sns.scatterplot(make_visits(), x="size", y="cost", hue="cost", size="size", style="kind")


def draw_a_heat_map() -> None:
    values: Any = make_visits().pivot_table(index="day", columns="kind", values="size")
    sns.heatmap(values, annot=True, linewidths=2, cmap="crest")


def draw_a_grid_of_kinds() -> None:
    grid = sns.FacetGrid(make_visits(), col="kind", row="day", height=1, aspect=1.6)
    grid.map(plt.scatter, "size", "cost", s=6)


def draw_points_with_margins() -> None:
    sns.jointplot(make_visits(), x="size", y="cost", hue="kind", height=3)


def draw_pairs() -> None:
    sns.pairplot(make_visits(), hue="kind", height=1.4, plot_kws={"s": 8}, diag_kind="hist")
