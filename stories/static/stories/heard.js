// The box for a heard question has one line. Where several are pasted into it, they can be added as a list.

const box = document.getElementById("heard");
const offer = document.getElementById("heard-list");

box.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  const count = text.split("\n").filter((line) => line.trim()).length;
  offer.hidden = count < 2;
  offer.elements.heard.value = text;
  offer.querySelector("button").textContent = `Add the ${count} lines as a list`;
  document.getElementById("said").textContent = offer.hidden ? "" : `${count} lines were pasted. They can be added as a list.`;
});

box.addEventListener("input", () => {
  if (!box.value) offer.hidden = true;
});
