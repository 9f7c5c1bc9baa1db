// Records a telling, if its teller likes: from Start to Stop and without the pauses, into this browser's own storage.

const CHUNK = 1000; // milliseconds; a crash loses no more
const BITS = 32_000; // a second, enough for a voice
const ASK = ["start", "resume"];
const REST = ["pause", "stop"];
const WHY_NOT = { NotAllowedError: "the browser didn't allow the microphone", NotFoundError: "no microphone was found" };
const CHOICE = `prepsite-record-${document.documentElement.dataset.owner}`;
const box = document.getElementById("telling");
const line = document.getElementById("voice-state");
let microphone = null; // while a telling is under way
let recorder = null;
let rehearsal = ""; // of the telling that is under way
let asked = false; // for the microphone, in this telling
let pressed = ""; // the last button
let written = Promise.resolve(); // what was heard so far

const form = () => box.querySelector("form[data-state]");
const canRecord = Boolean(navigator.mediaDevices && window.MediaRecorder && window.indexedDB);
const isOn = () => canRecord && localStorage.getItem(CHOICE) !== null;

function say(text) {
  line.textContent = text;
  line.classList.toggle("is-recording", recorder?.state === "recording");
}

function offer() {
  form().querySelector("[data-record]").checked = isOn();
  form().querySelector("[data-can-record]").hidden = !canRecord;
  form().querySelector("[data-cannot-record]").hidden = canRecord;
}

// A page just drawn, or drawn again after a press.
async function follow() {
  const before = rehearsal;
  const { state } = form().dataset;
  rehearsal = form().dataset.rehearsal;
  if (state === "ready") {
    offer();
    await finish();
    if (before && pressed === "over") await window.recordings.remove(before);
  } else if (state === "running") await goOn();
  else if (state === "paused") rest();
  else {
    await finish();
    document.dispatchEvent(new Event("recorded")); // for playback.js
  }
}

async function listen() {
  asked = true;
  say("Waiting for the microphone: allow it, or not, in your browser.");
  try {
    microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
    say("");
  } catch (error) {
    say(`Not recorded: ${WHY_NOT[error.name] ?? "the microphone can't be used"}. Everything else works.`);
  }
}

async function goOn() {
  if (!isOn()) return;
  if (!asked) await listen();
  if (!microphone || form().dataset.state !== "running") return;
  if (!recorder) record();
  else if (recorder.state === "paused") recorder.resume();
  say("Recording");
}

function record() {
  const own = new MediaRecorder(microphone, { audioBitsPerSecond: BITS });
  const take = Date.now();
  const about = { rehearsal, page: new URL(form().action).pathname, question: document.querySelector("h1").textContent, when: take };
  let number = 0;
  written = Promise.resolve();
  own.addEventListener("dataavailable", ({ data }) => {
    written = written.then(() => window.recordings.add(about, take, number++, data));
    written.catch(() => lose("this browser has no room for it"));
  });
  own.addEventListener("stop", () => {
    if (own === recorder) lose("the microphone is gone");
  });
  own.start(CHUNK);
  recorder = own;
}

function rest() {
  if (recorder?.state !== "recording") return;
  recorder.requestData();
  recorder.pause();
  say("Recording paused");
}

// All that was said is stored once this is over.
async function finish() {
  const [ending, heard] = [recorder, microphone];
  recorder = microphone = null;
  asked = false;
  say("");
  if (ending && ending.state !== "inactive") {
    const stopped = new Promise((resolve) => ending.addEventListener("stop", resolve));
    ending.stop();
    await stopped;
  }
  for (const track of heard?.getTracks() ?? []) track.stop();
  await written.catch(() => {});
}

async function lose(why) {
  await finish();
  asked = true; // and not again
  say(`No longer recorded: ${why}. Everything else works.`);
}

// Before anybody else hears of it: the clock starts once the microphone does, or is refused, or at a second press.
document.addEventListener(
  "submit",
  async (event) => {
    const press = event.submitter;
    pressed = press?.name === "do" && box.contains(press) ? press.value : "";
    if (REST.includes(pressed) || "signOut" in event.target.dataset) rest();
    if (!ASK.includes(pressed) || !isOn() || asked) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await listen();
    if (press.isConnected) press.click();
    else goOn();
  },
  { capture: true },
);

document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-record]")) return;
  if (target.checked) localStorage.setItem(CHOICE, "1");
  else localStorage.removeItem(CHOICE);
});

// A hidden page doesn't listen.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") rest();
  else if (form().dataset.state === "running") goOn();
});

box.addEventListener("htmx:afterSettle", follow);
follow();
