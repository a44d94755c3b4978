"""The tour of the members: a sheet for each to fill in, and what the sheets say that come back."""
