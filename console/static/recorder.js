// The recorder: a voice message made in the page. It goes out with the form that it belongs to.

let recorded = null;

export function prepareRecorder(form) {
  const box = form.querySelector("[data-recorder]");
  if (!box || !navigator.mediaDevices || !window.MediaRecorder) return;
  box.hidden = false;
  const button = box.querySelector("button");
  const said = box.querySelector("[role=status]");
  let running = null;
  button.addEventListener("click", async () => {
    if (running) {
      running.stop();
      return;
    }
    try {
      const sound = await navigator.mediaDevices.getUserMedia({ audio: true });
      const parts = [];
      running = new MediaRecorder(sound);
      running.addEventListener("dataavailable", (event) => parts.push(event.data));
      running.addEventListener("stop", () => {
        recorded = new Blob(parts, { type: running.mimeType });
        sound.getTracks().forEach((track) => track.stop());
        running = null;
        button.textContent = button.dataset.start;
        button.setAttribute("aria-pressed", "false");
        said.textContent = said.dataset.recorded;
      });
      running.start();
      button.textContent = button.dataset.stop;
      button.setAttribute("aria-pressed", "true");
    } catch {
      box.hidden = true; // no microphone, or not allowed to use it
    }
  });
}

export function addRecording(body) {
  if (!recorded) return;
  body.set("file", recorded, recorded.type.includes("ogg") ? "voice.ogg" : "voice.webm");
  body.set("voice", "yes");
}

export function forgetRecording(form) {
  recorded = null;
  form.querySelector("[data-recorder] [role=status]").textContent = "";
}
