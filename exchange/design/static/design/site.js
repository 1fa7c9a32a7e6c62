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

document.querySelectorAll("[data-reveals]").forEach(reveal);
document.querySelectorAll("[data-copies]").forEach(copy);
document.querySelectorAll("[data-prints]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
document.querySelector("[data-focus]")?.focus();

const search = document.querySelector("main [type=search]") || document.querySelector("[data-search-key]");
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && search && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)) {
    event.preventDefault();
    search.focus();
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
