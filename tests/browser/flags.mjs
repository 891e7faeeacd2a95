// Asks for a flag by OpenFeature's providers: node flags.mjs server|web URL KEY
const [where, url, key] = process.argv.slice(2);
const own = "The page's own words";
const options = { baseUrl: url, headers: [["Authorization", `Bearer ${key}`]], pollInterval: 0 };
const said = {};
if (where === "server") {
  const { OpenFeature } = await import("@openfeature/server-sdk");
  const { OFREPProvider } = await import("@openfeature/ofrep-provider");
  await OpenFeature.setProviderAndWait(new OFREPProvider(options));
  for (const who of ["jenny", "a-stranger"])
    said[who] = await OpenFeature.getClient().getStringValue("hero", own, { targetingKey: who });
  await OpenFeature.close();
} else {
  const { OpenFeature } = await import("@openfeature/web-sdk");
  const { OFREPWebProvider } = await import("@openfeature/ofrep-web-provider");
  await OpenFeature.setContext({ targetingKey: "jenny" });
  await OpenFeature.setProviderAndWait(new OFREPWebProvider(options));
  for (const who of ["jenny", "a-stranger"]) {
    await OpenFeature.setContext({ targetingKey: who });
    said[who] = OpenFeature.getClient().getStringValue("hero", own);
  }
  await OpenFeature.close();
}
console.log(JSON.stringify(said));
