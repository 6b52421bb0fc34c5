"""Counting: how many updates and messages this process has dealt with. Numbers by channel and outcome, never content."""

from prometheus_client import Counter

UPDATES = Counter("suluh_updates", "Updates taken in.", ["channel", "outcome"])
MESSAGES = Counter("suluh_messages", "Messages whose sending was tried.", ["channel", "outcome"])
