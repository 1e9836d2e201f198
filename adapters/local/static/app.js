// Keeps the page live: the server draws everything; this swaps it in and sends what people do.

const $ = (selector, root = document) => root.querySelector(selector);
const page = document.body.dataset;
const place = page.place;
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
  const fresh = localize(parsed(html).body);
  if ($("details[open]", old)) $("details", fresh).open = true;
  const same = (one) => (active.id ? one.id === active.id : one.outerHTML === active.outerHTML);
  const again = [...fresh.querySelectorAll("button, a, summary")].find(same);
  const heir = again ?? $(".card button", fresh) ?? fresh.firstElementChild ?? text;
  const [first] = fresh.children;
  old.replaceWith(...fresh.children);
  if (active) heir?.focus({ preventScroll: true });
  if (active && first?.matches(".private") && first.getBoundingClientRect().top < 0) first.scrollIntoView();
}

function localize(root) {
  for (const time of root.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    const day = at.toDateString() === new Date().toDateString() ? {} : { day: "numeric", month: "short" };
    time.textContent = at.toLocaleString([], { ...day, hour: "numeric", minute: "2-digit" });
  }
  return root;
}

function arrived({ id, html, channel, author, plain, ...message }) {
  const [old, mine, isHere] = [$(`#m${id}`), author === page.me, message.place === place];
  const told = old ? old.contains(document.activeElement) : isHere && !mine;
  if (html && told) $("#announce").textContent = `${author ?? "Koko"}: ${plain}`;
  if (old) return swap(old, html);
  if (isHere && html) {
    const later = [...list.children].find((one) => Number(one.dataset.id) > id);
    if (later && later === list.firstElementChild && $(".earlier")) return; // it stands further up, on another page
    const follow = innerHeight + scrollY > document.documentElement.scrollHeight - 120;
    const drawn = localize(parsed(html).body).children;
    later ? later.before(...drawn) : list.append(...drawn);
    if (follow || message.private || mine) showLast();
    if (!document.hidden) call("POST", "/api/seen", { channel }).catch(() => {});
  } else if (html && !mine && (channel !== page.channel || place.startsWith(`${message.place}:`))) {
    $(`#rooms [data-channel="${CSS.escape(channel)}"]`)?.classList.add("unread");
  }
}

async function rearranged() {
  const rooms = $("#rooms", parsed(await (await fetch(location)).text()));
  if (rooms) swap($("#rooms"), rooms.outerHTML);
}

function listen() {
  const source = new EventSource(asMe(`/api/events?since=${page.seq}&version=${page.version}`));
  const on = (name, handle) =>
    source.addEventListener(name, ({ data, lastEventId }) => {
      page.seq = lastEventId || page.seq; // where another source goes on
      handle(JSON.parse(data));
    });
  on("message", arrived);
  on("version", rearranged);
  on("working", ({ places }) => ($("#working").hidden = !places.includes(place)));
  on("reset", () => location.reload());
  source.onopen = source.onerror = () => {
    $("#connection").textContent = source.readyState === EventSource.OPEN ? "" : "Reconnecting…";
    if (source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  };
}

// What people do

function open(html, send) {
  const sent = ({ address }) => (address ? location.assign(address) : dialog.close());
  dialog.innerHTML = html;
  const form = $("form", dialog);
  let name = nonce();
  const inputs = [...form.querySelectorAll("[data-input]")];
  form.oninput = () => (name = nonce());
  form.onsubmit = async (event) => {
    event.preventDefault();
    const given = new FormData(form);
    const values = Object.fromEntries(inputs.map(({ dataset: { input } }) => [input, given.getAll(input).join(",")]));
    await send(values, name).then(sent, ({ message, problems }) => {
      for (const input of inputs) {
        const problem = problems?.[input.dataset.input] ?? "";
        $(".problem", input).textContent = problem;
        for (const field of input.querySelectorAll("[name]")) field.ariaInvalid = String(Boolean(problem));
      }
      $(".all.problem", form).textContent = problems ? "" : message;
      const wrong = $("[aria-invalid=true]", form);
      wrong?.focus();
      $(".problem", wrong?.closest(".input") ?? form).scrollIntoView({ block: "nearest" });
    });
  };
  form.onkeydown = (event) => {
    if (event.key !== "Enter" || event.isComposing || !event.target.matches("textarea")) return;
    if (event.ctrlKey || event.metaKey) form.requestSubmit();
    else if (event.target.matches(".code")) indent(event);
  };
  dialog.showModal();
  const box = document.activeElement;
  if (box.matches("textarea")) box.setSelectionRange(box.value.length, box.value.length);
}

function indent(event) {
  const { value, selectionStart } = event.target;
  const line = value.slice(value.lastIndexOf("\n", selectionStart - 1) + 1, selectionStart);
  event.preventDefault();
  // The one way that leaves undoing to the browser.
  document.execCommand("insertText", false, `\n${/^\s*/.exec(line)[0]}${/:\s*$/.test(line) ? "    " : ""}`);
}

function offer({ form }) {
  const { message, action, value, html } = form ?? {};
  if (html) open(html, (values, nonce) => call("POST", "/api/submit", { place, message, action, value, values, nonce }));
}

const acts = {
  press: async ({ dataset: { action, value } }, { dataset: { id } }) =>
    offer(await call("POST", "/api/press", { place, message: Number(id), action, value, nonce: nonce() })),
  fill({ dataset: { form, url } }, item) {
    open($(`#form-${form}`).innerHTML, (values) => call("POST", url, values));
    if (item) $("textarea", dialog).value = item.dataset.text;
  },
  async delete({ dataset: { url, question } }) {
    if (question && !confirm(question)) return;
    await call("DELETE", url);
    if (question) location.assign("/");
  },
  switch: (button) => call("POST", button.dataset.url, { admin: button.ariaChecked !== "true" }),
  take,
  cancel: () => dialog.close(),
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

const chosen = () => $("[aria-selected=true]", options);
const enter = () => (chosen() ? take(chosen()) : $("#composer").requestSubmit());

async function send() {
  const [said, sent] = [text.value, act];
  text.value = ""; // at once, for the next words may come before the answer
  typed();
  await call("POST", "/api/messages", { place, text: said, nonce: sent }).then(offer, (problem) => {
    [text.value, act] = [said + text.value, text.value ? act : sent];
    throw problem;
  });
  scrollTo(0, document.documentElement.scrollHeight); // what comes of it is followed
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
