"""Words, arrows, legends and shapes, as matplotlib's gallery has them."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import (
    Circle,
    Ellipse,
    FancyArrowPatch,
    FancyBboxPatch,
    PathPatch,
    Polygon,
    RegularPolygon,
    Wedge,
)
from matplotlib.path import Path
from matplotlib.patheffects import Normal, SimpleLineShadow, withStroke

X = np.linspace(0, 10, 60)


def draw_words_and_arrows() -> None:
    plt.plot(X, np.sin(X))
    bent = {"arrowstyle": "->", "connectionstyle": "arc3,rad=.3"}
    plt.annotate(
        "haut", (1.6, 1), (4, 0.8), bbox={"boxstyle": "round", "fc": "wheat"}, arrowprops=bent
    )
    plt.annotate("bas", (4.7, -1), (7, -0.5), arrowprops={"fc": "k", "shrink": 0.05})


def draw_arrow_styles() -> None:
    for place, style in enumerate(("-|>", "<->", "fancy", "simple", "wedge", "]-[", "|-|")):
        arrow = FancyArrowPatch((0, place), (1, place + 0.5), arrowstyle=style, mutation_scale=18)
        plt.gca().add_patch(arrow)
    plt.axis((-0.2, 1.2, -1, 8))


def draw_boxes_around_words() -> None:
    for place, style in enumerate(("round", "larrow", "sawtooth", "circle", "roundtooth")):
        look = {"boxstyle": style, "fc": "mistyrose", "ec": "r"}
        plt.text(0.3, place / 5 + 0.1, style, bbox=look, ha="center")


def draw_turned_names_of_ticks() -> None:
    plt.bar(["Auvergne-Rhône-Alpes", "Corse", "Île-de-France"], [3, 1, 4])
    plt.xticks(rotation=45, ha="right", rotation_mode="anchor")
    plt.ylabel("des mots\nsur deux lignes")


def draw_names_on_end() -> None:
    plt.bar(["Auvergne", "Corse", "Île-de-France"], [3, 1, 4])
    plt.xticks(rotation=90)
    plt.twinx().set_ylabel("tourné", rotation=270, va="bottom")


def draw_words_at_all_angles() -> None:
    for angle in range(0, 360, 40):
        plt.text(0.5, 0.5, f"     {angle}°", rotation=angle, rotation_mode="anchor")
        plt.text(0.2 + angle / 600, 0.1, "mot", rotation=angle, ha="center", va="center")


def draw_lines_of_words() -> None:
    for place, side in enumerate(("left", "center", "right")):
        plt.text(
            0.5,
            0.2 + place / 4,
            "une\nlongue ligne\net",
            ha=side,
            va="center",
            ma=side,
            linespacing=1.4,
        )
    plt.axvline(0.5, lw=0.5)


def draw_formulas() -> None:
    plt.text(0.1, 0.7, r"$\sum_{i=1}^n x_i^2 = \frac{\alpha}{\sqrt{\pi}}$", size=18)
    plt.text(0.1, 0.2, r"de $10^3$ à $10^6$", rotation=20)
    plt.title(r"$\mathit{Titre}$")


def draw_words_of_all_looks() -> None:
    plt.text(0.1, 0.8, "gras", weight="bold", size="x-large")
    plt.text(0.1, 0.6, "penché", style="italic", color="tab:red")
    plt.text(0.1, 0.4, "pâle", alpha=0.4, size=16)
    plt.text(0.9, 0.2, "cela sort des axes", clip_on=True)


def draw_outlined_words() -> None:
    plt.plot(X, np.sin(X), lw=6)
    plt.text(6, 0, "bordé", color="w", path_effects=[withStroke(linewidth=3, foreground="k")])


def draw_shadows_of_lines() -> None:
    plt.plot(X, np.sin(X), lw=4, path_effects=[SimpleLineShadow(), Normal()])
    plt.plot(X, np.cos(X), path_effects=[withStroke(linewidth=5, foreground="y")])


def draw_a_legend_outside() -> None:
    plt.plot(X, np.sin(X), "o-", ms=3, label="sinus")
    plt.fill_between(X, np.cos(X), alpha=0.3, label="cosinus", hatch="/")
    plt.legend(loc="upper left", bbox_to_anchor=(1.02, 1), title="Courbes")
    plt.subplots_adjust(right=0.7)


def draw_a_legend_in_columns() -> None:
    for number in range(5):
        plt.plot(X, np.sin(X + number), label=f"courbe {number}")
    plt.legend(ncols=3, shadow=True, fancybox=False, loc="lower center", fontsize=7)


def draw_titles() -> None:
    plt.plot([1, 2])
    plt.title("milieu")
    plt.title("gauche", loc="left", size=8)
    plt.title("droite", loc="right", color="r")
    plt.suptitle("tout en haut")
    plt.gcf().supxlabel("tout en bas")


def draw_shapes() -> None:
    shapes = [
        Circle((1, 1), 0.7, fc="c"),
        Ellipse((3, 1), 1.6, 0.8, angle=30, fc="none", ec="m", lw=2),
        Wedge((5, 1), 0.8, 30, 300, width=0.3, fc="y", ec="k"),
        Polygon([(0.2, 3), (1.8, 2.4), (1, 4)], fc="r", alpha=0.4),
        RegularPolygon((3, 3), 6, radius=0.8, hatch="x", fc="w", ec="g"),
        FancyBboxPatch((4.4, 2.5), 1.2, 1, boxstyle="round,pad=.2", ls="--", fc="none"),
    ]
    for shape in shapes:
        plt.gca().add_patch(shape)
    plt.axis((0, 6, 0, 4))


def draw_a_shape_with_holes_and_curves() -> None:
    outer = Path.unit_circle()
    square = Path.unit_rectangle()
    hole = Path(np.asarray(square.vertices)[::-1] * 0.8 - 0.4, square.codes)
    plt.gca().add_patch(PathPatch(Path.make_compound_path(outer, hole), fc="tab:olive", ec="k"))
    bend = Path([(1, 0), (1.8, 1.5), (2, 0)], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    plt.gca().add_patch(PathPatch(bend, fc="none", lw=3))
    plt.axis((-1.2, 2.2, -1.2, 1.2))


def draw_what_a_star_cuts_off() -> None:
    ax = plt.subplot()
    star = RegularPolygon((5, 0), 5, radius=1, fc="none", ec="k", transform=ax.transData)
    ax.add_patch(star)
    for line in ax.plot(X, np.sin(5 * X), X, np.cos(5 * X)):
        line.set_clip_path(star)
    ax.set(xlim=(3, 7), ylim=(-1.2, 1.2))


def draw_marks_beyond_the_axes() -> None:
    plt.plot([0, 1], [0, 1], "o", ms=20, clip_on=False)
    plt.plot([0, 1], [1, 0], "s", ms=20)
    plt.axis((0, 1, 0, 1))
