// A signature drawn by hand: lines of points on a field of 600 by 200, sent with the form. Without this script the
// typed name is the signature.

const box = document.querySelector("[data-sign]");
const field = document.querySelector(`input[name="${box.dataset.sign}"]`);
const [drawing, path] = [box.querySelector("svg"), box.querySelector("path")];
const strokes = field.value ? JSON.parse(field.value) : [];

function show() {
  path.setAttribute("d", strokes.map((stroke) => `M${stroke.map((point) => point.join(" ")).join("L")}`).join(""));
  field.value = strokes.length ? JSON.stringify(strokes) : "";
}
function pointOf(event) {
  const edge = drawing.getBoundingClientRect();
  const within = (value, most) => Math.round(Math.min(Math.max(value, 0), 1) * most);
  return [within((event.clientX - edge.left) / edge.width, 600), within((event.clientY - edge.top) / edge.height, 200)];
}

drawing.addEventListener("pointerdown", (event) => {
  drawing.setPointerCapture(event.pointerId);
  strokes.push([pointOf(event), pointOf(event)]); // a tap leaves a dot
  show();
});
drawing.addEventListener("pointermove", (event) => {
  if (!drawing.hasPointerCapture(event.pointerId) || strokes.flat().length > 4900) return;
  strokes.at(-1).push(pointOf(event));
  show();
});
box.querySelector("button").addEventListener("click", () => { strokes.length = 0; show(); });
box.hidden = false;
show();
