"use strict";
// The calculation inspector of a filing: equations light their cells, cells tell their equations. The page is whole without it.
for (const filing of document.querySelectorAll(".filing")) {
  const data = JSON.parse(filing.querySelector("script.data").textContent);
  const words = JSON.parse(filing.querySelector("script.words").textContent);
  const panel = filing.querySelector(".inspector");
  const cells = new Map([...filing.querySelectorAll("td[data-code]")].map(td => [td.dataset.code, td]));
  const make = (name, text, kind) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };
  const clear = () => {
    for (const td of cells.values()) { td.classList.remove("lit", "chosen", "would"); delete td.dataset.sign; }
    for (const mark of filing.querySelectorAll("mark.lit, [aria-pressed=true]")) {
      mark.classList.remove("lit");
      if (mark.hasAttribute("aria-pressed")) mark.setAttribute("aria-pressed", "false");
    }
  };
  const show = (...parts) => { panel.replaceChildren(...parts); panel.hidden = false; };
  const close = () => {
    const button = make("button", "×", "close");
    button.type = "button";
    button.setAttribute("aria-label", words.close);
    button.onclick = () => { clear(); panel.hidden = true; };
    return button;
  };
  const button = (equation) => {
    const element = make("button", equation.code + " " + equation.title + "：" + equation.written, "equation " + equation.outcome);
    element.type = "button";
    element.onclick = () => light(equation);
    return element;
  };
  const light = (equation) => {
    clear();
    for (const [code, sign] of equation.terms) {
      const td = cells.get(code);
      if (td) { td.classList.add("lit"); td.dataset.sign = sign; }
    }
    const sum = make("p", equation.written, "written");
    const sides = make("p", words.left + " " + equation.left + "　" + words.right + " " + equation.right + "　" + words.outcomes[equation.outcome]);
    show(close(), make("h3", equation.code + " " + equation.title), sum, sides);
    const first = cells.get(equation.terms[0][0]);
    if (first && matchMedia("(min-width: 60rem)").matches) first.scrollIntoView({ block: "nearest" });
  };
  const tell = (code) => {
    clear();
    const td = cells.get(code), cell = data.cells[code];
    td.classList.add("chosen");
    const list = make("dl");
    const say = (term, text) => { if (text) list.append(make("dt", term), make("dd", text)); };
    const known = cell || { label: td.dataset.label || code, said: [] };
    say(words.value, known.value); say(words.raw, known.raw); say(words.status, known.status || words.absent);
    say(words.place, known.place); say(words.code, code);
    say(words.years, (known.years || []).join("； "));
    for (const sentence of known.said) say(words.said, sentence);
    const own = data.equations.filter(equation => equation.terms.some(term => term[0] === code));
    const parts = [close(), make("h3", known.label), list];
    if (own.length) parts.push(make("h4", words.equations), ...own.map(button));
    show(...parts);
  };
  for (const td of cells.values()) {
    td.onclick = () => { move(td); tell(td.dataset.code); };
    td.onkeydown = (event) => {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); return tell(td.dataset.code); }
      const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
      if (!step) return;
      event.preventDefault();
      const row = td.parentElement, place = [...row.querySelectorAll("td")].indexOf(td);
      let to = step[1] ? row.querySelectorAll("td")[place + step[1]] : null;
      for (let next = row; step[0] && !to;) {
        next = step[0] > 0 ? next.nextElementSibling : next.previousElementSibling;
        if (!next) break;
        to = next.querySelectorAll("td")[place];
      }
      if (to) { move(to); to.focus(); }
    };
  }
  const move = (td) => {
    for (const other of td.closest("table").querySelectorAll("td[tabindex='0']")) other.tabIndex = -1;
    td.tabIndex = 0;
  };
  for (const element of filing.querySelectorAll("button[data-equation]")) {
    element.hidden = false;
    element.onclick = () => { light(data.equations[Number(element.dataset.equation)]); element.setAttribute("aria-pressed", "true"); };
  }
  for (const element of filing.querySelectorAll("button[data-repair]")) {
    element.hidden = false;
    element.onclick = () => {
      clear();
      element.setAttribute("aria-pressed", "true");
      const repair = data.repairs[Number(element.dataset.repair)];
      for (const [code, value] of repair.cells) {
        const td = cells.get(code);
        if (td) { td.classList.add("would"); td.dataset.sign = "→" + value; }
      }
      show(close(), make("h3", words.repair), make("p", repair.sentence));
    };
  }
  for (const mark of filing.querySelectorAll("mark[data-group]")) {
    mark.onclick = () => {
      clear();
      for (const other of filing.querySelectorAll(`mark[data-group="${mark.dataset.group}"]`)) other.classList.add("lit");
    };
  }
  filing.addEventListener("keydown", (event) => { if (event.key === "Escape") { clear(); panel.hidden = true; } });
}
