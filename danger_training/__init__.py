"""Danger training: the corpus of messages, the script that learns the weights from it, and what it is measured with."""
