"use strict";
// A click on a column head sorts the whole table by it; the second turns the order; the third brings the sectors back.
for (const table of document.querySelectorAll("table.sorts")) {
  const sectors = [...table.tBodies].map((body) => [body, [...body.rows]]);
  const rows = sectors.flatMap(([, own]) => own.filter((row) => !row.classList.contains("sector")));
  const heads = [...table.tHead.rows[0].cells];
  const mixed = document.createElement("tbody");
  let chosen = -1;
  let turns = 0;

  const keyed = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.key ?? cell.textContent.trim();
  };
  const compare = (one, other, isText, sign) => {
    if (one === "" || other === "") return (one === "") - (other === "");
    return sign * (isText ? one.localeCompare(other) : Number(one) - Number(other));
  };
  const restore = () => {
    for (const [body, own] of sectors) {
      body.append(...own);
      table.append(body);
    }
    mixed.remove();
  };
  const sortBy = (column) => {
    const isText = heads[column].dataset.kind === "text";
    turns = column === chosen ? (turns + 1) % 3 : 1;
    chosen = column;
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    table.classList.toggle("mixed", turns > 0);
    if (turns === 0) return restore();
    const rising = isText === (turns === 1);
    const ordered = [...rows].sort((a, b) => compare(keyed(a, column), keyed(b, column), isText, rising ? 1 : -1));
    heads[column].setAttribute("aria-sort", rising ? "ascending" : "descending");
    mixed.append(...ordered);
    for (const [body] of sectors) body.remove();
    table.append(mixed);
  };

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    if (head.title) button.title = head.title;
    button.addEventListener("click", () => sortBy(column));
    head.append(button);
  });
}
for (const hint of document.querySelectorAll(".hint")) hint.hidden = false;
