// Single-key shortcuts: each presses the link, button or label that names it in data-keys. People who dictate, or hit
// keys by accident, can turn them off in the list that `?` opens; this browser remembers it.

const OFF = "prepsite-keys-off";
const PATIENCE = 1500; // milliseconds between the two keys of a pair
let first = { key: "", at: 0 };

const areOn = () => !localStorage.getItem(OFF);
const dialog = () => document.getElementById("keys");

// Looked up each time: going back may have redrawn the page.
document.addEventListener("click", (event) => {
  if (!event.target.closest("button[data-keys='?']")) return;
  document.getElementById("keys-on").checked = areOn();
  dialog().showModal();
});
document.addEventListener("change", (event) => {
  if (event.target.id !== "keys-on") return;
  if (event.target.checked) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, "1");
});

function search() {
  return document.querySelector("main input[type=search]");
}

function press(keys) {
  const target = document.querySelector(`[data-keys="${CSS.escape(keys)}"]`);
  if (keys === "/" && search()) search().select();
  else target?.click();
  return target !== null;
}

function isTyped(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest("input, textarea, select");
}

// Heard before the matrices do: after `g` a letter completes a pair there too.
function hear(event) {
  if (!areOn() || document.querySelector("dialog[open]") || isTyped(event)) return;
  const isSecond = first.key && event.timeStamp - first.at < PATIENCE;
  const keys = isSecond ? `${first.key} ${event.key}` : event.key;
  first = { key: keys === "g" ? "g" : "", at: event.timeStamp };
  if (!first.key && !press(keys) && !isSecond) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

document.addEventListener("keydown", hear, { capture: true });

const target = document.getElementById(location.hash.slice(1));
if (target?.type === "search") target.focus();
