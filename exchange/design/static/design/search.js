// The search page while somebody types: results renew themselves, words are offered under the field, and what is opened
// is counted. Without this file the same page works with Enter and its buttons.

const form = document.getElementById("search-form");
const field = form.elements.q;
const list = document.getElementById(`${field.id}-options`);
const said = document.getElementById("search-said");
const opened = document.getElementById("search-opened");
const found = () => document.getElementById("found");

const FEWEST = 2; // letters
const PAUSE = 250; // ms without a key, then it is asked
const REST = 1000; // ms without a change, then the number is read out
let asked = field.value.trim();
let pause;
let rest;

// -- results

function renew() {
  asked = field.value.trim();
  window.htmx?.trigger(form, "renew");
}

field.addEventListener("input", () => {
  clearTimeout(pause);
  const typed = field.value.trim();
  if (typed.length < FEWEST) {
    window.htmx?.trigger(form, "htmx:abort");
    close();
    return;
  }
  pause = setTimeout(() => {
    if (typed !== asked) renew();
    offer(typed);
  }, PAUSE);
});

document.addEventListener("change", ({ target }) => {
  if (target.form !== form || !found().contains(target)) return;
  clearTimeout(pause);
  // Filters that stood in the line stand beside it by now: there they can be chosen anew.
  if (field.value.trim() === found().dataset.line) field.value = found().dataset.words;
  renew();
});

// What was unfolded comes unfolded: in a closed part htmx could not give the focus back.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  for (const { id } of found().querySelectorAll("details[open][id]")) {
    detail.serverResponse = detail.serverResponse.replace(`id="${id}"`, `id="${id}" open`);
  }
});
document.addEventListener("htmx:afterSettle", () => {
  const { address, said: number } = found().dataset;
  if (!address) return;
  history.replaceState(history.state, "", address);
  clearTimeout(rest);
  rest = setTimeout(() => { said.textContent = number; }, REST);
});
// A request of before the last letter may still be on its way.
document.addEventListener("htmx:beforeRequest", () => { clearTimeout(rest); said.textContent = ""; });

// -- filters: a sheet on a phone

const sheet = () => document.getElementById("filters");
function closeSheet() {
  const open = sheet();
  if (!open?.open) return;
  open.open = false;
  open.querySelector("summary").focus();
}
const isSheet = () => sheet()?.open && getComputedStyle(sheet()).position === "fixed";
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-closes-filters]")) {
    event.preventDefault();
    closeSheet();
  } else if (isSheet() && !sheet().contains(event.target)) sheet().open = false;
});
document.addEventListener("keydown", ({ key }) => { if (key === "Escape" && isSheet()) closeSheet(); });
document.addEventListener("focusin", ({ target }) => {
  if (isSheet() && !sheet().contains(target)) sheet().open = false;
});

// -- words that are offered: a combobox whose list stands under it (ARIA Authoring Practices)

const options = () => [...list.querySelectorAll("[role=option]")];
const chosen = () => list.querySelector("[aria-selected=true]");
let offering;

field.setAttribute("role", "combobox");
field.setAttribute("aria-autocomplete", "list");
field.setAttribute("aria-controls", list.id);
field.setAttribute("aria-expanded", "false");

function close() {
  offering?.abort();
  list.hidden = true;
  mark(null);
  field.setAttribute("aria-expanded", "false");
}

function mark(option) {
  chosen()?.setAttribute("aria-selected", "false");
  if (option) {
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", option.id);
  } else field.removeAttribute("aria-activedescendant");
}

async function offer(typed) {
  offering?.abort();
  offering = new AbortController();
  try {
    const { signal } = offering;
    const answer = await fetch(`${form.dataset.suggests}?${new URLSearchParams({ q: typed })}`, { signal });
    const words = answer.ok ? (await answer.text()).trim() : "";
    if (field.value.trim() !== typed || document.activeElement !== field) return;
    list.innerHTML = words;
    list.hidden = !words;
    mark(null);
    field.setAttribute("aria-expanded", String(Boolean(words)));
  } catch { /* older than the last letter, or there is no network: nothing is offered */ }
}

function take(option) {
  field.value = option.textContent;
  close();
  form.requestSubmit();
}

field.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const all = list.hidden ? [] : options();
  const at = all.indexOf(chosen());
  if (event.key === "ArrowDown" && list.hidden && list.childElementCount) {
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
  } else if (event.key === "ArrowDown" && all.length) mark(all[at + 1] ?? null);
  else if (event.key === "ArrowUp" && all.length) mark(at < 0 ? all.at(-1) : all[at - 1] ?? null);
  else if (event.key === "Enter" && at >= 0) take(all[at]);
  else if (event.key === "Escape" && !list.hidden) close();
  else return;
  event.preventDefault();
});
field.addEventListener("blur", close);
// Whoever turns to the results wants to see them.
document.addEventListener("scroll", close, { passive: true });
form.addEventListener("submit", () => { clearTimeout(pause); close(); });
// The field keeps the focus while a word is touched.
list.addEventListener("mousedown", (event) => event.preventDefault());
list.addEventListener("click", ({ target }) => {
  const option = target.closest("[role=option]");
  if (option) take(option);
});

// -- what is opened is counted, without who

function tell({ target }) {
  const link = target.closest?.("a[data-hit]");
  const rows = link?.closest(".rows");
  if (!opened || !rows || !navigator.sendBeacon) return;
  const told = new FormData(opened);
  told.append("q", found().dataset.words);
  told.append("document", link.dataset.hit);
  told.append("place", Number(rows.dataset.first) + [...rows.children].indexOf(link.closest(".row")));
  navigator.sendBeacon(opened.action, told);
}
document.addEventListener("click", tell);
document.addEventListener("auxclick", tell);
