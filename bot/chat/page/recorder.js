// Records a voice note with the browser's own recorder; one press begins, the next sends.

import { state, words } from "./view.js";

export class Recorder {
  constructor(button, done) {
    this.button = button;
    this.done = done;
    this.recorder = null;
    if (!navigator.mediaDevices || !window.MediaRecorder) button.hidden = true;
    button.addEventListener("click", () => (this.recorder ? this.stop() : this.start()));
  }

  async start() {
    try {
      const sound = await navigator.mediaDevices.getUserMedia({ audio: true });
      const pieces = [];
      this.recorder = new MediaRecorder(sound);
      this.recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
      this.recorder.addEventListener("stop", () => {
        for (const track of sound.getTracks()) track.stop();
        this.done(new Blob(pieces, { type: this.recorder.mimeType }));
        this.recorder = null;
      });
      this.recorder.start();
      this.mark(true);
    } catch {
      this.recorder = null;
      state(words.no_microphone);
    }
  }

  stop() {
    this.mark(false);
    this.recorder.stop();
  }

  mark(on) {
    this.button.classList.toggle("on", on);
    this.button.setAttribute("aria-pressed", String(on));
    this.button.setAttribute("aria-label", on ? words.stop_recording : words.record);
  }
}
