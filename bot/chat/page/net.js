// What the page asks and tells the server. The key that opens this conversation never leaves this browser but in a header.

const KEY = "suluh.key", QUEUE = "suluh.queue", LANGUAGE = "suluh.language";
const PATIENCE = 20000;

export function language() { return localStorage.getItem(LANGUAGE) || "id"; }
export function keepLanguage(code) { if (code) localStorage.setItem(LANGUAGE, code); }

function key() {
  let found = localStorage.getItem(KEY);
  if (!found) {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    found = btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    localStorage.setItem(KEY, found);
  }
  return found;
}

export function known() { return localStorage.getItem(KEY) !== null; }
export function forget() { localStorage.clear(); sessionStorage.clear(); }

export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
}

export class Refusal extends Error {
  // An alert is not a passing state: nobody has what was written, and there are numbers to call.
  constructor(status, sentence, alert, after) { super(sentence || ""); Object.assign(this, { status, alert, after }); }
  // What will never be taken as it is, however often it is sent.
  get final() { return [400, 401, 404, 413].includes(this.status); }
}

export async function ask(path, options = {}, patience = PATIENCE) {
  const url = path + (path.includes("?") ? "&" : "?") + "language=" + language();
  const headers = { Authorization: "Bearer " + key(), ...(options.headers || {}) };
  const answer = await fetch(url, { ...options, headers, signal: AbortSignal.timeout(patience), cache: "no-store" });
  if (!answer.ok) {
    const told = await answer.json().catch(() => ({}));
    throw new Refusal(answer.status, told.error, told.alert === true, Number(answer.headers.get("Retry-After")) * 1000 || 0);
  }
  return answer;
}

export async function words() { return (await ask("/chat/words")).json(); }

export async function news(after, wait) {
  return (await ask(`/chat/messages?after=${after}&wait=${wait}`, {}, (wait + 15) * 1000)).json();
}

export async function post(message) {
  await ask("/chat/messages", { method: "POST", body: JSON.stringify(message), headers: { "Content-Type": "application/json" } });
}

export async function upload(blob, recorded) {
  return (await ask("/chat/uploads" + (recorded ? "?recorded=1" : ""), { method: "POST", body: blob }, 300000)).json();
}

export async function file(id) { return (await ask("/chat/files/" + id, {}, 120000)).blob(); }

// The messages that wait to be sent live in the browser's own store, so that a reload or a lost connection loses none.
export function queue() { try { return JSON.parse(localStorage.getItem(QUEUE)) || []; } catch { return []; } }
export function keepQueue(list) { localStorage.setItem(QUEUE, JSON.stringify(list)); }
