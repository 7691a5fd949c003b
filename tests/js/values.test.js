import assert from "node:assert/strict";
import { test } from "node:test";
import * as values from "../../static/js/grid/values.js";
import { COLUMNS, DISTRICTS, LEVEL } from "./grid-fixtures.js";

const column = (key) => COLUMNS.find((item) => item.key === key);

test("a volume is read with full-width digits and thousands separators", () => {
  assert.equal(values.parse(column("volume"), "１２，３４５"), 12345);
  assert.equal(values.parse(column("volume"), " 12,345 "), 12345);
  assert.equal(values.parse(column("volume"), "0"), 0);
});

test("an empty volume is nothing, not zero", () => {
  assert.equal(values.parse(column("volume"), "  "), null);
});

test("a volume in words stays text for the server to judge", () => {
  for (const text of ["约300", "-5", "1.2万", "1.5"]) {
    assert.equal(values.parse(column("volume"), text), text);
  }
});

test("a number too long to be exact stays text", () => {
  assert.equal(values.parse(column("volume"), "12345678901234567890"), "12345678901234567890");
});

test("a choice is found by its label, whatever the brackets and spaces", () => {
  assert.equal(values.parse(LEVEL, "省 级垂管"), "province_vertical");
  assert.equal(values.parse(LEVEL, "区县(市)自建"), "district_built");
});

test("a choice is found by its synonym", () => {
  assert.equal(values.parse(LEVEL, "区县自建"), "district_built");
});

test("an unknown choice keeps what was typed", () => {
  assert.equal(values.parse(LEVEL, "省里的"), "省里的");
});

test("several districts may be separated by any of the usual signs", () => {
  for (const text of [
    "上城区、西湖区",
    "上城区，西湖区",
    "上城区,西湖区",
    "上城区; 西湖区",
    "上城 西湖",
  ]) {
    assert.deepEqual(values.parse(DISTRICTS, text), [1, 2], text);
  }
});

test("全部 means every district, also as our export writes it", () => {
  assert.deepEqual(values.parse(DISTRICTS, "全部（15个）"), [1, 2, 3]);
});

test("one unknown district keeps the whole text", () => {
  assert.equal(values.parse(DISTRICTS, "上城区、火星区"), "上城区、火星区");
});

test("a district named twice counts once", () => {
  assert.deepEqual(values.parse(DISTRICTS, "上城区、上城"), [1]);
});

test("a phone loses full-width digits and keeps several numbers", () => {
  assert.equal(values.parse(column("phone"), "１９９，85250000"), "199、85250000");
});

test("line breaks survive only where the column has several lines", () => {
  assert.equal(values.parse(column("remark"), "一\r\n二"), "一\n二");
  assert.equal(values.parse(column("contact"), "王\r\n测试"), "王 测试");
});

test("text that looks like a formula or markup is kept as it is", () => {
  assert.equal(values.parse(column("contact"), "=1+1<b>"), "=1+1<b>");
});

test("values are shown by label and copied without grouping", () => {
  assert.equal(values.textOf(LEVEL, "province_vertical"), "省级垂管");
  assert.equal(values.textOf(DISTRICTS, [1, 3]), "上城区、桐庐县");
  assert.equal(values.textOf(column("volume"), 12345), "12345");
  assert.equal(values.shownText(column("volume"), 12345), "12,345");
});

test("a full list of districts is shown short but copied whole", () => {
  assert.equal(values.shownText(DISTRICTS, [1, 2, 3]), "全部（3个）");
  assert.equal(values.textOf(DISTRICTS, [1, 2, 3]), "上城区、西湖区、桐庐县");
});

test("what is copied is read back as the same value", () => {
  for (const [item, value] of [
    [LEVEL, "district_built"],
    [DISTRICTS, [1, 2, 3]],
    [column("volume"), 0],
  ]) {
    assert.ok(values.same(values.parse(item, values.textOf(item, value)), value));
  }
});

test("zero is a value, the empty list is none", () => {
  assert.equal(values.isEmpty(0), false);
  assert.equal(values.isEmpty([]), true);
  assert.equal(values.same(0, null), false);
  assert.equal(values.same(null, ""), true);
});

test("lists are the same in any order, but not when one is longer", () => {
  assert.ok(values.same([1, 2], [2, 1]));
  assert.ok(!values.same([1, 2], [1]));
});

test("options are narrowed by part of a label or by their number", () => {
  assert.deepEqual(
    values.matchingChoices(LEVEL, "自建").map(([key]) => key),
    ["district_built"],
  );
  assert.deepEqual(
    values.matchingChoices(LEVEL, "2").map(([key]) => key),
    ["district_built"],
  );
  assert.deepEqual(values.matchingChoices(LEVEL, "9"), []);
});

test("other words for a choice count when typed, pasted and looked for", () => {
  const level = { ...LEVEL, choices: [["a", "省级垂管", ["省垂", "省垂管"]], ["b", "省级自建", []]] };
  assert.equal(values.parse(level, " 省 垂 "), "a");
  assert.equal(values.parse(level, "省级自建"), "b");
  assert.deepEqual(values.matchingChoices(level, "垂").map(([key]) => key), ["a"]);
});

test("the option meant exactly comes first, then those that begin so", () => {
  const choices = [["a", "市本级无"], ["b", "无系统"], ["c", "其他", ["无"]]];
  assert.deepEqual(
    values.matchingChoices({ choices }, "无").map(([key]) => key),
    ["c", "b", "a"],
  );
});

test("all districts are meant by the word alone, not by a sentence that begins with it", () => {
  const all = DISTRICTS.choices.map(([key]) => key);
  for (const text of ["全部", "全部（3个）", "全市", "所有区县（市）"]) {
    assert.deepEqual(values.parse(DISTRICTS, text), all, text);
  }
  assert.equal(values.parse(DISTRICTS, "全部除桐庐县"), "全部除桐庐县");
});

test("districts are told apart by 、 by commas and by spaces", () => {
  for (const text of ["上城区、西湖区", "上城区，西湖区", "上城区,西湖区", "上城 西湖", "上城区　西湖区"]) {
    assert.deepEqual(values.parse(DISTRICTS, text), [1, 2], text);
  }
});
