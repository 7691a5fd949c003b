import assert from "node:assert/strict";
import { test } from "node:test";
import { KeptSteps } from "../../static/js/grid/kept-steps.js";
import { Steps } from "../../static/js/grid/undo.js";
import { Clock, row, sheetOf, Store } from "./grid-fixtures.js";

const contact = (id, now) => ({ id, field: "contact", now });
const cell = (id, before, after) => ({ id, field: "contact", before, after });

/** The page is loaded again: what was stored is in the rows, the steps come from the store. */
function reload(sheet, { last = [], store = new Store() } = {}) {
  const kept = new KeptSteps({ steps: sheet.steps, storage: store, storageKey: "t", ...idle });
  kept.keep();
  const rows = sheet.rows.map(({ id }) => row(id, { contact: sheet.value(id, "contact") }));
  const next = sheetOf(...rows);
  next.restoreSteps(new KeptSteps({ storage: store, storageKey: "t" }).read(), last);
  return next;
}

const idle = { later: () => 0, cancelLater: () => {} };

test("after a reload the last steps are undone one by one", () => {
  const sheet = sheetOf(row(1), row(2));
  sheet.write([contact(1, "甲"), contact(2, "甲")]);
  sheet.write([contact(1, "乙")]);
  const next = reload(sheet);
  next.undo();
  assert.equal(next.value(1, "contact"), "甲");
  next.undo();
  assert.deepEqual([next.value(1, "contact"), next.value(2, "contact")], ["", ""]);
  assert.equal(next.undo(), null);
});

test("a cell somebody else changed meanwhile drops out of the kept step", () => {
  const sheet = sheetOf(row(1), row(2));
  sheet.write([contact(1, "甲"), contact(2, "甲")]);
  sheet.rowOf.get(2).values.contact = "他填的";
  sheet.changes.forget(2, "contact");
  const next = reload(sheet);
  assert.deepEqual(next.undo().cells, [cell(1, "", "甲")]);
  assert.equal(next.value(2, "contact"), "他填的");
});

test("at most twenty steps and twenty thousand cells are kept", () => {
  const steps = new Steps();
  for (let at = 0; at < 30; at += 1) steps.remember([cell(1, `${at}`, `${at + 1}`)]);
  assert.equal(steps.kept().length, 20);
  assert.equal(steps.kept().at(-1)[0].after, "30");
  steps.remember(Array.from({ length: 20001 }, (_, id) => cell(id, "", "x")));
  assert.deepEqual(steps.kept(), []);
});

test("steps of rows that are gone are forgotten", () => {
  const steps = new Steps();
  steps.restore([[cell(9, "", "甲")]], [], () => undefined);
  assert.deepEqual(steps.past, []);
});

test("the last import is undone in one step, with all its cells", () => {
  const sheet = sheetOf(row(1, { contact: "新" }), row(2, { contact: "新" }));
  sheet.restoreSteps([], [cell(1, "旧", "新"), cell(2, "", "新")]);
  assert.equal(sheet.undo().cells.length, 2);
  assert.equal(sheet.value(1, "contact"), "旧");
  assert.deepEqual(sheet.changes.takeBatch(5)[0], { id: 1, field: "contact", was: "新", now: "旧" });
});

test("an import the page already knows of is not undone twice", () => {
  const last = [cell(1, "旧", "新")];
  const sheet = sheetOf(row(1, { contact: "新" }));
  sheet.restoreSteps([], last);
  const next = reload(sheet, { last });
  assert.equal(next.steps.past.length, 1);
});

test("an import that was undone already stays undone", () => {
  const sheet = sheetOf(row(1, { contact: "旧" }));
  sheet.restoreSteps([], [cell(1, "旧", "新")]);
  assert.equal(sheet.undo(), null);
});

test("what the server wrote itself is one step among the others", () => {
  const sheet = sheetOf(row(1), row(2));
  sheet.write([contact(1, "甲")]);
  const taken = row(2, { contact: "市级" }, { unconfirmed: true });
  sheet.serverStep([taken], [cell(2, "", "市级"), cell(99, "", "别处")], { done: 1, total: 2 });
  assert.equal(sheet.progress.done, 1);
  assert.deepEqual(sheet.undo().cells, [cell(2, "", "市级")]);
  assert.equal(sheet.value(2, "contact"), "");
  assert.equal(sheet.value(1, "contact"), "甲");
  assert.equal(sheet.redo().cells.length, 1);
});

test("undo leaves a row alone that was locked meanwhile", () => {
  const sheet = sheetOf(row(1), row(2));
  sheet.write([contact(1, "甲"), contact(2, "甲")]);
  sheet.rowOf.get(1).locked = true;
  assert.deepEqual(sheet.undo(), { cells: [cell(2, "", "甲")], skipped: 1 });
});

test("what the server tidied is still undone", () => {
  const steps = new Steps();
  steps.remember([cell(1, "", "１")]);
  steps.remember([cell(1, "１", "2")]);
  steps.follow([{ id: 1, field: "contact", sent: "１", stored: "1" }]);
  assert.deepEqual(steps.past, [[cell(1, "", "1")], [cell(1, "1", "2")]]);
});

test("steps are kept when the hand rests, and not without storage", async () => {
  const clock = new Clock();
  const [steps, store] = [new Steps(), new Store()];
  const options = { steps, storageKey: "t", later: clock.later, cancelLater: clock.cancel };
  const kept = new KeptSteps({ ...options, storage: store });
  steps.remember([cell(1, "", "甲")]);
  kept.touch();
  assert.deepEqual(kept.read(), []);
  await clock.advance(1000);
  assert.deepEqual(kept.read(), [[cell(1, "", "甲")]]);
  const without = new KeptSteps({ ...options, storage: null });
  without.keep();
  assert.deepEqual(without.read(), []);
});
