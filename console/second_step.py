"""The second step: six digits of a phone, or a recovery code, after the passphrase; and the account's form that sets it up."""

from base64 import b32encode

import pyotp
from aiohttp import web
from markupsafe import Markup

from console import account, cookies, session
from console.marking import N_
from console.pages import render
from console.premises import Premises, premises
from console.visit import visit_of
from helpline.cases import NUMBER_ALPHABET
from helpline.clock import Clock, chance, key_of_chance
from helpline.events import Event
from storage import events, half_sign_ins, second_factors, sign_ins, staff
from storage.half_sign_ins import VALID
from storage.sign_ins import TooManyFailures
from storage.staff import Staff
from storage.transaction import Transaction

CODES, CODE_LENGTH = 10, 10
PER_MEMBER = 10
WRONG_CODE = N_("This code is not right, or it was used already. Please wait for the next one.")
TOO_LATE = N_("This took too long, or too many codes were wrong. Please sign in again.")


async def begin(request: web.Request, member: Staff) -> web.Response:
    """After the passphrase: to the page that asks for the code, without a session yet."""
    house, token = premises(request), premises(request).clock.secret()
    await house.database.write(half_sign_ins.start, token, member.id, b"", house.clock.now())
    response = web.Response(status=303, headers={"Location": str(request.app.router["code"].url_for())})
    cookies.keep(request, response, cookies.HALF, token, VALID)
    return response


async def show_code(request: web.Request) -> web.Response:
    return render(request, "code.html", problem=None)


async def give_code(request: web.Request) -> web.Response:
    """Take the code: five tries a sign-in, ten wrong ones a member within the window. A code is good once."""
    house, token = premises(request), cookies.read(request, cookies.HALF) or ""
    given = str((await request.post()).get("code", ""))[:40]
    try:
        member, right = await house.database.write(recognise, house, token, given)
    except TooManyFailures as refusal:
        return render(request, "sign_in.html", status=429, problem=refusal.sentence, login="")
    if member is None:
        return render(request, "sign_in.html", status=401, problem=TOO_LATE, login="")
    if not right:
        return render(request, "code.html", status=401, problem=WRONG_CODE)
    response = await session.let_in(request, member)
    cookies.drop(request, response, cookies.HALF)
    return response


def recognise(tx: Transaction, house: Premises, token: str, given: str) -> tuple[Staff | None, bool]:
    """Whose half sign-in this is, and whether the code completes it. Raises TooManyFailures."""
    staff_id = half_sign_ins.tried(tx, token, house.clock.now())
    member = staff.get(tx, staff_id) if staff_id else None
    if member is None or not member.active:
        return None, False
    right = use_up(tx, house.clock, member.id, given)
    if right:
        half_sign_ins.end(tx, token)
    return member, right


def use_up(tx: Transaction, clock: Clock, staff_id: str, given: str) -> bool:
    """Whether this is a code of the member's phone or a recovery code; a right one is used up by it. Raises TooManyFailures.

    Wrong ones count by member, wherever they come from, until a right one is given. The second factor is held meanwhile, so
    that many codes at once are counted one by one.
    """
    now = clock.now()
    if second_factors.find(tx, staff_id) is None:
        return False
    if sign_ins.recent_codes(tx, staff_id, now) >= PER_MEMBER:
        raise TooManyFailures
    by_phone = is_right(tx, clock, staff_id, given)
    by_paper = not by_phone and second_factors.use_code(tx, staff_id, given, now)
    if by_paper:
        events.record(tx, Event.RECOVERY_CODE_USED, at=now, actor=staff_id)
    if by_phone or by_paper:
        sign_ins.clear_codes(tx, staff_id)
    else:
        sign_ins.code_failed(tx, id=clock.new_id(), staff_id=staff_id, at=now)
    return by_phone or by_paper


def is_right(tx: Transaction, clock: Clock, staff_id: str, given: str) -> bool:
    """Whether these are the digits of this half minute, or of the one before or after, and not used yet (RFC 6238)."""
    factor = second_factors.find(tx, staff_id)
    digits = "".join(given.split())
    if factor is None or not (digits.isascii() and digits.isdecimal()):
        return False
    totp, here = pyotp.TOTP(factor.secret), int(clock.now().timestamp()) // 30
    for step in (here - 1, here, here + 1):
        if pyotp.utils.strings_equal(totp.generate_otp(step), digits):
            return second_factors.use_step(tx, staff_id, step)
    return False


async def offer(request: web.Request) -> web.Response:
    """Make a secret and show it, as a picture and in letters; it counts once a first code is given."""
    house, member = premises(request), visit_of(request).staff
    secret = b32encode(key_of_chance(house.clock)[:20]).decode()  # 160 bits, as RFC 4226 asks
    await house.database.write(second_factors.offer, member.id, secret)
    return await account.account(request, second=shown(member, secret))


def shown(member: Staff, secret: str) -> dict[str, object]:
    """The secret as an app takes it: a QR code as plain SVG, and the letters in groups of four."""
    import segno  # here, for what it brings into memory

    address = pyotp.TOTP(secret).provisioning_uri(name=member.login, issuer_name="Suluh")
    picture = segno.make(address, error="m").svg_inline(scale=4, border=2, dark="#000", light="#fff")
    return {"picture": Markup(picture), "letters": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))}  # noqa: S704


async def confirm(request: web.Request) -> web.Response:
    """The first code: from here on it is asked for at every sign-in. The recovery codes are shown this once."""
    house, member = premises(request), visit_of(request).staff
    given = str((await request.post()).get("code", ""))
    codes = [recovery_code(house.clock) for _ in range(CODES)]

    def keep(tx: Transaction) -> str | None:
        """The secret that is still to be confirmed when the code is wrong."""
        factor = second_factors.find(tx, member.id)
        if factor is None or factor.confirmed_at is not None:
            return ""
        if not is_right(tx, house.clock, member.id, given):
            return factor.secret
        second_factors.confirm(tx, member.id, house.clock.now())
        second_factors.keep_codes(tx, member.id, codes)
        events.record(tx, Event.SECOND_FACTOR_SET, at=house.clock.now(), actor=member.id)
        return None

    left = await house.database.write(keep)
    if left is None:
        return await account.account(request, recovery=codes)
    return await account.account(request, status=422, problem=WRONG_CODE, second=shown(member, left) if left else None)


async def remove(request: web.Request) -> web.Response:
    """Ask for no code any more; only who has one now, or a recovery code, may say so. Wrong ones count as at the sign-in."""
    house, me = premises(request), visit_of(request).staff.id
    given = str((await request.post()).get("code", ""))

    def take_away(tx: Transaction) -> bool:
        if not use_up(tx, house.clock, me, given):
            return False
        second_factors.remove(tx, me)
        events.record(tx, Event.SECOND_FACTOR_REMOVED, at=house.clock.now(), actor=me)
        return True

    try:
        if await house.database.write(take_away):
            return account.back(request)
    except TooManyFailures as refusal:
        return await account.account(request, status=429, problem=refusal.sentence)
    return await account.account(request, status=422, problem=WRONG_CODE)


def recovery_code(clock: Clock) -> str:
    """Ten characters that cannot be misread, about 47 bits."""
    number, code = chance(clock), ""
    for _ in range(CODE_LENGTH):
        number, digit = divmod(number, len(NUMBER_ALPHABET))
        code += NUMBER_ALPHABET[digit]
    return f"{code[:5]}-{code[5:]}"
