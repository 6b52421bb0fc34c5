// The alarm: a sound and a notification when somebody in danger waits. It is off until a counsellor switches it on in this browser.

const KEY = "suluh-alarm";
const button = document.getElementById("alarm");
let sound = null;

export function isOn() {
  try { return localStorage.getItem(KEY) === "on"; } catch { return false; }
}

function keep(on) {
  try { localStorage.setItem(KEY, on ? "on" : "off"); } catch { /* It then holds for this page alone. */ }
}

function showState() {
  if (button) button.setAttribute("aria-pressed", String(isOn()));
}

async function toggle() {
  const on = !isOn();
  keep(on);
  showState();
  if (!on) return;
  if ("Notification" in window && Notification.permission === "default") await Notification.requestPermission();
  beep();
}

// Two short tones, made here: no file to load on a slow line.
function beep() {
  try {
    sound ??= new AudioContext();
    sound.resume();
    [0, 0.25].forEach((after, index) => {
      const tone = sound.createOscillator();
      const volume = sound.createGain();
      tone.frequency.value = index ? 880 : 660;
      volume.gain.setValueAtTime(0.2, sound.currentTime + after);
      volume.gain.exponentialRampToValueAtTime(0.001, sound.currentTime + after + 0.2);
      tone.connect(volume).connect(sound.destination);
      tone.start(sound.currentTime + after);
      tone.stop(sound.currentTime + after + 0.2);
    });
  } catch {
    // A browser without sound still shows the notification and the queue.
  }
}

// Rings and tells that somebody waits; who and why stays on the page.
export function ring() {
  if (!isOn()) return;
  document.documentElement.dataset.rang = String(Number(document.documentElement.dataset.rang || 0) + 1);
  beep();
  if (!("Notification" in window) || Notification.permission !== "granted") return;
  const note = new Notification(button.dataset.waiting, { tag: "suluh-waiting", requireInteraction: true });
  note.onclick = () => { window.focus(); note.close(); };
}

button?.addEventListener("click", toggle);
showState();
