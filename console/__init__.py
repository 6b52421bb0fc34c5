"""Console: where counsellors see who waits, read, take over and answer. It never meets the bot; they share the store."""

from console.app import make_app

__all__ = ["make_app"]
