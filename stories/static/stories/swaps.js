// After a swap nobody is lost: the focus goes on in what stands where it stood, what was opened stays open, and what came
// of it is said in one place that stays. Of a live region that is itself replaced, a screen reader may say nothing.

const ALIKE = ["href", "name", "value"];
let held = null; // what had the focus before the swap, all that it stood in, and whether a <details> was open

const isOpened = (place) => Boolean(place?.querySelector("details[open]"));
const open = (place) => place.querySelector("details")?.setAttribute("open", "");

function hold({ detail }) {
  const element = document.activeElement;
  const around = [];
  for (let place = element?.parentElement; place; place = place.parentElement) around.push(place);
  held = { element, around, isOpened: isOpened(detail.target) };
}

function handOn({ element, around }) {
  if (element.isConnected || document.activeElement !== document.body) return;
  const places = around.map((place) => (place.isConnected ? place : document.getElementById(place.id))).filter(Boolean);
  const twin = [...places[0].querySelectorAll(element.localName)].find((one) =>
    ALIKE.every((name) => one.getAttribute(name) === element.getAttribute(name)),
  );
  for (const one of twin ? [twin, ...places] : places) {
    if (one.tabIndex < 0) one.tabIndex = -1;
    one.focus();
    if (document.activeElement === one) return;
  }
}

document.body.addEventListener("htmx:beforeSwap", hold);
document.body.addEventListener("htmx:historyCacheMissLoad", hold);
document.body.addEventListener("htmx:oobBeforeSwap", ({ detail }) => {
  if (isOpened(detail.target)) open(detail.fragment);
});
document.body.addEventListener("htmx:afterSettle", ({ detail }) => {
  if (held?.isOpened) open(detail.target);
  if (held) handOn(held);
  held = null;
  const news = detail.target?.querySelector("[data-announce]");
  if (news) document.getElementById("said").textContent = news.textContent.trim();
});
