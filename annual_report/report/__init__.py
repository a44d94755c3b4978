"""What the pages of a network are: the map, their parts, what is published, and what proves one."""
