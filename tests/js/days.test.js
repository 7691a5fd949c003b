import assert from "node:assert/strict";
import { test } from "node:test";

import { moved } from "../../static/js/days.js";

test("arrow keys go by a day or a week", () => {
  assert.equal(moved("2018-04-30", "ArrowRight"), "2018-05-01");
  assert.equal(moved("2018-01-01", "ArrowLeft"), "2017-12-31");
  assert.equal(moved("2018-04-06", "ArrowDown"), "2018-04-13");
  assert.equal(moved("2018-04-06", "ArrowUp"), "2018-03-30");
});

test("a month has no 31st: its last day instead", () => {
  assert.equal(moved("2018-01-31", "PageDown"), "2018-02-28");
  assert.equal(moved("2018-03-31", "PageUp"), "2018-02-28");
  assert.equal(moved("2018-01-15", "PageUp"), "2017-12-15");
});

test("a week begins on Monday", () => {
  assert.equal(moved("2018-04-08", "Home"), "2018-04-02");
  assert.equal(moved("2018-04-02", "End"), "2018-04-08");
});

test("other keys lead nowhere", () => {
  assert.equal(moved("2018-04-08", "a"), undefined);
});
