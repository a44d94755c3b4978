"""The page that proves itself: what it carries of its network, and whether it is made of that."""
