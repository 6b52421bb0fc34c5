"""Pictures: lessons with drawings, or in words alone where data is dear. Both can be said at any moment."""

from bot.engine.flow import Flow, Reckon, Say
from bot.engine.text import _

NO_PICTURES = Flow(
    "no_pictures",
    _("Words only"),
    start="keep",
    steps={
        "keep": Reckon("leave_pictures", then="said"),
        "said": Say(_("All right, lessons in words only. Write WITH PICTURES to have drawings again.")),
    },
)
WITH_PICTURES = Flow(
    "with_pictures",
    _("With pictures"),
    start="keep",
    steps={
        "keep": Reckon("take_pictures", then="said"),
        "said": Say(_("All right, small drawings come with some lessons. Write NO PICTURES to save data.")),
    },
)
