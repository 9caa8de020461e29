// Says two minutes before a session ends by itself that it will, keeps it while somebody types, and hides the page once
// it has ended or was locked in another window. No page needs it: the server ends the session by its own clock.
const find = (selector) => document.querySelector(selector);
const doorway = find('meta[name="sign-in-again"]');
const warning = find("#time-out");
const [asksAfter, warnsBefore, staysEvery] = [8 * 60, 2 * 60, 4 * 60]; // seconds; no session rests for less than ten minutes
const windows = new BroadcastChannel("northfile");
let timer = 0, next = 0, stayed = Date.now();

function later(seconds) {
  clearTimeout(timer);
  next = Date.now() + seconds * 1000;
  timer = setTimeout(ask, seconds * 1000);
}
function over() {
  if (document.body.classList.contains("covered")) return;
  clearTimeout(timer);
  if (warning.open) warning.close();
  document.body.classList.add("covered");
  document.dispatchEvent(new CustomEvent("session-over"));
}
async function ask() { // asking is no use of the session, so an answer from a busy window puts the question off
  const answer = await fetch(doorway.dataset.left).catch(() => null);
  if (!answer?.ok) { later(60); return; }
  const { seconds } = await answer.json();
  if (seconds <= 0) { over(); return; }
  if (seconds > warnsBefore && warning.open) warning.close();
  if (seconds <= warnsBefore && !warning.open && !find("dialog[open]")) warning.showModal();
  later(seconds > warnsBefore ? seconds - warnsBefore : Math.min(seconds, 10) + 1);
}
async function stay() {
  stayed = Date.now();
  const headers = { "X-CSRFToken": find('meta[name="csrf-token"]').content };
  const answer = await fetch(doorway.dataset.stay, { method: "POST", headers }).catch(() => null);
  if (warning.open) warning.close();
  if (answer?.ok) later(asksAfter); else ask();
}

if (find('meta[name="locked"]')) windows.postMessage("locked");
if (doorway && warning) {
  later(asksAfter);
  windows.addEventListener("message", over);
  find("#stay").addEventListener("click", stay);
  document.addEventListener("input", () => { if (Date.now() - stayed > staysEvery * 1000) stay(); });
  document.addEventListener("htmx:after:request", () => { stayed = Date.now(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && Date.now() > next) ask(); }); // it slept
  document.addEventListener("signed-in", () => { document.body.classList.remove("covered"); later(asksAfter); });
  find("#sign-in-again").addEventListener("cancel", (event) => { if (document.body.classList.contains("covered")) event.preventDefault(); });
}
