// The fingerprint of a file, made where the file is: only these 64 letters are sent. Where a browser cannot do it (no
// script, no safe connection), the code on the paper is enough.

const part = document.querySelector("[data-check-file]");
const input = part.querySelector("input[type=file]");
const said = part.querySelector("[role=status]");
const form = part.closest("form");

async function fingerprint(file) {
  const sum = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
  return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

form.addEventListener("submit", async (event) => {
  const [file] = input.files;
  if (!file || form.elements.sha256.value) return;
  event.preventDefault();
  said.textContent = part.dataset.reading;
  try {
    form.elements.sha256.value = await fingerprint(file);
    said.textContent = "";
    form.requestSubmit();
  } catch {
    said.textContent = part.dataset.unread;
    input.value = "";
  }
});
input.addEventListener("change", () => { form.elements.sha256.value = ""; });
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  if (!event.dataTransfer.files.length) return;
  input.files = event.dataTransfer.files;
  input.dispatchEvent(new Event("change"));
  form.requestSubmit();
});
part.hidden = !globalThis.crypto?.subtle;
