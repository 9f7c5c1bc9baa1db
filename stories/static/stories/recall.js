// Quick recall: the seconds are counted down in sight, and the reveal carries the moment at which it was pressed.

const form = document.querySelector("form[data-elapsed]");
const line = form?.querySelector("[data-seconds]");
const zero = Date.now() - Number(form?.dataset.elapsed);

function count() {
  const rest = Math.ceil(Number(line.dataset.seconds) - (Date.now() - zero) / 1000);
  line.dataset.left = Math.max(0, rest);
  if (rest > 0) setTimeout(count, 200);
  else line.textContent = "Now reveal it.";
}

if (line) {
  form.addEventListener("submit", () => {
    form.elements.at.disabled = false;
    form.elements.at.value = Date.now() - zero;
  });
  count();
}

window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});
