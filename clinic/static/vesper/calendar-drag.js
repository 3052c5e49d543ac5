/* Drags a session to another row or day and sends what the form of its Move page sends.
   Where the server refuses, the page says why, and the session stays: only a ghost was
   moved. Escape gives up. A finger presses long, so that the table can be scrolled. */

const QUARTER = 15 * 60_000;
const FAR_ENOUGH = 6;
const LONG_PRESS = 450;
const EDGE = 48;

let drag = null;
let dragged = false;

function begin(event, link) {
  const cell = link.closest("td");
  const box = cell.getBoundingClientRect();
  drag = {
    link,
    cell,
    id: event.pointerId,
    from: [event.clientX, event.clientY],
    grip: [event.clientX - box.left, event.clientY - box.top],
    size: [box.width, box.height],
    ghost: null,
    touch: event.pointerType === "touch",
  };
  if (drag.touch) drag.press = setTimeout(lift, LONG_PRESS, event.clientX, event.clientY);
}

function lift(x, y) {
  dragged = true;
  const ghost = drag.cell.cloneNode(true);
  const box = document.createElement("div");
  box.className = `evenings ghost ${drag.cell.className}`;
  box.setAttribute("aria-hidden", "true");
  ghost.querySelectorAll("a").forEach((each) => each.removeAttribute("href"));
  box.append(...ghost.childNodes);
  box.style.inlineSize = `${drag.size[0]}px`;
  box.style.blockSize = `${drag.size[1]}px`;
  document.body.append(box);
  drag.ghost = box;
  drag.cell.classList.add("lifted");
  follow(x, y);
}

function follow(x, y) {
  drag.ghost.style.left = `${x - drag.grip[0]}px`;
  drag.ghost.style.top = `${y - drag.grip[1]}px`;
  if (y < EDGE) scrollBy(0, y - EDGE);
  if (y > innerHeight - EDGE) scrollBy(0, y - innerHeight + EDGE);
}

/* The moment at the ghost's top edge. Where columns are people, it stays in its own. */
function startAt(pointer, y) {
  const top = y - drag.grip[1] + 4;
  const own = drag.cell.getBoundingClientRect();
  const across = drag.cell.closest("table").hasAttribute("data-across");
  const x = across ? pointer : own.left + own.width / 2;
  const cell = document
    .elementsFromPoint(x, top)
    .find((each) => each.matches?.("table.evenings tbody td[data-start]"));
  if (!cell || !cell.closest("table").contains(drag.cell)) return null;
  let moment = Date.parse(cell.dataset.start);
  for (let line = cell.parentElement; line?.getBoundingClientRect().bottom <= top; ) {
    line = line.nextElementSibling;
    moment += QUARTER;
  }
  return new Date(moment).toISOString().replace(/\.\d+/, "");
}

function stop() {
  if (!drag) return;
  clearTimeout(drag.press);
  drag.ghost?.remove();
  drag.cell.classList.remove("lifted");
  drag = null;
}

function drop(x, y) {
  const { link, cell } = drag;
  const start = startAt(x, y);
  stop();
  if (!start || Date.parse(start) === Date.parse(cell.dataset.start)) return;
  const form = document.getElementById("drop");
  form.elements.start.value = start;
  form.elements.revision.value = link.dataset.revision;
  const values = Object.fromEntries(new FormData(form));
  const how = { values, target: "#moved", swap: "outerHTML" };
  window.htmx.ajax("POST", link.dataset.move, how).catch(sayUnsent);
}

function sayUnsent() {
  const said = document.getElementById("unsent").content.cloneNode(true);
  document.getElementById("moved").replaceWith(said);
}

document.addEventListener("pointerdown", (event) => {
  const link = event.target.closest?.("a[data-move]");
  dragged = false;
  if (link && event.isPrimary && event.button === 0) begin(event, link);
});

document.addEventListener("pointermove", (event) => {
  if (!drag || event.pointerId !== drag.id) return;
  const away = Math.hypot(event.clientX - drag.from[0], event.clientY - drag.from[1]);
  if (!drag.ghost && away < FAR_ENOUGH) return;
  if (!drag.ghost && drag.touch) stop();
  else if (drag.ghost) follow(event.clientX, event.clientY);
  else lift(event.clientX, event.clientY);
});

document.addEventListener("pointerup", (event) => {
  if (!drag || event.pointerId !== drag.id) return;
  if (drag.ghost) drop(event.clientX, event.clientY);
  else stop();
});

/* What ends a drag is no press of the link under it. */
document.addEventListener(
  "click",
  (event) => {
    if (dragged && event.detail && event.target.closest?.("table[data-keys]")) {
      event.preventDefault();
    }
  },
  true,
);

/* An answer that is no line for this page, such as the one to sign in, is a page. */
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.serverResponse.includes('id="moved"')) return;
  event.detail.shouldSwap = false;
  location.reload();
});

document.addEventListener("pointercancel", stop);
document.addEventListener("keydown", (event) => event.key === "Escape" && stop());
document.addEventListener("contextmenu", (event) => drag?.touch && event.preventDefault());
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.("a[data-move]")) event.preventDefault();
});
/* A finger that carries a session does not scroll the table. */
document.addEventListener(
  "touchmove",
  (event) => {
    if (drag?.ghost) event.preventDefault();
  },
  { passive: false },
);
