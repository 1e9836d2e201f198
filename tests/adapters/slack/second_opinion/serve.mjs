// Serves emulate's Slack on a free port of this machine, prints its address, and leaves when standard input ends.
// The first line of standard input is JSON: `slack` is emulate's seed, `events` the address for events, if any.

import { createInterface } from "node:readline";

import { createEmulator } from "emulate";
// emulate exports no way to subscribe to its events, so the module that it loads is taken from its place.
import { slackPlugin } from "./node_modules/emulate/dist/dist-6ZQHD4DN.js";

const lines = createInterface({ input: process.stdin });
const config = JSON.parse((await lines[Symbol.asyncIterator]().next()).value);
lines.on("close", () => process.exit());

const register = slackPlugin.register;
slackPlugin.register = (app, store, webhooks, ...rest) => {
  const fetch = app.fetch;
  app.fetch = async (request) => fetch(await withArgumentsInBody(request));
  if (config.events) {
    webhooks.register({ url: config.events, events: ["*"], active: true, owner: "slack" });
  }
  register(app, store, webhooks, ...rest);
};

// Slack takes arguments from the query string and by GET too, as slack_sdk sends most of them; emulate does not.
async function withArgumentsInBody(request) {
  const url = new URL(request.url);
  if (!url.pathname.startsWith("/api/") || (request.method === "POST" && !url.search)) return request;
  const headers = new Headers({ "Content-Type": "application/x-www-form-urlencoded" });
  const authorization = request.headers.get("Authorization");
  if (authorization) headers.set("Authorization", authorization);
  const body = new URLSearchParams(await request.text());
  for (const [name, value] of url.searchParams) body.append(name, value);
  return new Request(url.origin + url.pathname, { method: "POST", headers, body });
}

const emulator = await createEmulator({ service: "slack", port: 0, seed: { slack: config.slack } });
console.log(JSON.stringify({ url: emulator.url.replace("localhost", "127.0.0.1") }));
