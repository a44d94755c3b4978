"""Points, fields and images, as matplotlib's gallery has them."""

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patches import Circle

U, V = np.meshgrid(np.linspace(-3, 3, 24), np.linspace(-2, 2, 18))
HILLS = np.exp(-(U**2) - V**2) - np.exp(-((U - 1) ** 2) - (V - 1) ** 2)


def draw_points_in_colours_and_sizes() -> None:
    random = np.random.default_rng(28)
    x, y, colours = random.random((3, 60))
    plt.scatter(x, y, c=colours, s=600 * random.random(60) ** 2, alpha=0.5, ec="k")
    plt.colorbar()


def draw_points_of_several_kinds() -> None:
    random = np.random.default_rng(28)
    for marker, colour in zip(("o", "^", "s", "*", "$a$"), "rgbck", strict=True):
        plt.scatter(*random.random((2, 20)), marker=marker, c=colour, s=60, label=marker)
    plt.legend()


def draw_rings_as_points() -> None:
    x, y = np.random.default_rng(28).random((2, 60))
    plt.scatter(x, y, s=80, fc="none", ec="tab:blue", lw=2)
    plt.scatter(x[:9], y[:9], marker="x", c="r")


def draw_two_thousand_points() -> None:
    x, y = np.random.default_rng(28).normal(size=(2, 2000))
    plt.scatter(x, y, s=4, alpha=0.3, lw=0)


def draw_hatched_points() -> None:
    plt.scatter([1, 2, 3], [1, 3, 2], s=900, hatch="///", fc="w", ec="k")


def draw_cells_of_counts() -> None:
    x, y = np.random.default_rng(28).normal(size=(2, 1000))
    plt.hexbin(x, y, gridsize=14, cmap="Blues", mincnt=1)
    plt.colorbar()


def draw_squares_of_counts() -> None:
    x, y = np.random.default_rng(28).normal(size=(2, 1000))
    plt.hist2d(x, y, bins=14)


def draw_lines_of_equal_height() -> None:
    lines = plt.contour(U, V, HILLS, levels=9, cmap="coolwarm")
    plt.clabel(lines, fontsize=7)


def draw_layers_of_equal_height() -> None:
    plt.contourf(U, V, HILLS, levels=9, cmap="RdGy", extend="both")
    plt.colorbar(label="hauteur", extendfrac=0.1)


def draw_hatched_layers() -> None:
    plt.contourf(U, V, HILLS, levels=5, colors="none", hatches=["/", "\\", "", ".", "x", "-"])
    plt.contour(U, V, HILLS, levels=5, colors="k", linestyles="-")


def draw_triangles() -> None:
    x, y = np.random.default_rng(28).random((2, 40))
    plt.tricontourf(x, y, x * y)
    plt.triplot(x, y, "ko-", ms=3, lw=0.5)


def draw_triangles_in_colours() -> None:
    x, y = np.random.default_rng(28).random((2, 40))
    plt.tripcolor(x, y, x - y, cmap="PuOr")


def draw_a_mesh() -> None:
    plt.pcolormesh(U, V, HILLS, cmap="viridis", ec="w", lw=0.5)
    plt.colorbar(orientation="horizontal")


def draw_a_smooth_mesh() -> None:
    plt.pcolormesh(U, V, HILLS, shading="gouraud")


def draw_an_image() -> None:
    plt.imshow(HILLS, cmap="hot", origin="lower", extent=(-3, 3, -2, 2))
    plt.colorbar(shrink=0.7)


def draw_an_image_as_its_points() -> None:
    plt.imshow(HILLS, interpolation="none", cmap="gray", aspect="auto")


def draw_a_smooth_image_half_seen_through() -> None:
    plt.plot([0, 24], [0, 18], "r", lw=6)
    plt.imshow(HILLS, interpolation="bicubic", alpha=0.7, aspect="auto", zorder=3)


def draw_an_image_in_a_circle() -> None:
    ax = plt.subplot()
    image = ax.imshow(HILLS, interpolation="bilinear")
    image.set_clip_path(Circle((12, 9), 8, transform=ax.transData))
    ax.axis("off")


def draw_a_heat_map_with_numbers() -> None:
    values = np.arange(12).reshape(3, 4)
    plt.matshow(values, fignum=False, cmap="YlGn")
    for (row, column), value in np.ndenumerate(values):
        plt.text(column, row, value, ha="center", va="center")


def draw_what_is_not_zero() -> None:
    plt.spy(np.random.default_rng(28).random((15, 15)) > 0.8, markersize=5)


def draw_arrows_of_a_field() -> None:
    plt.quiver(U[::3, ::3], V[::3, ::3], -V[::3, ::3], U[::3, ::3], HILLS[::3, ::3])


def draw_barbs_of_wind() -> None:
    plt.barbs(U[::4, ::4], V[::4, ::4], 15 * U[::4, ::4], 15 * V[::4, ::4], length=6)


def draw_streams() -> None:
    plt.streamplot(U, V, -1 - U**2 + V, 1 + U - V**2, color=U, density=0.7, cmap="autumn")


def draw_a_surface() -> None:
    ax = plt.subplot(projection="3d")
    ax.plot_surface(U, V, HILLS, cmap="coolwarm", rstride=2, cstride=2)


def draw_a_wire_frame_and_points_in_space() -> None:
    ax = plt.subplot(projection="3d")
    ax.plot_wireframe(U, V, HILLS, rstride=3, cstride=3, lw=0.7)
    ax.scatter(U[::5, ::5], V[::5, ::5], 1.5, c="r", marker="^")


def draw_bars_in_space() -> None:
    ax = plt.subplot(projection="3d")
    for depth, colour in enumerate("rgb"):
        ax.bar(range(6), np.arange(6) + depth, zs=depth, zdir="y", color=colour, alpha=0.7)
