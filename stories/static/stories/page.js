// What every page needs: failed requests are reported, tabs show where one is, and the theme changes without a reload.

document.body.addEventListener("htmx:sendError", () => tell("The server can't be reached. Is Prepsite still running?"));
document.body.addEventListener("htmx:responseError", (event) => {
  const xhr = event.detail.xhr;
  if (xhr.status === 401) tell(...window.session.signedOut("You are signed out.", "try again."));
  else if (xhr.status === 403) tell("That didn't work, as you have signed in again since this page was opened. Try once more.");
  else if ([400, 503, 507].includes(xhr.status) && xhr.getResponseHeader("Content-Type")?.startsWith("text/plain")) tell(xhr.responseText);
  else tell("That didn't work. Reload the page and try again.");
});

function tell(...parts) {
  if (document.querySelector("#story-form, [data-refusal]")) return; // A form says it next to its buttons.
  const notice = document.createElement("div");
  notice.id = "failed";
  notice.className = "notice notice-error";
  notice.append(...parts);
  document.getElementById("messages").replaceChildren(notice);
}

document.querySelector(".is-invalid, [aria-invalid='true']")?.focus(); // the first field that was refused

// A row of tabs that scrolls begins where one is. Chromium does that by itself.
if (!CSS.supports("scroll-initial-target", "nearest")) {
  for (const current of document.querySelectorAll(":is(.site-bar, .tabs) [aria-current]")) {
    const row = current.closest(".site-bar, .tabs");
    row.scrollLeft = current.offsetLeft - row.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
  }
}

for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful && detail.elt.matches(".themes")) showTheme(detail.elt, detail.requestConfig.parameters.theme);
});

function showTheme(form, theme) {
  document.documentElement.dataset.theme = theme;
  for (const button of form.elements.theme) button.setAttribute("aria-pressed", button.value === theme);
}

// A link to a text copies it; where the browser can't, it leads to a page that shows the text.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-copy]");
  if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  copy(link).catch(() => {
    if (link.href !== location.href) location.assign(link.href);
  });
});

async function copy(link) {
  const address = new URL(link.href);
  address.searchParams.set("raw", "");
  const answer = await fetch(address);
  if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
  await navigator.clipboard.writeText(await answer.text());
  link.dataset.label ??= link.textContent;
  link.textContent = "Copied";
  document.getElementById("said").textContent = "Copied.";
  setTimeout(() => (link.textContent = link.dataset.label), 2000);
}
