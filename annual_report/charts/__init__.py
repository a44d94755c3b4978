"""Charts as ordinary matplotlib: functions of a frame that return Axes."""
