// In the note editor: ";" at the beginning of a word opens the list of phrases; one chosen goes where the cursor was.
const find = (selector, within = document) => within.querySelector(selector);
const on = (name, act) => document.addEventListener(name, act);

let writtenIn = null;
const phrases = () => [...document.querySelectorAll("#phrases [data-phrase] button")];
function putIn(words) {
  if (!writtenIn?.isConnected) return;
  writtenIn.focus();
  writtenIn.setRangeText(words, writtenIn.selectionStart, writtenIn.selectionEnd, "end");
  writtenIn.dispatchEvent(new Event("input", { bubbles: true }));
}
document.querySelectorAll("#phrases [data-phrase]").forEach((line) => {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: find("#phrases").dataset.insert });
  button.setAttribute("aria-label", `${button.textContent}: ${find("strong", line).textContent}`);
  button.addEventListener("click", () => { putIn(line.dataset.phrase); find("#phrases").open = false; });
  line.append(button);
});
on("focusin", ({ target }) => { if (target.matches?.("form[data-autosave] textarea")) writtenIn = target; });
on("keydown", (event) => {
  const { key, target } = event;
  const offered = phrases(), at = offered.indexOf(target);
  if (key === ";" && offered.length && target === writtenIn && /(^|\s)$/.test(target.value.slice(0, target.selectionStart))) {
    event.preventDefault(); find("#phrases").open = true; offered[0].focus();
  } else if (at >= 0 && (key === "ArrowDown" || key === "ArrowUp")) {
    event.preventDefault(); offered.at((at + (key === "ArrowDown" ? 1 : -1)) % offered.length).focus();
  } else if (at >= 0 && (key === "Escape" || key === ";")) {
    event.preventDefault(); find("#phrases").open = false; putIn(";"); // the sign itself was meant
  }
});
