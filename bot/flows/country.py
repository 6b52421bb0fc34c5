"""Country: where the person is, by one tap or by typing its name."""

from bot.engine.answers import one_of
from bot.engine.flow import Ask, Choice, Choose, Do, Flow
from bot.engine.places import OTHERS
from bot.engine.text import _

COUNTRY = Flow(
    "country",
    _("Country"),
    start="which",
    labels={"country": _("Country")},
    steps={
        "which": Choose(
            _("Which country is it about?"),
            choices=(
                Choice("MY", _("Malaysia"), words=("malay", "johor", "sabah", "sarawak", "kl")),
                Choice("SA", _("Saudi Arabia"), words=("saudi", "arab", "riyadh", "jeddah")),
                Choice("HK", _("Hong Kong"), words=("hk", "hongkong")),
                Choice("TW", _("Taiwan"), words=("taipei",)),
                Choice("SG", _("Singapore"), words=("sing", "singapore")),
                Choice("AE", _("United Arab Emirates"), words=("uea", "uae", "dubai", "abu dhabi")),
                Choice("BN", _("Brunei")),
                Choice("QA", _("Qatar"), words=("doha",)),
                Choice("KR", _("South Korea"), words=("korea", "korsel")),
                Choice("JP", _("Japan"), words=("jepang", "tokyo")),
                Choice("ID", _("Indonesia")),
                Choice("other", _("Another country"), then="typed"),
            ),
            save_as="country",
            then="keep",
            skip=True,
            columns=2,
        ),
        "typed": Ask(
            _("Please type the name of the country."),
            answer=one_of("country", OTHERS),
            retry=_("We do not know that name yet. Please try again, or press Skip."),
            save_as="country",
            then="keep",
            skip=True,
        ),
        "keep": Do("set_country"),
    },
)
