/* Arrows go from cell to cell of the calendar's table: up and down its column, left and
   right to what the next column has beside it. Enter follows the link that has the focus,
   as everywhere. Every link can also be reached by Tab. */

const STEPS = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/* The cell that covers each place of the table, by row and column. */
function places(table) {
  const rows = [...table.tBodies[0].rows];
  const found = rows.map(() => []);
  rows.forEach((row, r) => {
    for (const cell of row.cells) {
      let column = 0;
      while (found[r][column]) column += 1;
      for (let down = 0; down < cell.rowSpan && rows[r + down]; down += 1) {
        found[r + down][column] = cell;
      }
    }
  });
  return found;
}

function place(found, cell) {
  const row = found.findIndex((cells) => cells.includes(cell));
  return [row, found[row].indexOf(cell)];
}

/* The next link in that direction; beside, the one nearest to the same row. */
function next(table, link, [down, right]) {
  const found = places(table);
  const cell = link.closest("td");
  const [row, column] = place(found, cell);
  if (down) {
    const links = inColumn(found, column);
    return links[links.indexOf(link) + down];
  }
  const width = found[row].length;
  for (let c = column + right; c > 0 && c < width; c += right) {
    const near = nearest(found, c, row);
    if (near) return near;
  }
  return undefined;
}

function inColumn(found, column) {
  const cells = new Set(found.map((row) => row[column]));
  return [...cells].flatMap((cell) => (cell ? [...cell.querySelectorAll("a")] : []));
}

function nearest(found, column, row) {
  const links = inColumn(found, column);
  const away = (link) => {
    const first = place(found, link.closest("td"))[0];
    const last = first + link.closest("td").rowSpan - 1;
    return Math.max(first - row, row - last, 0);
  };
  return links.sort((a, b) => away(a) - away(b))[0];
}

document.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const link = event.target.closest?.("table[data-keys] tbody td a");
  if (!step || !link || event.altKey || event.ctrlKey || event.metaKey) return;
  const turned = document.dir === "rtl" ? [step[0], -step[1]] : step;
  const to = next(link.closest("table"), link, turned);
  event.preventDefault();
  if (!to) return;
  to.focus();
  to.scrollIntoView({ block: "nearest", inline: "nearest" });
});
