import assert from "node:assert/strict";
import { test } from "node:test";
import { Selection } from "../../static/js/grid/selection.js";

/** A sheet drawn as rows of signs: # filled, . empty, L locked and filled. */
function on(...lines) {
  return new Selection({
    rows: lines.length,
    columns: lines[0].length,
    isFilled: (row, column) => lines[row][column] !== ".",
    isEditable: (row, column) => lines[row][column] !== "L",
  });
}

function at(selection) {
  return [selection.focus.row, selection.focus.column];
}

test("arrows stop at the edges", () => {
  const selection = on("..", "..");
  selection.move(-1, 0);
  assert.deepEqual(at(selection), [0, 0]);
  selection.move(5, 5);
  assert.deepEqual(at(selection), [1, 1]);
});

test("extending keeps the anchor, moving drops it", () => {
  const selection = on("...", "...", "...");
  selection.goTo(1, 1);
  selection.move(1, 1, { extend: true });
  assert.deepEqual(selection.range, { top: 1, bottom: 2, left: 1, right: 2 });
  selection.move(0, -1);
  assert.ok(selection.isSingle);
});

test("a range extended backwards is still top to bottom", () => {
  const selection = on("...", "...");
  selection.goTo(1, 2);
  selection.goTo(0, 1, { extend: true });
  assert.deepEqual(selection.range, { top: 0, bottom: 1, left: 1, right: 2 });
  assert.ok(selection.contains(1, 1));
  assert.ok(!selection.contains(1, 0));
});

test("Ctrl+arrow runs to the end of filled cells", () => {
  const selection = on("###.#");
  selection.jump(0, 1);
  assert.deepEqual(at(selection), [0, 2]);
});

test("Ctrl+arrow at the end of a run leaps to the next filled cell", () => {
  const selection = on("#..#.");
  selection.jump(0, 1);
  assert.deepEqual(at(selection), [0, 3]);
});

test("Ctrl+arrow from empty cells stops at the first filled one, or the edge", () => {
  const selection = on("..#..");
  selection.jump(0, 1);
  assert.deepEqual(at(selection), [0, 2]);
  selection.jump(0, 1);
  assert.deepEqual(at(selection), [0, 4]);
});

test("Ctrl+Shift+arrow extends to where Ctrl+arrow would go", () => {
  const selection = on("#", "#", ".");
  selection.jump(1, 0, { extend: true });
  assert.deepEqual(selection.range, { top: 0, bottom: 1, left: 0, right: 0 });
});

test("Tab visits only cells that may be filled, across rows", () => {
  const selection = on("L.L.", "L.L.");
  const visited = [];
  while (selection.tab(1)) visited.push(at(selection));
  assert.deepEqual(visited, [
    [0, 1],
    [0, 3],
    [1, 1],
    [1, 3],
  ]);
});

test("Tab behind the last cell leaves, and the cell in hand stays", () => {
  const selection = on("..");
  selection.goTo(0, 1);
  assert.equal(selection.tab(1), false);
  assert.deepEqual(at(selection), [0, 1]);
});

test("Shift+Tab goes back over the locked cells", () => {
  const selection = on("L.L", "LL.");
  selection.goTo(1, 2);
  selection.tab(-1);
  assert.deepEqual(at(selection), [0, 1]);
});

test("Enter after a run of Tabs returns to the column where it began", () => {
  const selection = on("....", "....");
  selection.goTo(0, 1);
  selection.tab(1);
  selection.tab(1);
  selection.enter(1);
  assert.deepEqual(at(selection), [1, 1]);
});

test("an arrow ends the run of Tabs", () => {
  const selection = on("....", "....", "....");
  selection.tab(1);
  selection.move(0, 1);
  selection.enter(1);
  assert.deepEqual(at(selection), [1, 2]);
});

test("whole rows, whole columns and everything", () => {
  const selection = on("...", "...");
  selection.selectRow(1);
  assert.deepEqual(selection.range, { top: 1, bottom: 1, left: 0, right: 2 });
  selection.selectColumn(2);
  assert.deepEqual(selection.range, { top: 0, bottom: 1, left: 2, right: 2 });
  selection.selectAll();
  assert.equal([...selection.cells()].length, 6);
});

test("rows are extended from the row first chosen", () => {
  const selection = on("..", "..", "..");
  selection.selectRow(0);
  selection.selectRow(2, { extend: true });
  assert.deepEqual(selection.range, { top: 0, bottom: 2, left: 0, right: 1 });
});

test("typing goes to the first cell of a range, not to its moving end", () => {
  const selection = on("..", "..", "..");
  selection.move(2, 0, { extend: true });
  assert.deepEqual(at(selection), [0, 0]);
  selection.move(-1, 0, { extend: true });
  assert.deepEqual(selection.range, { top: 0, bottom: 1, left: 0, right: 0 });
});

test("Enter and Tab walk around inside a range and keep it", () => {
  const selection = on("...", "...");
  selection.selectRange({ top: 0, bottom: 1, left: 0, right: 1 });
  const walk = (key) => {
    selection[key](1);
    return at(selection);
  };
  assert.deepEqual([walk("enter"), walk("enter"), walk("enter"), walk("enter")], [
    [1, 0],
    [0, 1],
    [1, 1],
    [0, 0],
  ]);
  assert.deepEqual([walk("tab"), walk("tab")], [
    [0, 1],
    [1, 0],
  ]);
  selection.tab(-1);
  assert.deepEqual(at(selection), [0, 1]);
  assert.deepEqual(selection.range, { top: 0, bottom: 1, left: 0, right: 1 });
});

test("inside a range Tab steps over locked cells", () => {
  const selection = on(".L.", "...");
  selection.selectRange({ top: 0, bottom: 1, left: 0, right: 2 });
  selection.tab(1);
  assert.deepEqual(at(selection), [0, 2]);
});

test("a whole column keeps the row in hand, a whole row its column", () => {
  const selection = on("...", "...", "...");
  selection.goTo(2, 1);
  selection.selectColumn(0);
  assert.deepEqual(at(selection), [2, 0]);
  selection.selectRow(1);
  assert.deepEqual(at(selection), [1, 0]);
  selection.selectAll();
  assert.deepEqual(at(selection), [1, 0]);
});
