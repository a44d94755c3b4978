"""What a descriptor says of tables: whether it is one, and rows held against it."""
