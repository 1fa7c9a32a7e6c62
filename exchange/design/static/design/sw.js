// Keeps, on this device, the pages that somebody opened to read, for when there is no network.
// A page names its reader by an opaque key; there is one store, the last reader's, and every other one is deleted.
// Whatever is not answered here goes to the network as if this file were not there. RELEASE is put before this line.

const SHELL = `shell-${RELEASE}`;
const FILES = "files";
const PAGES = "pages-";
const MOST_PAGES = 30;
const MOST_FILES = 150;
const KEPT_FOR = 14 * 24 * 3600 * 1000;

const FILE = /^\/static\/(design|vendor|forum|live)\//;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const PAGE = /^\/(ar|en)\/.*$/;
const DESK = /^\/(ar|en)\/desk\/$/;
// Home, desk, calendar and workshops, platforms with their libraries and works; then standing pages, by what they are not.
const READING = [
  /^\/(ar|en)\/((desk|library|workshops|workshops\/month|platforms)\/)?$/,
  /^\/(ar|en)\/workshops\/\d+-[^/]+\/$/,
  /^\/(ar|en)\/platforms\/[^/]+\/(library\/([^/]+\/)?)?$/,
  /^\/(ar|en)\/(?!(forum|people|notifications|search|offline|workshops|platforms|library|desk|_util)\/)[^/]+\/$/,
];

// Counts how often everything was deleted: an answer that was asked for before is not kept after it.
let deletions = 0;

self.addEventListener("install", (event) => event.waitUntil(prepare().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(forgetShells().then(() => self.clients.claim())));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method !== "GET") {
    if (url.pathname.endsWith("/logout/")) event.waitUntil(forgetPages());
    return;
  }
  if (request.mode === "navigate") {
    if (PAGE.test(url.pathname) && url.pathname.endsWith("/")) event.respondWith(page(event, url));
  } else if (FILE.test(url.pathname)) {
    event.respondWith(file(event, url));
  }
});

// -- pages

async function page(event, url) {
  const before = deletions;
  let answer;
  try {
    answer = await fetch(event.request);
  } catch {
    return kept(url);
  }
  event.waitUntil(keep(url, answer.clone(), before));
  return answer;
}

async function keep(url, answer, before) {
  if ([401, 403, 404, 410].includes(answer.status)) await forgetPage(url);
  if (!answer.ok || !/^text\/html/.test(answer.headers.get("Content-Type") || "")) return;
  const text = await answer.text();
  const reader = /<body[^>]* data-person="([^"]*)"/.exec(text);
  if (!reader || before !== deletions) return;
  await forgetPages(PAGES + reader[1]);
  if (url.search || !READING.some((path) => path.test(url.pathname))) return;

  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
  const now = new Date().toISOString();
  headers.set("X-Kept-At", now);
  const store = await caches.open(PAGES + reader[1]);
  const address = url.origin + url.pathname;
  // Deleted first, so that it stands last: a store has its pages in the order of putting.
  await store.delete(address);
  await store.put(address, new Response(text.replace("<body", `<body data-kept="${now}"`), { headers }));
  if (before !== deletions) await caches.delete(PAGES + reader[1]);
  await trim(store, MOST_PAGES, (one) => !DESK.test(new URL(one.url).pathname));
}

async function kept(url) {
  await forgetOld();
  for (const name of await pageStores()) {
    const found = await (await caches.open(name)).match(url.href);
    if (found) return found;
  }
  const language = url.pathname.startsWith("/en/") ? "en" : "ar";
  return (await caches.match(`/${language}/offline/`)) || Response.error();
}

async function pageStores() {
  return (await caches.keys()).filter((name) => name.startsWith(PAGES));
}

async function forgetPages(but = "") {
  if (!but) deletions += 1;
  for (const name of await pageStores()) if (name !== but) await caches.delete(name);
}

async function forgetPage(url) {
  for (const name of await pageStores()) await (await caches.open(name)).delete(url.origin + url.pathname);
}

async function forgetOld() {
  for (const name of await pageStores()) {
    const store = await caches.open(name);
    for (const one of await store.keys()) {
      const at = Date.parse((await store.match(one)).headers.get("X-Kept-At"));
      if (!(Date.now() - at < KEPT_FOR)) await store.delete(one);
    }
  }
}

async function trim(store, most, may = () => true) {
  const all = (await store.keys()).filter(may);
  for (const one of all.slice(0, Math.max(0, all.length - most))) await store.delete(one);
}

// -- files, and the page that says there is no network

async function file(event, url) {
  const store = await caches.open(FILES);
  const had = await store.match(url.href, { ignoreVary: true });
  // A name with a hash says that what it names never changes.
  if (had && HASHED.test(url.pathname)) return had;
  try {
    const answer = await fetch(event.request);
    if (answer.status === 200) event.waitUntil(keepFile(store, url, answer.clone()));
    return answer;
  } catch {
    return had || Response.error();
  }
}

async function keepFile(store, url, answer) {
  await store.put(url.href, answer);
  await trim(store, MOST_FILES);
}

async function prepare() {
  const shell = await caches.open(SHELL);
  const files = await caches.open(FILES);
  for (const language of ["ar", "en"]) {
    const address = `/${language}/offline/`;
    // Without cookies: this copy is for whoever holds the device, and names nobody.
    const answer = await fetch(address, { credentials: "omit", cache: "no-cache" });
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    const text = await answer.text();
    const headers = new Headers(answer.headers);
    for (const name of ["Content-Encoding", "Content-Length", "Vary"]) headers.delete(name);
    await shell.put(address, new Response(text, { headers }));
    for (const [, path] of text.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)) {
      if (FILE.test(path) && !(await files.match(path, { ignoreVary: true }))) {
        const one = await fetch(path);
        if (one.status === 200) await files.put(path, one);
      }
    }
  }
}

async function forgetShells() {
  for (const name of await caches.keys()) if (name.startsWith("shell-") && name !== SHELL) await caches.delete(name);
}
