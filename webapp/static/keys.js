// Keys and the command box. What a key does stands on the link, button or field itself (data-key); this only follows.
const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const isField = (element) => element?.matches?.("input, select, textarea, [contenteditable]");
const isOn = document.documentElement.dataset.keys !== "off";
const declared = (keys) => find(`[data-key="${CSS.escape(keys)}"]`);
const follow = (wanted) => { if (isField(wanted)) wanted.focus(); else wanted.click(); };

// Said only while it is so: a screen reader would announce keys that do nothing. Two in a row cannot be said so.
if (isOn) all("[data-key]").filter(({ dataset }) => dataset.key.length === 1).forEach((one) => one.setAttribute("aria-keyshortcuts", one.dataset.key));

// ---- single keys, and g followed by another
let begun = "", forget = 0;
document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (event.altKey || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey) {
    if (key.toLowerCase() === "k" && box && !find("dialog[open]")) { event.preventDefault(); openBox(); }
    return;
  }
  if (!isOn || isField(target) || find("dialog[open]")) return;
  const pressed = begun ? `${begun} ${key}` : key;
  const wanted = declared(pressed);
  clearTimeout(forget);
  begun = !begun && find(`[data-key^="${CSS.escape(key)} "]`) ? key : "";
  forget = setTimeout(() => { begun = ""; }, 1500);
  if (wanted || (!begun && pressed === key && inList(key))) event.preventDefault();
  if (wanted) follow(wanted);
});

// ---- lists: j and k move, x ticks; Enter is the link's own
const handle = (row) => find("a[href], button, input:not([type='hidden'])", row);
function inList(key) {
  const rows = all("main :is(tbody > tr, .plain-list > li, .timeline > li)").filter((row) => handle(row)?.checkVisibility());
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  if (key === "j" || key === "k") {
    const next = rows[Math.min(Math.max(here + (key === "j" ? 1 : -1), 0), rows.length - 1)];
    if (next) handle(next).focus();
    return Boolean(next);
  }
  const tick = key === "x" && here >= 0 && find("input[type='checkbox']", rows[here]);
  tick?.click?.();
  return Boolean(tick);
}

// ---- the command box
const box = find("#commands");
const field = box && find("input[type='search']", box);
const found = () => find("#command-results", box);
const items = () => all("a[href], button", found());
let wants = false; // Enter came before the answer to what was typed

function openBox() {
  field.value = "";
  wants = false;
  box.showModal();
  htmx.trigger(field.form, "asked");
}
function go() {
  wants = found().dataset.for !== field.value.trim();
  if (!wants) items()[0]?.click();
}
if (box) {
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-opens='commands']") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openBox();
  });
  field.form.addEventListener("submit", (event) => { event.preventDefault(); event.stopPropagation(); go(); });
  field.addEventListener("input", () => { wants = false; });
  box.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const ring = [field, ...items()];
    ring[(ring.indexOf(document.activeElement) + step + ring.length) % ring.length].focus();
  });
  document.addEventListener("htmx:after:swap", () => {
    if (!box.open) return;
    find("[data-said]", box).textContent = all("h3, section > p, .results > p", found()).map((one) => `${one.textContent} ${all("li", one.parentElement).length || ""}`).join(". ");
    if (wants) go();
  });
}
