// Signs: tells that we look and write, keeps the draft on the way, and shows which colleague is here. Nothing is kept in the browser.

const LOOK_EVERY = 8_000;
const TYPING_EVERY = 3_000;
const DRAFT_AFTER = 700;
const STILL_TYPING = 5_000;

let field = null;
let last = "";
let typedAt = 0;
let toldAt = 0;
let timer = 0;
let looking = 0;

async function sign() {
  if (!field || document.hidden) return;
  const body = new URLSearchParams({ csrf: field.form.elements.csrf.value });
  const text = field.value;
  const changed = text !== last;
  if (changed) body.set("draft", text);
  if (text && Date.now() - typedAt < STILL_TYPING) body.set("typing", "yes");
  toldAt = Date.now();
  try {
    const answer = await fetch(field.dataset.sign, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const heard = await answer.json();
    if (changed) last = text;
    else if (field.value === last && heard.draft !== last) last = field.value = heard.draft; // written in another tab
    show(heard.others);
  } catch {
    // Without a connection it is told again with the next sign.
  }
}

function show(others) {
  const place = document.getElementById("others");
  const said = others.map((other) => (other.typing ? place.dataset.types : place.dataset.looks).replace("{name}", other.name));
  place.textContent = said.join(" · ");
  place.hidden = !said.length;
}

export function beginSigns(form, area) {
  field = area;
  last = area.defaultValue; // not what stands there: it may have been typed before this script came
  area.addEventListener("input", () => {
    typedAt = Date.now();
    window.clearTimeout(timer);
    if (typedAt - toldAt > TYPING_EVERY) sign();
    else timer = window.setTimeout(sign, DRAFT_AFTER);
  });
  if (!looking) looking = window.setInterval(sign, LOOK_EVERY);
  sign();
}

export function signSent(area) {
  window.clearTimeout(timer);
  last = area.value;
}

window.addEventListener("pagehide", () => {
  if (!field || field.value === last) return;
  const body = new URLSearchParams({ csrf: field.form.elements.csrf.value, draft: field.value });
  fetch(field.dataset.sign, { method: "POST", body, keepalive: true, credentials: "same-origin" });
});
