// The board by arrow keys: one stop for Tab, then the keys of a grid. Without this file every duty is a link of its own.
"use strict";
for (const board of document.querySelectorAll(".board")) {
  const table = board.querySelector("table");
  const rows = [...table.querySelectorAll("tbody tr:not(.site)")];
  const target = (cell) => cell.querySelector("a") ?? cell;
  const links = table.querySelectorAll("td a");
  for (const link of links) link.tabIndex = -1;
  if (links.length) links[0].tabIndex = 0;
  let stop = links[0];
  // The heads that stick cover what lies under them: as much is kept free where the focus goes.
  const corner = table.querySelector("thead th");
  const keepFree = () => {
    board.style.scrollPaddingTop = `${corner.offsetHeight + 4}px`;
    board.style.scrollPaddingLeft = `${corner.offsetWidth + 4}px`;
  };
  const go = (row, column) => {
    const cells = rows[row].cells;
    const cell = cells[Math.min(Math.max(column, 1), cells.length - 1)];
    const next = target(cell);
    if (stop) stop.tabIndex = -1;
    next.tabIndex = 0;
    stop = next;
    keepFree();
    next.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  board.addEventListener("keydown", (event) => {
    const cell = event.target.closest?.("td");
    if (!cell || event.altKey || event.metaKey || event.shiftKey) return;
    const row = rows.indexOf(cell.parentElement);
    const column = cell.cellIndex;
    const last = rows.length - 1;
    if (row < 0) return;
    const far = event.ctrlKey;
    if (far && event.key !== "Home" && event.key !== "End") return;
    switch (event.key) {
      case "ArrowRight": go(row, column + 1); break;
      case "ArrowLeft": go(row, column - 1); break;
      case "ArrowDown": go(Math.min(row + 1, last), column); break;
      case "ArrowUp": go(Math.max(row - 1, 0), column); break;
      case "Home": go(far ? 0 : row, 1); break;
      case "End": go(far ? last : row, Infinity); break;
      case "PageDown": go(row, column + 7); break;
      case "PageUp": go(row, column - 7); break;
      case "Escape": board.focus(); break;
      default: return;
    }
    event.preventDefault();
  });
  // A click or a touch moves the stop along.
  board.addEventListener("focusin", (event) => {
    const link = event.target.closest?.("td a");
    if (!link || link === stop) return;
    if (stop) stop.tabIndex = -1;
    link.tabIndex = 0;
    stop = link;
  });
  document.querySelector(".board-keys")?.removeAttribute("hidden");
}
