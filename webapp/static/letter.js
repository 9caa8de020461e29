// The way out of a document that somebody else should not see: the page is emptied at once, takes no place in the
// history, and what was opened is closed again. Without this script the link does the last of these.

const way = document.querySelector("[data-quick-exit]");

function leave(event) {
  event.preventDefault();
  document.title = "Northfile";
  document.body.hidden = true;
  location.replace(way.href);
}

way?.addEventListener("click", leave);
if (way) document.addEventListener("keydown", (event) => { if (event.key === "Escape") leave(event); });
// A page that a browser kept in its memory is asked for again, and is not shown once the look has ended.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.body.hidden = true;
  location.reload();
});
