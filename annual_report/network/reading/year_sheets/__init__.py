"""The sheet of a year in a workbook → rows of members, meetings and attendance."""
