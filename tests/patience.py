"""Patience: how long a test waits for what should come at once. Only a failing test ever waits so long."""

PATIENCE = 60.0
"""Seconds: a crowded machine with two cores may take ten times as long as a quiet one."""
