// Keys: the desk without a mouse. `?` lists them. Nothing happens while somebody types, and none is a letter with Ctrl or Alt.

const list = document.getElementById("keys");

function rowAfter(step) {
  const rows = [...document.querySelectorAll(".queue a")];
  const here = rows.indexOf(document.activeElement);
  rows[Math.max(0, Math.min(rows.length - 1, here + step))]?.focus();
}

function openAndFocus(selector) {
  const field = document.querySelector(selector);
  field?.closest("details")?.setAttribute("open", "");
  field?.focus();
}

const ACTIONS = {
  "?": () => (list.open ? list.close() : list.showModal()),
  q: () => document.querySelector("[data-key=q]")?.click(),
  j: () => rowAfter(1),
  k: () => rowAfter(-1),
  t: () => document.querySelector("form[action$='/take-over'] button")?.click(),
  r: () => openAndFocus("#reply textarea[name=text]"),
  n: () => openAndFocus("#note textarea"),
  c: () => document.getElementById("whole")?.click(),
  x: () => [...document.querySelectorAll("[data-misread] button")].pop()?.click(),
  f: () => openAndFocus(".filters select"),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const action = ACTIONS[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});

document.getElementById("show-keys")?.addEventListener("click", ACTIONS["?"]);
