// Saves the story while its owner types: within DELAY of a keystroke, and again every RETRY while the server is away.

const DELAY = 2500;
const RETRY = 4000;

const form = document.getElementById("story-form");
const state = document.getElementById("state");
let timer = null;
let typed = 0; // counts changes
let sent = 0; // the change that the request under way holds
let saved = 0; // the change that the server has confirmed
let submitting = false;
let pressed = ""; // the name of the button that waits for the server's confirmation

const isDirty = () => typed !== saved && !submitting;

function schedule(delay) {
  timer ??= setTimeout(saveNow, delay);
}

function saveNow() {
  clearTimeout(timer);
  timer = null;
  form.dispatchEvent(new Event("autosave")); // htmx sends it: see #state
}

function refuse(text) {
  const alert = document.createElement("span");
  alert.setAttribute("role", "alert");
  alert.textContent = text;
  state.replaceChildren(alert);
}

// A server that can't store anything, as on a full disk, says why in a sentence.
function reasonIn(xhr) {
  const isSentence = xhr.status >= 503 && xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  return isSentence ? xhr.responseText : "the server can't be reached.";
}

// Announced once everything is saved, not after each save while the typing goes on.
function sayOnce() {
  if (!isDirty()) document.getElementById("said").textContent = document.getElementById("saved-at")?.textContent ?? "";
}

function offerNewStory() {
  pressed = "";
  if (form.getAttribute("action") === form.dataset.new) return;
  refuse("Not saved: this story was deleted elsewhere. Press Save to keep it as a new story.");
  form.action = form.dataset.new;
  state.setAttribute("hx-post", form.dataset.new);
  window.htmx.process(state);
}

// Signing in again in another tab invalidated the page's CSRF token: fetch the current one.
async function renewToken() {
  const page = await fetch(form.dataset.new, { headers: { Accept: "text/html" } }).catch(() => null);
  const fresh = new DOMParser().parseFromString((await page?.text()) ?? "", "text/html").querySelector("#story-form");
  if (fresh) {
    form.elements.csrfmiddlewaretoken.value = fresh.elements.csrfmiddlewaretoken.value;
    document.body.setAttribute("hx-headers", fresh.ownerDocument.body.getAttribute("hx-headers"));
  }
  refuse("Not saved yet. Trying again…");
  schedule(fresh ? 0 : RETRY);
}

form.addEventListener("input", () => {
  typed += 1;
  pressed = ""; // somebody who keeps typing no longer wants to leave
  schedule(DELAY);
});

// A save that waited for an earlier one isn't sent once the page is being left: its answer sets the page's address,
// which could keep the browser from leaving.
state.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target === state && submitting) event.preventDefault();
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) submitting = false; // the browser went back to the page as it was
});

state.addEventListener("htmx:beforeSend", (event) => {
  if (event.target === state) sent = typed;
});

state.addEventListener("htmx:afterRequest", (event) => {
  if (event.target !== state) return;
  const status = event.detail.xhr.status;
  if (status === 200) saved = sent;
  if (pressed && (status === 200 || status === 422)) submit();
  else if (status === 200) sayOnce();
  else if (status === 401) refuse("Not saved: you are signed out. Sign in from another tab, then keep typing.");
  else if (status === 403) renewToken();
  else if (status === 404) offerNewStory();
  else if (status !== 422) {
    refuse(`Not saved yet: ${reasonIn(event.detail.xhr)} Trying again…`);
    schedule(RETRY);
  }
});

// The page is left only once the server has the text: without a server or a session, what was typed stays here.
// The full page shows why a save was refused (422), with the messages next to the fields.
form.addEventListener("submit", (event) => {
  if (submitting) return;
  event.preventDefault();
  pressed = event.submitter?.name || "save";
  saveNow();
});

function submit() {
  const button = form.elements[pressed] ?? null; // by name, as the answer may have redrawn the button
  pressed = ""; // the answer to another save still under way must not submit again
  clearTimeout(timer);
  submitting = true;
  form.requestSubmit(button);
}

// A hidden page may never come back: send what isn't confirmed yet, without waiting for an answer.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden" || !isDirty()) return;
  const data = new FormData(form);
  data.append("autosave", "1");
  navigator.sendBeacon(state.getAttribute("hx-post"), data);
});

window.addEventListener("beforeunload", (event) => {
  if (isDirty()) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  saveNow();
});
