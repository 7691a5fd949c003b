/** Which rows are shown: by state, by business system, by text, or those something is about. */

import { isEmpty, plain } from "./values.js";

/** The column that names the business system of a row. */
export const SYSTEM = "system_name";

export const FILTERS = {
  all: () => true,
  gaps: (sheet, row) => sheet.gapsOf(row).length > 0,
  errors: (sheet, row) => sheet.hasErrors(row),
  pending: (sheet, row) => isPending(row),
  returned: (sheet, row) => Boolean(row.return_reason),
  out: (sheet, row) => Boolean(sheet.marks.handingOf(row)?.open),
  back: (sheet, row) => sheet.marks.handingOf(row)?.open === false,
  talks: (sheet, row) => sheet.marks.threadOf(row).posts > 0,
};

/** Offered only where there is such a row. */
export const RARE_FILTERS = new Set(["returned", "out", "back", "talks"]);

/** An odd value nobody has confirmed, or an answer taken over and not looked at. */
export function isPending(row) {
  return Boolean(row.unconfirmed) || row.warnings.some((warning) => !warning.settled);
}

export function countStates(sheet) {
  const counts = Object.fromEntries(Object.keys(FILTERS).map((name) => [name, 0]));
  for (const row of sheet.rows) {
    for (const [name, accepts] of Object.entries(FILTERS)) {
      if (accepts(sheet, row)) counts[name] += 1;
    }
  }
  return counts;
}

/** The systems the rows name as [name, rows], the most frequent first; "" is no name yet. */
export function countSystems(sheet) {
  if (!sheet.columnOf.has(SYSTEM)) return [];
  const counts = new Map();
  for (const { id } of sheet.rows) {
    const name = sheet.value(id, SYSTEM);
    const key = isEmpty(name) ? "" : String(name);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort(
    ([one, rows], [other, more]) =>
      (one === "") - (other === "") || more - rows || one.localeCompare(other, "zh"),
  );
}

/**
 * Ids of the rows that pass every condition.
 * `system` null is any system, "" none; `only` null is any row, else a set of ids.
 */
export function chooseRows(sheet, { name = "all", search = "", system = null, only = null }) {
  const wanted = plain(search);
  const accepts = FILTERS[name];
  return sheet.rows
    .filter(
      (row) =>
        (!only || only.has(row.id)) &&
        accepts(sheet, row) &&
        (system === null || (sheet.value(row.id, SYSTEM) || "") === system) &&
        (!wanted || sheet.columns.some((column) => mentions(sheet, row.id, column, wanted))),
    )
    .map((row) => row.id);
}

export function mentions(sheet, id, column, wanted) {
  return plainText(sheet.text(id, column)).includes(wanted);
}

/** The shown cells that mention a text, in reading order, as {row, column} places. */
export function findCells(sheet, search) {
  const wanted = plain(search);
  if (!wanted) return [];
  return sheet.view.flatMap((id, row) =>
    sheet.columns.flatMap((column, at) =>
      mentions(sheet, id, column, wanted) ? [{ row, column: at }] : [],
    ),
  );
}

/** Rows repeat the same texts over and over: what one looks like for comparing is worked out once. */
const plainTexts = new Map();
const MOST_TEXTS = 50000;

function plainText(text) {
  if (!plainTexts.has(text)) {
    if (plainTexts.size >= MOST_TEXTS) plainTexts.clear();
    plainTexts.set(text, plain(text));
  }
  return plainTexts.get(text);
}
