// What people type is never lost. A story or an answer saves itself: within DELAY of a keystroke, and again every RETRY while the
// server is away. Any other form stays on the page until the server can take it. Leaving with unsaved text asks first.

const DELAY = 2500;
const RETRY = 4000;
const SIGNED_OUT = "Not saved: you are signed out.";
const ANOTHER = "Not saved: somebody else is signed in. Sign in as yourself from another tab, then press Save.";

for (const form of document.querySelectorAll("form:has([name^='typed-by-']), form[data-typed]")) keep(form);

// What a form says, as far as people can change it.
function textsOf(form) {
  const fields = [...(form?.elements ?? [])].filter((field) => field.name && !["hidden", "submit"].includes(field.type));
  return JSON.stringify(fields.map((field) => [field.name, ["radio", "checkbox"].includes(field.type) ? field.checked : field.value]));
}

function isOwn(form, now) {
  return form.method === "get" || Boolean(now.owner && form.elements[now.owner]);
}

function keep(form) {
  const state = form.querySelector("#state"); // where a form that saves itself says so
  let timer = null;
  let typed = form.matches("[data-unsaved], :has([data-unsaved])") ? 1 : 0; // counts changes
  let sent = 0; // the change that the request under way holds
  let saved = 0; // the change that the server has confirmed
  let submitting = false;
  let signedOut = false; // when the server was last asked
  let pressed = null; // the button that waits for the server: its name and value, as an answer may redraw it

  const isDirty = () => typed !== saved;
  const buttonLike = ({ name, value }) =>
    [...form.elements].find((button) => button.type === "submit" && button.name === name && button.value === value);

  function schedule(delay) {
    timer ??= setTimeout(saveNow, delay);
  }

  function saveNow() {
    clearTimeout(timer);
    timer = null;
    form.dispatchEvent(new Event("autosave")); // htmx sends it: see #state
  }

  function refuse(...parts) {
    form.querySelector("[data-refusal]")?.remove();
    document.getElementById("failed")?.remove(); // page.js has said the same
    const alert = document.createElement(state ? "span" : "p");
    alert.setAttribute("role", "alert");
    alert.dataset.refusal = "";
    alert.append(...parts);
    alert.className = state ? "not-saved" : "notice notice-error";
    if (state) return state.replaceChildren(alert);
    const button = pressed && buttonLike(pressed);
    (button?.closest(".buttons") ?? button ?? form.lastElementChild).before(alert);
    pressed = null;
  }

  // Announced once everything is saved, not after each save while the typing goes on.
  function sayOnce() {
    if (!isDirty()) document.getElementById("said").textContent = document.getElementById("saved-at")?.textContent ?? "";
  }

  function offerNew() {
    pressed = null;
    if (form.getAttribute("action") === form.dataset.new) return;
    const noun = form.dataset.noun ?? "story";
    refuse(`Not saved: this ${noun} was deleted elsewhere. Press Save to keep it as a new ${noun}.`);
    form.action = form.dataset.new;
    state.setAttribute("hx-post", form.dataset.new);
    window.htmx.process(state);
  }

  // Signing in again in another tab made the page's token invalid.
  async function saveWithNewToken() {
    const now = await window.session.ask();
    if (now.session && !isOwn(form, now)) return refuse(ANOTHER);
    refuse("Not saved yet. Trying again…");
    if (now.session) window.session.renew(now.token);
    schedule(now.session ? 0 : RETRY);
  }

  async function submitIfPossible() {
    const now = await window.session.ask();
    if (!pressed) return;
    if (now.problem) refuse(`Not saved: ${now.problem} Try again.`);
    else if (!now.session) refuse(...window.session.signedOut(SIGNED_OUT, "try again here."));
    else if (!isOwn(form, now)) refuse(ANOTHER);
    else {
      window.session.renew(now.token);
      submit();
    }
  }

  function submit() {
    const button = buttonLike(pressed) ?? null;
    pressed = null; // the answer to another save still under way must not submit again
    clearTimeout(timer);
    submitting = true;
    saved = typed;
    form.requestSubmit(button);
  }

  form.addEventListener("input", () => {
    typed += 1;
    pressed = null; // somebody who keeps typing no longer wants to leave
    if (state) schedule(DELAY);
  });

  // The page is left only once the server can take the text: without a server or a session, it stays here. The full
  // page shows why a save was refused (422), with the messages next to the fields.
  form.addEventListener("submit", (event) => {
    if (submitting) return;
    event.preventDefault();
    pressed = { name: event.submitter?.name ?? "", value: event.submitter?.value ?? "" };
    if (state) saveNow();
    else submitIfPossible();
  });

  // The browser went back to the page as it was when it was sent. If that was stored, the page is out of date.
  window.addEventListener("pageshow", async (event) => {
    if (!event.persisted || !submitting) return;
    submitting = false;
    const page = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    const fresh = new DOMParser().parseFromString((await page?.text()) ?? "", "text/html");
    const twin = [...fresh.forms].find((other) => other.getAttribute("action") === form.getAttribute("action"));
    if (textsOf(twin) === textsOf(form) && !isDirty()) location.reload();
  });

  window.addEventListener("beforeunload", (event) => {
    if (isDirty() && !("covered" in document.documentElement.dataset)) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || !(state || form.elements.stay)) return;
    event.preventDefault();
    if (state) saveNow();
    else form.requestSubmit(form.elements.stay);
  });

  if (!state) return;

  // A save that waited for an earlier one isn't sent once the page is being left: its answer sets the page's address,
  // which could keep the browser from leaving.
  state.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target === state && submitting) event.preventDefault();
  });

  state.addEventListener("htmx:beforeSend", (event) => {
    if (event.target === state) sent = typed;
  });

  state.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== state) return;
    const { status } = event.detail.xhr;
    signedOut = status === 401;
    if (status === 200) {
      saved = sent;
      form.action = event.detail.xhr.getResponseHeader("HX-Replace-Url"); // a new story has an address now
    }
    if (pressed && (status === 200 || status === 422)) submit();
    else if (status === 200) sayOnce();
    else if (signedOut) refuse(...window.session.signedOut(SIGNED_OUT, pressed ? "press Save again." : "keep typing."));
    else if (status === 403) saveWithNewToken();
    else if (status === 404) offerNew();
    else if (status !== 422) {
      refuse(`Not saved yet: ${reasonIn(event.detail.xhr)} Trying again…`);
      schedule(RETRY);
    }
  });

  // Back from signing in again in another tab.
  window.addEventListener("focus", () => {
    if (signedOut && isDirty()) saveNow();
  });

  // A hidden page may never come back: send what isn't confirmed yet, without waiting for an answer.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "hidden" || !isDirty()) return;
    const data = new FormData(form);
    data.append("autosave", "1");
    navigator.sendBeacon(state.getAttribute("hx-post"), data);
  });
}

// A server that can't store anything, as on a full disk, says why in a sentence.
function reasonIn(xhr) {
  const isSentence = xhr.status >= 503 && xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  return isSentence ? xhr.responseText : "the server can't be reached.";
}
