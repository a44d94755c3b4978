"""From notebooks to pages: execution, export, and the build that does both for each report."""
