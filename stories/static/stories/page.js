// What every page needs: filter buttons are for pages without JavaScript, and a failed request says so.

document.documentElement.classList.add("has-js");

document.body.addEventListener("htmx:sendError", () => tell("The server can't be reached. Is Prepsite still running?"));
document.body.addEventListener("htmx:responseError", (event) => {
  const signedOut = event.detail.xhr.status === 401;
  tell(signedOut ? "You are signed out. Sign in in another tab, then try again." : "That did not work. Reload the page and try again.");
});

function tell(text) {
  if (document.getElementById("story-form")) return; // The editor says it beside the save state.
  const notice = document.createElement("div");
  notice.className = "notice notice-error";
  notice.textContent = text;
  document.getElementById("messages").replaceChildren(notice);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
