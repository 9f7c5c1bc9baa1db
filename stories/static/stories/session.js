// Whose page this is. A page that the browser kept alive stays covered until the server has said that its session is
// still the same, and is loaded again if it isn't. After signing in again, the page's forms get the new token.

const RETRY = 4000;
const page = document.documentElement;
let held = null; // what had the focus when the page was left

// Tells the server that a page may be kept, because this script watches over it.
function rememberScripts() {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `prepsite_scripts=1; path=/; max-age=3600; samesite=lax${secure}`;
}

// Who is signed in now: { session, owner, token }, or { problem } if the server doesn't say.
async function ask() {
  const answer = await fetch(page.dataset.ask, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (answer?.ok) return answer.json();
  const isSentence = answer?.headers.get("Content-Type")?.startsWith("text/plain");
  return { problem: isSentence ? await answer.text() : "the server can't be reached." };
}

function renew(token) {
  for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
}

async function uncover() {
  const now = await ask();
  if (now.problem) {
    page.dataset.covered = "unanswered";
    setTimeout(uncover, RETRY);
  } else if (now.session === page.dataset.session) {
    delete page.dataset.covered;
    held?.focus({ preventScroll: true });
  } else location.reload();
}

window.addEventListener("pagehide", () => {
  if (!("session" in page.dataset)) return;
  held = document.activeElement;
  page.dataset.covered = "";
});

window.addEventListener("pageshow", (event) => {
  rememberScripts();
  if (event.persisted && "covered" in page.dataset) uncover();
});

document.body.addEventListener("htmx:responseError", async ({ detail }) => {
  if (detail.xhr.status !== 403) return;
  const now = await ask();
  if (now.owner && now.owner === page.dataset.owner) renew(now.token);
});

// That nobody is signed in, with a link: the parts of a sentence.
function signedOut(start, rest) {
  const link = Object.assign(document.createElement("a"), { href: page.dataset.signIn, target: "_blank" });
  link.textContent = "Sign in from another tab";
  return [`${start} `, link, `, then ${rest}`];
}

window.session = { ask, renew, signedOut }; // for page.js and typed.js
