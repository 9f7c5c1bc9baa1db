// The story editor: words of the story become the evidence of a value, by a selection or a tap, and stay marked in it.

const form = document.getElementById("story-form");
const LONGEST = 500; // characters of evidence
const HIGHLIGHTS = { primary: "shown-primary", supporting: "shown-supporting" };
const sections = [...form.querySelectorAll(".section-field textarea")];
const rows = [...form.querySelectorAll(".tag-row")];
const menu = document.getElementById("shows-menu").content.firstElementChild.cloneNode(true);
const [quote, isPrimary] = [menu.querySelector("q"), menu.querySelector("input")];

const evidenceOf = (row) => row.querySelector(".evidence-field textarea");
const strengthOf = (row) => row.querySelector("[type=radio]:checked")?.value ?? "";
const onOneLine = (text) => text.replace(/\s+/g, " ").trim();

function set(field, property, value) {
  field[property] = value;
  for (const type of ["input", "change"]) field.dispatchEvent(new Event(type, { bubbles: true }));
}

// The sentences of a section, as the server last saw them.
function linesOf(section) {
  return [...document.querySelectorAll(`#lines [data-section="${section}"]`)].map((line) => line.textContent);
}

// A copy of each section lies behind its field, to be marked: a field can't be.

const copies = new Map(sections.map((field) => [field, behind(field)]));
const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => align(target)));

function behind(field) {
  const copy = document.createElement("div");
  copy.className = "copy";
  copy.ariaHidden = "true";
  copy.append("");
  field.before(copy);
  field.classList.add("over-copy");
  return copy;
}

function align(field) {
  const copy = copies.get(field);
  Object.assign(copy.style, { top: `${field.offsetTop + field.clientTop}px`, left: `${field.offsetLeft + field.clientLeft}px` });
  Object.assign(copy.style, { width: `${field.clientWidth}px`, height: `${field.clientHeight}px`, direction: getComputedStyle(field).direction });
  copy.scrollTop = field.scrollTop;
}

function rangeIn(field, from, to) {
  const range = new Range();
  range.setStart(copies.get(field).firstChild, from);
  range.setEnd(copies.get(field).firstChild, to);
  return range;
}

// Where a piece of evidence stands in a text, however its blanks and line ends fall.
function placeOf(piece, text) {
  const words = piece.trim().split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return words[0] ? new RegExp(words.join("\\s+"), "iu").exec(text) : null;
}

function mark() {
  if (!CSS.highlights) return;
  const ranges = { primary: [], supporting: [] };
  for (const field of sections) copies.get(field).firstChild.data = `${field.value}\n`;
  for (const row of rows.filter(strengthOf)) {
    for (const piece of evidenceOf(row).value.split(/\[?(?:\.{3,}|…)\]?/)) {
      for (const field of sections) {
        const place = placeOf(piece, field.value);
        if (place) ranges[strengthOf(row)].push(rangeIn(field, place.index, place.index + place[0].length));
      }
    }
  }
  for (const [strength, name] of Object.entries(HIGHLIGHTS)) CSS.highlights.set(name, new Highlight(...ranges[strength]));
}

// The menu below the selected words, or below the sentence that was tapped.

function selected(field, isTap) {
  const { selectionStart: from, selectionEnd: to, value } = field;
  if (from !== to) return [from, to];
  const around = (line) => {
    const place = placeOf(line, value);
    return place && place.index <= from && from <= place.index + place[0].length ? [place.index, place.index + place[0].length] : null;
  };
  return isTap ? linesOf(field.name).map(around).find(Boolean) : undefined;
}

function offer(field, isTap) {
  const [from, to] = selected(field, isTap) ?? [0, 0];
  const words = onOneLine(field.value.slice(from, to));
  if (!words || words.length > LONGEST) return close();
  if (menu.isConnected && quote.textContent === words) return;
  copies.get(field).firstChild.data = `${field.value}\n`;
  quote.textContent = words;
  isPrimary.checked = !rows.some((row) => strengthOf(row) === "primary");
  field.after(menu);
  const line = rangeIn(field, from, to).getBoundingClientRect();
  menu.style.top = `${line.bottom - field.closest(".section-field").getBoundingClientRect().top + 4}px`;
}

function close() {
  menu.remove();
}

function tag(row, words) {
  const evidence = evidenceOf(row), kept = onOneLine(evidence.value);
  const strength = strengthOf(row) || (isPrimary.checked ? "primary" : "supporting");
  const joined = kept && !placeOf(words, kept) ? `${kept} … ${words}` : kept || words;
  if (!strengthOf(row)) set(row.querySelector(`[value="${strength}"]`), "checked", true);
  set(evidence, "value", joined.length > LONGEST ? words : joined);
  document.getElementById("said").textContent = `${row.querySelector("legend").textContent}: ${strength}, with these words.`;
}

menu.addEventListener("input", (event) => event.stopPropagation()); // nothing of the story
menu.addEventListener("click", (event) => {
  const button = event.target.closest("[data-value]");
  if (!button) return;
  const field = menu.closest(".section-field").querySelector("textarea");
  tag(rows.find((row) => row.dataset.value === button.dataset.value), quote.textContent);
  close();
  field.focus({ preventScroll: true });
  field.setSelectionRange(field.selectionEnd, field.selectionEnd);
});

for (const field of sections) {
  field.addEventListener("pointerup", (event) => setTimeout(() => offer(field, event.pointerType === "touch")));
  field.addEventListener("keyup", ({ key }) => !["Escape", "Tab"].includes(key) && offer(field, false));
  field.addEventListener("scroll", () => align(field));
  sizes.observe(field);
}

form.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && menu.isConnected) {
    const field = menu.closest(".section-field").querySelector("textarea");
    close();
    field.focus();
  }
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input[type=text], .evidence-field textarea")) return;
  event.preventDefault(); // goes on to the next field instead of sending the form
  const fields = [...form.elements].filter((field) => field.checkVisibility() && !field.matches("button, fieldset"));
  fields[fields.indexOf(event.target) + 1]?.focus();
});

document.addEventListener("pointerdown", (event) => {
  if (!event.target.closest(".shows, .section-field textarea")) close();
});

// The sentences of Action and Result, as buttons beside the evidence of a value that has none yet.

function offerLines(row) {
  const field = row.querySelector(".evidence-field");
  field.querySelector(".lines")?.remove();
  if (!strengthOf(row) || evidenceOf(row).value.trim()) return;
  const lines = document.createElement("div");
  lines.className = "lines";
  lines.role = "group";
  lines.ariaLabel = `Lines that may show ${row.querySelector("legend").textContent}`;
  for (const text of [...linesOf("action"), ...linesOf("result")].filter((line) => line.length <= LONGEST)) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: text, dir: "auto" });
    lines.append(button);
  }
  if (lines.childElementCount) field.append(lines);
}

for (const row of rows) {
  row.addEventListener("change", () => offerLines(row));
  row.addEventListener("focusin", (event) => event.target === evidenceOf(row) && offerLines(row));
  row.addEventListener("click", (event) => {
    const line = event.target.closest(".lines button");
    if (!line) return;
    set(evidenceOf(row), "value", line.textContent);
    evidenceOf(row).focus();
  });
}

form.addEventListener("input", (event) => {
  if (sections.includes(event.target)) close();
  mark();
});
mark();
