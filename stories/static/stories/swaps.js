// After a swap nobody gets lost: the focus stays in the same place, what was open stays open, and the result is announced
// in one live region that is never replaced. (If a live region itself is replaced, a screen reader may say nothing.)

const ALIKE = ["href", "name", "value"];
let held = null; // what had the focus before the swap, the elements around it, and whether a <details> was open

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
  const twin = [...places[0].querySelectorAll(element.localName)].find((candidate) =>
    ALIKE.every((name) => candidate.getAttribute(name) === element.getAttribute(name)),
  );
  for (const target of twin ? [twin, ...places] : places) {
    if (target.tabIndex < 0) target.tabIndex = -1;
    target.focus();
    if (document.activeElement === target) return;
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
