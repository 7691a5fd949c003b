import assert from "node:assert/strict";
import { test } from "node:test";
import { Status, Sync } from "../../static/js/grid/sync.js";
import { answer, Clock, row, settled, sheetOf, Store } from "./grid-fixtures.js";

const SLOT = "yichuang-grid:task-1";
const AT = "2018-04-03T16:02:31+08:00";

/** A page with a scripted server: each reply is an answer, or an error to throw. */
function page({ replies = [], store = new Store(), rows = [row(1), row(2)] } = {}) {
  const clock = new Clock();
  const sheet = sheetOf(...rows);
  const made = { clock, sheet, store, sent: [], said: [] };
  const post = async (url, data) => {
    made.sent.push(data.cells);
    const reply = replies.shift() ?? storing(sheet, data.cells);
    if (reply instanceof Error) throw reply;
    return reply;
  };
  made.sync = new Sync({
    sheet,
    url: "/cells/",
    post,
    storage: store,
    storageKey: "task-1",
    later: clock.later,
    cancelLater: clock.cancel,
    onStatus: (report) => made.said.push(report),
    onRows: () => {},
    onStorageLost: () => made.said.push({ status: "storage lost" }),
  });
  made.type = (id, now) => {
    sheet.write([{ id, field: "contact", now }]);
    made.sync.touch();
  };
  return made;
}

function storing(sheet, cells) {
  const rows = cells.map(({ id, field, now }) => {
    const known = sheet.rowOf.get(id);
    return { ...known, values: { ...known.values, [field]: now } };
  });
  return answer({ saved_at: AT, rows, refused: [], conflicts: [] });
}

const last = (list) => list[list.length - 1];
const kept = (store) => Object.values(JSON.parse(store.content[SLOT] ?? "{}"));

test("changes are sent together when the hand rests", async () => {
  const { type, clock, sent, said } = page();
  type(1, "甲");
  await clock.advance(300);
  type(2, "乙");
  await clock.advance(300);
  assert.equal(sent.length, 0);
  await clock.advance(200);
  assert.equal(sent.length, 1);
  assert.equal(sent[0].length, 2);
  assert.deepEqual([last(said).status, last(said).time], [Status.SAVED, "16:02:31"]);
});

test("no more than 2,000 cells go in one request, the rest follows", async () => {
  const rows = Array.from({ length: 2500 }, (_, at) => row(at + 1));
  const { sheet, sync, clock, sent } = page({ rows });
  sheet.write(rows.map(({ id }) => ({ id, field: "contact", now: "甲" })));
  sync.touch();
  await clock.advance(400);
  assert.deepEqual(
    sent.map((cells) => cells.length),
    [2000, 500],
  );
  assert.equal(sheet.changes.unsaved.length, 0);
});

test("a broken line is tried again after 1, 2, 4 … at most 30 seconds", async () => {
  const replies = Array.from({ length: 7 }, () => new TypeError("network"));
  const { type, clock, said, sent } = page({ replies });
  type(1, "甲");
  await clock.advance(400);
  const waits = [];
  while (last(said).status === Status.OFFLINE) {
    waits.push(last(said).seconds);
    await clock.advance(last(said).seconds * 1000);
  }
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 30, 30]);
  assert.equal(sent.length, 8);
  assert.equal(last(said).status, Status.SAVED);
});

test("once the line was back, the next break starts with a short wait again", async () => {
  const broken = page({ replies: [new TypeError("x"), new TypeError("x")] });
  broken.type(1, "甲");
  await broken.clock.advance(400);
  await broken.clock.advance(1000);
  broken.sync.wake();
  await settled();
  broken.sync.post = async () => Promise.reject(new TypeError("network"));
  broken.type(1, "乙");
  await broken.clock.advance(400);
  assert.equal(last(broken.said).seconds, 1);
});

test("a server error is a broken line, not a refusal", async () => {
  const { type, clock, said } = page({ replies: [answer("", { status: 502, type: "text/html" })] });
  type(1, "甲");
  await clock.advance(400);
  assert.equal(last(said).status, Status.OFFLINE);
});

test("typing on while the line is broken does not hammer the server", async () => {
  const replies = [new TypeError("network"), new TypeError("network"), new TypeError("network")];
  const { type, clock, sent, said } = page({ replies });
  type(1, "甲");
  await clock.advance(400);
  await clock.advance(1000);
  type(2, "乙");
  await clock.advance(600);
  assert.equal(sent.length, 2);
  assert.equal(last(said).count, 2);
});

test("the line coming back sends at once, with everything typed meanwhile", async () => {
  const { type, clock, sync, sent, sheet } = page({ replies: [new TypeError("network")] });
  type(1, "甲");
  await clock.advance(400);
  type(2, "乙");
  sync.wake();
  await settled();
  assert.equal(last(sent).length, 2);
  assert.equal(sheet.changes.unsaved.length, 0);
});

test("unsaved cells are kept on this machine at once, saved ones are not", async () => {
  const { type, clock, store } = page();
  type(1, "甲");
  assert.deepEqual(kept(store), [{ id: 1, field: "contact", was: "", now: "甲" }]);
  await clock.advance(400);
  assert.equal(store.content[SLOT], undefined);
});

test("a page instead of JSON means signed out: nothing is lost or retried blindly", async () => {
  const { type, clock, said, sent, store } = page({
    replies: [answer("<h1>登录</h1>", { type: "text/html" })],
  });
  type(1, "甲");
  await clock.advance(400);
  await clock.advance(60000);
  assert.equal(last(said).status, Status.SIGNED_OUT);
  assert.equal(sent.length, 1);
  assert.equal(kept(store).length, 1);
});

test("after signing in elsewhere, coming back to the page sends the rest", async () => {
  const { type, clock, sync, sheet } = page({ replies: [answer({}, { status: 401 })] });
  type(1, "甲");
  await clock.advance(400);
  sync.wake();
  await settled();
  assert.equal(sheet.changes.unsaved.length, 0);
});

test("a reloaded page finds the unsaved cells and sends them on their old base", async () => {
  const store = new Store();
  const before = page({ store, replies: [new TypeError("network")] });
  before.type(1, "甲");
  await before.clock.advance(400);
  const after = page({ store });
  assert.deepEqual(after.sync.restore(), { restored: 1, stranded: [] });
  await settled();
  assert.deepEqual(after.sent, [[{ id: 1, field: "contact", was: "", now: "甲" }]]);
  assert.equal(store.content[SLOT], undefined);
});

test("the server's refusal is said in its own words and waits for a person", async () => {
  const { type, clock, said, sent, sheet } = page({
    replies: [answer({ message: "本任务已报送。" }, { status: 409 })],
  });
  type(1, "甲");
  await clock.advance(400);
  type(2, "乙");
  await clock.advance(60000);
  assert.deepEqual([last(said).status, last(said).message], [Status.REJECTED, "本任务已报送。"]);
  assert.equal(sent.length, 1);
  assert.equal(sheet.changes.unsaved.length, 2);
});

test("pressing retry after a refusal tries once more", async () => {
  const { type, clock, sync, said } = page({
    replies: [answer({ message: "x" }, { status: 409 })],
  });
  type(1, "甲");
  await clock.advance(400);
  await sync.flush();
  assert.equal(last(said).status, Status.SAVED);
});

test("refused cells stay unsaved and are counted beside the time of saving", async () => {
  const refused = [{ id: 1, field: "contact", message: "x", text: "甲" }];
  const { type, clock, said, store } = page({
    replies: [answer({ saved_at: AT, rows: [], refused, conflicts: [] })],
  });
  type(1, "甲");
  await clock.advance(400);
  assert.deepEqual([last(said).status, last(said).count], [Status.SAVED, 1]);
  assert.equal(kept(store).length, 1);
});

test("only one request is under way at a time", async () => {
  let arrive;
  const slow = new Promise((resolve) => {
    arrive = resolve;
  });
  const { type, clock, sync, sent, sheet } = page();
  const { post } = sync;
  sync.post = async (...request) => {
    const reply = await post(...request);
    if (sent.length === 1) await slow;
    return reply;
  };
  type(1, "甲");
  await clock.advance(400);
  type(2, "乙");
  await clock.advance(1000);
  assert.equal(sent.length, 1);
  arrive();
  await settled();
  assert.equal(sent.length, 2);
  assert.equal(sheet.changes.unsaved.length, 0);
});

test("undoing before anything was sent leaves nothing to send", async () => {
  const { type, clock, sync, sheet, sent, store, said } = page();
  type(1, "甲");
  sheet.undo();
  sync.touch();
  await clock.advance(1000);
  assert.equal(sent.length, 0);
  assert.equal(store.content[SLOT], undefined);
  assert.equal(last(said).status, Status.IDLE);
});

test("cells kept by another tab are left in the slot", () => {
  const other = { "2:contact": { id: 2, field: "contact", was: "", now: "别处" } };
  const store = new Store({ [SLOT]: JSON.stringify(other) });
  const { type } = page({ store });
  type(1, "甲");
  assert.deepEqual(
    kept(store)
      .map(({ now }) => now)
      .sort(),
    ["别处", "甲"].sort(),
  );
});

test("a machine without storage still saves", async () => {
  const { type, clock, sync, said } = page();
  sync.storage = null;
  type(1, "甲");
  await clock.advance(400);
  assert.equal(last(said).status, Status.SAVED);
});

test("a full machine is said once, and saving goes on", async () => {
  const store = new Store();
  store.setItem = () => {
    throw new Error("QuotaExceededError");
  };
  const { type, clock, said } = page({ store });
  type(1, "甲");
  assert.equal(said.filter(({ status }) => status === "storage lost").length, 1);
  await clock.advance(400);
  assert.equal(last(said).status, Status.SAVED);
});

test("a damaged slot is no reason to fail", () => {
  const store = new Store({ [SLOT]: "{broken" });
  const { sync } = page({ store });
  assert.deepEqual(sync.restore(), { restored: 0, stranded: [] });
});
