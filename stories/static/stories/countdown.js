// Counts down the seconds that a line names, from when they began (`zero`), and then says what comes `after` them.

function countDown(line, zero, after) {
  if (!line.isConnected) return;
  const rest = Math.ceil(Number(line.dataset.seconds) - (Date.now() - zero) / 1000);
  line.dataset.left = Math.max(0, rest);
  if (rest > 0) setTimeout(countDown, 200, line, zero, after);
  else line.textContent = after;
}

window.countDown = countDown; // for telling.js and recall.js
