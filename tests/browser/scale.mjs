// How long the first views of a large site take from disk, and what a tab holds. usage: node scale.mjs SITE, from a folder
// with playwright-core installed. Fails where a view takes a second or more, or a tab holds 300 MB: its whole process as the
// system counts it, what it shares with others by its part. Where the system does not tell, the heap of its scripts is held.
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
/** The largest page of a folder, or of its first shelf. */
const some = (folder) => {
  let shelf = path.join(site, "zh", folder);
  const first = path.join(shelf, fs.readdirSync(shelf)[0]);
  if (fs.statSync(first).isDirectory()) shelf = first;
  const sized = fs.readdirSync(shelf).map(name => path.join(shelf, name)).map(name => [fs.statSync(name).size, name]);
  return sized.reduce((one, other) => other[0] > one[0] ? other : one)[1];
};
/** Bytes of the largest process that shows a page, by its proportional share; 0 where the system does not tell. */
const held = async (overall) => {
  const { processInfo } = await overall.send("SystemInfo.getProcessInfo");
  const share = ({ id }) => {
    try { return Number(fs.readFileSync(`/proc/${id}/smaps_rollup`, "utf8").match(/^Pss:\s+(\d+)/m)[1]) * 1024; } catch { return 0; }
  };
  return Math.max(0, ...processInfo.filter(one => one.type === "renderer").map(share));
};
const overall = await browser.newBrowserCDPSession();
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
  const tabs = Math.max(await held(overall), usedSize);
  console.log(`${name}: first view ${Math.round(view)} ms, heap ${(usedSize / 1e6).toFixed(1)} MB, process ${(tabs / 1e6).toFixed(0)} MB, ${nodes} nodes`);
  assert.ok(view < 1_000, `${name}: ${view} ms`);
  assert.ok(tabs < 300e6, `${name}: ${tabs} bytes`);
  await tab.close();
}
await browser.close();
