// Keeps the page live: the server draws everything; this swaps it in and sends what people do.

const $ = (selector, root = document) => root.querySelector(selector);
const page = document.body.dataset;
const { place } = page;
const [list, text, options, dialog] = ["#messages", "#text", "#options", "#dialog"].map((id) => $(id));

const nonce = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (n) => n.toString(36)).join("-");
const asMe = (path) => `${path}${path.includes("?") ? "&" : "?"}as=${encodeURIComponent(page.me)}`;
const parsed = (html) => new DOMParser().parseFromString(html, "text/html");
const showLast = () => list.lastElementChild?.scrollIntoView({ block: "nearest" });

async function call(method, path, body) {
  const sent = { method, headers: { "Content-Type": "application/json" }, body: body && JSON.stringify(body) };
  const response = await fetch(asMe(path), sent).catch(() => null);
  const answer = await response?.json().catch(() => null);
  if (response?.ok && !answer.error) return answer;
  const words = answer?.error ?? "Koko can’t be reached just now. Nothing is lost: try again in a moment.";
  throw Object.assign(new Error(words), { problems: answer?.problems });
}

// What the server draws

function swap(old, html) {
  const active = old.contains(document.activeElement) && document.activeElement;
  const fresh = parsed(html).body.firstElementChild;
  if (old.querySelector("details[open]")) $("details", fresh).open = true;
  old.replaceWith(localize(fresh));
  if (!active) return;
  const same = (one) => (active.id ? one.id === active.id : one.outerHTML === active.outerHTML);
  ([...fresh.querySelectorAll("button, a, summary")].find(same) ?? $(".card button", fresh) ?? fresh).focus();
}

function localize(root) {
  for (const time of root.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    const day = at.toDateString() === new Date().toDateString() ? {} : { day: "numeric", month: "short" };
    time.textContent = at.toLocaleString([], { ...day, hour: "2-digit", minute: "2-digit" });
  }
  return root;
}

function arrived({ id, html, channel, author, plain, ...message }) {
  const old = $(`#m${id}`);
  if (old && html) return swap(old, html);
  if (old) return old.contains(document.activeElement) ? (old.remove(), text?.focus()) : old.remove();
  if (!html) return;
  if (channel !== page.channel && author !== page.me) {
    $(`#sidebar [data-channel="${CSS.escape(channel)}"]`)?.classList.add("unread");
  } else if (message.place === place) {
    const follow = innerHeight + scrollY > document.documentElement.scrollHeight - 120;
    list.append(localize(parsed(html).body.firstElementChild));
    if (author !== page.me) $("#announce").textContent = `${$("strong", list.lastElementChild).textContent}: ${plain}`;
    if (follow || message.private || author === page.me) showLast();
    if (!document.hidden) call("POST", "/api/seen", { channel }).catch(() => {});
  }
}

async function rearranged({ version }) {
  if (version === page.version) return;
  page.version = version;
  const sidebar = $("#sidebar", parsed(await (await fetch(location)).text()));
  if (sidebar) swap($("#sidebar"), sidebar.outerHTML);
}

function listen() {
  const source = new EventSource(asMe(`/api/events?since=${page.seq}`));
  const on = (name, handle) =>
    source.addEventListener(name, (event) => {
      page.seq = event.lastEventId || page.seq;
      handle(JSON.parse(event.data));
    });
  on("message", arrived);
  on("version", rearranged);
  on("working", ({ places }) => ($("#working").hidden = !places.includes(place)));
  on("reset", () => location.reload());
  source.onopen = () => ($("#connection").textContent = "");
  source.onerror = () => {
    $("#connection").textContent = "Reconnecting…";
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  };
}

// What people do

function open(html, send) {
  dialog.innerHTML = html;
  const [form, name] = [$("form", dialog), nonce()];
  const inputs = [...form.querySelectorAll("[data-input]")];
  form.onsubmit = async (event) => {
    event.preventDefault();
    const given = new FormData(form);
    const values = Object.fromEntries(inputs.map(({ dataset: { input } }) => [input, given.getAll(input).join(",")]));
    await send(values, name).then(() => dialog.close(), ({ message, problems = {} }) => {
      for (const input of inputs) {
        const problem = problems[input.dataset.input] ?? "";
        $(".problem", input).textContent = problem;
        for (const field of input.querySelectorAll("[name]")) field.ariaInvalid = String(Boolean(problem));
      }
      $(".all.problem", form).textContent = message;
      $("[aria-invalid=true]", form)?.focus();
    });
  };
  dialog.showModal();
  $("input:checked, [name]", form).focus();
}

function offer({ form }, message = null) {
  if (!form) return;
  const { action, value, html } = form;
  open(html, (values, nonce) => call("POST", "/api/submit", { place, message, action, value, values, nonce }));
}

const acts = {
  async press({ dataset: { action, value } }, item) {
    const message = Number(item.dataset.id);
    offer(await call("POST", "/api/press", { place, message, action, value, nonce: nonce() }), message);
  },
  edit({ dataset: { url } }, { dataset: { text } }) {
    open($("#form-edit").innerHTML, (values) => call("POST", url, values));
    $("textarea", dialog).value = text;
  },
  async delete({ dataset: { url, question } }) {
    if (question && !confirm(question)) return;
    await call("DELETE", url);
    if (question) location.assign(asMe("/"));
  },
  switch: (button) => call("POST", button.dataset.url, { admin: button.ariaChecked !== "true" }),
  take,
  cancel: () => dialog.close(),
  create({ dataset: { what } }) {
    const create = async (values) => location.assign((await call("POST", `/api/${what}`, values)).address);
    open($(`#form-${what}`).innerHTML, create);
  },
};

async function attempt(act) {
  const problem = $("#problem") ?? $("#connection");
  problem.textContent = "";
  await act().catch((error) => (problem.textContent = error.message));
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-do]");
  if (!button || button.ariaDisabled) return;
  button.ariaDisabled = "true";
  await attempt(async () => acts[button.dataset.do](button, button.closest(".message")));
  button.ariaDisabled = null;
});

// The message box and its completions

let [act, turn, settled] = [nonce(), 0, Promise.resolve()];

async function send() {
  const answer = await call("POST", "/api/messages", { place, text: text.value, nonce: act });
  text.value = "";
  typed();
  offer(answer);
}

async function typed() {
  const [line, mine] = [text.value, ++turn];
  act = nonce();
  const query = new URLSearchParams({ place, line });
  const found = /^\/.*$/.test(line) ? await call("GET", `/api/complete?${query}`).catch(() => null) : null;
  if (mine !== turn) return;
  options.innerHTML = found?.html ?? "";
  choose(chosen());
}

function choose(option) {
  for (const each of options.children) each.ariaSelected = String(each === option);
  option?.scrollIntoView({ block: "nearest" });
  text.setAttribute("aria-activedescendant", option?.id ?? "");
}

function take(option) {
  text.value = option.dataset.line;
  text.focus();
  settled = typed();
}

const chosen = () => $("[aria-selected=true]", options);

function enter() {
  if (chosen()) take(chosen());
  else $("#composer").requestSubmit();
}

function key(event) {
  const [first, last] = [options.firstElementChild, options.lastElementChild];
  if (first && event.key === "ArrowDown") choose(chosen()?.nextElementSibling ?? first);
  else if (first && event.key === "ArrowUp") choose(chosen()?.previousElementSibling ?? last);
  else if (first && event.key === "Escape") options.replaceChildren();
  else if (first && event.key === "Tab" && !event.shiftKey) take(chosen() ?? first);
  else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) settled.then(enter);
  else return;
  event.preventDefault();
}

$("#composer")?.addEventListener("submit", (event) => {
  event.preventDefault();
  if (text.value.trim()) attempt(send);
});
text?.addEventListener("input", () => (settled = typed()));
text?.addEventListener("keydown", key);
dialog.addEventListener("close", () => document.activeElement === document.body && text?.focus());
localize(document);
showLast();
listen();
