// The clock of a telling. The server counts too, and its buttons work without this; here the clock runs in sight, and each
// press carries the moment at which it was pressed, however long its way takes.

const RETRY = 2000; // milliseconds
const LONG_AWAY = 120_000; // milliseconds after which nobody can still be telling
const box = document.getElementById("telling");
let zero = 0; // when the running clock stood at 0
let state = "";
let left = 0; // when the page was last hidden
let awake = null;

const form = () => box.querySelector("form[data-state]");
const clock = (milliseconds) => {
  const seconds = Math.floor(milliseconds / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
};

// A page just drawn: a clock that runs already goes on without a jump.
function begin() {
  const { state: now, elapsed } = form().dataset;
  if (now === "running" && state !== "running") zero = Date.now() - Number(elapsed);
  state = now;
  const naming = form().querySelector("[data-seconds]");
  if (naming) window.countDown(naming, Date.now(), "Now tell it.");
  keepAwake();
  draw();
}

function draw() {
  const shown = form();
  if (state !== "running" || !shown) return;
  const elapsed = Date.now() - zero;
  shown.querySelector("[data-clock]").textContent = clock(elapsed);
  const hand = shown.querySelector("[data-hand]");
  hand?.setAttribute("x", Math.min(100, elapsed / (10 * Number(shown.dataset.limit))));
}

// A phone that goes dark in the middle would be in the way.
async function keepAwake() {
  if (state === "running") awake ??= await navigator.wakeLock?.request("screen").catch(() => null);
  else {
    awake?.release();
    awake = null;
  }
}

// Before htmx reads the form.
box.addEventListener(
  "submit",
  ({ target }) => {
    const at = target.elements.at;
    if (!at || state !== "running") return;
    at.disabled = false;
    at.value = Date.now() - zero;
  },
  { capture: true },
);

// A press that didn't reach the server is sent again, with its own moment.
box.addEventListener("htmx:sendError", ({ detail }) => {
  const { path, parameters } = detail.requestConfig;
  setTimeout(() => window.htmx.ajax("POST", path, { target: "#telling", source: form(), values: { ...parameters } }), RETRY);
});

box.addEventListener("htmx:afterSettle", begin);

// A hidden page may never come back: the clock stands where it was left, unless the teller is soon back and has gone on.
document.addEventListener("visibilitychange", () => {
  if (state !== "running") return;
  if (document.visibilityState === "hidden") {
    left = Date.now();
    const data = new FormData(form());
    data.set("at", left - zero);
    data.set("do", "pause");
    navigator.sendBeacon(form().action, data);
  } else if (Date.now() - left > LONG_AWAY) location.reload();
  else {
    awake = null;
    keepAwake();
  }
});

window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});

setInterval(draw, 200);
begin();
