// Passkeys: the browser asks the device, and what the device answers is sent with the form. Without this script, or in
// a browser that has none, there are the other ways.

const can = globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON;
const token = () => document.querySelector('meta[name="csrf-token"]').content;

async function answered({ challenge, does }) {
  const told = await fetch(challenge, { method: "POST", headers: { "X-CSRFToken": token(), Accept: "application/json" } });
  const wanted = await told.json();
  const credential = does === "create"
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(wanted) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(wanted) });
  return JSON.stringify(credential.toJSON());
}

const say = (form, words) => { form.querySelector("[data-said]").textContent = words; };

// Before htmx and before the form is sent: first the device is asked.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  const field = form.dataset.passkey && form.elements.namedItem(form.dataset.passkey);
  if (!field || field.value) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  say(form, "");
  if (!can) return say(form, form.dataset.cannot);
  try {
    field.value = await answered(form.dataset);
    form.requestSubmit(event.submitter ?? undefined);
  } catch {
    say(form, form.dataset.failed);
  }
}, { capture: true });
