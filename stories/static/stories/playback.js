// Plays what was recorded of a telling, beside its text; says how much of it was silence; and lists all recordings.

const RATE = 8000; // samples a second, enough to tell loud from quiet
const WINDOW = 0.05; // seconds
const SPEECH = 0.95; // a telling is as loud as all but the loudest twentieth of it: coughs and knocks don't count
const QUIET = 25; // decibels below that
const MUTED = -60; // decibels; nobody speaks as quietly as that
const PAUSE = 0.25; // seconds; what is shorter parts words
const store = window.recordings;

// The loudness of each window, in decibels below the greatest.
function loudness(samples) {
  const width = RATE * WINDOW;
  return Array.from({ length: Math.floor(samples.length / width) }, (_, number) => {
    const power = samples.subarray(number * width, (number + 1) * width).reduce((sum, sample) => sum + sample * sample, 0);
    return 10 * Math.log10(power / width + 1e-10);
  });
}

// Seconds from the first word to the last: in all, silent, and of the longest pause.
function silenceIn(levels) {
  const speech = levels.toSorted((one, other) => one - other)[Math.floor(levels.length * SPEECH)] ?? MUTED;
  const isSaid = (level) => level > speech - QUIET;
  if (speech <= MUTED) return { all: 0, silent: 0, longest: 0 };
  const said = levels.slice(levels.findIndex(isSaid), levels.findLastIndex(isSaid) + 1);
  const quiet = said.map((level) => (isSaid(level) ? " " : "q")).join("").split(" ");
  const pauses = quiet.map(({ length }) => length * WINDOW).filter((pause) => pause >= PAUSE);
  const silent = pauses.reduce((sum, pause) => sum + pause, 0);
  return { all: said.length * WINDOW, silent, longest: Math.max(0, ...pauses) };
}

// In words, for the takes together.
function inWords(silences) {
  const sum = (part) => silences.reduce((total, silence) => total + silence[part], 0);
  if (!sum("all")) return "Nothing was heard. Is the microphone muted?";
  const longest = Math.max(...silences.map((silence) => silence.longest));
  const pause = longest < 1 ? "under 1 s" : `${Math.round(longest)} s`;
  return `Longest pause ${pause} · silent ${Math.round((100 * sum("silent")) / sum("all"))} % of the time`;
}

async function silencesOf(takes) {
  const read = async (take) => new OfflineAudioContext(1, 1, RATE).decodeAudioData(await take.arrayBuffer());
  const sounds = await Promise.all(takes.map(read));
  return inWords(sounds.map((sound) => silenceIn(loudness(sound.getChannelData(0)))));
}

function player(take, number, takes) {
  const audio = Object.assign(document.createElement("audio"), { controls: true, src: URL.createObjectURL(take) });
  audio.ariaLabel = takes.length > 1 ? `Your recording, part ${number + 1} of ${takes.length}` : "Your recording";
  audio.addEventListener("loadedmetadata", () => findEnd(audio), { once: true });
  return audio;
}

// Chromium doesn't write down how long a recording is, and knows it only at the end.
function findEnd(audio) {
  if (audio.duration !== Infinity) return;
  audio.addEventListener("durationchange", () => (audio.currentTime = 0), { once: true });
  audio.currentTime = Number.MAX_SAFE_INTEGER;
}

const inShort = (when) =>
  new Date(when).toLocaleString("en-GB", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });

// What is deleted here can't be put back, so it takes a second press.
function deletes(button, act) {
  button.addEventListener("click", async () => {
    if (button.dataset.sure === undefined) {
      button.dataset.sure = "";
      button.textContent = "Delete for good?";
      return;
    }
    await act();
    document.getElementById("said").textContent = "Deleted.";
    document.getElementById("content").focus();
  });
}

// The recording of a telling, or the latest of an answer.
async function show(place) {
  const { rehearsal, page } = place.dataset;
  const recording = (await store.list()).find((one) => one.rehearsal === rehearsal || one.page === page);
  if (!recording) return;
  const takes = await store.takes(recording.rehearsal);
  place.querySelector("[data-when]").textContent = inShort(recording.when);
  place.querySelector("[data-takes]").replaceChildren(...takes.map(player));
  deletes(place.querySelector("[data-delete]"), async () => {
    await store.remove(recording.rehearsal);
    place.remove();
  });
  place.hidden = false;
  place.querySelector("[data-silence]").textContent = await silencesOf(takes).catch(() => "");
}

function showAll() {
  for (const place of document.querySelectorAll("[data-voice]")) {
    delete place.dataset.voice;
    show(place);
  }
}

async function fill(section) {
  const recordings = await store.list();
  section.querySelector("ul").replaceChildren(...recordings.map((recording) => row(section, recording)));
  section.hidden = !recordings.length;
}

function row(section, { rehearsal, question, when }) {
  const item = section.querySelector("template").content.cloneNode(true);
  item.querySelector("[data-question]").textContent = question;
  item.querySelector("[data-when]").textContent = inShort(when);
  item.querySelector("[data-play]").addEventListener("click", async ({ target }) => {
    const players = (await store.takes(rehearsal)).map(player);
    target.replaceWith(...players);
    players[0].play();
  });
  deletes(item.querySelector("[data-delete]"), async () => {
    await store.remove(rehearsal);
    await fill(section);
  });
  return item;
}

const listed = document.querySelector("[data-recordings]");
if (listed) {
  fill(listed);
  deletes(listed.querySelector("[data-delete-all]"), async () => {
    await store.remove();
    await fill(listed);
  });
}
document.addEventListener("recorded", showAll);
showAll();

export { inWords, loudness, silenceIn };
