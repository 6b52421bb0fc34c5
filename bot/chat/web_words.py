"""The words of the chat page, in the language that the person has chosen."""

from bot.engine.text import Text, _
from locales import Wording

WORDS: dict[str, Text] = {
    "title": _("Chat"),
    "exit": _("Leave quickly"),
    "forget": _("Remove this chat from this device"),
    "forget_sure": _("Remove the chat from this device? You will not be able to open it again here."),
    "greeting": _("Hello! Write whatever you like, or press Start."),
    "start": _("Start"),
    "write": _("Write here"),
    "send": _("Send"),
    "attach": _("Send a photo or a file"),
    "record": _("Record your voice"),
    "stop_recording": _("Stop and send the recording"),
    "no_microphone": _("The microphone may not be used. You can allow it in your browser, or send a file."),
    "sending": _("Sending"),
    "waiting": _("Will be sent when the connection is back"),
    "failed": _("Not sent. Press to try again."),
    "connecting": _("Connecting…"),
    "offline": _("No connection. What you write is kept and sent later."),
    "too_big": _("This file is larger than 20 MB. Please send a smaller one."),
    "photo": _("Photo"),
    "voice": _("Voice note"),
    "audio": _("Sound"),
    "video": _("Video"),
    "document": _("File"),
    "location": _("Place"),
    "other": _("Message"),
    "you": _("You"),
    "helper": _("Assistant"),
    "counsellor": _("Counsellor"),
    "edited": _("changed"),
    "messages": _("Messages"),
    "show": _("Press to see"),
}

TOO_LONG = _("This message is too long. Please send it in several parts.")
TOO_FAST = _("That was very fast. Please wait a moment and send it again.")
TOO_MANY_FILES = _("You have sent many files. Please wait an hour before the next.")
TOO_BIG = WORDS["too_big"]
UNKNOWN_FILE = _("We could not find this file. Please send it again.")
NOT_UNDERSTOOD = _("This page is old. Please load it again.")
AWAY = _("We cannot take messages in at this moment. What you wrote is kept here and sent again by itself.")


def words(wording: Wording, language: str) -> dict[str, str]:
    """All words of the page; unknown languages get the default."""
    spoken = language if language in wording.sentences else wording.default
    return {key: wording.say(spoken, text.msgid) for key, text in WORDS.items()} | {"language": spoken}
