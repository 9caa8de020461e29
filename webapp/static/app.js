// Keeps what is typed, survives a lost session or network, and puts the focus where the person goes on. No page
// needs it to be read or sent. Words come from layout/_said-by-script.html.
const html = (text) => text;
const policy = window.trustedTypes?.createPolicy("northfile", { createHTML: html, createScript: () => "" });
// Only htmx may turn text into a page, only text our server escaped, and never a script.
htmx.registerExtension("northfile", { init: (api) => policy && api.initSecurity(policy) });

const find = (selector, within = document) => within.querySelector(selector);
const on = (name, act, options) => document.addEventListener(name, act, options);
const said = (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), find("#say").dataset[key]);
const tell = (words, region = "#polite") => { find(region).textContent = ""; setTimeout(() => { find(region).textContent = words; }, 50); };
const token = () => find('meta[name="csrf-token"]').content;
const isField = (element) => element?.matches?.("input, select, textarea, [contenteditable]");
let lastHeard = Date.now(), lastSignedIn = 0, placeLeft = () => {};
const placeNow = (field, { selectionStart: start, selectionEnd: end } = field) => // closing a dialog brings the focus back, but not the cursor
  () => { field.blur(); field.focus(); if (typeof start === "number") field.setSelectionRange(start, end); };
const pending = new Map(); // what to do again after signing in, by the element that did it

// ---- a session that ended: sign in over the page, then what was being done is done again
const doorway = find('meta[name="sign-in-again"]');

function signInAgain(element, andThen) {
  if (andThen) pending.set(element, andThen);
  const dialog = find("#sign-in-again");
  if (!dialog || !doorway) { location.reload(); return; }
  if (dialog.open) return;
  if (Date.now() - lastSignedIn < 3000) { doAgainByHand(); return; } // signing in did not help
  htmx.ajax("GET", doorway.content, { target: "#sign-in-again-form", swap: "outerHTML", source: "#sign-in-again" })
    .then(() => { if (!find("form", dialog)) { doAgainByHand(); return; } placeLeft = placeNow(document.activeElement); dialog.showModal(); });
}
function doAgain() {
  for (const [element, act] of [...pending]) { pending.delete(element); act(); }
}
function doAgainByHand() { if (pending.size) banner(said("failed"), "", doAgain); }

on("signed-in", (event) => {
  const { token: fresh, me } = event.detail;
  if (me && me !== doorway.dataset.me) { location.reload(); return; } // somebody else: nothing of the first person is sent
  find('meta[name="csrf-token"]').content = fresh;
  document.querySelectorAll('input[name="csrf_token"]').forEach((field) => { field.value = fresh; });
  lastHeard = lastSignedIn = Date.now();
  find("#sign-in-again").close(); placeLeft(); find("#sign-in-again-form").replaceChildren();
  tell(said("signedIn"));
  doAgain();
});
on("session-over", () => signInAgain(document.body));

// ---- requests by htmx
function sendAgain({ sourceElement, sourceEvent, request }) {
  if (!sourceElement?.isConnected) return;
  if (sourceElement.matches("form")) sourceElement.requestSubmit(request.submitter?.isConnected ? request.submitter : undefined);
  else htmx.trigger(sourceElement, sourceEvent?.type ?? "click");
}

function banner(words, reference, again) {
  find(".banner")?.remove();
  const box = Object.assign(document.createElement("div"), { className: "banner" });
  const text = document.createElement("p");
  text.textContent = reference ? `${words} ${said("reference", { number: reference })}` : words;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: said("again") });
  button.addEventListener("click", () => { box.remove(); again(); });
  box.append(text, button);
  find("main").prepend(box);
  tell(text.textContent, "#assertive");
}

on("htmx:config:request", (event) => {
  const { request, sourceEvent } = event.detail.ctx;
  if (sourceEvent?.type === "every" && document.hidden) event.preventDefault(); // nobody is looking
  if (request.method !== "GET") request.headers["X-CSRFToken"] = token();
});
on("htmx:before:request", (event) => { event.detail.ctx.target?.setAttribute?.("aria-busy", "true"); });
on("htmx:finally:request", (event) => {
  const { target, sourceElement } = event.detail.ctx;
  if (target?.isConnected && !target.matches(".job")) target.removeAttribute("aria-busy");
  if (sourceElement?.matches?.("form")) release(sourceElement);
});
on("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  const { status, headers } = ctx.response;
  lastHeard = Date.now();
  if (status === 401) { event.preventDefault(); signInAgain(ctx.sourceElement, ctx.sourceEvent?.type !== "every" && (() => sendAgain(ctx))); }
  if (status >= 500) {
    event.preventDefault();
    if (ctx.sourceEvent?.type !== "every") banner(said(ctx.request.method === "GET" ? "notShown" : "failed"), headers.get("X-Request-Id"), () => sendAgain(ctx));
  }
  if (status < 400) find(".banner")?.remove();
});
on("htmx:error", (event) => {
  const { ctx } = event.detail;
  if (ctx?.request && !ctx.response && ctx.sourceEvent?.type !== "every") banner(said("offline"), "", () => sendAgain(ctx));
});

// ---- focus: what asks for it, else what replaced the thing that had it
on("htmx:before:swap", (event) => {
  const { ctx } = event.detail;
  const target = ctx.target instanceof Element ? ctx.target : null;
  ctx.hadFocus = target?.contains(document.activeElement) || document.activeElement === document.body;
  ctx.place = target && { parent: target.parentElement, before: target.previousElementSibling, itself: target };
});
on("htmx:after:swap", (event) => {
  const { ctx } = event.detail;
  if (takeFocus() || !ctx.hadFocus || !ctx.place || document.activeElement !== document.body) return;
  const { parent, before, itself } = ctx.place;
  const fresh = itself.isConnected ? itself : before?.isConnected ? before.nextElementSibling : parent?.firstElementChild;
  (find("h1, h2, h3, [tabindex='-1']", fresh ?? document)?.closest("[tabindex]") ?? find("a[href], button, input:not([type='hidden']), textarea", fresh ?? document) ?? find("h1"))?.focus();
});
function takeFocus() {
  const wanted = find("[data-focus]");
  wanted?.removeAttribute("data-focus");
  wanted?.focus();
  return wanted;
}

// ---- ordinary forms: sent once, and not into a session that may have ended
function release(form) { form.classList.remove("sending"); delete form.dataset.sent; }

on("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post]")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  const go = () => form.requestSubmit(event.submitter ?? undefined);
  if (doorway && Date.now() - lastHeard > 5 * 60 * 1000) {
    event.preventDefault();
    const answer = await fetch(doorway.content, { headers: { "HX-Request": "true" } }).catch(() => null);
    lastHeard = answer?.status === 204 ? Date.now() : lastHeard;
    if (!answer) banner(said("offline"), "", go);
    else if (answer.status === 204) go();
    else signInAgain(form, go);
    return;
  }
  form.dataset.sent = "yes";
  form.classList.add("sending");
  setTimeout(() => release(form), 8000); // a download leaves the page where it was
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

// ---- drafts: 1.5 s after typing stops, every 10 s while it goes on, on leaving the field, the page or the tab
const drafts = new Map();

class Draft {
  constructor(form) { Object.assign(this, { form, unsaved: false, saving: null, stopped: false, tries: 0 }); }

  touched() {
    this.unsaved = true;
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.save(), 1500);
    this.limit ??= setTimeout(() => this.save(), 10000);
  }

  show(key, { failed = false, aloud = false, ...values } = {}) {
    const place = find("[data-save-state]", this.form);
    const words = said(key, values);
    if (place) { place.textContent = words; place.dataset.state = failed ? "failed" : ""; }
    if (failed || aloud) tell(words, failed ? "#assertive" : "#polite");
  }

  async save({ leaving = false, aloud = false } = {}) {
    clearTimeout(this.pause); clearTimeout(this.limit); this.limit = null;
    if (this.saving && !leaving) { await this.saving; }
    if (!this.unsaved || this.stopped || !this.form.isConnected) return;
    this.unsaved = false;
    this.saving = this.send(leaving, aloud).finally(() => { this.saving = null; });
    await this.saving;
  }

  async send(leaving, aloud) {
    this.show("saving");
    const body = new URLSearchParams(new FormData(this.form));
    if (leaving && this.saving) body.set("version", Number(body.get("version")) + 1); // the one under way arrives first
    const request = { method: "POST", body, keepalive: body.toString().length < 60000, headers: { Accept: "application/json", "X-CSRFToken": token() } };
    const answer = await fetch(this.form.dataset.autosave, request).catch(() => null);
    const told = answer?.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json().catch(() => ({})) : {};
    if (answer?.ok) return this.kept(told, aloud || this.tries > 0 || !this.everKept);
    this.unsaved = true;
    if (answer?.status === 401) { this.show("notSaved"); return signInAgain(this.form.dataset.autosave, () => this.save({ aloud: true })); }
    if (answer?.status === 409) { this.stopped = true; return this.show("changed", { failed: true }); }
    if (answer && answer.status < 500) return this.show(told.advice ? "refusedBecause" : "refused", { failed: true, why: told.advice ?? "" });
    this.show("notSaved", { failed: this.tries === 0 });
    this.tries += 1;
    setTimeout(() => this.save(), Math.min(60000, 2000 * 2 ** this.tries));
  }

  kept({ version, saved_at: time }, aloud) {
    lastHeard = Date.now();
    Object.assign(this, { tries: 0, everKept: true });
    const field = this.form.elements.namedItem("version");
    if (field && version !== undefined) field.value = Math.max(field.value, version);
    if (!this.unsaved) this.show("saved", { time: time ?? "", aloud });
  }
}

const draftOf = (element) => {
  const form = element?.closest?.("form[data-autosave]");
  if (form && !drafts.has(form)) drafts.set(form, new Draft(form));
  return form && drafts.get(form);
};
on("input", (event) => draftOf(event.target)?.touched());
on("focusout", (event) => drafts.get(event.target.form)?.save());
on("visibilitychange", () => { if (document.hidden) drafts.forEach((draft) => draft.save({ leaving: true })); });
addEventListener("pagehide", () => drafts.forEach((draft) => draft.save({ leaving: true })));
addEventListener("beforeunload", (event) => { // saved while the question is asked: the next page is asked for after it
  for (const draft of drafts.values()) if (draft.form.isConnected && (draft.unsaved || draft.saving)) { event.preventDefault(); draft.save(); }
});
// Sending the form itself: first let a save under way arrive, or its version would be the older one.
on("submit", (event) => {
  const draft = drafts.get(event.target);
  if (!draft) return;
  clearTimeout(draft.pause); clearTimeout(draft.limit);
  if (!draft.saving) { draft.unsaved = false; return; }
  event.preventDefault(); event.stopImmediatePropagation();
  draft.saving.finally(() => event.target.requestSubmit(event.submitter ?? undefined));
}, { capture: true });

// ---- small things: dates in words, keys of a form, dialogs where buttons cannot open them, toasts that leave
on("input", ({ target }) => {
  if (!target.dataset?.echo) return;
  const day = target.valueAsDate;
  const words = day && new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "full", timeZone: "UTC" }).format(day);
  find(`#${CSS.escape(target.dataset.echo)}`).textContent = (words ?? "").replace(/^(\p{L}+) 1 (?=\p{L})/u, "$1 1er ");
});
on("keydown", (event) => {
  const { key, target } = event;
  const form = target.closest?.("form");
  if (!event.ctrlKey && !event.metaKey) return;
  if (key === "Enter" && isField(target) && form?.method === "post") { event.preventDefault(); form.requestSubmit(); }
  if (key === "s" && draftOf(target)) { event.preventDefault(); draftOf(target).unsaved = true; draftOf(target).save({ aloud: true }); }
});
if (!("commandForElement" in HTMLButtonElement.prototype)) on("click", ({ target }) => {
  const button = target.closest?.("button[commandfor]");
  const dialog = button && document.getElementById(button.getAttribute("commandfor"));
  if (dialog) { if (button.getAttribute("command") === "close") dialog.close(); else dialog.showModal(); }
});
on("click", ({ target }) => target.closest?.("[data-dismiss]")?.parentElement.remove());
on("input", ({ target }) => { // a colour that is typed and one that is picked are one colour
  const twin = target.dataset?.twin && document.getElementById(target.dataset.twin);
  if (twin && /^#[0-9a-f]{6}$/i.test(target.value)) twin.value = target.value.toUpperCase();
}, { capture: true });
document.querySelectorAll(".tabs [aria-current]").forEach((here) => { here.closest("ul").scrollLeft = here.offsetLeft - 80; }); // a row pushed along on a phone
const leaveSoon = () => document.querySelectorAll(".toast:not(.failed, [data-seen])").forEach((toast) => {
  toast.dataset.seen = "yes";
  const leave = () => { if (toast.matches(":hover, :focus-within")) setTimeout(leave, 2000); else toast.remove(); };
  setTimeout(leave, 8000);
});
new MutationObserver(leaveSoon).observe(find("#toasts"), { childList: true });
leaveSoon();
takeFocus();
