// A keyboard that opens on a phone makes the window lower: the line being typed stays in sight.

window.addEventListener("resize", () => requestAnimationFrame(showCaret));

function showCaret() {
  const field = document.activeElement;
  if (!field?.matches("textarea, input:not([type]), input[type=text], input[type=search]")) return;
  const { top, height } = caretLine(field);
  const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(document.documentElement);
  const above = top - (parseFloat(scrollPaddingTop) || 0);
  const below = top + height - (innerHeight - (parseFloat(scrollPaddingBottom) || 0));
  if (below > 0) scrollBy({ top: Math.min(below, above), behavior: "instant" });
  else if (above < 0) scrollBy({ top: above, behavior: "instant" });
}

// In pixels from the top of the window.
function caretLine(field) {
  const box = field.getBoundingClientRect();
  if (!field.matches("textarea")) return { top: box.top, height: box.height };
  const twin = document.createElement("div"), caret = document.createElement("span"), style = getComputedStyle(field);
  for (const name of ["font", "letterSpacing", "wordSpacing", "lineHeight", "padding", "direction", "overflowWrap"]) twin.style[name] = style[name];
  Object.assign(twin.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", boxSizing: "border-box", width: `${field.clientWidth}px` });
  caret.textContent = "\u200b";
  twin.append(field.value.slice(0, field.selectionEnd), caret);
  document.body.append(twin);
  const { offsetTop: at, offsetHeight: height } = caret;
  twin.remove();
  field.scrollTop = Math.min(Math.max(field.scrollTop, at + height - field.clientHeight), at);
  return { top: box.top + field.clientTop + at - field.scrollTop, height };
}
