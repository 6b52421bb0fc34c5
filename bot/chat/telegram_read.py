"""Reading Telegram's updates: every kind becomes a message that a counsellor can see; nothing that Telegram carries is dropped.

Read from the bare JSON, without python-telegram-bot's types: a field of tomorrow must not make an update unreadable.
"""

import json
from typing import Any

import orjson

from bot.channels import Letter, Unreadable
from helpline.messages import Attachment, Incoming, Kind

MESSAGES = ("message", "edited_message", "business_message")
FILES = {
    "voice": Kind.VOICE,
    "audio": Kind.AUDIO,
    "video": Kind.VIDEO,
    "video_note": Kind.VIDEO,
    "animation": Kind.VIDEO,
    "sticker": Kind.STICKER,
    "document": Kind.DOCUMENT,
}
"""Telegram's name of a file, and what it is for us. An animation also bears a document; the first found counts."""


def read(raw: bytes) -> Letter | None:
    """Read an update. None: a group, a channel, another bot, or nothing that belongs to a conversation. Raises Unreadable."""
    try:
        update = loads(raw)
        if not isinstance(update, dict):
            raise Unreadable
        return read_update(update)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise Unreadable from error


def loads(raw: bytes) -> Any:
    """The JSON of an update. Half a character, which orjson refuses, is read by the slower library. Raises ValueError."""
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        try:
            return json.loads(raw)
        except RecursionError as error:
            raise ValueError from error


def read_update(update: dict[str, Any]) -> Letter | None:
    for name in MESSAGES:
        if name in update:
            return read_message(update[name], edited=name == "edited_message")
    if "callback_query" in update:
        return read_press(update["callback_query"])
    if "my_chat_member" in update:
        return read_membership(update["my_chat_member"])
    return None


def letter(chat: dict[str, Any], sender: dict[str, Any], incoming: Incoming) -> Letter | None:
    """A letter of a private chat with a person; None for all others."""
    if chat.get("type") != "private" or sender.get("is_bot"):
        return None
    name = " ".join(str(sender[key]) for key in ("first_name", "last_name") if sender.get(key))
    return Letter(str(int(chat["id"])), clean(name)[:100] or None, None, incoming)


def read_message(message: dict[str, Any], *, edited: bool) -> Letter | None:
    content = read_content(message)
    extra = content.extra | told_besides(message)
    incoming = Incoming(
        kind=Kind.EDIT if edited else content.kind,
        text=clean(message.get("text") or message.get("caption") or content.text),
        ref=str(message["message_id"]),
        album=str(message["media_group_id"]) if "media_group_id" in message else None,
        attachment=content.attachment,
        extra=extra,
    )
    return letter(message["chat"], message.get("from", {}), incoming)


def read_content(message: dict[str, Any]) -> Incoming:
    """What a message carries besides its words."""
    if message.get("photo"):
        largest = max(message["photo"], key=lambda size: size.get("width", 0) * size.get("height", 0))
        return with_file(Kind.PHOTO, largest, "image/jpeg")
    for name, kind in FILES.items():
        if name in message:
            return with_file(kind, message[name], None)
    if "venue" in message or "location" in message:
        return Incoming(Kind.LOCATION, extra=place(message))
    if "contact" in message:
        return Incoming(Kind.CONTACT_CARD, extra=card(message["contact"]))
    if "text" in message:
        return Incoming(Kind.TEXT)
    return Incoming(Kind.UNKNOWN, extra={"what": what_is_it(message)})


def with_file(kind: Kind, file: dict[str, Any], content_type: str | None) -> Incoming:
    name = file.get("file_name")
    attachment = Attachment(
        kind,
        source=str(file["file_id"]),
        name=clean(str(name))[:200] if name else None,
        content_type=file.get("mime_type") or content_type,
        size=file.get("file_size"),
    )
    return Incoming(kind, text=str(file.get("emoji") or ""), attachment=attachment)


def place(message: dict[str, Any]) -> dict[str, Any]:
    venue = message.get("venue") or {}
    at = venue.get("location") or message["location"]
    told: dict[str, Any] = {"latitude": float(at["latitude"]), "longitude": float(at["longitude"])}
    if at.get("live_period"):
        told["live"] = True
    return told | {key: clean(str(venue[key])) for key in ("title", "address") if venue.get(key)}


def card(contact: dict[str, Any]) -> dict[str, Any]:
    """A contact card, perhaps of another person: shown to the counsellor, never taken for the sender's own."""
    name = " ".join(str(contact[key]) for key in ("first_name", "last_name") if contact.get(key))
    return {"name": clean(name), "phone": clean(str(contact.get("phone_number", "")))}


def told_besides(message: dict[str, Any]) -> dict[str, Any]:
    """That a message was passed on, answers another, or came through another bot."""
    told: dict[str, Any] = {}
    if "forward_origin" in message or "forward_date" in message:
        origin = message.get("forward_origin") or {}
        told["forwarded"] = str(origin.get("type", "unknown"))
    if message.get("reply_to_message"):
        told["answers_ref"] = str(message["reply_to_message"]["message_id"])
    if "via_bot" in message:
        told["via_bot"] = True
    return told


def what_is_it(message: dict[str, Any]) -> str:
    """The name of the unknown thing: the first key that is none of a message's usual ones."""
    usual = {"message_id", "date", "chat", "from", "edit_date", "message_thread_id", "has_protected_content"}
    return next((key for key in message if key not in usual), "nothing")[:40]


def read_press(press: dict[str, Any]) -> Letter | None:
    """A pressed button. Without a message (it is too old) the chat is the person's own."""
    sender = press["from"]
    chat = (press.get("message") or {}).get("chat") or {"id": sender["id"], "type": "private"}
    data = clean(str(press.get("data") or ""))
    return letter(chat, sender, Incoming(Kind.BUTTON, button=data, button_query=str(press["id"])))


def read_membership(change: dict[str, Any]) -> Letter | None:
    """Blocked or unblocked: perhaps somebody has taken the phone."""
    blocked = change["new_chat_member"]["status"] in ("kicked", "left")
    return letter(change["chat"], change["from"], Incoming(Kind.BLOCKED if blocked else Kind.UNBLOCKED))


def clean(text: str) -> str:
    """Text that every database can keep: without NUL and without halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()
