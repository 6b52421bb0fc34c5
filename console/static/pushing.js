// Lets this browser be called when the console is closed. Without the browser's help the button stays hidden.

const button = document.getElementById("push");

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

function awake(worker) {
  if (worker.active) return Promise.resolve();
  const coming = worker.installing || worker.waiting;
  return new Promise((done) => coming.addEventListener("statechange", () => coming.state === "activated" && done()));
}

async function subscribe() {
  const said = document.getElementById("push-said");
  said.hidden = true;
  try {
    const worker = await navigator.serviceWorker.register(button.dataset.worker);
    await awake(worker);
    const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(button.dataset.key) });
    const body = new URLSearchParams({ csrf: button.form.elements.csrf.value, endpoint: made.endpoint });
    const answer = await fetch(button.form.action, { method: "POST", body, credentials: "same-origin", redirect: "manual" });
    if (answer.type !== "opaqueredirect") throw new Error(String(answer.status));
    window.location.reload();
  } catch {
    said.hidden = false;
  }
}

if (button && "serviceWorker" in navigator && "PushManager" in window) {
  button.hidden = false;
  button.addEventListener("click", subscribe);
}
