// The page's end of the one websocket: watches subjects, hands over what rings in the order of its numbers, and fetches
// over ordinary HTTP what it missed. It never sends anything but what it watches.

const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;
const POLL = 20_000;
// A ring may overtake the one before it: so long is waited before the gap is fetched.
const GAP = 300;
// The server says something every 25 seconds; a line that is silent for longer is dead, whatever the browser thinks.
const SILENCE = 60_000;
const SESSION_ENDED = 4401;

const jitter = (most) => Math.random() * most;

class Watch {
  // `page` has: subject, last (number of the latest change shown), changes (address), apply(change), reload(), refused().
  constructor(page, line) {
    this.page = page;
    this.line = line;
    this.last = page.last;
    this.held = new Map();
    this.isOver = false;
  }

  offer(change) {
    if (this.isOver || change.number <= this.last) return;
    this.held.set(change.number, change);
    this.settle();
    if (this.held.size) this.catchUpSoon();
  }

  settle() {
    while (this.held.has(this.last + 1)) {
      const next = this.held.get(this.last + 1);
      this.held.delete(this.last + 1);
      this.last += 1;
      this.page.apply(next);
    }
  }

  // What the server says the last number is; when it is not ours, something was missed.
  compare(number) {
    if (number !== this.last) this.catchUpSoon();
  }

  catchUpSoon() {
    this.timer ??= setTimeout(() => { this.timer = null; this.catchUp(); }, GAP);
  }

  async catchUp() {
    if (this.isOver) return;
    if (this.isFetching) { this.mustRepeat = true; return; }
    this.isFetching = true;
    try {
      let hasMore = true;
      while (hasMore && !this.isOver) hasMore = await this.fetchPage();
      this.line.heard();
    } catch {
      this.line.lost();
    } finally {
      this.isFetching = false;
    }
    if (this.mustRepeat) { this.mustRepeat = false; this.catchUpSoon(); }
  }

  async fetchPage() {
    const answer = await fetch(`${this.page.changes}?after=${this.last}`, {
      headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-store",
      redirect: "error", signal: AbortSignal.timeout(15_000),
    });
    if (answer.status === 404 || answer.status === 403) { this.end(); return false; }
    if (!answer.ok) throw new Error(`changes: ${answer.status}`);
    const told = await answer.json();
    if (told.reload) { this.isOver = true; this.page.reload(); return false; }
    // Rings may have come in while this was under way: what is shown already is newer.
    for (const change of told.changes) if (change.number > this.last) this.page.apply(change);
    if (told.last >= this.last) this.page.apply({ number: told.last, discussion: told.discussion });
    this.last = Math.max(this.last, told.last);
    for (const number of this.held.keys()) if (number <= this.last) this.held.delete(number);
    this.settle();
    return told.more;
  }

  end() {
    if (this.isOver) return;
    this.isOver = true;
    this.page.refused();
  }
}

export class Live {
  // `page` has: trouble(what) with "offline", "signed_out" or "" when all is well again.
  constructor(page) {
    this.page = page;
    this.watches = new Map();
    this.tries = 0;
    addEventListener("online", () => this.connectNow());
    addEventListener("offline", () => this.lost());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.connectNow(); });
    setInterval(() => this.lookAfter(), 5_000);
    this.polledAt = Date.now();
    this.connect();
  }

  watch(page) {
    const watch = new Watch(page, this);
    this.watches.set(page.subject, watch);
    if (this.isOpen()) this.ask(watch);
    return watch;
  }

  isOpen() { return this.socket?.readyState === WebSocket.OPEN; }

  ask(watch) {
    watch.isOn = false;
    this.socket.send(JSON.stringify({ watch: watch.page.subject, after: watch.last }));
  }

  connect() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.isSignedOut || (this.socket && this.socket.readyState <= WebSocket.OPEN)) return;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    let socket;
    try {
      socket = new WebSocket(`${scheme}://${location.host}/ws/live/?language=${document.documentElement.lang}`);
    } catch {
      this.closed();
      return;
    }
    this.socket = socket;
    socket.addEventListener("open", () => {
      socket.wasOpen = true;
      this.heard();
      for (const watch of this.watches.values()) if (!watch.isOver) this.ask(watch);
    });
    socket.addEventListener("message", (event) => this.hear(JSON.parse(event.data)));
    socket.addEventListener("close", (event) => { if (this.socket === socket) this.closed(event.code); });
  }

  connectNow() {
    if (this.isSignedOut) return;
    if (this.isOpen()) { this.heard(); return; }
    this.tries = 0;
    this.connect();
    this.poll();
  }

  closed(code) {
    // Who was rung until now asks at once; who never was has just read the page.
    if (this.socket?.wasOpen) this.polledAt = 0;
    this.socket = null;
    if (code === SESSION_ENDED) {
      this.isSignedOut = true;
      this.page.trouble("signed_out");
      return;
    }
    // All pages lose their line at the same moment when the server restarts: they must not all come back at the same.
    const most = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** this.tries);
    this.tries += 1;
    this.timer ??= setTimeout(() => this.connect(), 200 + jitter(most));
  }

  hear(frame) {
    this.heardAt = Date.now();
    this.tries = 0;
    if (frame.heartbeat) {
      for (const [subject, number] of Object.entries(frame.heartbeat)) this.watches.get(subject)?.compare(number);
    } else if (frame.watching) {
      const watch = this.watches.get(frame.watching);
      if (watch) {
        watch.isOn = true;
        watch.compare(frame.last);
      }
    } else if (frame.refused) {
      this.watches.get(frame.refused)?.end();
    } else if (frame.subject) {
      this.watches.get(frame.subject)?.offer(frame);
    }
  }

  heard() {
    this.heardAt = Date.now();
    if (!this.isSignedOut) this.page.trouble("");
  }

  lost() { if (!this.isSignedOut) this.page.trouble("offline"); }

  lookAfter() {
    const now = Date.now();
    if (this.isOpen()) {
      if (now - this.heardAt > SILENCE) this.socket.close();
      // The server could not answer, or its answer was lost: without one nothing rings.
      else for (const watch of this.watches.values()) if (!watch.isOn && !watch.isOver) this.ask(watch);
    } else if (now - this.polledAt > POLL) {
      this.poll();
    }
  }

  poll() {
    if (this.isSignedOut) return;
    this.polledAt = Date.now() + jitter(2_000);
    for (const watch of this.watches.values()) watch.catchUp();
  }
}
