// Sends from a page with @segment/analytics-next, in Chromium:
// node page.mjs URL KEY CHROMIUM FOLDER
import { createServer } from "node:http";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const [url, key, browserPath, folder] = process.argv.slice(2);
const page = `
import { AnalyticsBrowser } from "@segment/analytics-next";
const client = AnalyticsBrowser.load({ writeKey: ${JSON.stringify(key)}, cdnURL: ${JSON.stringify(url)} });
const said = { delivered: 0, failed: 0 };
for (const call of [
  () => client.page("Sea"),
  () => client.identify("u1", { email: "jenny@harbour.example" }),
  () => client.track("Product Viewed", { product_id: "7", title: "Sea" }),
]) {
  const context = await call();
  if (context.failedDelivery()) said.failed += 1; else said.delivered += 1;
}
window.said = said;
`;
const built = await build({
  stdin: { contents: page, resolveDir: process.cwd(), loader: "js" },
  bundle: true, format: "esm", write: false, logLevel: "error",
  define: { "process.env.NODE_ENV": '"production"' },
});
const script = built.outputFiles[0].text;
const site = createServer((asked, answer) => {
  const isScript = asked.url === "/page.js";
  answer.setHeader("content-type", isScript ? "text/javascript" : "text/html");
  answer.end(isScript ? script : '<!doctype html><script type="module" src="/page.js"></script>');
}).listen(0, "127.0.0.1");
await new Promise((done) => site.once("listening", done));

const browser = await chromium.launchPersistentContext(folder, {
  executablePath: browserPath,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
try {
  const tab = await browser.newPage();
  tab.on("console", (line) => console.error(line.text()));
  tab.on("requestfailed", (one) => console.error(one.method(), one.url(), one.failure()?.errorText));
  await tab.goto(`http://127.0.0.1:${site.address().port}/`);
  await tab.waitForFunction("window.said", undefined, { timeout: 60000 });
  console.log(JSON.stringify(await tab.evaluate("window.said")));
} finally {
  await browser.close();
  site.close();
}
