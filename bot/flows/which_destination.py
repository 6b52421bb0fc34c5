"""Which destination: the country that somebody asks about. Where the person is, is left as it is known: numbers hang on that."""

from bot.engine.answers import one_of
from bot.engine.flow import Ask, Choice, Choose, Flow, Reckon
from bot.engine.places import OTHERS
from bot.engine.text import _

WHICH_DESTINATION = Flow(
    "which_destination",
    _("Country asked about"),
    start="which",
    steps={
        "which": Choose(
            _("Which country do you want to know about?"),
            choices=(
                Choice("MY", _("Malaysia"), words=("malay", "johor", "sabah", "sarawak")),
                Choice("SG", _("Singapore"), words=("sing", "singapore")),
                Choice("HK", _("Hong Kong"), words=("hk", "hongkong")),
                Choice("TW", _("Taiwan"), words=("taipei",)),
                Choice("SA", _("Saudi Arabia"), words=("saudi", "arab")),
                Choice("AE", _("United Arab Emirates"), words=("uea", "uae", "dubai")),
                Choice("QA", _("Qatar"), words=("doha",)),
                Choice("BN", _("Brunei")),
                Choice("KR", _("South Korea"), words=("korea", "korsel")),
                Choice("JP", _("Japan"), words=("jepang", "tokyo")),
                Choice("ID", _("Inside Indonesia"), words=("indonesia", "dalam negeri", "kota")),
                Choice("other", _("Another country"), then="typed"),
            ),
            save_as="destination",
            then="keep",
            skip=True,
            columns=2,
        ),
        "typed": Ask(
            _("Please type the name of the country."),
            answer=one_of("country", OTHERS),
            retry=_("We do not know that name yet. Please try again, or press Skip."),
            save_as="destination",
            then="keep",
            skip=True,
        ),
        "keep": Reckon("keep_destination"),
    },
)
