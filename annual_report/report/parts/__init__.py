"""The parts of a network's pages: the frame, the links, the key figures."""
