// Tally: while a question to many runs, its figures are fetched anew every few seconds. A form in use is left alone.

const EVERY = 5_000;
const shown = document.getElementById("campaigns");

async function renew() {
  if (document.hidden || shown.contains(document.activeElement) || !shown.querySelector("progress")) return;
  try {
    const answer = await fetch(window.location.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const news = page.getElementById("campaigns");
    for (const time of news.querySelectorAll("time[datetime]")) {
      const now = shown.querySelector(`time[datetime="${time.dateTime}"]`);
      if (now) time.textContent = now.textContent;
    }
    if (news.innerHTML !== shown.innerHTML) shown.replaceChildren(...news.children);
  } catch {
    // The next turn tries again.
  }
}

setInterval(renew, EVERY);
