// The small comforts. Every page works without this file: what it cannot do stays hidden.

function reveal(button) {
  const input = document.getElementById(button.dataset.reveals);
  if (!input) return;
  const show = button.textContent;
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.textContent = shown ? show : button.dataset.hide;
    button.setAttribute("aria-pressed", String(!shown));
  });
  // A browser remembers and offers what was typed into a text field: send it as a password again.
  input.form?.addEventListener("submit", () => { input.type = "password"; });
}

function copy(button) {
  const source = document.getElementById(button.dataset.copies);
  if (!source || !navigator.clipboard) return;
  const words = button.querySelector("span");
  const before = words.textContent;
  words.setAttribute("role", "status");
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.value);
    words.textContent = button.dataset.copied;
    setTimeout(() => { words.textContent = before; }, 4000);
  });
}

function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

// What was done is said at the foot for six seconds, longer to whoever looks at it. Faults stay above the content.
function passing(toast) {
  const words = toast.querySelector("[role=status]");
  const close = toast.querySelector("button");
  const leave = () => {
    if (toast.contains(document.activeElement)) document.getElementById("main").focus();
    toast.remove();
  };
  const wait = () => setTimeout(() => {
    if (document.hidden || toast.matches(":hover, :focus-within")) wait();
    else leave();
  }, 6000);
  close.hidden = false;
  close.addEventListener("click", leave);
  // A region tells what changes in it, not what it came with.
  setTimeout(() => words.replaceChildren(...words.childNodes), 200);
  wait();
}

// A deed that cannot be undone is asked about in a dialog, in place of a fold that opens below its button.
function asking(fold) {
  const dialog = fold.querySelector("dialog");
  const close = dialog.querySelector("[data-closes]");
  const button = fold.querySelector("summary");
  dialog.open = close.hidden = false;
  button.setAttribute("aria-haspopup", "dialog");
  // Asked at the press itself: the fold still stands open for a moment after the dialog was closed, and whoever
  // presses again in that moment would shut the fold instead of being asked.
  button.addEventListener("click", (event) => {
    event.preventDefault();
    fold.open = true;
    dialog.showModal();
    // What has just come out of a fold is not yet laid out when the dialog looks for where to begin.
    close.focus();
  });
  dialog.addEventListener("close", () => {
    if (dialog.open) return;
    fold.open = false;
    button.focus();
  });
  dialog.addEventListener("click", ({ target }) => { if (target === dialog || target === close) dialog.close(); });
}

document.querySelectorAll("[data-reveals]").forEach(reveal);
document.querySelectorAll("[data-copies]").forEach(copy);
document.querySelectorAll("[data-prints]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
document.querySelector("[data-focus]")?.focus();

document.querySelectorAll(".toasts > .toast").forEach(passing);
document.querySelectorAll(".confirm").forEach(asking);
const toasts = document.querySelector(".toasts");
document.addEventListener("focusin", ({ target }) => {
  if (!toasts?.childElementCount || toasts.contains(target)) return;
  const [said, seen] = [toasts.getBoundingClientRect(), target.getBoundingClientRect()];
  if (seen.bottom > said.top && seen.top < said.bottom && target.id !== "main") toasts.classList.toggle("toasts--up");
});

// "/" goes to the search. A switch at the foot of every page turns that off: who speaks or slips types it unawares.
// A page with a search of its own goes to that one.
const searches = ["main [type=search]", "[data-search-key]"].flatMap((which) => [...document.querySelectorAll(which)]);
const shortcut = document.querySelector("[data-shortcut]");
function keep(value) {
  // A browser may refuse to remember.
  try { return value ? (localStorage.slash = value) : localStorage.slash; } catch { return value; }
}
function announce() {
  for (const field of searches) {
    if (shortcut.checked) field.setAttribute("aria-keyshortcuts", "/");
    else field.removeAttribute("aria-keyshortcuts");
  }
}
if (shortcut) {
  shortcut.checked = keep() !== "off";
  shortcut.closest("[hidden]").hidden = false;
  shortcut.addEventListener("change", () => { keep(shortcut.checked ? "on" : "off"); announce(); });
  announce();
}
function isSlash(event) {
  // An Arabic keyboard writes another letter with the same key.
  return event.key === "/" || (event.code === "Slash" && event.key === "ظ");
}
document.addEventListener("keydown", (event) => {
  const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat);
  if (shortcut?.checked && isPlain && isSlash(event) && !isTyping(event.target) && !document.querySelector(":modal")) {
    const field = searches.find((one) => one.checkVisibility());
    if (field) event.preventDefault();
    field?.focus();
  }
  if (event.key === "Escape") {
    const open = event.target.closest?.("details[open].menu, details[open].share__one");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
  }
});
// A menu closes when something else is touched.
document.addEventListener("click", (event) => {
  document.querySelectorAll("details[open].menu").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});

// Without network: a line says so, and sw.js shows what it kept. A discussion has words of its own for it.
const unconnected = document.querySelector("[data-offline]");
function tellConnection() {
  if (unconnected) unconnected.hidden = navigator.onLine && !document.body.dataset.kept;
}
if (!document.getElementById("live-status")) {
  addEventListener("online", () => { delete document.body.dataset.kept; tellConnection(); });
  addEventListener("offline", tellConnection);
  tellConnection();
}
async function forgetPages(but) {
  for (const name of await caches.keys()) if (name.startsWith("pages-") && name !== but) await caches.delete(name);
}
if ("serviceWorker" in navigator && "caches" in window) {
  // sw.js does the same; here it is done even where that is not running.
  if ("person" in document.body.dataset) forgetPages(`pages-${document.body.dataset.person}`);
  document.querySelectorAll("form[action$='/logout/']").forEach((form) => {
    form.addEventListener("submit", () => { forgetPages(); });
  });
  // One address in both languages: a device has one worker.
  navigator.serviceWorker.register("/ar/sw.js", { scope: "/" }).catch(() => {});
}
