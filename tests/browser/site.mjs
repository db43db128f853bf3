// The pages in a real browser. usage: node site.mjs SITE PAGE, from a folder with playwright-core and axe-core installed.
// SITE is a site of the corpus, PAGE the page of one flagged filing in English.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(path.join(process.cwd(), "x.js"));
const { chromium } = require("playwright-core");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [site, page] = process.argv.slice(2).map(file => path.resolve(file));
const top = pathToFileURL(site).href + "/";
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });

let checks = 0;
/** Opens a page, runs `act`, and holds it to what every page owes: no error, no request outside, no serious axe finding. */
async function on(name, url, options, act, missing = false) {
  const context = await browser.newContext(options);
  const tab = await context.newPage();
  const trouble = [];
  // A filing that is not there is a script that cannot be loaded.
  const expected = (text) => missing && /ERR_FILE_NOT_FOUND/.test(text);
  tab.on("console", message => message.type() === "error" && !expected(message.text()) && trouble.push(message.text()));
  tab.on("pageerror", error => trouble.push(String(error)));
  tab.on("dialog", dialog => { trouble.push("dialog " + dialog.message()); dialog.dismiss(); });
  tab.on("request", request => {
    const inside = request.url().startsWith(top) || request.url() === pathToFileURL(page).href || request.url().startsWith("blob:");
    if (!inside) trouble.push("request " + request.url());
  });
  await tab.goto(url);
  await act(tab);
  assert.deepEqual(trouble, [], name);
  await tab.evaluate(axe);
  const found = await tab.evaluate(() => axe.run({ preload: false } ));
  const serious = found.violations.filter(one => ["serious", "critical"].includes(one.impact));
  assert.deepEqual(serious.map(one => one.id + " " + one.nodes[0].html), [], name);
  await context.close();
  checks++;
}

const wide = { viewport: { width: 1200, height: 900 } };
const narrow = { viewport: { width: 390, height: 844 }, hasTouch: true };

for (const language of ["zh", "en"]) {
  await on(`${language}: from the overview to a wrong cell`, top + `${language}/index.html`, wide, async tab => {
    await tab.selectOption("#metric", "flagged");
    assert.equal(await tab.locator("section[data-metric]:visible").count(), 1);
    await tab.click("nav a[href$='flagged.html']");
    await tab.waitForSelector(".filters:not([hidden])");
    await tab.locator("#flagged tbody a", { hasText: "宜昌市人民政府" }).click();
    await tab.click("button[data-equation]");
    assert.ok(await tab.locator("td.lit").count() > 5);
    assert.match(await tab.locator(".inspector .written").innerText(), /254 ≠ /);
    await tab.click("button[data-repair]");
    assert.equal(await tab.locator("td.would").count(), await tab.locator("td.suspect").count());
    await tab.click("td.suspect");
    assert.ok(await tab.locator(".inspector button.equation").count() >= 2);
    await tab.click("details.prose summary");
    await tab.locator("a.mark[data-total]").first().click();
    assert.match(await tab.locator(".inspector").innerText(), / \+ /);
  });
  await on(`${language}: two years of an organ`, top + `${language}/flagged.html`, wide, async tab => {
    // The organ whose page has two filings to compare.
    const organ = await tab.evaluate(() => [...document.querySelectorAll("#flagged tbody a")].map(link => link.href));
    let links = 0;
    for (const page of organ) {
      await tab.goto(page);
      await tab.click(".facts a");
      links = await tab.locator(".links a").count();
      if (links) break;
    }
    assert.ok(links > 0, "an organ with several filings");
    // What changed stands out without a script, and the other language has the same page.
    assert.ok(await tab.locator("table.years td.differs").count() > 3);
    const here = tab.url();
    await tab.click("nav a.language");
    assert.equal(tab.url(), here.replace(`/${language}/`, `/${language === "zh" ? "en" : "zh"}/`));
    assert.equal(await tab.locator(".links a").count(), links);
    await tab.goto(here);
    await tab.locator(".links a").first().click();
    await tab.waitForSelector("#result:not([hidden])");
    assert.ok(await tab.locator("#figures tbody tr").count() > 3);
    assert.ok(await tab.locator("#prose tbody tr").count() > 3);
    assert.match(await tab.locator("#alike").innerText(), /\d+%/);
    const cells = await tab.locator("#figures tbody tr").first().locator("td").allInnerTexts();
    if (cells[2]) assert.equal(Number(cells[2]), Number(cells[1]) - Number(cells[0]));
  });
  await on(`${language}: from a tile to the organs`, top + `${language}/index.html`, wide, async tab => {
    await tab.locator("section[data-metric=coverage] td a").first().click();
    assert.match(tab.url(), /\/d\/\d\d\.html#y\d{4}$/);
    await tab.locator("table.list tbody th a").first().click();
    assert.ok(await tab.locator("table.list .verdict").count() > 0);
  });
  await on(`${language}: filters`, top + `${language}/flagged.html`, wide, async tab => {
    await tab.waitForSelector(".filters:not([hidden])");
    const all = await tab.locator("#flagged tbody tr").count();
    await tab.selectOption("select[name=rules]", "REQ-OUTCOMES");
    const some = await tab.locator("#flagged tbody tr").count();
    assert.ok(some > 0 && some < all);
    await tab.fill("input[name=organ]", "宜昌");
    assert.equal(await tab.locator("#flagged tbody tr").count(), 1);
    const [download] = await Promise.all([tab.waitForEvent("download"), tab.click("#csv")]);
    assert.match(fs.readFileSync(await download.path(), "utf8"), /宜昌市人民政府/);
  });
}
await on("only what is new", top + "zh/index.html", wide, async tab => {
  await tab.locator("ul.counts a[href$='new=1']").first().click();
  await tab.waitForSelector(".filters:not([hidden])");
  assert.ok(await tab.isChecked("input[name=new]"));
});
await on("nothing to compare", top + "en/compare.html#a=f0000000000000000&b=../x", narrow, async tab => {
  await tab.waitForFunction(() => document.querySelector("#state").textContent !== "");
  assert.equal(await tab.locator("#result:visible").count(), 0);
}, true);
await on("organ, narrow and dark", top + "zh/flagged.html", { ...narrow, colorScheme: "dark" }, async tab => {
  await tab.click("#flagged tbody a");
  await tab.click(".facts a");
  assert.ok(await tab.locator("table.list tbody tr").count() >= 1);
  const wider = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wider <= 0, `the page is ${wider} pixels too wide`);
});
await on("keyboard only", pathToFileURL(page).href, wide, async tab => {
  await tab.focus("table td[data-code][tabindex='0']");
  await tab.keyboard.press("ArrowDown");
  await tab.keyboard.press("ArrowRight");
  await tab.keyboard.press("Enter");
  assert.ok(await tab.locator(".inspector:visible dl dd").count() > 2);
  await tab.keyboard.press("Escape");
  assert.equal(await tab.locator(".inspector:visible").count(), 0);
});
await on("touch at 390 pixels", pathToFileURL(page).href, narrow, async tab => {
  await tab.tap("td.suspect");
  assert.ok(await tab.locator(".inspector:visible").count() === 1);
  const wider = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wider <= 0, `the page is ${wider} pixels too wide`);
});
// Without scripts nothing is checked by axe, and everything is there to be read.
const bare = await (await browser.newContext({ ...wide, javaScriptEnabled: false })).newPage();
await bare.goto(pathToFileURL(page).href);
assert.match(await bare.locator("main").innerText(), /REQ-OUTCOMES[^]*254 ≠ 80 \+ 24/);
await bare.goto(top + "zh/index.html");
assert.ok(await bare.locator("section[data-metric]:visible").count() >= 4);
await bare.locator("nav a[href$='flagged.html']").click();
await bare.locator("#flagged tbody a", { hasText: "宜昌市人民政府" }).click();
assert.ok(await bare.locator("td.suspect:visible").count() > 0);
const printed = await (await browser.newPage());
await printed.goto(pathToFileURL(page).href);
const pages = (await printed.pdf({ preferCSSPageSize: true })).toString("latin1").match(/\/Type\s*\/Page\b/g).length;
assert.ok(pages <= 2, `prints on ${pages} pages`);
await browser.close();
console.log(`browser: ${checks} pages without errors, outside requests or serious findings of axe`);
