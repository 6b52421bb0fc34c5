// Passkeys: makes one on the account's page, and signs in with one. Without the browser's help the buttons stay hidden.

const able = "PublicKeyCredential" in window && "parseCreationOptionsFromJSON" in PublicKeyCredential;

async function post(button, url, body) {
  const headers = { "X-CSRF-Token": button.form.elements.csrf.value, "Content-Type": "application/json", Accept: "application/json" };
  return fetch(url, { method: "POST", credentials: "same-origin", redirect: "manual", headers, body: JSON.stringify(body) });
}

async function run(button) {
  const said = document.getElementById("passkey-said");
  said.hidden = true;
  try {
    const options = await (await post(button, button.dataset.ask, {})).json();
    const credential =
      button.dataset.passkey === "make"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    const answer = await post(button, button.dataset.give, credential.toJSON());
    if (answer.type !== "opaqueredirect" && !answer.ok) throw new Error(String(answer.status));
    window.location.assign(button.dataset.then);
  } catch {
    said.textContent = said.dataset.failed;
    said.hidden = false;
  }
}

for (const button of document.querySelectorAll("button[data-passkey]")) {
  button.hidden = !able;
  button.addEventListener("click", () => run(button));
}
