"""What one update costs beside the bare operation: the same machine, the same run, printed as ratios."""
