// Saves the story while it is typed: at most DELAY after a keystroke, again after RETRY while the server is away.

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

// A server that can't store anything now, as on a full disk, says why in a sentence.
function reasonIn(xhr) {
  const isSentence = xhr.status >= 503 && xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  return isSentence ? xhr.responseText : "the server can't be reached.";
}

// Heard once a pause in the typing leaves nothing unsaved, not after each save amid it.
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

// Signing in again, in another tab, made the page's token against forged requests invalid: fetch the present one.
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
  pressed = ""; // who goes on typing does not want to leave any more
  schedule(DELAY);
});

// A save that waited for the one before it is not sent any more once the page is being left: its answer, which sets the
// page's address, could keep the browser from leaving.
state.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target === state && submitting) event.preventDefault();
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) submitting = false; // somebody came back to the page as it was
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
  else if (status === 401) refuse("Not saved: you are signed out. Sign in in another tab, then go on typing.");
  else if (status === 403) renewToken();
  else if (status === 404) offerNewStory();
  else if (status !== 422) {
    refuse(`Not saved yet: ${reasonIn(event.detail.xhr)} Trying again…`);
    schedule(RETRY);
  }
});

// The page is left only when the server has the text: without a server or a session, what was typed stays here.
// A refusal (422) is shown by the full page, with the messages beside the fields.
form.addEventListener("submit", (event) => {
  if (submitting) return;
  event.preventDefault();
  pressed = event.submitter?.name || "save";
  saveNow();
});

function submit() {
  const button = form.elements[pressed] ?? null; // by name: the answer may have redrawn the button
  pressed = ""; // the answer to another save that is still under way must not submit once more
  clearTimeout(timer);
  submitting = true;
  form.requestSubmit(button);
}

// A hidden page may never come back: send what is not confirmed yet, without waiting for an answer.
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
