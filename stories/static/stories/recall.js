// Quick recall: the seconds are counted down in sight, and the reveal carries the moment at which it was pressed.

const form = document.querySelector("form[data-elapsed]");
const line = form?.querySelector("[data-seconds]");
const zero = Date.now() - Number(form?.dataset.elapsed);

if (line) {
  form.addEventListener("submit", () => {
    form.elements.at.disabled = false;
    form.elements.at.value = Date.now() - zero;
  });
  window.countDown(line, zero, "Now reveal it.");
}

window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});
