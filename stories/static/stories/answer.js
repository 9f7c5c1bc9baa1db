// The answer builder: a section said otherwise starts from the story's words, and what stays as it was counts as blank.

const form = document.getElementById("answer-form");
const isUnchanged = (field) => field.value.trim() === field.placeholder.trim();

function type(field, text) {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

for (const details of form.querySelectorAll(".otherwise")) {
  const field = details.querySelector("textarea");
  details.addEventListener("toggle", () => {
    if (details.open && !field.value) field.value = field.placeholder;
    else if (!details.open && isUnchanged(field)) field.value = "";
    if (details.open && details.contains(document.activeElement)) field.focus();
  });
}

// However the form is sent: by itself, by a press, or as the page is left.
form.addEventListener("formdata", ({ formData }) => {
  for (const field of form.querySelectorAll(".otherwise textarea")) {
    if (isUnchanged(field)) formData.set(field.name, "");
  }
});

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill], [data-blank]");
  if (!button) return;
  event.preventDefault();
  const field = document.getElementById(button.dataset.fill ?? button.dataset.blank);
  const details = field.closest(".otherwise");
  type(field, button.dataset.text ?? "");
  if (details) details.open = false;
  (details?.querySelector("summary") ?? field).focus();
});

// On a phone a section begins with two lines; where it has more, one press shows the rest.

const texts = new ResizeObserver((entries) => entries.forEach(({ target }) => {
  const button = form.querySelector(`[aria-controls="${target.id}"]`);
  if (button.ariaExpanded === "false") button.hidden = target.scrollHeight <= target.clientHeight;
}));

for (const button of form.querySelectorAll("[data-more]")) {
  texts.observe(document.getElementById(button.getAttribute("aria-controls")));
  button.addEventListener("click", () => {
    const isOpen = button.ariaExpanded === "true";
    button.ariaExpanded = String(!isOpen);
    button.firstChild.data = isOpen ? "Read on" : "Read less";
  });
}
