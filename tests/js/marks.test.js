import assert from "node:assert/strict";
import { test } from "node:test";
import { countStates } from "../../static/js/grid/filters.js";
import { handable } from "../../static/js/grid/hand-rows.js";
import { Sheet } from "../../static/js/grid/sheet.js";
import { COLUMNS, row } from "./grid-fixtures.js";

const HANDINGS = {
  7: { whom: "纪就业", open: true, due: "4月4日", answer: "" },
  8: { whom: "商工伤", open: false, due: "", answer: "好了" },
};

const sheetWith = (...rows) =>
  new Sheet({ columns: COLUMNS, rows, handings: HANDINGS, threads: { 1: [3, 2] } });

test("rows that are out and rows that came back are two filters", () => {
  const rows = [row(1, {}, { handing: 7 }), row(2, {}, { handing: 8 }), row(3)];
  const sheet = sheetWith(...rows);
  const { out, back, talks } = countStates(sheet);
  assert.deepEqual([out, back, talks], [1, 1, 1]);
  sheet.filter({ name: "out" });
  assert.deepEqual(sheet.view, [1]);
});

test("a locked row and one that is out are not handed again, one that came back is", () => {
  const rows = [
    row(1, {}, { handing: 7 }),
    row(2, {}, { handing: 8 }),
    row(3, {}, { locked: true }),
    row(4),
  ];
  assert.deepEqual(handable(sheetWith(...rows), [1, 2, 3, 4]), [2, 4]);
});

test("what the server hands out is known at once", () => {
  const sheet = sheetWith(row(1), row(2));
  sheet.marks.mergeHandings({ 9: { whom: "叶就业", open: true } });
  sheet.mergeRows([row(2, {}, { handing: 9 })]);
  assert.equal(sheet.marks.handingOf(sheet.rowOf.get(2)).whom, "叶就业");
  assert.deepEqual(handable(sheet, [1, 2]), [1]);
});

test("a thread that was opened has nothing new", () => {
  const sheet = sheetWith(row(1), row(2));
  assert.deepEqual(sheet.marks.threadOf(sheet.rowOf.get(1)), { posts: 3, unread: 2 });
  sheet.marks.read({ id: 1 }, 4);
  assert.deepEqual(sheet.marks.threadOf({ id: 1 }), { posts: 4, unread: 0 });
  assert.deepEqual(sheet.marks.threadOf({ id: 2 }), { posts: 0, unread: 0 });
});
