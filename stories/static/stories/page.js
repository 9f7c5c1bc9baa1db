// What every page needs: a failed request says so, and the theme changes where one is.

document.body.addEventListener("htmx:sendError", () => tell("The server can't be reached. Is Prepsite still running?"));
document.body.addEventListener("htmx:responseError", (event) => {
  const xhr = event.detail.xhr;
  if (xhr.status === 401) tell("You are signed out. Sign in in another tab, then try again.");
  else if (xhr.status >= 503 && xhr.getResponseHeader("Content-Type")?.startsWith("text/plain")) tell(xhr.responseText);
  else tell("That did not work. Reload the page and try again.");
});

function tell(text) {
  if (document.getElementById("story-form")) return; // The editor says it beside the save state.
  const notice = document.createElement("div");
  notice.className = "notice notice-error";
  notice.textContent = text;
  document.getElementById("messages").replaceChildren(notice);
}

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful && detail.elt.matches(".themes")) showTheme(detail.elt, detail.requestConfig.parameters.theme);
});

function showTheme(form, theme) {
  document.documentElement.dataset.theme = theme;
  for (const button of form.elements.theme) button.setAttribute("aria-pressed", button.value === theme);
}
