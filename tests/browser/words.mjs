// Opens pages that use words.js in Chromium, before good and bad servers:
// node words.mjs URL KEY USER HASH CHROMIUM FOLDER
import { createServer } from "node:http";
import { chromium } from "playwright-core";

const [url, key, user, hash, browserPath, folder] = process.argv.slice(2);
const own = "Good day.";
const body = (await (await fetch(url + "/words.js")).text());
const listen = async (server) => {
  server.listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  return `http://127.0.0.1:${server.address().port}`;
};
// A server that serves the script and then is slow, broken, or gone.
const bad = (answer) => createServer((asked, to) => {
  to.setHeader("access-control-allow-origin", "*");
  if (asked.url === "/words.js") { to.setHeader("content-type", "text/javascript"); to.end(body); }
  else answer(to);
});
const slow = bad((to) => setTimeout(() => to.end(JSON.stringify([{ slot: "hero", value: "Late", why: "" }])), 1500));
const broken = bad((to) => { to.statusCode = 500; to.end("no"); });
const odd = bad((to) => to.end('[{"slot":"hero","value":{"html":"<b>x</b>"}},{"slot":"hero","value":""}]'));
const gone = bad((to) => to.destroy());
const markup = bad((to) => to.end(JSON.stringify([{ slot: "hero", value: "<img src=x onerror=window.hit=1>", why: "" }])));
const tardy = bad((to) => setTimeout(() => to.end(JSON.stringify([{ slot: "hero", value: "Hers", why: "" }])), 500));
const hangs = createServer(() => {}); // not even the script comes
const servers = { good: null, slow, broken, odd, gone, markup, tardy, hangs };
const at = { good: url };
for (const [name, server] of Object.entries(servers)) if (server) at[name] = await listen(server);

const page = (name, more = "", sign = hash) => `<!doctype html>
<script async src="${at[name]}/words.js" data-key="${key}" data-user="${user}" data-hash="${sign}" data-wait="700"></script>
<h1 data-words="hero">${own}</h1><p data-words="offer">${own}</p><p data-words="no-such">${own}</p>
<p id="whole" data-words="hero"><b>${own}</b></p>${more}<script>window.parsed = performance.now()</script>`;
const pages = {
  ...Object.fromEntries(Object.keys(servers).map((name) => ["/" + name, page(name)])),
  "/unsigned": page("good", "", "0".repeat(64)),
  // The page changes its words after the script has asked, before the answer is there.
  "/changed": page("tardy", `<script>setTimeout(() => { document.querySelector("h1").textContent = "Changed by the page" }, 300)</script>`),
};
const site = createServer((asked, to) => { to.setHeader("content-type", "text/html"); to.end(pages[asked.url] ?? ""); });
const home = await listen(site);

const browser = await chromium.launchPersistentContext(folder, {
  executablePath: browserPath,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
try {
  const said = {};
  for (const name of Object.keys(pages)) {
    const tab = await browser.newPage();
    await tab.goto(home + name, { waitUntil: "commit" });
    await tab.waitForFunction("window.parsed", undefined, { timeout: 20000 });
    const parsed = await tab.evaluate("window.parsed");
    await tab.waitForTimeout(2200);
    said[name.slice(1)] = {
      parsed,
      hero: await tab.evaluate(`document.querySelector("h1").textContent`),
      rest: await tab.evaluate(`[...document.querySelectorAll("p")].map((one) => one.textContent)`),
      why: await tab.evaluate(`document.querySelector("h1").dataset.why ?? null`),
      hit: await tab.evaluate("window.hit ?? null"),
    };
    await tab.close();
  }
  console.log(JSON.stringify(said));
} finally {
  await browser.close();
  process.exit(0);
}
