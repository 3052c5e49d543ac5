/* Says politely how long a held time is still kept: with five minutes left, with one,
   and once it is over. Nothing is reloaded or taken away; the server decides what holds.

   <p role="status" data-expires-at="…" data-now="…"
      data-five="…" data-one="…" data-over="…">Your time is kept until 18:00.</p>

   `data-now` is the server's clock, so that a wrong clock on the phone does no harm. */

const MINUTE = 60_000;
const CHECK_EVERY = 5_000;

const first = document.querySelector("[data-expires-at][data-now]");
const ahead = first ? Date.now() - Date.parse(first.dataset.now) : 0;

function words(status) {
  const left = Date.parse(status.dataset.expiresAt) - (Date.now() - ahead);
  if (left <= 0) return status.dataset.over;
  if (left <= MINUTE) return status.dataset.one;
  if (left <= 5 * MINUTE) return status.dataset.five;
  return undefined;
}

function announce() {
  for (const status of document.querySelectorAll("[data-expires-at]")) {
    const now = words(status);
    if (now && status.textContent !== now) status.textContent = now;
  }
}

announce();
setInterval(announce, CHECK_EVERY);
document.addEventListener("visibilitychange", announce);
