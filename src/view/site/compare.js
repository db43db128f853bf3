"use strict";
// Two filings side by side: figures that differ, prose sentence by sentence. What the site has of a filing is a script.
const words = JSON.parse(document.querySelector("script.words").textContent);
const known = new Map();
globalThis.gouji = { one(filing) { known.set(filing.id, filing); } };
const $ = (selector) => document.querySelector(selector);
const make = (name, text, kind) => {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  if (kind) element.className = kind;
  return element;
};
const load = (id) => new Promise((done) => {
  if (!/^f[0-9a-f]{16}(-\d+)?$/.test(id) || known.has(id)) return done(known.get(id));
  const script = document.createElement("script");
  script.src = `../x/${id.slice(1, 3)}/${id}.js`;
  script.onload = script.onerror = () => done(known.get(id));
  document.head.append(script);
});
const plain = (text) => text.replace(/[\d\s.,，、%]+/g, "");
const pairs = (text) => {
  const counts = new Map();
  for (let at = 0; at + 1 < text.length; at++) { const two = text.slice(at, at + 2); counts.set(two, (counts.get(two) || 0) + 1); }
  return counts;
};
// Sørensen-Dice over pairs of characters, without numbers: the measure of `gouji compare`.
const alike = (one, other) => {
  if (one.text === other.text) return 1;
  const all = one.text.length + other.text.length - 2;
  if (all <= 0 || one.text.length < 2 || other.text.length < 2) return 0;
  let both = 0;
  for (const [two, count] of one.pairs) both += Math.min(count, other.pairs.get(two) || 0);
  return 2 * both / all;
};
const aligned = (left, right) => {
  const ready = (sentences) => sentences.slice(0, 400).map(whole => { const text = plain(whole); return { whole, text, pairs: pairs(text) }; });
  const [a, b] = [ready(left), ready(right)];
  // The alignment with most likeness in order; a pair has to be half alike.
  const score = Array.from({ length: a.length + 1 }, () => new Float64Array(b.length + 1));
  const like = a.map(one => b.map(other => { const value = alike(one, other); return value >= 0.5 ? value : 0; }));
  for (let i = a.length - 1; i >= 0; i--) for (let j = b.length - 1; j >= 0; j--) {
    score[i][j] = Math.max(score[i + 1][j], score[i][j + 1], like[i][j] ? like[i][j] + score[i + 1][j + 1] : 0);
  }
  const rows = [];
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    if (i < a.length && j < b.length && like[i][j] && score[i][j] === like[i][j] + score[i + 1][j + 1]) {
      rows.push([a[i].whole, b[j].whole, like[i][j], a[i].text.length]); i++; j++;
    } else if (j >= b.length || i < a.length && score[i + 1][j] >= score[i][j + 1]) { rows.push([a[i].whole, "", 0, a[i].text.length]); i++; }
    else { rows.push(["", b[j].whole, 0, b[j].text.length]); j++; }
  }
  return rows;
};
const draw = (a, b) => {
  const named = (sign, filing) => {
    const link = make("a", `${sign}  ${filing.organ} ${filing.year}`);
    link.href = filing.page;
    return link;
  };
  $("#who").replaceChildren(named("A", a), "　", named("B", b));
  const said = (text) => text === undefined ? words.statuses.not_found : words.statuses[text] || text;
  const number = (text) => text !== undefined && /^-?[\d.]+$/.test(text) ? Number(text) : NaN;
  const codes = goujiShared.order.filter(code => code in a.figures || code in b.figures);
  const differ = codes.filter(code => (a.figures[code] ?? "not_found") !== (b.figures[code] ?? "not_found"));
  $("#state").textContent = `${differ.length} ${words.differ}（${words.of} ${codes.length}）`;
  $("#figures tbody").replaceChildren(...differ.map(code => {
    const row = make("tr"), by = number(b.figures[code]) - number(a.figures[code]);
    const label = make("th", goujiShared.labels[code]);
    label.scope = "row";
    const change = Number.isNaN(by) ? "" : (by > 0 ? "+" : "") + Number(by.toFixed(6));
    row.append(label, make("td", said(a.figures[code])), make("td", said(b.figures[code])), make("td", change, by > 0 ? "more" : by < 0 ? "less" : "other"));
    return row;
  }));
  const rows = aligned(a.prose, b.prose);
  const all = rows.reduce((sum, row) => sum + row[3], 0) || 1;
  const share = Math.round(100 * rows.reduce((sum, row) => sum + row[2] * row[3], 0) / all);
  const copied = rows.filter(row => row[2] > 0.97 && row[3] >= 8).length;
  $("#alike").textContent = `${words.alike} ${share}%；${copied} ${words.copied}`;
  $("#prose tbody").replaceChildren(...rows.map(([left, right, like]) => {
    const row = make("tr", undefined, like > 0.97 ? "copied" : like ? "near" : "alone");
    row.append(make("td", left), make("td", right), make("td", like ? Math.round(like * 100) + "%" : ""));
    return row;
  }));
  $("#result").hidden = false;
};
// The other filings of the organ, to be chosen from.
const offer = (filing) => $("#offers").replaceChildren(...filing.others.filter(([id]) => id !== filing.id).map(([id, year]) => {
  const link = make("a", `${filing.organ} ${filing.year} ↔ ${year}`);
  link.href = `#a=${filing.id}&b=${id}`;
  return link;
}));
const form = $(".filters");
const choose = async () => {
  const wanted = new URLSearchParams(location.hash.slice(1)), ids = ["a", "b"].map(name => wanted.get(name) || "");
  ["a", "b"].forEach((name, at) => { form.elements[name].value = ids[at]; });
  $("#result").hidden = true; $("#state").textContent = "";
  $("#offers").replaceChildren();
  if (!ids[0]) return;
  const first = await load(ids[0]);
  if (first && !ids[1]) return offer(first);
  const [a, b] = await Promise.all(ids.map(load));
  if (a && b) draw(a, b); else $("#state").textContent = words.missing + (a ? ids[1] : ids[0]);
};
form.hidden = false;
form.onsubmit = (event) => { event.preventDefault(); location.hash = new URLSearchParams(new FormData(form)).toString(); };
addEventListener("hashchange", choose);
choose();
