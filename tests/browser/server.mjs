// Sends one of each call with @segment/analytics-node: node server.mjs URL KEY
import { Analytics } from "@segment/analytics-node";

const [url, key] = process.argv.slice(2);
const client = new Analytics({ writeKey: key, host: url, maxRetries: 3 });
const errors = [];
client.on("error", (error) => errors.push(error));

client.identify({ userId: "u1", traits: { email: "jenny@harbour.example" } });
client.track({ userId: "u1", event: "Order Completed", properties: { order_id: "7" } });
client.page({ userId: "u1", name: "Sea" });
client.screen({ anonymousId: "a1", name: "Sea" });
client.group({ userId: "u1", groupId: "club" });
client.alias({ userId: "u1", previousId: "a1" });
await client.closeAndFlush();
if (errors.length) {
  console.error(errors);
  process.exit(1);
}
