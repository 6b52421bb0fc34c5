"""Language: choose the language of the chat."""

from bot.engine.flow import Choice, Choose, Do, Flow, Say
from bot.engine.text import _

LANGUAGE = Flow(
    "language",
    _("Language"),
    start="which",
    steps={
        "which": Choose(
            _("Which language do you like to use?"),
            choices=(Choice("id", _("Bahasa Indonesia"), words=("indo",)), Choice("en", _("English"), words=("inggris",))),
            save_as="language",
            then="keep",
            columns=2,
        ),
        "keep": Do("set_language", then="kept"),
        "kept": Say(_("All right. We write in this language from now on.")),
    },
)
