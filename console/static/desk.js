// The desk: keeps an open page true. Facts come as numbers; what they concern is fetched anew from our own server.

import { ring } from "./alarm.js";
import { addRecording, forgetRecording, prepareRecorder } from "./recorder.js";
import { beginSigns, signSent } from "./signs.js";

const page = document.body.dataset;
const line = document.getElementById("line");
const EVERY_MINUTE = 60_000;
const LATER_TRIES = 5_000;
const LEAVING = 30_000;
const FILES_EVERY = 10_000;
const byId = (id) => document.getElementById(id);

function writeTimes(root) {
  const form = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  for (const time of root.querySelectorAll("time[datetime]")) {
    const at = new Date(time.dateTime);
    if (!Number.isNaN(at.getTime())) time.textContent = form.format(at);
  }
}

function tell(sentence) {
  line.hidden = !sentence;
  line.textContent = sentence;
}

async function fetchPart(url) {
  const answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "*/*" } });
  if (answer.status === 401) signedOut();
  if (!answer.ok) throw new Error(String(answer.status));
  const part = new DOMParser().parseFromString(await answer.text(), "text/html");
  writeTimes(part);
  return part;
}

// What is being typed is not thrown away: the page stays until the counsellor has signed in again beside it.
function signedOut() {
  tell(line.dataset.ended);
  if (byId("reply")?.elements.text.value) {
    window.addEventListener("focus", comeBack, { once: true });
    return;
  }
  window.location.assign(page.signIn);
}

async function comeBack() {
  try {
    const part = await fetchPart(page.self);
    const token = part.querySelector("input[name=csrf]")?.value;
    if (token) document.querySelectorAll("input[name=csrf]").forEach((field) => { field.value = token; });
    tell("");
    listen(page.after);
  } catch {
    window.addEventListener("focus", comeBack, { once: true });
  }
}

// One fetch at a time; what comes while it runs makes one more, so the last state is always shown.
function oneAtATime(work) {
  let running = false;
  let again = false;
  return async function ask() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        await work();
      } while (again);
    } catch {
      window.setTimeout(ask, LATER_TRIES);
    } finally {
      running = false;
    }
  };
}

function swap(id, part) {
  const old = byId(id);
  const fresh = part.getElementById(id);
  if (!old || !fresh) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  for (const details of old.querySelectorAll("details[open]")) {
    const same = [...fresh.querySelectorAll("details")].find((d) => d.firstElementChild.textContent === details.firstElementChild.textContent);
    if (same) same.open = true;
  }
  old.replaceWith(document.adoptNode(fresh));
  if (focused && byId(focused)) byId(focused).focus();
}

const refreshQueue = oneAtATime(async () => {
  swap("board", await fetchPart(page.queue));
  countWaiting();
});

function countWaiting() {
  const waiting = Number(byId("board")?.dataset.waiting || 0);
  document.title = document.title.replace(/^\(\d+\) /, "");
  if (waiting) document.title = `(${waiting}) ${document.title}`;
}

// The messages that are shown are asked for again together with the new ones; only those that changed are replaced,
// so that a voice message goes on playing.
const refreshMessages = oneAtATime(async () => {
  const list = byId("messages");
  const first = Number(list.querySelector("[data-seq]")?.dataset.seq || 1);
  const atEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  for (let after = first - 1; ; ) {
    const part = await fetchPart(`${page.messages}?after=${after}`);
    const found = [...part.querySelectorAll("[data-seq]")];
    if (!found.length) break;
    found.forEach((message) => place(list, message));
    after = Number(found.at(-1).dataset.seq);
  }
  if (atEnd) list.scrollTop = list.scrollHeight;
});

function place(list, message) {
  const old = byId(message.id);
  const fresh = document.adoptNode(message);
  if (!old) {
    fresh.classList.add("fresh");
    list.append(fresh);
  } else if (old.dataset.state !== fresh.dataset.state) {
    old.replaceWith(fresh);
  }
}

const refreshSides = oneAtATime(async () => {
  const part = await fetchPart(page.self);
  swap("facts", part);
  if (part.getElementById("casework")?.dataset.state !== byId("casework")?.dataset.state) swap("casework", part);
  if (part.getElementById("controls")?.dataset.owner === byId("controls").dataset.owner) return;
  const area = byId("reply")?.elements.text;
  const writing = area && area === document.activeElement ? area.selectionStart : null;
  swap("controls", part);
  prepareReply();
  const fresh = byId("reply")?.elements.text;
  if (fresh && area?.value) fresh.value = area.value;
  if (fresh && writing !== null) {
    fresh.focus();
    fresh.setSelectionRange(writing, writing);
  }
});

// Who may read by now gets the whole page; who may not, the new bare facts. What is being typed stays.
const refreshBare = oneAtATime(async () => {
  const part = await fetchPart(page.self);
  if (part.body.dataset.page === "bare") swap("bare", part);
  else window.location.reload();
});

// Whom we may see has changed: the queue is fetched anew, and a page that is closed to us by now is left.
async function lookAgain() {
  if (page.page === "desk") return refreshQueue();
  await fetchPart(page.self).catch((error) => error.message === "403" && window.location.replace(page.self));
}

// A page that is being left for the answer to a form shows nothing new: what is typed into it would go with it.
let leaving = false;
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  leaving = true;
  window.setTimeout(() => { leaving = false; }, LEAVING);
});
window.addEventListener("pageshow", () => { leaving = false; });

function heard(event) {
  const fact = JSON.parse(event.data);
  tell("");
  if (fact.event === "counsellors_called") ring();
  if (leaving) return;
  if (page.page === "desk") refreshQueue();
  if (page.page === "bare" && fact.conversation === page.conversation) refreshBare();
  if (page.page === "conversation" && fact.conversation === page.conversation) {
    refreshMessages();
    refreshSides();
  }
}

function listen(after) {
  const source = new EventSource(`${page.events}?after=${after}`);
  let last = after;
  source.addEventListener("open", () => {
    if (!line.hidden) lookAgain(); // the connection was lost
    tell("");
  });
  source.addEventListener("anew", lookAgain);
  source.addEventListener("message", (event) => {
    last = event.lastEventId || last;
    heard(event);
  });
  source.addEventListener("ended", () => {
    source.close();
    signedOut();
  });
  source.addEventListener("error", () => {
    tell(line.dataset.lost);
    if (source.readyState !== EventSource.CLOSED) return;
    // The browser has given up: ask whether we are signed in still, then go on from the last number.
    window.setTimeout(() => fetchPart(page.page === "desk" ? page.queue : page.self).catch(() => {}), 500);
    window.setTimeout(() => listen(last), LATER_TRIES);
  });
}

function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function prepareReply() {
  const form = byId("reply");
  if (!form) return;
  const area = form.elements.text;
  beginSigns(form, area);
  form.querySelectorAll("[data-ready]").forEach((list) => prepareReady(list, area));
  prepareRecorder(form);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, area);
  });
}

// A ready reply goes in where the cursor stands, and can be taken back like anything typed.
function prepareReady(list, area) {
  list.closest("label").hidden = false;
  list.addEventListener("change", () => {
    if (!list.value) return;
    const before = area.value.slice(0, area.selectionStart);
    const gap = before && !/\s$/.test(before) ? " " : "";
    area.focus();
    if (!document.execCommand("insertText", false, gap + list.value)) area.setRangeText(gap + list.value, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input"));
    list.value = "";
  });
}

async function send(form, area) {
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const body = new FormData(form);
    addRecording(body);
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", credentials: "same-origin" });
    if (answer.type === "opaqueredirect") {
      const extras = form.querySelector("#more");
      area.value = "";
      signSent(area);
      extras.querySelectorAll("input, textarea").forEach((field) => { field.value = ""; });
      forgetRecording(form);
      extras.open = false;
      form.elements.once.value = newKey();
      byId("said").hidden = true;
    } else if (answer.status === 401) {
      signedOut();
    } else {
      const said = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".problem:not([hidden])");
      byId("said").textContent = said ? said.textContent : line.dataset.lost;
      byId("said").hidden = false;
    }
  } catch {
    byId("said").textContent = line.dataset.lost;
    byId("said").hidden = false;
  } finally {
    button.disabled = false;
    area.focus();
    refreshMessages();
  }
}

// Speed of a voice message, kept for the page.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-speed]")) return;
  event.target.closest(".message").querySelectorAll("audio").forEach((sound) => { sound.playbackRate = Number(event.target.value); });
});

function beginConversation() {
  const list = byId("messages");
  list.scrollTop = list.scrollHeight;
  prepareReply();
  // No fact is told when a file has come: who waits for one looks again.
  window.setInterval(() => list.querySelector("[data-state*=waiting]") && refreshMessages(), FILES_EVERY);
}

writeTimes(document);
if (page.page === "desk") {
  countWaiting();
  document.addEventListener("change", (event) => event.target.closest("[data-filters]")?.requestSubmit());
  window.setInterval(refreshQueue, EVERY_MINUTE);
}
if (page.page === "conversation") beginConversation();
if (page.events) listen(page.after);
byId("link")?.addEventListener("focus", (event) => event.target.select());
