"""What changed between two years, or between two builds."""
