// Menus are <details>, so they open without JavaScript. With it they close as menus do: with Escape, by a press elsewhere,
// and when the focus leaves them; and the arrow keys move in them.

const opened = () => document.querySelector(".menu[open]");
const isIn = (menu, target) => target instanceof Node && menu.contains(target);

function leave({ target }) {
  const menu = opened();
  if (menu && !isIn(menu, target)) menu.open = false;
}

function press(event) {
  const menu = opened();
  if (!menu) return;
  if (event.key === "Escape") {
    const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
    menu.open = false;
    if (hadFocus) menu.querySelector("summary").focus();
  } else if (["ArrowDown", "ArrowUp"].includes(event.key) && isIn(menu, event.target)) {
    step(menu, event.key === "ArrowDown" ? 1 : -1);
    event.preventDefault();
  }
}

function step(menu, by) {
  const items = [...menu.querySelectorAll(".menu-items :is(a, button)")];
  const next = items.indexOf(document.activeElement) + by;
  items.at(next < -1 ? -1 : next % items.length)?.focus();
}

document.addEventListener("click", leave);
document.addEventListener("focusin", leave);
document.addEventListener("keydown", press);
