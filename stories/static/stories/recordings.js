// What was recorded of tellings: in this browser's own storage, kept apart by owner, and sent nowhere. At signing out it is
// asked what becomes of it.

const NAME = "prepsite-recordings";
const { owner } = document.documentElement.dataset;

// The keys of all that an owner recorded, or of one telling.
const within = (...of) => IDBKeyRange.bound([owner, ...of], [owner, ...of, []]);

function open() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("recordings"); // of which telling, by owner and rehearsal
      opening.result.createObjectStore("chunks"); // what was heard, by owner, rehearsal, take and number
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

// One piece of work, done wholly or not at all; gives what the request that it returns has found. Opened each time, because
// a page that holds a database may not be kept for going back.
async function use(mode, work) {
  const database = await open();
  const transaction = database.transaction(["recordings", "chunks"], mode, { durability: "strict" });
  return new Promise((resolve, reject) => {
    const request = work(transaction.objectStore("recordings"), transaction.objectStore("chunks"));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  }).finally(() => database.close());
}

// A second or so of a take. The first chunk of a take has its header, so all of them make a file only together.
function add(about, take, number, sound) {
  return use("readwrite", (recordings, chunks) => {
    recordings.put(about, [owner, about.rehearsal]);
    return chunks.put({ take, sound }, [owner, about.rehearsal, take, number]);
  });
}

// One file for each time that the recording was begun: once, unless the page was left in the middle.
async function takes(rehearsal) {
  const chunks = await use("readonly", (_, all) => all.getAll(within(rehearsal)));
  const begun = [...new Set(chunks.map(({ take }) => take))];
  return begun.map((one) => {
    const sounds = chunks.filter(({ take }) => take === one).map(({ sound }) => sound);
    return new Blob(sounds, { type: sounds[0].type });
  });
}

// The latest first.
async function list() {
  const all = await use("readonly", (recordings) => recordings.getAll(within()));
  return all.sort((one, other) => other.when - one.when);
}

const count = () => use("readonly", (recordings) => recordings.count(within()));

// Of one telling, or all of them.
function remove(...rehearsal) {
  return use("readwrite", (recordings, chunks) => {
    recordings.delete(within(...rehearsal));
    return chunks.delete(within(...rehearsal));
  });
}

window.recordings = { add, takes, list, remove }; // for voice.js and playback.js

// Who has recorded nothing is signed out at once.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("signOut" in form.dataset)) return;
  event.preventDefault();
  const left = await count().catch(() => 0);
  if (!left || (await asked(left))) form.submit();
});

// What becomes of them: done once this gives true; false if their owner stays.
function asked(left) {
  const dialog = document.getElementById("recordings-left");
  dialog.querySelector("[data-count]").textContent = left === 1 ? "recording" : `${left} recordings`;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    const decide = async () => {
      if (dialog.returnValue === "delete") await remove();
      resolve(dialog.returnValue !== "");
    };
    dialog.addEventListener("close", decide, { once: true });
  });
}
