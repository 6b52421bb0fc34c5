// How messages look. Everything that people wrote goes in as text, never as markup.

import * as net from "./net.js";

export let words = {};
export function setWords(found) {
  words = found;
  document.documentElement.lang = words.language;
  document.title = words.title;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = words[element.dataset.word];
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", words[element.dataset.label]);
  for (const element of document.querySelectorAll("[data-place]")) element.placeholder = words[element.dataset.place];
}

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  element.append(...children);
  return element;
}

const list = () => document.getElementById("messages");

export function time(at) {
  return new Intl.DateTimeFormat(words.language || "id", { hour: "2-digit", minute: "2-digit" }).format(at ? new Date(at) : new Date());
}

function who(message) {
  return { bot: words.helper, counsellor: words.counsellor, contact: words.you }[message.from] || "";
}

function fileView(file) {
  const kind = ["photo", "voice", "audio", "video"].includes(file.kind) ? file.kind : "document";
  const box = make("div");
  const button = make("button", { type: "button", textContent: `${words[kind]} · ${words.show}` });
  button.addEventListener("click", async () => {
    button.disabled = true;
    try { box.replaceChildren(shown(kind, URL.createObjectURL(await net.file(file.id)))); }
    catch (error) { button.disabled = false; button.textContent = error.message || words.offline; }
  });
  box.append(button);
  return box;
}

function shown(kind, url) {
  if (kind === "photo") return make("img", { src: url, alt: words.photo });
  if (kind === "voice" || kind === "audio") return make("audio", { src: url, controls: true });
  if (kind === "video") return make("video", { src: url, controls: true });
  return make("a", { href: url, download: "", textContent: words.document });
}

function place(message) {
  const { latitude, longitude } = message.place || {};
  return latitude === undefined ? "" : `${words.location}: ${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
}

// What can be called or opened is one press away: international numbers, addresses, and at the beginning of a line those
// national numbers that stand in the directory. No other figures are taken for a number.
const REACHABLE = /(\+\d[\d ()-]{6,}\d|https:\/\/[^\s]+[^\s.,)])/;

function reachable() {
  const literal = (number) => number.replace(/[()+*.-]/g, "\\$&");
  const national = [...(words.numbers || [])].sort((one, other) => other.length - one.length).map(literal);
  if (!national.length) return new RegExp(REACHABLE.source, "gm");
  return new RegExp(`(${REACHABLE.source.slice(1, -1)}|^(?:${national.join("|")})(?=$| \\())`, "gm");
}

function linked(text) {
  return text.split(reachable()).map((part, index) => {
    if (index % 2 === 0) return part;
    if (part.startsWith("https:")) return make("a", { href: part, target: "_blank", rel: "noopener noreferrer", textContent: part });
    return make("a", { href: "tel:" + part.split(" ext")[0].replace(/[^\d+]/g, ""), textContent: part });
  });
}

function bubble(message) {
  const body = make("div", { className: "bubble", dir: "auto" });
  const { picture, alt, voice } = message.along || {};
  if (picture) body.append(make("img", { src: `/chat/pictures/${picture}`, alt: alt || "", width: 480, height: 320, loading: "lazy" }));
  const said = message.text || place(message) || (message.files?.length ? "" : words[message.kind] || words.other);
  body.append(...(message.from === "contact" ? [said] : linked(said)));
  for (const file of message.files || []) body.append(fileView(file));
  if (voice) body.append(make("audio", { src: `/chat/voices/${voice}`, controls: true, preload: "none" }));
  return body;
}

function choices(message, press) {
  const box = make("div", { className: "choices" });
  for (const row of message.buttons) {
    const line = make("div", { className: "row" });
    if (row.every((button) => button.data.startsWith("v1:!:"))) line.classList.add("everywhere");
    for (const button of row) {
      const element = make("button", { type: "button", textContent: button.label, className: button.style || "" });
      element.addEventListener("click", () => press(button));
      line.append(element);
    }
    box.append(line);
  }
  return box;
}

export function show(message, press) {
  const id = message.id ? "m" + message.id : "s" + message.seq;
  const waiting = document.getElementById(id);
  if (waiting?.dataset.seq) return; // shown already
  const item = make("li", { id, className: message.from });
  item.dataset.seq = message.seq;
  const label = make("span", { className: "who", textContent: who(message) });
  item.append(label, bubble(message));
  if (message.buttons?.length) {
    for (const old of list().querySelectorAll(".choices")) old.remove();
    item.append(choices(message, press));
  }
  const changed = message.edits ? ` · ${words.edited}` : "";
  item.append(make("span", { className: "when", textContent: time(message.at) + changed }));
  waiting?.remove();
  put(item, message.seq);
}

// Messages stand in the order of their numbers; what is not yet with the server stands last.
export function put(item, seq = Infinity) {
  const box = list();
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 160;
  const later = [...box.children].find((other) => Number(other.dataset.seq || Infinity) > seq);
  box.insertBefore(item, later || null);
  if (atEnd || item.className === "contact") box.scrollTop = box.scrollHeight;
}

// A message of one's own that is not yet with the server.
export function showQueued(queued, again) {
  const old = document.getElementById("m" + queued.message.id);
  const item = make("li", { id: "m" + queued.message.id, className: "contact" });
  item.append(make("div", { className: "bubble", dir: "auto", textContent: queued.shown }));
  if (queued.failed) {
    const button = make("button", { type: "button", className: "failed", textContent: queued.failed + " " + words.failed });
    button.addEventListener("click", () => again(queued.message.id));
    item.append(button);
  } else {
    item.append(make("span", { className: "when", textContent: navigator.onLine ? words.sending : words.waiting }));
  }
  if (old) old.replaceWith(item); else put(item);
}

// What must be read now stands until something is taken in again.
export function alert(text) {
  const element = document.getElementById("alert");
  if (element.textContent === text) return;
  element.replaceChildren(...linked(text));
  element.hidden = !text;
}

export function state(text) {
  const element = document.getElementById("state");
  if (element.textContent !== text) element.textContent = text;
}
