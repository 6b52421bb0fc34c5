"""Keeps what the helpline knows: the only place that says SQLAlchemy. One small module a noun; functions over a transaction."""
