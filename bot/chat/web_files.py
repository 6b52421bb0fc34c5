"""Files of the chat page: what they are by their first bytes, not by their name."""

import filetype

from helpline.messages import Kind

LARGEST = 20_000_000
"""Bytes: what Telegram gives a bot, so that both ways take the same."""
SHOWN = {"image/jpeg", "image/png", "image/gif", "image/webp"}
VOICE = {"audio/ogg", "audio/webm", "video/webm", "audio/mp4", "video/mp4"}
"""What browsers record; a recording without a picture may call itself a video."""
UNKNOWN = "application/octet-stream"


def content_type_of(content: bytes) -> str:
    """The type that the first bytes tell; unknown ones are plain bytes, which are never shown, only saved."""
    guessed = filetype.guess(content[:8192])
    return str(guessed.mime) if guessed else UNKNOWN


def kind_of(content_type: str, *, recorded: bool) -> Kind:
    """What the file is in a conversation; `recorded`: the page recorded it as a voice note."""
    if recorded and content_type in VOICE:
        return Kind.VOICE
    if content_type in SHOWN:
        return Kind.PHOTO
    main = content_type.partition("/")[0]
    return {"audio": Kind.AUDIO, "video": Kind.VIDEO}.get(main, Kind.DOCUMENT)
