// Opens her page in Chromium, without scripts, and looks at it with axe:
// node hers.mjs SERVER OUT-FOLDER CHROMIUM THREE-PATHS-OF-LINKS
import { chromium } from "playwright-core";
import axe from "axe-core";
import { readFileSync, readdirSync, statSync } from "node:fs";

const [server, out, executablePath, link, lightLink, darkLink] = process.argv.slice(2);
const said = { off: [], dialogs: 0, refused: [], axe: {}, wide: {} };
const browser = await chromium.launch({
  executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});

const watched = async (options) => {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on("request", (one) => { if (!one.url().startsWith(server)) said.off.push(one.url()); });
  page.on("dialog", (one) => { said.dialogs += 1; one.dismiss(); });
  page.on("console", (one) => { if (/Content Security Policy/.test(one.text())) said.refused.push(one.text()); });
  return page;
};
const newestCode = () => {
  const files = readdirSync(out).map((one) => `${out}/${one}`).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const one of files) {
    const found = /^    ([2-9a-z]{8})\s*$/m.exec(readFileSync(one, "utf8"));
    if (found) return found[1];
  }
};
const comeIn = async (page, path) => {
  await page.goto(server + path);
  said.door ??= await page.locator("main").innerText();
  const old = newestCode();
  await page.getByRole("button", { name: "Send me a code" }).click();
  while (newestCode() === old) await page.waitForTimeout(20); // it is sent behind the answer
  await page.getByLabel("The code").fill(newestCode());
  await page.getByRole("button", { name: "Open my page" }).click();
};

try {
  // Her deeds, by whoever lets no script run.
  const page = await watched({ javaScriptEnabled: false });
  await comeIn(page, link);
  said.title = await page.locator("h1").innerText();
  await page.getByRole("button", { name: "Jenny is right" }).click();
  said.settled = await page.locator("h1").innerText();
  const roast = page.locator("li", { hasText: "You usually buy" }).first();
  await roast.locator("summary").click();
  await roast.getByLabel("How is it?").fill("Light roast");
  await roast.getByRole("button", { name: "Keep it like this" }).click();
  said.done = await page.getByRole("status").innerText();
  await page.getByLabel("A complaint").check();
  await page.getByLabel("In your own words").fill("Nobody rings me back <script>alert(1)</script>");
  await page.getByRole("button", { name: "Send it to Tilda" }).click();
  said.asked = await page.locator("#human li").first().innerText();
  await page.keyboard.press("Tab");
  for (const width of [1100, 360]) {
    await page.setViewportSize({ width, height: 800 });
    said.wide[width] = await page.evaluate("document.documentElement.scrollWidth");
  }
  await page.getByRole("button", { name: "Leave and be forgotten" }).click();
  said.asks = await page.locator("h1").innerText();

  // Each page as axe sees it: light and dark, wide and narrow, everything open.
  for (const [scheme, width, path] of [["light", 1100, lightLink], ["dark", 360, darkLink]]) {
    const looked = await watched({ colorScheme: scheme, viewport: { width, height: 800 } });
    const look = async (name) => {
      await looked.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })");
      await looked.evaluate(axe.source);
      const found = await looked.evaluate(
        "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })");
      said.axe[`${name} ${scheme}`] = found.violations.map((one) => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`);
      said.checked = (said.checked ?? 0) + found.passes.length;
    };
    await looked.goto(server + path);
    await look("door");
    await comeIn(looked, path);
    await look("page");
    await looked.getByRole("button", { name: "Read my copy" }).click();
    await look("copy");
    await looked.goBack();
    await looked.getByRole("button", { name: "Leave and be forgotten" }).click();
    await look("leave");
    await looked.goto(server + "/you/" + "0".repeat(48));
    await look("refused");
    if (scheme === "dark") {
      said.before = said.refused.length;
      await looked.evaluate("{ const one = document.createElement('script'); one.textContent = 'window.hit = 1'; document.body.append(one) }");
      await looked.waitForTimeout(200);
      said.planted = said.refused.length - said.before;
      said.hit = await looked.evaluate("window.hit ?? 0");
    }
  }
} finally {
  await browser.close();
}
console.log(JSON.stringify(said));
