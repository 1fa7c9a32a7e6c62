// A discussion that is open: new replies come by themselves, what is written is not lost. Without this file the page is
// read and answered like any other.

import { Live } from "../live/live.js";

const page = document.getElementById("discussion");
const list = document.getElementById("posts");
const composer = document.getElementById("composer");
const words = JSON.parse(page.dataset.words);
const me = page.dataset.person || "";
const isAtEnd = "atEnd" in page.dataset;
const plural = new Intl.PluralRules(document.documentElement.lang);
const inWords = (count) => words.new[plural.select(count)].replace("{count}", count);
const numberOf = (item) => Number(item.dataset.number);

// -- what the device keeps; private windows and full disks keep nothing, and that must not matter

const kept = {
  key: (what) => `${what}:${page.dataset.live}:${me}`,
  get(what) {
    try { return JSON.parse(localStorage.getItem(this.key(what))); } catch { return null; }
  },
  set(what, value) {
    try {
      if (value === null) localStorage.removeItem(this.key(what));
      else localStorage.setItem(this.key(what), JSON.stringify(value));
    } catch { /* nothing is kept then */ }
  },
};

function freshId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

// -- saying aloud that something came: one short sentence, at most every five seconds

const status = document.getElementById("live-status");
const silence = document.getElementById("live-silence");
let unsaid = [];

if (silence) {
  const draw = () => silence.setAttribute("aria-pressed", String(kept.get("silent") === true));
  silence.hidden = false;
  draw();
  silence.addEventListener("click", () => { kept.set("silent", kept.get("silent") ? null : true); draw(); });
}

function announce(name) {
  if (kept.get("silent")) return;
  unsaid.push(name);
  announce.timer ??= setTimeout(say, announce.wait ?? 0);
}

function say() {
  announce.timer = null;
  if (!unsaid.length) { announce.wait = 0; return; }
  status.textContent = unsaid.length === 1 ? words.arrived.replace("{name}", unsaid[0]) : inWords(unsaid.length);
  unsaid = [];
  announce.wait = 5000;
  announce.timer = setTimeout(say, announce.wait);
}

// -- posts

const waiting = new Map();
const held = [];
let inFlight = 0;
const newer = document.getElementById("posts-new");
const newerButton = newer.querySelector("button");

function elementOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const item = template.content.firstElementChild;
  const isMine = (way) => "member" in page.dataset && way.dataset.author && way.dataset.author === me;
  const may = {
    author: isMine,
    member: () => "member" in page.dataset,
    asker: () => "asker" in page.dataset,
    moderator: () => "moderator" in page.dataset,
  };
  item.querySelectorAll("[data-for]").forEach((way) => { way.hidden = !may[way.dataset.for]?.(way); });
  return item;
}

function insert(change, isFresh) {
  const item = elementOf(change.html);
  if (isFresh) item.classList.add("post--fresh");
  const next = [...list.querySelectorAll("[data-number]")].find((other) => numberOf(other) > change.post);
  list.insertBefore(item, next ?? list.querySelector("[data-unsent]"));
  return item;
}

// On a phone the form stays at the foot of the screen, over what is below it.
const isFormAfloat = () => composer && getComputedStyle(composer).position === "sticky";

function isEndInSight() {
  const edge = (list.lastElementChild ?? list).getBoundingClientRect();
  return edge.bottom <= (isFormAfloat() ? composer.getBoundingClientRect().top : innerHeight) + 40;
}

function seatButton() {
  if (isFormAfloat()) composer.prepend(newer);
  else list.after(newer);
}

function place(change) {
  const shown = document.getElementById(`post-${change.post}`);
  if (shown) {
    shown.replaceWith(elementOf(change.html));
    return;
  }
  if (waiting.has(change.post)) {
    waiting.set(change.post, change);
    return;
  }
  const first = list.querySelector("[data-number]");
  if (change.post === 1 || (first && change.post < numberOf(first))) return;
  const isMine = String(change.author) === me;
  if (isMine && inFlight) {
    // The answer to our own sending is on its way, and takes the place of what is shown as being sent.
    held.push(change);
    return;
  }
  if (change.state === "visible" && !isMine) announce(change.name);
  if (isAtEnd && (isMine || isEndInSight())) {
    insert(change, true);
  } else {
    waiting.set(change.post, change);
    newerButton.textContent = inWords(waiting.size);
    newer.hidden = false;
  }
}

seatButton();
addEventListener("resize", seatButton);
newerButton.addEventListener("click", () => {
  if (!isAtEnd) {
    location.assign(page.dataset.latest);
    return;
  }
  const items = [...waiting.values()].sort((one, other) => one.post - other.post).map((change) => insert(change, true));
  waiting.clear();
  newer.hidden = true;
  const heading = items[0]?.querySelector("h3");
  if (heading) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    items[0].scrollIntoView({ block: "center" });
  }
});

function stand(discussion) {
  document.getElementById("discussion-title").textContent = discussion.title;
  const isClosed = discussion.state === "closed";
  const place = document.getElementById("discussion-closed");
  if (isClosed !== Boolean(place.firstElementChild)) {
    place.replaceChildren();
    if (isClosed) {
      const notice = document.createElement("p");
      notice.className = "notice notice--warn";
      notice.setAttribute("role", "status");
      notice.textContent = words.closed.replace("{reason}", discussion.reason);
      place.append(notice);
    }
  }
  if (composer) composer.hidden = isClosed;
  document.getElementById("replies-title").textContent = discussion.replies
    ? words.replies[plural.select(discussion.replies)].replace("{count}", discussion.replies)
    : words.replies.none;
}

function apply(change) {
  if (change.discussion) stand(change.discussion);
  if (change.post) place(change);
}

// -- trouble, said in one place

const trouble = document.getElementById("live-trouble");

function tell(what) {
  if (tell.isFinal) return;
  tell.isFinal = what === "refused" || what === "signed_out";
  trouble.hidden = !what;
  document.getElementById("live-trouble-words").textContent = what ? words[what] : "";
  if (!what) resend();
}

// -- writing

const unsent = new Map();

function rememberUnsent() {
  const items = [...unsent.values()].map(({ id, text, replyTo }) => ({ id, text, replyTo }));
  kept.set("unsent", items.length ? items : null);
}

function draw(item) {
  item.element = document.createElement("li");
  item.element.className = "post";
  item.element.dataset.unsent = item.id;
  const body = document.createElement("div");
  body.className = "post__body";
  const head = document.createElement("p");
  head.className = "meta";
  head.textContent = words.me;
  const text = document.createElement("p");
  text.dir = "auto";
  text.className = "prose";
  for (const line of item.text.split("\n")) text.append(line, document.createElement("br"));
  item.note = document.createElement("p");
  item.note.className = "meta";
  item.note.setAttribute("role", "status");
  item.ways = document.createElement("p");
  item.ways.className = "actions";
  item.ways.hidden = true;
  const again = button(words.again, () => send(item));
  again.className = "button button--secondary";
  item.ways.append(again, button(words.back, () => takeBack(item)));
  body.append(head, text, item.note, item.ways);
  item.element.append(body);
  list.append(item.element);
}

function button(label, deed) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "button button--quiet";
  element.textContent = label;
  element.addEventListener("click", deed);
  return element;
}

async function send(item) {
  if (item.isUnderWay) return;
  item.isUnderWay = true;
  item.mayRepeat = false;
  item.ways.hidden = true;
  item.element.classList.remove("post--failed");
  item.note.textContent = words.sending;
  const body = new FormData(composer);
  body.set("text", item.text);
  body.set("client_id", item.id);
  body.set("reply_to", item.replyTo);
  inFlight += 1;
  try {
    const answer = await fetch(composer.action, {
      method: "POST", body, headers: { Accept: "application/json" }, credentials: "same-origin",
      signal: AbortSignal.timeout(20_000),
    });
    if (answer.ok && answer.headers.get("Content-Type").startsWith("application/json")) {
      arrived(item, await answer.json());
    } else {
      const told = await answer.json().catch(() => ({}));
      // What the server refuses stays refused; what it could not do is tried again.
      item.mayRepeat = answer.status >= 500 || answer.status === 429;
      failed(item, told.message ?? words.failed);
    }
  } catch {
    item.mayRepeat = true;
    failed(item, words.failed);
  } finally {
    item.isUnderWay = false;
    inFlight -= 1;
    if (!inFlight) held.splice(0).forEach(place);
  }
}

function arrived(item, change) {
  unsent.delete(item.id);
  rememberUnsent();
  item.element.remove();
  if (!document.getElementById(`post-${change.post}`) && isAtEnd) insert(change, true);
  watch.offer(change);
}

function failed(item, message) {
  item.element.classList.add("post--failed");
  item.note.textContent = message;
  item.ways.hidden = false;
}

function takeBack(item) {
  unsent.delete(item.id);
  rememberUnsent();
  item.element.remove();
  const text = composer.elements.text;
  text.value = text.value ? `${item.text}\n\n${text.value}` : item.text;
  keepDraft();
  text.focus();
}

function resend() {
  for (const item of unsent.values()) if (item.mayRepeat) send(item);
}

function keepDraft() {
  const { text, reply_to: replyTo } = composer.elements;
  kept.set("draft", text.value.trim() ? { text: text.value, replyTo: replyTo.value } : null);
}

function answerTo(number, name) {
  composer.elements.reply_to.value = number;
  const line = document.getElementById("replying");
  line.hidden = !number;
  line.querySelector("bdi").textContent = name;
}

function startComposer() {
  const { text, client_id: id, reply_to: replyTo } = composer.elements;
  const draft = kept.get("draft");
  if (draft && !text.value) {
    text.value = draft.text;
    if (draft.replyTo && !replyTo.value) {
      const name = document.querySelector(`#post-${Number(draft.replyTo)} .post__author`)?.textContent ?? "";
      answerTo(draft.replyTo, name);
    }
  }
  text.addEventListener("input", keepDraft);
  composer.addEventListener("submit", (event) => {
    // An empty form goes to the server, which says what is missing.
    if (!text.value.trim() || !isAtEnd) return;
    event.preventDefault();
    const item = { id: id.value || freshId(), text: text.value, replyTo: replyTo.value };
    unsent.set(item.id, item);
    rememberUnsent();
    id.value = freshId();
    text.value = "";
    answerTo("", "");
    keepDraft();
    draw(item);
    item.element.scrollIntoView({ block: "center" });
    send(item);
  });
  page.addEventListener("click", (event) => {
    const way = event.target.closest("[data-reply], [data-no-reply]");
    if (!way) return;
    event.preventDefault();
    answerTo(way.dataset.reply ?? "", way.dataset.name ?? "");
    text.focus();
  });
  setInterval(resend, 15_000);
  for (const item of kept.get("unsent") ?? []) {
    unsent.set(item.id, item);
    draw(item);
    item.mayRepeat = true;
    failed(item, words.failed);
  }
}

// -- go

if (composer) startComposer();
const live = new Live({ trouble: tell });
const watch = live.watch({
  subject: page.dataset.live,
  last: Number(page.dataset.last),
  changes: page.dataset.changes,
  apply,
  reload: () => location.reload(),
  refused: () => {
    tell("refused");
    if (composer) composer.querySelector("[type=submit]").disabled = true;
  },
});
