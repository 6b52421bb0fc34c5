"""The flows by name. A new flow is its file, its line here, a transcript, and its sentences in `locales/`."""

from bot.engine.flow import Flow
from bot.flows.asking import ASKING
from bot.flows.campaign import CAMPAIGN
from bot.flows.check_in import CHECK_IN
from bot.flows.checklist import CHECKLIST
from bot.flows.conditions import CONDITIONS
from bot.flows.confinement import CONFINEMENT
from bot.flows.contract_check import CONTRACT_CHECK
from bot.flows.costs import COSTS
from bot.flows.country import COUNTRY
from bot.flows.decisions import DECISIONS
from bot.flows.destination import DESTINATION
from bot.flows.dismissal import DISMISSAL
from bot.flows.distress import DISTRESS
from bot.flows.family import FAMILY
from bot.flows.feedback import FEEDBACK
from bot.flows.greetings import GREETINGS
from bot.flows.health import HEALTH
from bot.flows.held_papers import HELD_PAPERS
from bot.flows.help import HELP
from bot.flows.language import LANGUAGE
from bot.flows.legal import LEGAL
from bot.flows.lesson import LESSON
from bot.flows.local_numbers import LOCAL_NUMBERS
from bot.flows.lost_contact import LOST_CONTACT
from bot.flows.menu import MENU
from bot.flows.numbers import NUMBERS
from bot.flows.offer_check import OFFER_CHECK
from bot.flows.other import OTHER
from bot.flows.phrases import PHRASES
from bot.flows.pictures import NO_PICTURES, WITH_PICTURES
from bot.flows.prepare import PREPARE
from bot.flows.recovery import RECOVERY, RECOVERY_DAY
from bot.flows.recruitment import RECRUITMENT
from bot.flows.reminder import LESSON_DAY, REMINDER
from bot.flows.report import REPORT
from bot.flows.rights import RIGHTS
from bot.flows.safe_now import SAFE_NOW
from bot.flows.safe_word import SAFE_WORD
from bot.flows.safety_check import SAFETY_CHECK
from bot.flows.screening import SCREENING_PHQ, SCREENING_SRQ
from bot.flows.sexual_violence import SEXUAL_VIOLENCE
from bot.flows.sos import SOS
from bot.flows.stop import STOP
from bot.flows.suicide import SUICIDE
from bot.flows.talk_to_human import TALK_TO_HUMAN
from bot.flows.trust import TRUST
from bot.flows.violence import VIOLENCE
from bot.flows.wages import WAGES
from bot.flows.welcome import WELCOME
from bot.flows.which_destination import WHICH_DESTINATION

__all__ = ["DECISIONS", "FLOWS"]

FLOWS: dict[str, Flow] = {
    flow.name: flow
    for flow in (
        WELCOME,
        MENU,
        HELP,
        LANGUAGE,
        COUNTRY,
        NUMBERS,
        LOCAL_NUMBERS,
        TALK_TO_HUMAN,
        SOS,
        SAFETY_CHECK,
        SAFE_NOW,
        SUICIDE,
        STOP,
        REPORT,
        WAGES,
        VIOLENCE,
        SEXUAL_VIOLENCE,
        CONFINEMENT,
        HELD_PAPERS,
        CONDITIONS,
        DISMISSAL,
        LEGAL,
        RECRUITMENT,
        DISTRESS,
        HEALTH,
        LOST_CONTACT,
        FAMILY,
        OTHER,
        FEEDBACK,
        CHECK_IN,
        CAMPAIGN,
        RECOVERY,
        RECOVERY_DAY,
        SCREENING_SRQ,
        SCREENING_PHQ,
        GREETINGS,
        SAFE_WORD,
        TRUST,
        ASKING,
        PREPARE,
        NO_PICTURES,
        WITH_PICTURES,
        LESSON,
        REMINDER,
        LESSON_DAY,
        PHRASES,
        DESTINATION,
        WHICH_DESTINATION,
        RIGHTS,
        CHECKLIST,
        OFFER_CHECK,
        CONTRACT_CHECK,
        COSTS,
    )
}
