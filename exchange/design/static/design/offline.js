// The page without network: what is kept on this device, read from the store that sw.js fills.

const kept = document.querySelector("[data-kept-pages]");
const timetable = document.querySelector("[data-timetable]");
const language = document.documentElement.lang;
const time = new Intl.DateTimeFormat(kept.dataset.locale, { dateStyle: "long", timeStyle: "short", hourCycle: "h23" });

async function pages() {
  const found = [];
  for (const name of (await caches.keys()).filter((one) => one.startsWith("pages-"))) {
    const store = await caches.open(name);
    for (const request of await store.keys()) {
      const answer = await store.match(request);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      found.push({ page, path: new URL(request.url).pathname, at: answer.headers.get("X-Kept-At") });
    }
  }
  return found.sort((one, other) => other.at.localeCompare(one.at));
}

function show(place) {
  place.hidden = false;
  place.parentElement.querySelector("[data-nothing]").hidden = true;
}

function row({ page, path, at }) {
  const item = document.getElementById("kept-row").content.cloneNode(true);
  const link = item.querySelector("a");
  link.href = path;
  link.lang = page.documentElement.lang;
  link.textContent = (page.querySelector("main h1")?.textContent || page.title).trim();
  item.querySelector("time").dateTime = at;
  item.querySelector("time").textContent = time.format(new Date(at));
  return item;
}

function drawTimetable(all) {
  const desks = all.filter((one) => /^\/(ar|en)\/desk\/$/.test(one.path));
  const desk = desks.find((one) => one.path.startsWith(`/${language}/`)) || desks[0];
  const section = desk?.page.querySelector("section[aria-labelledby=next]");
  if (!section) return;
  const days = timetable.querySelector("[data-days]");
  section.querySelectorAll("h2, form, script").forEach((one) => one.remove());
  days.lang = desk.page.documentElement.lang;
  days.dir = desk.page.documentElement.dir;
  days.replaceChildren(...[...section.childNodes].map((one) => document.importNode(one, true)));
  // The days have times of their own.
  const seen = timetable.querySelector("[data-seen]");
  seen.dateTime = desk.at;
  seen.textContent = time.format(new Date(desk.at));
  show(timetable);
}

// Shown in place of another page: that one is asked for again as soon as there is a network. A browser that says it is
// online may still reach nobody, so the server is asked first.
async function comeBack() {
  try {
    if ((await fetch("/healthz", { cache: "no-store" })).ok) location.reload();
  } catch {
    // Still no network.
  }
}
if (!location.pathname.endsWith("/offline/")) {
  document.querySelector("[data-in-place]").hidden = false;
  addEventListener("online", comeBack);
  setInterval(() => { if (navigator.onLine) comeBack(); }, 5000);
}
if ("caches" in window) {
  const all = await pages();
  if (all.length) {
    kept.replaceChildren(...all.map(row));
    show(kept);
  }
  drawTimetable(all);
}
