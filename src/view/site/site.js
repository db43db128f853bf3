"use strict";
// The list of flagged filings: rows come in chunks, filters and order are chosen here. Without it the first rows are there.
const gouji = { rows: [], add(rows) { this.rows.push(...rows); } };
const heat = document.querySelector("#metric");
if (heat) {
  const show = () => { for (const part of document.querySelectorAll("section[data-metric]")) part.hidden = part.dataset.metric !== heat.value; };
  heat.parentElement.hidden = false; heat.onchange = show; show();
}
const table = document.querySelector("#flagged");
if (table) {
  const form = document.querySelector(".filters"), count = document.querySelector("#count"), head = table.tHead.rows[0];
  const fields = ["organ", "province", "city", "year", "level", "kind", "rules", "off", "new"];
  const more = document.querySelector("#more"), step = 500;
  let order = { column: 3, down: true }, chosen = [], listed = step;
  const load = (number) => {
    if (number >= Number(table.dataset.chunks)) return begin();
    const script = document.createElement("script");
    script.src = "data/flagged-" + number + ".js";
    script.onload = script.onerror = () => load(number + 1);
    document.head.append(script);
  };
  const begin = () => {
    form.hidden = false;
    for (const select of form.querySelectorAll("select")) {
      const column = fields.indexOf(select.name) + 1;
      const values = new Set(gouji.rows.flatMap(row => select.name === "rules" ? row[column].split(" ") : [row[column]]));
      for (const value of [...values].filter(Boolean).sort()) select.append(new Option(value, value));
      select.onchange = update;
    }
    for (const input of form.querySelectorAll("input")) input.oninput = update;
    // What a link asks for: flagged.html#new=1
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
      const input = form.elements[name];
      if (input && input.type === "checkbox") input.checked = true; else if (input) input.value = value;
    }
    document.querySelector("#csv").onclick = save;
    more.onclick = () => { listed += step; draw(); };
    [...head.cells].forEach((cell, column) => {
      const button = document.createElement("button");
      button.type = "button"; button.textContent = cell.textContent; cell.replaceChildren(button);
      button.onclick = () => { order = { column, down: order.column === column && !order.down }; update(); };
    });
    update();
  };
  const update = () => {
    const wanted = Object.fromEntries(new FormData(form));
    chosen = gouji.rows.filter(row => fields.every((name, at) => {
      const value = row[at + 1], want = wanted[name];
      if (!want) return true;
      if (name === "organ") return value.includes(want);
      if (name === "rules") return value.split(" ").includes(want);
      if (name === "off") return value !== "" && Math.abs(Number(value)) === Number(want);
      if (name === "new") return value === 1;
      return value === want;
    }));
    const key = order.column + 1, sign = order.down ? -1 : 1;
    chosen.sort((a, b) => sign * (Number(a[key]) - Number(b[key]) || String(a[key]).localeCompare(String(b[key]), "zh")));
    [...head.cells].forEach((cell, column) => cell.setAttribute("aria-sort", column !== order.column ? "none" : order.down ? "descending" : "ascending"));
    count.textContent = chosen.length + " / " + gouji.rows.length;
    listed = step;
    draw();
  };
  const draw = () => {
    more.hidden = listed >= chosen.length;
    table.tBodies[0].replaceChildren(...chosen.slice(0, listed).map(row => {
      const line = document.createElement("tr");
      fields.forEach((name, at) => {
        const cell = document.createElement("td");
        if (name === "organ") {
          const link = document.createElement("a");
          link.href = row[0]; link.textContent = row[1]; cell.append(link);
        } else cell.textContent = name === "new" ? (row[at + 1] ? "●" : "") : row[at + 1];
        line.append(cell);
      });
      return line;
    }));
  };
  const save = () => {
    const quote = text => /[",\r\n]/.test(text) ? '"' + String(text).replaceAll('"', '""') + '"' : text;
    const lines = [["page", ...fields], ...chosen].map(row => row.map(quote).join(","));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\n") + "\n"], { type: "text/csv" }));
    link.download = "flagged.csv"; link.click();
    URL.revokeObjectURL(link.href);
  };
  load(0);
}
