"""Signs: what an open page tells while somebody looks and writes, and what it hears of colleagues; the draft goes along."""

import orjson
from aiohttp import web

from console.desk import LONGEST_REPLY
from console.dossier import names
from console.premises import premises
from console.visit import visit_of
from helpline import takeover
from helpline.takeover import Owner
from storage import conversations, signs
from storage.transaction import Transaction


async def give_sign(request: web.Request) -> web.Response:
    """Keep the sign, and the draft if there is one; who else is here, and what one has written elsewhere."""
    house, me, conversation_id = premises(request), visit_of(request).staff, request.match_info["id"]
    form = await request.post()
    draft = str(form["draft"])[: 2 * LONGEST_REPLY] if "draft" in form else None
    typing = form.get("typing") == "yes"

    def keep(tx: Transaction) -> dict[str, object]:
        now = house.clock.now()
        conversation = conversations.get(tx, conversation_id, lock=typing)
        own = conversation.ownership
        if typing and own.owner is Owner.COUNSELLOR and own.counsellor == me.id:
            conversations.set_ownership(tx, conversation_id, own, takeover.renew(own, me.id, now, house.lease))
        signs.give(tx, conversation, me.id, now, typing=typing, draft=draft)
        known = names(tx)
        others = signs.others(tx, conversation_id, me.id, now)
        here = [{"name": known.get(sign.staff_id, "—"), "typing": sign.is_typing} for sign in others]
        return {"others": here, "draft": signs.draft(tx, conversation, me.id)}

    return web.Response(body=orjson.dumps(await house.database.write(keep)), content_type="application/json")
