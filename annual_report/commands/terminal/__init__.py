"""What stands between a command and whoever types it: lines, questions, bars of progress."""
