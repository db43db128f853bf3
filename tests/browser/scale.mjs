// How long the first views of a large site take from disk, and what a tab holds. usage: node scale.mjs SITE, from a folder
// with playwright-core installed. Fails where a view takes a second or more, or a tab holds 300 MB.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(path.join(process.cwd(), "x.js"));
const { chromium } = require("playwright-core");
const site = path.resolve(process.argv[2]);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox", "--enable-precise-memory-info"],
});
const some = (folder) => {
  const shelf = path.join(site, "zh", folder), inner = path.join(shelf, fs.readdirSync(shelf)[0]);
  return fs.statSync(inner).isDirectory() ? path.join(inner, fs.readdirSync(inner)[0]) : inner;
};
const pages = { overview: path.join(site, "zh/index.html"), flagged: path.join(site, "zh/flagged.html"), filing: some("f"), organ: some("o"), division: some("d") };
for (const [name, file] of Object.entries(pages)) {
  const tab = await browser.newPage();
  await tab.goto(pathToFileURL(file).href);
  const painted = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
  const view = await (await tab.waitForFunction(painted)).jsonValue();
  if (name === "flagged") await tab.waitForSelector(".filters:not([hidden])", { timeout: 60_000 });
  const client = await tab.context().newCDPSession(tab);
  const { usedSize } = await client.send("Runtime.getHeapUsage");
  const { nodes } = await client.send("Memory.getDOMCounters");
  console.log(`${name}: first view ${Math.round(view)} ms, heap ${(usedSize / 1e6).toFixed(1)} MB, ${nodes} nodes`);
  assert.ok(view < 1_000, `${name}: ${view} ms`);
  assert.ok(usedSize < 300e6, `${name}: ${usedSize} bytes`);
  await tab.close();
}
await browser.close();
