"""Refusals: an exception whose docstring is the sentence that a person may be shown."""


class HelplineError(Exception):
    """This is not possible now."""

    @property
    def sentence(self) -> str:
        """The English sentence to translate and show: the docstring of the exception's class."""
        return (type(self).__doc__ or "").strip()
