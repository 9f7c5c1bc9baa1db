// The matrices as ARIA grids: one tab stop each, with arrow keys inside. Without JavaScript they are tables of links.

const MOVES = {
  ArrowUp: (row, column) => [row - 1, column],
  ArrowDown: (row, column) => [row + 1, column],
  ArrowLeft: (row, column) => [row, column - 1],
  ArrowRight: (row, column) => [row, column + 1],
  PageUp: (row, column) => [row - 10, column],
  PageDown: (row, column) => [row + 10, column],
  Home: (row) => [row, 0],
  End: (row) => [row, Infinity],
};
const STRENGTHS = { p: "primary", s: "supporting", 0: "" };
let opener = null;

function makeGrids() {
  for (const table of document.querySelectorAll("table[data-grid]")) makeGrid(table);
}

function makeGrid(table) {
  table.setAttribute("role", "grid");
  const all = [...table.rows].flatMap((row) => [...row.cells].map(stopOf));
  for (const stop of all) stop.tabIndex = -1;
  for (const link of table.querySelectorAll("a, button")) link.tabIndex = -1;
  const first = table.tBodies[0].rows[0]?.cells[1];
  const current = all.find((stop) => stop === document.activeElement) ?? (first ? stopOf(first) : all[0]);
  if (current) current.tabIndex = 0;
}

// What takes the focus in a cell: its first button or link, or else the cell itself.
function stopOf(cell) {
  if (cell.matches("td, [role='cell']")) cell.setAttribute("role", "gridcell");
  return cell.querySelector("button, a") ?? cell;
}

function move(event) {
  const cell = event.target.closest("table[data-grid] :is(td, th)");
  if (!cell || event.altKey || event.metaKey) return;
  const table = cell.closest("table");
  if (MOVES[event.key]) {
    const [row, column] = MOVES[event.key](cell.parentElement.rowIndex, cell.cellIndex);
    focusAt(table, event.ctrlKey && event.key === "Home" ? 0 : event.ctrlKey && event.key === "End" ? Infinity : row, column);
    event.preventDefault();
  } else if (event.ctrlKey) {
    return; // Ctrl and a letter belong to the browser.
  } else if (event.key === "o") {
    (cell.querySelector("[data-basis]") ?? cell.querySelector("a"))?.click();
  } else if (event.key in STRENGTHS) {
    setStrength(cell.querySelector("button[name=strength]"), STRENGTHS[event.key]);
  }
}

function focusAt(table, row, column) {
  const { cells } = table.rows[Math.max(0, Math.min(row, table.rows.length - 1))];
  const cell = cells[Math.max(0, Math.min(column, cells.length - 1))];
  for (const stop of table.querySelectorAll("[tabindex='0']")) stop.tabIndex = -1;
  const stop = stopOf(cell);
  stop.tabIndex = 0;
  stop.focus();
}

function setStrength(button, strength) {
  if (!button) return;
  button.focus();
  button.value = strength;
  button.click();
}

function close() {
  document.getElementById("basis").replaceChildren();
  const opened = opener?.isConnected ? opener : document.getElementById(opener?.id); // a swap may have redrawn it
  (opened ?? document.querySelector("table[data-grid] [tabindex='0']"))?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.getElementById("basis")?.firstElementChild) close();
  else move(event);
});
// A cell carries only its address, as a page has hundreds: a button of the form sets its tag, a link shows its evidence.
function send(event) {
  const cell = event.target.closest("#cells button[formaction], [data-basis]");
  if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (cell.matches("[data-basis]")) {
    window.htmx.ajax("GET", cell.getAttribute("href"), { source: cell, target: "#basis" });
    return;
  }
  const place = cell.closest("td") ?? cell.closest("section.value-list");
  const swap = place.matches("td") ? "innerHTML" : "outerHTML";
  window.htmx.ajax("POST", cell.getAttribute("formaction"), { source: cell, target: place, swap, values: { strength: cell.value } });
}

document.addEventListener("click", (event) => {
  send(event);
  if (event.target.closest("[data-close]")) close();
  const link = event.target.closest("[data-basis]");
  if (link) opener = (link.closest("td") ?? link.parentElement).querySelector("button, a");
});
document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id === "basis") event.detail.target.querySelector("h2")?.focus();
  makeGrids();
});
makeGrids();
