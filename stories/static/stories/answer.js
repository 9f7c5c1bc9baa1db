// Leaving the page with an unsaved answer asks first. Ctrl+S saves and stays.

const form = document.getElementById("answer-form");
let isDirty = form.hasAttribute("data-unsaved");

form.addEventListener("input", () => {
  isDirty = true;
});

form.addEventListener("submit", () => {
  isDirty = false;
});

window.addEventListener("beforeunload", (event) => {
  if (isDirty) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit(form.elements.stay);
});
