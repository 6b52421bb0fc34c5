// The chat page: shows what is new, sends what is written, and loses nothing on a slow or broken connection.

import * as held from "./held.js";
import * as net from "./net.js";
import { Recorder } from "./recorder.js";
import { alert, setWords, show, showQueued, state, words } from "./view.js";

const HARMLESS_PAGE = "https://www.bmkg.go.id/";
const LARGEST = 20000000;
const field = document.getElementById("text");
let after = 0, sending = false, uploading = false, pause = 1000, stopped = false;

const sleep = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// ---- reading

async function read() {
  let wait = 0;
  while (!stopped) {
    try {
      const found = await net.news(after, wait);
      if (found.language && found.language !== words.language) { net.keepLanguage(found.language); setWords(await net.words()); }
      for (const message of found.messages) if (message.seq > after) show(message, press);
      greet(after === 0 && found.messages.length === 0);
      after = Math.max(after, found.after);
      state(""); wait = 25; pause = 1000;
    } catch (error) {
      state(navigator.onLine ? words.connecting : words.offline);
      await sleep(pause); pause = Math.min(pause * 2, 30000); wait = 0;
    }
  }
}

function greet(stranger) {
  document.getElementById("greeting").hidden = !stranger || net.queue().length > 0;
}

// ---- sending

function enqueue(message, shown) {
  const queued = { message: { id: net.newId(), language: net.language(), ...message }, shown };
  net.keepQueue([...net.queue().filter((other) => other.message.id !== queued.message.id), queued]);
  document.getElementById("greeting").hidden = true;
  showQueued(queued, again);
  send();
}

async function send() {
  if (sending) return;
  sending = true;
  let wait = 1000;
  while (!stopped) {
    const next = net.queue().find((queued) => !queued.failed);
    if (!next) break;
    try {
      await net.post(next.message);
      drop(next.message.id); alert(""); wait = 1000;
    } catch (error) {
      if (error.final) { mark(next.message.id, error.message); continue; }
      tell(error, navigator.onLine ? words.connecting : words.offline);
      wait = await pauseAfter(error, wait);
    }
  }
  sending = false;
}

function tell(error, otherwise) {
  if (error.alert) alert(error.message); else state(error.message || otherwise);
}

// How long to wait the next time.
async function pauseAfter(error, wait) {
  await sleep(Math.max(wait, error.after || 0));
  return error.alert ? wait : Math.min(wait * 2, 30000);
}

function drop(id) { net.keepQueue(net.queue().filter((queued) => queued.message.id !== id)); }

function mark(id, failed) {
  net.keepQueue(net.queue().map((queued) => (queued.message.id === id ? { ...queued, failed: failed || " " } : queued)));
  for (const queued of net.queue()) if (queued.message.id === id) showQueued(queued, again);
}

function again(id) {
  net.keepQueue(net.queue().map((queued) => (queued.message.id === id ? { message: queued.message, shown: queued.shown } : queued)));
  for (const queued of net.queue()) if (queued.message.id === id) showQueued(queued, again);
  send();
}

function press(button) {
  for (const old of document.querySelectorAll(".choices")) old.remove();
  enqueue({ button: button.data }, button.label);
}

// ---- files: kept in this browser until the server has them; words never wait for a file

async function sendFile(blob, name, recorded) {
  if (blob.size > LARGEST) { state(words.too_big); return; }
  const file = { id: net.newId(), at: Date.now(), blob, name, recorded };
  await held.keep(file);
  document.getElementById("greeting").hidden = true;
  sendFiles();
}

function shownAs(file) {
  const kind = file.blob.type.split("/")[0];
  return { image: words.photo, audio: file.recorded ? words.voice : words.audio, video: file.recorded ? words.voice : words.video }[kind] || words.document;
}

async function sendFiles() {
  for (const file of await held.waiting()) showQueued({ message: { id: file.id }, shown: shownAs(file) });
  if (uploading) return;
  uploading = true;
  for (let next, wait = 1000; !stopped && ([next] = await held.waiting(), next);) {
    try {
      const kept = await net.upload(next.blob, next.recorded);
      state(""); alert("");
      // Under the number it has had from the beginning: should the page end here, it is the same message when it comes again.
      enqueue({ id: next.id, upload: { ...kept, name: next.name }, text: "" }, words[kept.kind] || words.document);
      await held.drop(next.id); wait = 1000;
    } catch (error) {
      tell(error, words.offline);
      if (error.status === 429) break; // tried again with the next file, the next connection or the next visit
      if (error.final) { await held.drop(next.id); document.getElementById("m" + next.id)?.remove(); continue; }
      wait = await pauseAfter(error, wait);
    }
  }
  uploading = false;
}

// ---- leaving

function leave() {
  stopped = true;
  document.body.replaceChildren();
  document.title = "BMKG";
  location.replace(HARMLESS_PAGE);
}

// ---- wiring

function grow() { field.style.height = "auto"; field.style.height = `${field.scrollHeight}px`; }

function write(event) {
  event?.preventDefault();
  const text = field.value.trim();
  if (!text) return;
  enqueue({ text }, text);
  field.value = ""; sessionStorage.removeItem("draft"); grow(); field.focus();
}

document.getElementById("writer").addEventListener("submit", write);
field.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) write(event); });
field.addEventListener("input", () => { sessionStorage.setItem("draft", field.value); grow(); });
document.getElementById("start").addEventListener("click", () => enqueue({ text: words.start }, words.start));
document.getElementById("exit").addEventListener("click", leave);
document.getElementById("forget").addEventListener("click", () => { if (confirm(words.forget_sure)) { net.forget(); held.forget().finally(leave); } });
document.getElementById("attach").addEventListener("click", () => document.getElementById("file").click());
document.getElementById("file").addEventListener("change", (event) => {
  const file = event.target.files[0];
  event.target.value = "";
  if (file) sendFile(file, file.name, false);
});
let lastEscape = 0;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (Date.now() - lastEscape < 600) leave();
  lastEscape = Date.now();
});
window.addEventListener("online", () => { state(""); send(); sendFiles(); });
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

new Recorder(document.getElementById("record"), (blob) => sendFile(blob, null, true));

async function begin() {
  field.value = sessionStorage.getItem("draft") || "";
  for (let wait = 500; ; wait = Math.min(wait * 2, 30000)) {
    try { setWords(await net.words()); break; } catch { await sleep(wait); }
  }
  for (const queued of net.queue()) showQueued(queued, again);
  send();
  sendFiles();
  read();
}

begin();
