// Sentences of notes go from section to section by a press or a key, without asking the server.

const list = document.querySelector(".pieces");
const places = [...list.querySelectorAll("select")];

function step(place, by) {
  const target = Math.min(Math.max(place.selectedIndex + by, 0), place.options.length - 1);
  if (target === place.selectedIndex) return;
  place.selectedIndex = target;
  place.dispatchEvent(new Event("input", { bubbles: true }));
  document.getElementById("said").textContent = place.options[target].text;
}

list.addEventListener("click", (event) => {
  const button = event.target.closest("[data-step]");
  if (!button) return;
  event.preventDefault();
  step(button.parentElement.querySelector("select"), Number(button.dataset.step));
});

list.addEventListener("keydown", (event) => {
  const at = places.indexOf(event.target);
  if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const other = { ArrowUp: places[at - 1], ArrowDown: places[at + 1] }[event.key];
  if (by) step(event.target, by);
  else if (other) other.focus();
  if (by || other) event.preventDefault();
});
