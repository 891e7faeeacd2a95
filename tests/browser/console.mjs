// The console in Chromium: node console.mjs MODE URL CHROMIUM WHO PASSWORD PATHS
// MODE: axe (WCAG 2.2 AA, wide and narrow, light and dark), keys (by keyboard alone),
// hostile (what dialogs, requests and reports a page full of hostile words causes).
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [mode, url, browserPath, who, password, paths] = process.argv.slice(2);
const wanted = JSON.parse(paths);
const browser = await chromium.launch({
  executablePath: browserPath,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});

async function inside(options = {}) {
  const context = await browser.newContext(options);
  const tab = await context.newPage();
  await tab.goto(`${url}/login`);
  await tab.fill("#who", who);
  await tab.fill("#password", password);
  await tab.press("#password", "Enter");
  await tab.waitForURL("**/today");
  return tab;
}

async function axe() {
  const source = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  const found = [];
  for (const [width, colorScheme] of [[1280, "light"], [1280, "dark"], [360, "dark"]]) {
    const tab = await inside({ bypassCSP: true, colorScheme, viewport: { width, height: 800 } });
    for (const path of wanted) {
      await tab.goto(url + path);
      await tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      const wide = await tab.evaluate("document.documentElement.scrollWidth");
      if (wide > width) found.push(`${path} at ${width}: ${wide} wide`);
      await tab.evaluate(source);
      const told = await tab.evaluate(`axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })`);
      for (const one of told.violations) {
        found.push(`${path} at ${width} ${colorScheme}: ${one.id}: ${one.nodes.map((node) => node.html.slice(0, 120)).slice(0, 2).join(" | ")}`);
      }
    }
    await tab.context().close();
  }
  return { found };
}

async function keys() {
  const tab = await (await browser.newContext()).newPage();
  const unseen = [];
  const to = async (selector, most = 80) => {
    for (let press = 0; press < most; press += 1) {
      const here = await tab.evaluate((one) => {
        const at = document.activeElement;
        const style = getComputedStyle(at);
        return [at.matches(one), at.matches("body") || at.id === "main" || style.outlineStyle !== "none", at.outerHTML.slice(0, 80)];
      }, selector);
      if (!here[1]) unseen.push(here[2]);
      if (here[0]) return;
      await tab.keyboard.press("Tab");
    }
    throw new Error(`no way to ${selector} by keyboard at ${tab.url()}`);
  };
  await tab.goto(`${url}/login`);
  await to("#who"); await tab.keyboard.type(who);
  await to("#password"); await tab.keyboard.type(password); await tab.keyboard.press("Enter");
  await tab.waitForURL("**/today");
  await tab.keyboard.press("Tab");
  const skip = await tab.evaluate("document.activeElement.getAttribute('href')");
  await tab.keyboard.press("/");
  await tab.keyboard.type("jenifer okafr"); await tab.keyboard.press("Enter");
  await tab.waitForURL("**/people?q=*");
  await to("#main a[href^='/people/p']"); await tab.keyboard.press("Enter");
  await tab.waitForURL("**/people/p*");
  await to("#text"); await tab.keyboard.type("She moved to Dunbar.");
  await to("#note button"); await tab.keyboard.press("Enter");
  await tab.waitForURL("**/note");
  await to("button[name='keep']"); await tab.keyboard.press("Enter");
  await tab.waitForURL("**done=noted*");
  const said = await tab.textContent("[role='status']");
  await to("a[href='/stop']"); await tab.keyboard.press("Enter");
  await tab.waitForURL("**/stop");
  await to("form[action='/stop'] button"); await tab.keyboard.press("Enter");
  await tab.waitForURL("**done=stopped*");
  const stopped = await tab.textContent("h1");
  await to("form[action='/go-on'] button"); await tab.keyboard.press("Enter");
  await tab.waitForURL("**done=goes-on*");
  return { skip, said, stopped, unseen };
}

async function hostile() {
  const count = async (change) => {
    const tab = await inside();
    const seen = { dialogs: 0, elsewhere: [], reports: [], pages: 0 };
    tab.on("dialog", async (one) => { seen.dialogs += 1; await one.dismiss(); });
    tab.on("request", (one) => { if (!one.url().startsWith(url)) seen.elsewhere.push(one.url().slice(0, 100)); });
    tab.on("console", (one) => { if (/Content Security Policy|Refused to/.test(one.text())) seen.reports.push(one.text().slice(0, 120)); });
    if (change) await tab.route("**/today", change);
    for (const path of change ? ["/today"] : wanted) {
      await tab.goto(url + path);
      await tab.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
      seen.pages += 1;
    }
    await tab.waitForTimeout(200);
    await tab.context().close();
    return seen;
  };
  const planted = (keep) => async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers() };
    if (!keep) delete headers["content-security-policy"];
    const body = (await response.text()).replace("</main>", "<script>alert(1)</script></main>");
    await route.fulfill({ response, headers, body });
  };
  return { pages: await count(), planted: await count(planted(true)), without: await count(planted(false)) };
}

try {
  console.log(JSON.stringify(await { axe, keys, hostile }[mode]()));
} finally {
  await browser.close();
}
