"""Wording: what is said, in every language. Catalogues are `<language>/LC_MESSAGES/messages.po`; msgids are English."""

from locales.wording import Wording

__all__ = ["Wording"]
