import assert from "node:assert/strict";
import { test } from "node:test";
import { countStates, countSystems, findCells } from "../../static/js/grid/filters.js";
import { Cell } from "../../static/js/grid/changes.js";
import { row, sheetOf } from "./grid-fixtures.js";

const on = (id, system_name, more) => row(id, { system_name }, more);

test("systems are counted, the most frequent first, the missing last", () => {
  const sheet = sheetOf(on(1, ""), on(2, "乙系统"), on(3, "甲系统"), on(4, "甲系统"));
  assert.deepEqual(countSystems(sheet), [
    ["甲系统", 2],
    ["乙系统", 1],
    ["", 1],
  ]);
});

test("a sheet without systems counts none", () => {
  const sheet = sheetOf(on(1, "甲系统"));
  sheet.columnOf.delete("system_name");
  assert.deepEqual(countSystems(sheet), []);
});

test("system, state, text and a given set of rows narrow together", () => {
  const gap = { gaps: ["contact"] };
  const sheet = sheetOf(on(1, "甲系统", gap), on(2, "甲系统"), on(3, "", gap), on(4, "乙系统", gap));
  const shown = (conditions) => {
    sheet.filter(conditions);
    return sheet.view;
  };
  assert.deepEqual(shown({ system: "甲系统" }), [1, 2]);
  assert.deepEqual(shown({ system: "" }), [3]);
  assert.deepEqual(shown({ system: "甲系统", name: "gaps" }), [1]);
  assert.deepEqual(shown({ only: new Set([2, 4]) }), [2, 4]);
  assert.deepEqual(shown({ only: new Set([2, 4]), search: "乙" }), [4]);
  assert.deepEqual(shown({}), [1, 2, 3, 4]);
});

test("an answer taken over and not confirmed waits to be confirmed", () => {
  const origin = { label: "市人力社保局", fields: ["contact"] };
  const sheet = sheetOf(row(1, { contact: "甲" }, { origin, unconfirmed: true }), row(2));
  assert.equal(countStates(sheet).pending, 1);
  assert.equal(sheet.stateOf(sheet.rowAt(0), "contact"), "inherited");
  assert.equal(sheet.stateOf(sheet.rowAt(0), "volume"), "saved");
  assert.deepEqual(sheet.originOf(sheet.rowAt(0), "contact"), {
    label: "市人力社保局",
    unconfirmed: true,
  });
});

test("what is typed over a taken answer is one's own", () => {
  const origin = { label: "市人力社保局", fields: ["contact"] };
  const sheet = sheetOf(row(1, { contact: "甲" }, { origin }));
  sheet.write([{ id: 1, field: "contact", now: "乙" }]);
  assert.equal(sheet.originOf(sheet.rowAt(0), "contact"), null);
});

test("cells that mention a text are found in reading order", () => {
  const sheet = sheetOf(row(1, { contact: "王测试", remark: "找王测试" }), row(2), row(3, { contact: "王" }));
  assert.deepEqual(findCells(sheet, "王"), [
    { row: 0, column: 4 },
    { row: 0, column: 7 },
    { row: 2, column: 4 },
  ]);
  assert.deepEqual(findCells(sheet, " "), []);
});

test("texts refused elsewhere stand in their open cells with the reason", () => {
  const sheet = sheetOf(row(1), row(2, {}, { locked: true }));
  const refused = [1, 2, 3].map((id) => ({ id, field: "volume", text: "约300", message: "不是整数" }));
  sheet.refuse([...refused, { id: 1, field: "nothing", text: "x", message: "x" }]);
  const { state, now, message } = sheet.change(1, "volume");
  assert.deepEqual([state, now, message], [Cell.REFUSED, "约300", "不是整数"]);
  assert.ok(sheet.hasErrors(sheet.rowAt(0)));
  assert.equal(sheet.changes.unsaved.length, 0, "the page they came from keeps them");
  assert.deepEqual(sheet.changes.takeBatch(5), []);
  sheet.writeTexts([{ id: 1, field: "volume", text: "300" }]);
  assert.deepEqual(sheet.changes.takeBatch(5), [{ id: 1, field: "volume", was: null, now: 300 }]);
});

test("two thousand rows are counted and filtered in a moment", () => {
  const rows = Array.from({ length: 2000 }, (_, at) => on(at, `系统${at % 50}`, { gaps: ["phone"] }));
  const sheet = sheetOf(...rows);
  const started = performance.now();
  countStates(sheet);
  countSystems(sheet);
  sheet.filter({ name: "gaps", search: "系统7" });
  assert.equal(sheet.view.length, 40);
  assert.ok(performance.now() - started < 500);
});
