"use strict";
// The calculation inspector of a filing: equations light their cells, cells tell their equations, quantities of the prose
// their totals. The page is whole without it. What all filings have in common stands in the page, or in a script of the site.
const colon = document.documentElement.lang.startsWith("zh") ? "：" : ": ";
const common = globalThis.goujiShared || JSON.parse(document.querySelector("script.shared").textContent);
for (const filing of document.querySelectorAll(".filing")) {
  const data = JSON.parse(filing.querySelector("script.data").textContent);
  const words = JSON.parse(filing.querySelector("script.words").textContent);
  const panel = filing.querySelector(".inspector");
  const cells = new Map([...filing.querySelectorAll("td[data-code]")].map(td => [td.dataset.code, td]));
  const written = (place, part) => filing.querySelector(`.equations li [data-equation="${place}"]`).closest("li").querySelector(part).textContent;
  const equations = data.equations.map(([form, index, left, right], place) => ({
    terms: common.terms[form][index], left, right, place, code: filing.querySelector(`.equations [data-equation="${place}"]`).textContent,
    outcome: filing.querySelector(`.equations [data-equation="${place}"]`).closest("li").className,
    title: written(place, ".title"), written: written(place, ".written"),
  }));
  const make = (name, text, kind) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };
  const clear = () => {
    for (const td of cells.values()) { td.classList.remove("lit", "chosen", "would"); delete td.dataset.sign; }
    for (const mark of filing.querySelectorAll(".mark.lit, [aria-pressed=true]")) {
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
    const element = make("button", equation.code + " " + equation.title + colon + equation.written, "equation " + equation.outcome);
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
    const td = cells.get(code), known = data.cells[code] || {};
    td.classList.add("chosen");
    const list = make("dl");
    const say = (term, text) => { if (text) list.append(make("dt", term), make("dd", text)); };
    const absent = td.classList.contains("not_found");
    say(words.value, known.value || (known.status || absent ? "" : td.textContent.replace(/!$/, "")));
    say(words.status, known.status || (absent ? words.absent : words.reported));
    // The raw text is told where it is not what the cell shows.
    say(words.place, /^“|^$/.test(td.title) || known.status ? td.title : `“${td.textContent.trim().replace(/!$/, "")}” ${td.title}`);
    const look = td.querySelector("img");
    if (look) { const large = make("dd"); large.append(look.cloneNode()); list.append(make("dt", words.look), large); }
    say(words.recognised, known.recognised); say(words.code, code);
    const years = (known.years || []).map((value, at) => value && data.years[at] + ": " + value);
    say(words.years, years.filter(Boolean).join("； "));
    for (const sentence of known.said || []) say(words.said, sentence);
    const own = equations.filter(equation => equation.terms.some(term => term[0] === code));
    const parts = [close(), make("h3", common.labels[code] || code), list];
    if (own.length) parts.push(make("h4", words.equations), ...own.map(button));
    show(...parts);
  };
  const move = (td) => {
    for (const other of td.closest("table").querySelectorAll("td[tabindex='0']")) other.tabIndex = -1;
    td.tabIndex = 0;
  };
  for (const td of cells.values()) {
    if (td.tabIndex !== 0) td.tabIndex = -1;
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
  for (const element of filing.querySelectorAll("button[data-equation]")) {
    element.disabled = false;
    element.onclick = () => { light(equations[Number(element.dataset.equation)]); element.setAttribute("aria-pressed", "true"); };
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
  for (const mark of filing.querySelectorAll(".mark[data-group]")) {
    mark.onclick = () => {
      clear();
      const group = [...filing.querySelectorAll(`.mark[data-group="${mark.dataset.group}"]`)];
      for (const other of group) other.classList.add("lit");
      const total = group.find(other => other.dataset.total), parts = group.filter(other => !other.dataset.total);
      const named = other => other.title + " " + other.textContent;
      if (!total || !parts.length) return show(close(), make("p", group.map(named).join("； ")));
      // In thousandths, so that decimals add up exactly.
      const sum = parts.reduce((all, other) => all + Math.round(Number(other.dataset.value) * 1000), 0) / 1000;
      show(close(), make("h3", named(total)), make("p", parts.map(named).join(" + ")), make("p", words.parts + " " + sum));
    };
  }
  filing.addEventListener("keydown", (event) => { if (event.key === "Escape") { clear(); panel.hidden = true; } });
}
