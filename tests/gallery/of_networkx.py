"""What networkx draws, as its gallery has it."""

import matplotlib.pyplot as plt
import networkx as nx
import numpy as np


def draw_a_graph_with_names() -> None:
    nx.draw_networkx(nx.petersen_graph(), pos=nx.circular_layout(nx.petersen_graph()))


def draw_a_graph_by_degree() -> None:
    graph = nx.barbell_graph(5, 2)
    place = nx.spring_layout(graph, seed=28)
    degrees = [degree for _node, degree in graph.degree]
    nx.draw(graph, place, node_color=degrees, node_size=[60 * n for n in degrees], cmap="plasma")


def draw_arrows_between_nodes() -> None:
    graph = nx.DiGraph([("a", "b"), ("b", "c"), ("c", "a"), ("c", "b"), ("a", "a")])
    bent = "arc3,rad=0.2"
    nx.draw(graph, nx.circular_layout(graph), with_labels=True, connectionstyle=bent, arrowsize=16)


def draw_weights_of_edges() -> None:
    graph = nx.Graph()
    graph.add_weighted_edges_from([("a", "b", 1), ("b", "c", 4), ("c", "d", 2), ("d", "a", 3)])
    place = nx.circular_layout(graph)
    weights = nx.get_edge_attributes(graph, "weight")
    nx.draw(
        graph,
        place,
        width=list(weights.values()),
        edge_color="tab:grey",
        node_color="w",
        edgecolors="k",
        with_labels=True,
    )
    nx.draw_networkx_edge_labels(graph, place, weights)


def draw_two_sides() -> None:
    graph = nx.complete_bipartite_graph(3, 4)
    nx.draw(graph, nx.bipartite_layout(graph, range(3)), node_shape="s", style="dashed")


def draw_a_tree() -> None:
    graph = nx.balanced_tree(2, 4)
    nx.draw(graph, nx.shell_layout(graph), node_size=20, node_color="C2", alpha=0.7)


def draw_components_in_colours() -> None:
    graph = nx.disjoint_union(nx.cycle_graph(5), nx.star_graph(4))
    places = nx.spring_layout(graph, seed=3)
    for number, component in enumerate(nx.connected_components(graph)):
        part = graph.subgraph(component)
        nx.draw_networkx_nodes(part, places, node_color=f"C{number}", node_size=120)
        nx.draw_networkx_edges(part, places, width=np.arange(1, part.number_of_edges() + 1))
    plt.axis("off")
