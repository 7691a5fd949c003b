import assert from "node:assert/strict";
import { test } from "node:test";
import { NARROWEST, WIDEST, Widths } from "../../static/js/grid/widths.js";
import { Store } from "./grid-fixtures.js";

const COLUMNS = [{ key: "name", kind: "text", width: 180 }, { key: "volume", kind: "integer" }];
const widths = (storage) => new Widths({ columns: COLUMNS, storage, slot: "w" });

test("columns begin as wide as the sheet says, or as their kind needs", () => {
  assert.deepEqual(widths(null).list, [180, 104]);
});

test("drawn widths are back on the next page, the others follow the sheet", () => {
  const store = new Store();
  widths(store).set(1, 203.6);
  assert.deepEqual(JSON.parse(store.getItem("w")), { volume: 204 });
  assert.deepEqual(widths(store).list, [180, 204]);
});

test("a column is never too narrow to find again or wider than a window", () => {
  const ours = widths(null);
  ours.set(0, 3);
  ours.set(1, 9000);
  assert.deepEqual(ours.list, [NARROWEST, WIDEST]);
});

test("keys draw in steps and give the first width back", () => {
  const ours = widths(new Store());
  assert.equal(ours.step(0, 1), true);
  assert.ok(ours.list[0] > 180);
  assert.equal(ours.reset(0), true);
  assert.equal(ours.reset(0), false);
  assert.equal(ours.list[0], 180);
});

test("kept widths that make no sense are forgotten", () => {
  const store = new Store({ w: JSON.stringify({ name: "wide", volume: 1 }) });
  assert.deepEqual(widths(store).list, [180, 104]);
  assert.deepEqual(widths(new Store({ w: "not json" })).list, [180, 104]);
});
