"""Safe word: words of one's own that sound like nothing and mean: something is wrong. Nobody can read them afterwards."""

from bot.engine.answers import Answer, NotUnderstood
from bot.engine.flow import Ask, Choice, Choose, Do, Flow, Say
from bot.engine.text import _
from helpline.checkins.safe_word import is_fit


def read(words: str) -> str:
    if not is_fit(words):
        raise NotUnderstood
    return words


SAFE_WORD = Flow(
    "safe_word",
    _("A word of our own"),
    start="what",
    steps={
        "what": Choose(
            _(
                "We can agree on a word that sounds like nothing. When you write it here, a person knows that you need help, "
                "and my answer stays as on any other day. Shall we?"
            ),
            choices=(
                Choice("yes", _("Choose a word"), then="word", words=("ya", "mau", "yes")),
                Choice("forget", _("Forget my word"), then="forget", words=("lupakan", "hapus")),
                Choice("no", _("Not now"), then="no", words=("tidak", "nanti", "no")),
            ),
        ),
        "word": Ask(
            _("Write one to four everyday words that you would not write otherwise. For example a dish and a street."),
            Answer("safe_word", read),
            save_as="word",
            then="agree",
            retry=_("Please choose one to four words, with at least five letters together."),
            skip=True,
            secret=True,
        ),
        "agree": Do("agree_safe_word", then="agreed"),
        "agreed": Say(
            _("Agreed. When you write it here, a person will know, and I will answer as on any day. Please delete your message.")
        ),
        "forget": Do("forget_safe_word", then="forgotten"),
        "forgotten": Say(_("All right, it means nothing any more.")),
        "no": Say(_("All right. You can choose one at any time.")),
    },
)
