// Serves emulate's Slack on a free port of this machine and leaves when standard input ends.
// The first line in is emulate's seed as JSON, and its answer the address; each further line is an address that
// from then on is told what happens.

import { createInterface } from "node:readline";

import { createEmulator } from "emulate";
// emulate exports no way to subscribe to its events, so the module that it loads is taken from its place.
import { slackPlugin } from "./node_modules/emulate/dist/dist-6ZQHD4DN.js";

let hooks;
const register = slackPlugin.register;
slackPlugin.register = (app, store, webhooks, ...rest) => {
  hooks = webhooks;
  const fetch = app.fetch;
  app.fetch = async (request) => fetch(await withArgumentsInBody(request));
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

let emulator;
for await (const line of createInterface({ input: process.stdin })) {
  if (emulator) {
    hooks.register({ url: line, events: ["*"], active: true, owner: "slack" });
    console.log(line);
  } else {
    emulator = await createEmulator({ service: "slack", port: 0, seed: { slack: JSON.parse(line) } });
    console.log(emulator.url.replace("localhost", "127.0.0.1"));
  }
}
process.exit();
