// Pictures of the town: node shots.mjs URL CHROMIUM WHO PASSWORD LINK OUTBOX FOLDER
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";

const [url, browserPath, who, password, link, outbox, folder, person] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: browserPath,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
const looks = {
  desktop: { viewport: { width: 1080, height: 760 }, colorScheme: "light" },
  dark: { viewport: { width: 1080, height: 760 }, colorScheme: "dark" },
  phone: { viewport: { width: 360, height: 720 }, colorScheme: "light" },
};

async function herPage(tab) {
  const before = new Set(mails());
  await tab.goto(link);
  await tab.click("form[action$='/code'] button");
  let mail;
  for (let wait = 0; wait < 100 && !mail; wait += 1) {
    await tab.waitForTimeout(100);
    mail = mails().find((one) => !before.has(one));
  }
  const text = readFileSync(join(outbox, mail), "utf8");
  const code = /^ {4}(\S[A-Za-z0-9 -]{6,12}\S)\s*$/m.exec(text)[1];
  await tab.fill("#code", code);
  await tab.press("#code", "Enter");
  await tab.waitForSelector("h1:has-text('Hello')");
  return tab.context().storageState();
}

function mails() {
  try {
    return readdirSync(outbox).filter((one) => one.endsWith(".eml"))
      .sort((one, other) => statSync(join(outbox, other)).mtimeMs - statSync(join(outbox, one)).mtimeMs);
  } catch { return []; }
}

let hers;
for (const [look, options] of Object.entries(looks)) {
  const context = await browser.newContext(options);
  const tab = await context.newPage();
  await tab.goto(`${url}/login`);
  await tab.fill("#who", who);
  await tab.fill("#password", password);
  await tab.press("#password", "Enter");
  await tab.waitForURL("**/today");
  for (const [name, path] of [["today", "/today"], ["person", `/people/${person}`], ["plans", "/plans"]]) {
    await tab.goto(url + path);
    await tab.screenshot({ path: join(folder, `${name}-${look}.png`) });
  }
  await context.close();
  if (link !== "none") {
    if (!hers) hers = await herPage(await (await browser.newContext(options)).newPage());
    const page = await (await browser.newContext({ ...options, storageState: hers })).newPage();
    await page.goto(link);
    await page.screenshot({ path: join(folder, `her-page-${look}.png`) });
  }
}
await browser.close();
