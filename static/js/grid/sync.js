/** Sends changed cells to the server, keeps them on this machine until they are stored. */

export const Status = {
  IDLE: "idle",
  UNSAVED: "unsaved",
  SAVING: "saving",
  SAVED: "saved",
  OFFLINE: "offline",
  SIGNED_OUT: "signed_out",
  REJECTED: "rejected",
};

const DEBOUNCE = 400;
const BATCH = 2000;
const BACK_OFF = [1, 2, 4, 8, 16, 30];

/** The server answered, but not with cells: what it means for the unsaved ones. */
class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The JSON of an answer; a page instead of JSON means that the session is over. */
export async function readAnswer(response) {
  if (response.status >= 500 || response.status === 429) throw new Error(`HTTP ${response.status}`);
  const isJson = (response.headers.get("content-type") ?? "").includes("json");
  if (response.status === 401 || !isJson) throw new Refusal(Status.SIGNED_OUT, "");
  const answer = await response.json();
  if (!response.ok) throw new Refusal(Status.REJECTED, answer.message ?? "");
  return answer;
}

export class Sync {
  /**
   * @param post sends JSON to an address and promises a Response
   * @param storage looks like localStorage, or is null where there is none
   * @param later, cancelLater look like setTimeout and clearTimeout
   * @param onStatus is told {status, count, seconds, message, time}
   * @param onRows is told which rows look different now
   * @param onStorageLost is told that this machine keeps nothing any more
   */
  constructor({ sheet, url, post, storage, storageKey, later, cancelLater, ...told }) {
    Object.assign(this, { sheet, url, post, storage, later, cancelLater, ...told });
    this.slot = `yichuang-grid:${storageKey}`;
    this.status = Status.IDLE;
    this.failures = 0;
    this.timer = null;
    this.flight = null;
    this.kept = new Set();
  }

  /** Cells were changed: keep them here at once, send them when the hand rests. */
  touch() {
    this.keep();
    if (this.flight || this.isStopped) return this.say(this.flight ? Status.SAVING : this.status);
    if (!this.sheet.changes.waiting.length) return this.say(this.restingStatus);
    this.say(Status.UNSAVED);
    return this.schedule(DEBOUNCE);
  }

  /** Offline and signed out wait for their own moment; typing on must not hammer the server. */
  get isStopped() {
    return [Status.OFFLINE, Status.SIGNED_OUT, Status.REJECTED].includes(this.status);
  }

  get restingStatus() {
    return this.savedAt ? Status.SAVED : Status.IDLE;
  }

  get hasUnsaved() {
    return this.sheet.changes.unsaved.length > 0;
  }

  schedule(milliseconds) {
    this.cancelLater(this.timer);
    this.timer = this.later(() => this.flush(), milliseconds);
  }

  /** Send now: after a pause, when the line is back, or because somebody pressed “retry”. */
  flush() {
    this.cancelLater(this.timer);
    this.flight ??= this.send().finally(() => {
      this.flight = null;
      if (!this.isStopped && this.sheet.changes.waiting.length) this.flush();
    });
    return this.flight;
  }

  async send() {
    const batch = this.sheet.changes.takeBatch(BATCH);
    if (!batch.length) return this.say(this.restingStatus);
    this.say(Status.SAVING);
    this.onRows(new Set(batch.map((cell) => cell.id)));
    try {
      const answer = await readAnswer(await this.post(this.url, { cells: batch }));
      this.arrived(batch, answer);
    } catch (failure) {
      this.failed(batch, failure);
    }
  }

  arrived(batch, answer) {
    this.failures = 0;
    this.savedAt = answer.saved_at;
    const rows = this.sheet.settle(batch, answer);
    this.keep();
    this.say(this.sheet.changes.waiting.length ? Status.UNSAVED : Status.SAVED);
    this.onRows(rows);
  }

  failed(batch, failure) {
    this.sheet.changes.release(batch);
    this.keep();
    this.onRows(new Set(batch.map((cell) => cell.id)));
    if (failure instanceof Refusal) return this.say(failure.status, { message: failure.message });
    const seconds = BACK_OFF[Math.min(this.failures, BACK_OFF.length - 1)];
    this.failures += 1;
    this.say(Status.OFFLINE, { seconds });
    return this.schedule(seconds * 1000);
  }

  /** The line or the session may be back: try at once instead of waiting. */
  wake() {
    if (this.isStopped && this.status !== Status.REJECTED && this.hasUnsaved) this.flush();
  }

  say(status, details) {
    if (details || status !== this.status) this.details = details ?? {};
    this.status = status;
    const time = this.savedAt?.slice(11, 19) ?? "";
    this.onStatus({ status, time, count: this.sheet.changes.unsaved.length, ...this.details });
  }

  /* --- kept on this machine --- */

  read() {
    try {
      return JSON.parse(this.storage.getItem(this.slot)) ?? {};
    } catch {
      return {};
    }
  }

  /** Another tab may keep cells in the same slot: replace only those this page knows. */
  keep() {
    if (!this.storage) return;
    const cells = this.read();
    for (const key of this.kept) delete cells[key];
    const unsaved = this.sheet.changes.unsaved;
    this.kept = new Set(unsaved.map(({ id, field }) => `${id}:${field}`));
    for (const { id, field, was, now } of unsaved)
      cells[`${id}:${field}`] = { id, field, was, now };
    this.store(cells);
  }

  store(cells) {
    try {
      if (Object.keys(cells).length) this.storage.setItem(this.slot, JSON.stringify(cells));
      else this.storage.removeItem(this.slot);
    } catch {
      // Full or forbidden: from here on only this page holds what is unsaved.
      this.storage = null;
      this.onStorageLost();
    }
  }

  /** Bring back what an earlier page could not store; says how much, and what has no place. */
  restore() {
    if (!this.storage) return { restored: 0, stranded: [] };
    const kept = this.read();
    const stranded = this.sheet.restore(Object.values(kept));
    this.kept = new Set(Object.keys(kept));
    this.keep();
    const restored = this.sheet.changes.waiting.length;
    if (restored) this.flush();
    return { restored, stranded };
  }
}
