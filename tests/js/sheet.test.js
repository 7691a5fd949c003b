import assert from "node:assert/strict";
import { test } from "node:test";
import { Cell } from "../../static/js/grid/changes.js";
import { countStates } from "../../static/js/grid/filters.js";
import { row, sheetOf } from "./grid-fixtures.js";

const contact = (id, now) => ({ id, field: "contact", now });

/** Send everything that waits and let the server store it as it came. */
function store(sheet, tidy = {}) {
  const batch = sheet.changes.takeBatch(100);
  const rows = batch.map(({ id, field, now }) => {
    const values = { ...sheet.rowOf.get(id).values, [field]: tidy[now] ?? now };
    return { ...sheet.rowOf.get(id), values };
  });
  sheet.settle(batch, { rows });
}

test("a written cell waits with what stood there before", () => {
  const sheet = sheetOf(row(1, { contact: "李样例" }));
  sheet.write([contact(1, "王测试")]);
  assert.deepEqual(sheet.changes.takeBatch(10), [
    { id: 1, field: "contact", was: "李样例", now: "王测试" },
  ]);
});

test("writing the same value changes nothing", () => {
  const sheet = sheetOf(row(1, { contact: "王测试" }));
  assert.deepEqual(sheet.write([contact(1, "王测试")]), { written: 0, locked: 0 });
  assert.equal(sheet.changes.unsaved.length, 0);
  assert.equal(sheet.undo(), null);
});

test("locked columns and locked rows are skipped and counted", () => {
  const sheet = sheetOf(row(1), row(2, {}, { locked: true }));
  const report = sheet.write([
    { id: 1, field: "name", now: "x" },
    contact(2, "y"),
    contact(1, "z"),
  ]);
  assert.deepEqual(report, { written: 1, locked: 2 });
  assert.equal(sheet.value(1, "name"), "事项1");
  assert.equal(sheet.value(2, "contact"), "");
});

test("a sheet for reading takes nothing", () => {
  const sheet = sheetOf(row(1));
  sheet.readonly = true;
  assert.deepEqual(sheet.write([contact(1, "王测试")]), { written: 0, locked: 1 });
});

test("texts become values by their column", () => {
  const sheet = sheetOf(row(1));
  sheet.writeTexts([
    { id: 1, field: "system_level", text: "省级垂管" },
    { id: 1, field: "volume", text: "1,200" },
    { id: 1, field: "districts", text: "上城区、西湖区" },
  ]);
  assert.equal(sheet.value(1, "system_level"), "province_vertical");
  assert.equal(sheet.value(1, "volume"), 1200);
  assert.deepEqual(sheet.value(1, "districts"), [1, 2]);
});

test("clearing leaves each kind its own emptiness", () => {
  const sheet = sheetOf(row(1, { volume: 3, districts: [1], contact: "王测试" }));
  sheet.clear(["volume", "districts", "contact"].map((field) => ({ id: 1, field })));
  assert.equal(sheet.value(1, "volume"), null);
  assert.deepEqual(sheet.value(1, "districts"), []);
  assert.equal(sheet.value(1, "contact"), "");
});

test("a block of 200 × 7 cells is undone in one step", () => {
  const rows = Array.from({ length: 200 }, (_, at) => row(at + 1));
  const sheet = sheetOf(...rows);
  const fields = sheet.columns.slice(1).map(({ key }) => key);
  const cells = rows.flatMap(({ id }) => fields.map((field) => ({ id, field, text: "1" })));
  assert.equal(sheet.writeTexts(cells).written, 1400);
  assert.equal(sheet.undo().cells.length, 1400);
  assert.equal(sheet.changes.unsaved.length, 0);
});

test("undo and redo walk back and forth over several steps", () => {
  const sheet = sheetOf(row(1));
  sheet.write([contact(1, "甲")]);
  sheet.write([contact(1, "乙")]);
  sheet.undo();
  assert.equal(sheet.value(1, "contact"), "甲");
  sheet.undo();
  assert.equal(sheet.value(1, "contact"), "");
  sheet.redo();
  sheet.redo();
  assert.equal(sheet.value(1, "contact"), "乙");
  assert.equal(sheet.redo(), null);
});

test("a new change forgets what could be redone", () => {
  const sheet = sheetOf(row(1));
  sheet.write([contact(1, "甲")]);
  sheet.undo();
  sheet.write([contact(1, "乙")]);
  assert.equal(sheet.redo(), null);
});

test("undo after saving sends the old value with the stored one as its base", () => {
  const sheet = sheetOf(row(1));
  sheet.write([contact(1, "甲")]);
  store(sheet);
  sheet.undo();
  assert.deepEqual(sheet.changes.takeBatch(10), [{ id: 1, field: "contact", was: "甲", now: "" }]);
});

test("undo recognises a value that the server tidied up", () => {
  const sheet = sheetOf(row(1));
  sheet.write([contact(1, " 甲")]);
  store(sheet, { " 甲": "甲" });
  assert.equal(sheet.undo().cells.length, 1);
  assert.equal(sheet.value(1, "contact"), "");
});

test("undo does not overwrite what somebody else wrote meanwhile", () => {
  const sheet = sheetOf(row(1), row(2));
  sheet.write([contact(1, "甲"), contact(2, "甲")]);
  store(sheet);
  sheet.mergeRows([row(1, { contact: "他人" })]);
  assert.equal(sheet.undo().skipped, 1);
  assert.equal(sheet.value(1, "contact"), "他人");
  assert.equal(sheet.value(2, "contact"), "");
});

test("a cell typed again while it is being saved is saved again", () => {
  const sheet = sheetOf(row(1));
  sheet.write([contact(1, "甲")]);
  const batch = sheet.changes.takeBatch(10);
  sheet.write([contact(1, "乙")]);
  assert.deepEqual(sheet.changes.takeBatch(10), []);
  sheet.settle(batch, { rows: [row(1, { contact: "甲" })] });
  assert.equal(sheet.value(1, "contact"), "乙");
  assert.deepEqual(sheet.changes.takeBatch(10), [{ id: 1, field: "contact", was: "甲", now: "乙" }]);
});

test("a released batch waits again on its old base", () => {
  const sheet = sheetOf(row(1, { contact: "旧" }));
  sheet.write([contact(1, "新")]);
  sheet.changes.release(sheet.changes.takeBatch(10));
  assert.deepEqual(sheet.changes.takeBatch(10), [{ id: 1, field: "contact", was: "旧", now: "新" }]);
});

test("a batch is no larger than asked", () => {
  const sheet = sheetOf(row(1), row(2), row(3));
  sheet.write([contact(1, "甲"), contact(2, "甲"), contact(3, "甲")]);
  assert.equal(sheet.changes.takeBatch(2).length, 2);
  assert.equal(sheet.changes.takeBatch(2).length, 1);
});

test("a refused cell keeps the typed text and is not sent again by itself", () => {
  const sheet = sheetOf(row(1));
  sheet.writeTexts([{ id: 1, field: "volume", text: "约300" }]);
  const batch = sheet.changes.takeBatch(10);
  sheet.settle(batch, {
    refused: [{ id: 1, field: "volume", message: "请只填数字。", text: "约300" }],
  });
  assert.equal(sheet.value(1, "volume"), "约300");
  assert.equal(sheet.stateOf(sheet.rowAt(0), "volume"), Cell.REFUSED);
  assert.equal(sheet.change(1, "volume").message, "请只填数字。");
  assert.deepEqual(sheet.changes.takeBatch(10), []);
  assert.equal(countStates(sheet).errors, 1);
});

test("a refused cell typed anew is sent again, one put back is forgotten", () => {
  const sheet = sheetOf(row(1));
  sheet.writeTexts([{ id: 1, field: "volume", text: "约300" }]);
  sheet.settle(sheet.changes.takeBatch(10), { refused: [{ id: 1, field: "volume", message: "x" }] });
  sheet.writeTexts([{ id: 1, field: "volume", text: "300" }]);
  assert.equal(sheet.changes.takeBatch(10)[0].now, 300);
  const other = sheetOf(row(1));
  other.writeTexts([{ id: 1, field: "volume", text: "约300" }]);
  other.settle(other.changes.takeBatch(10), { refused: [{ id: 1, field: "volume", message: "x" }] });
  other.clear([{ id: 1, field: "volume" }]);
  assert.equal(other.changes.unsaved.length, 0);
});

function clashing() {
  const sheet = sheetOf(row(1));
  sheet.write([contact(1, "我的")]);
  const conflicts = [{ id: 1, field: "contact", theirs: "他的", by: "李样例", at: "" }];
  sheet.settle(sheet.changes.takeBatch(10), { rows: [row(1, { contact: "他的" })], conflicts });
  return sheet;
}

test("a conflict keeps both values and sends neither until somebody chooses", () => {
  const sheet = clashing();
  assert.equal(sheet.value(1, "contact"), "我的");
  assert.equal(sheet.change(1, "contact").theirs, "他的");
  assert.deepEqual(sheet.changes.takeBatch(10), []);
});

test("taking mine writes over theirs knowingly", () => {
  const sheet = clashing();
  sheet.changes.resolve(1, "contact", { mine: true });
  assert.deepEqual(sheet.changes.takeBatch(10), [{ id: 1, field: "contact", was: "他的", now: "我的" }]);
});

test("taking theirs forgets mine", () => {
  const sheet = clashing();
  sheet.changes.resolve(1, "contact", { mine: false });
  assert.equal(sheet.value(1, "contact"), "他的");
  assert.equal(sheet.changes.unsaved.length, 0);
});

test("typing over a conflict does not settle it", () => {
  const sheet = clashing();
  sheet.write([contact(1, "第三个")]);
  assert.equal(sheet.change(1, "contact").state, Cell.CONFLICT);
  assert.deepEqual(sheet.changes.takeBatch(10), []);
});

test("an answer about a row leaves its waiting cells alone", () => {
  const sheet = sheetOf(row(1));
  sheet.write([contact(1, "甲")]);
  sheet.mergeRows([row(1, { phone: "19900000001" })], { done: 1, total: 1 });
  assert.equal(sheet.value(1, "contact"), "甲");
  assert.equal(sheet.value(1, "phone"), "19900000001");
  assert.deepEqual(sheet.progress, { done: 1, total: 1 });
});

test("rows are filtered by state and counted", () => {
  const warning = { code: "x", field: "volume", text: "", settled: false };
  const sheet = sheetOf(
    row(1, {}, { gaps: ["contact"] }),
    row(2, {}, { errors: { phone: "x" } }),
    row(3, {}, { warnings: [warning, { ...warning, settled: true }] }),
    row(4, {}, { return_reason: "请改" }),
  );
  assert.deepEqual(countStates(sheet), {
    ...{ all: 4, gaps: 1, errors: 1, pending: 1, returned: 1 },
    ...{ out: 0, back: 0, talks: 0 },
  });
  for (const [at, name] of ["gaps", "errors", "pending", "returned"].entries()) {
    sheet.filter({ name });
    assert.deepEqual(sheet.view, [at + 1]);
  }
});

test("finding looks at the shown words of every column, whatever the width of digits", () => {
  const sheet = sheetOf(row(1, { system_level: "province_vertical" }), row(2, { phone: "8525" }));
  sheet.filter({ search: "省级" });
  assert.deepEqual(sheet.view, [1]);
  sheet.filter({ search: "８５２５" });
  assert.deepEqual(sheet.view, [2]);
});

test("a row filled in under the filter for gaps stays until the next choice", () => {
  const sheet = sheetOf(row(1, {}, { gaps: ["contact"] }));
  sheet.filter({ name: "gaps" });
  sheet.write([contact(1, "甲")]);
  assert.deepEqual(sheet.view, [1]);
  assert.equal(countStates(sheet).gaps, 0);
});

test("the next gap is to the right, then below, then around the end", () => {
  const sheet = sheetOf(
    row(1, {}, { gaps: ["contact", "phone"] }),
    row(2, {}, { gaps: ["contact"] }),
  );
  assert.deepEqual(sheet.nextGap({ row: 0, column: 0 }), { row: 0, column: 4 });
  assert.deepEqual(sheet.nextGap({ row: 0, column: 4 }), { row: 0, column: 5 });
  assert.deepEqual(sheet.nextGap({ row: 0, column: 5 }), { row: 1, column: 4 });
  assert.deepEqual(sheet.nextGap({ row: 1, column: 4 }), { row: 0, column: 4 });
});

test("locked rows have no gaps to jump to", () => {
  const sheet = sheetOf(row(1, {}, { gaps: ["contact"], locked: true }));
  assert.equal(sheet.nextGap({ row: 0, column: 0 }), null);
});

test("rows of the same system are found, an empty system is nobody's", () => {
  const sheet = sheetOf(row(1, { system_name: "甲" }), row(2, { system_name: "甲" }), row(3));
  assert.deepEqual(sheet.alike(1, "system_name"), [1, 2]);
  assert.deepEqual(sheet.alike(3, "system_name"), []);
});

test("kept changes come back with their old base", () => {
  const sheet = sheetOf(row(1, { contact: "他人" }));
  const stranded = sheet.restore([{ id: 1, field: "contact", was: "旧", now: "我的" }]);
  assert.deepEqual(stranded, []);
  assert.deepEqual(sheet.changes.takeBatch(10), [{ id: 1, field: "contact", was: "旧", now: "我的" }]);
});

test("kept changes already stored are dropped, those without an open cell are handed back", () => {
  const sheet = sheetOf(row(1, { contact: "甲" }), row(2, {}, { locked: true }));
  const stranded = sheet.restore([
    { id: 1, field: "contact", was: "", now: "甲" },
    { id: 2, field: "contact", was: "", now: "乙" },
    { id: 99, field: "contact", was: "", now: "丙" },
  ]);
  assert.deepEqual(
    stranded.map(({ now }) => now),
    ["乙", "丙"],
  );
  assert.equal(sheet.changes.unsaved.length, 0);
});

test("what another page brought along is one step that can be undone", () => {
  const sheet = sheetOf(row(1, { contact: "旧" }), row(2, {}, { locked: true }), row(3));
  const brought = sheet.bring([
    { id: 1, field: "contact", was: "旧", now: "文件的" },
    { id: 2, field: "contact", was: "", now: "文件的" },
    { id: 3, field: "contact", was: "", now: "文件的" },
  ]);
  assert.equal(brought, 2);
  sheet.undo();
  assert.deepEqual([sheet.value(1, "contact"), sheet.value(3, "contact")], ["旧", ""]);
});

test("the next problem is the next cell that is wrong or unconfirmed", () => {
  const warning = { code: "x", field: "contact", text: "?", settled: false };
  const origin = { label: "市人力社保局", fields: ["phone"] };
  const sheet = sheetOf(
    row(1, {}, { errors: { volume: "x" } }),
    row(2, {}, { warnings: [warning, { ...warning, field: "remark", settled: true }] }),
    row(3, { phone: "85250000" }, { origin, unconfirmed: true }),
  );
  const columns = (place) => [place.row, sheet.columns[place.column].key];
  let place = { row: 0, column: 0 };
  const met = [1, 2, 3, 4].map(() => columns((place = sheet.nextProblem(place))));
  assert.deepEqual(met, [
    [0, "volume"],
    [1, "contact"],
    [2, "phone"],
    [0, "volume"],
  ]);
  sheet.filter({ only: new Set() });
  assert.equal(sheet.nextProblem({ row: 0, column: 0 }), null);
});
