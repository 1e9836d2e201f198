// Checks bodies of Discord's REST API against Discord's own schemas, and leaves when standard input ends.
// A line in is {"operation": ..., "body": ...}; its answer is a list of what is wrong, as one line of JSON.

import { createInterface } from "node:readline";

import * as schemas from "discord-api-spec/zod";
import * as z from "zod/mini";

z.config(z.locales.en());

const named = (...names) => z.union(names.map((name) => schemas[`${name}Schema`]));

const messages = ["IncomingWebhookUpdateRequestPartial"];
const commands = z.array(named("ApplicationCommandUpdateRequest"));
const callbacks = [
  "ApplicationCommandAutocompleteCallbackRequest",
  "CreateMessageInteractionCallbackRequest",
  "ModalInteractionCallbackRequest",
  "UpdateMessageInteractionCallbackRequest",
];

const operations = {
  bulk_set_application_commands: commands,
  bulk_set_guild_application_commands: commands,
  create_application_command: named("ApplicationCommandCreateRequest"),
  create_guild_application_command: named("ApplicationCommandCreateRequest"),
  create_dm: named("CreatePrivateChannelRequest"),
  create_interaction_response: named(...callbacks),
  create_message: named("MessageCreateRequest"),
  create_thread: named("CreateForumThreadRequest", "CreateTextThreadWithoutMessageRequest"),
  create_thread_from_message: named("CreateTextThreadWithMessageRequest"),
  execute_webhook: named("IncomingWebhookRequestPartial", ...messages),
  update_channel: named("UpdateThreadRequestPartial", "UpdateGuildChannelRequestPartial"),
  update_message: named("MessageEditRequestPartial"),
  update_original_webhook_message: named(...messages),
  update_webhook_message: named(...messages),
};

// An object's schema drops the keys that it doesn't know, so what is missing after it was not known.
function* unknownKeys(given, known, path) {
  if (given === null || known === null || typeof given !== "object" || typeof known !== "object") return;
  for (const key of Object.keys(given)) {
    const here = [...path, key];
    if (key in known) yield* unknownKeys(given[key], known[key], here);
    else yield `${here.join(".")}: not known here`;
  }
}

function* reasons(issues, path) {
  for (const issue of issues) {
    const here = [...path, ...issue.path];
    if (issue.code === "invalid_union" && issue.errors.length) {
      // Of all that it could have been, that of its type with the fewest mistakes.
      const rank = (one) => one.length + 100 * one.some((each) => each.path.join() === "type");
      yield* reasons(issue.errors.reduce((best, one) => (rank(one) < rank(best) ? one : best)), here);
    } else yield `${here.join(".")}: ${issue.message ?? issue.code}`;
  }
}

function check({ operation, body }) {
  const schema = operations[operation];
  if (!schema) return [`there is no schema for ${operation}`];
  const { success, data, error } = z.safeParse(schema, body);
  return [...(success ? unknownKeys(body, data, []) : reasons(error.issues, []))];
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(check(JSON.parse(line))));
}
