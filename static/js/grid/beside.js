/** What a chosen proposal says of other cells of its row: filled in where they are still empty. */

import { isEmpty } from "./values.js";

/**
 * @param cells the cells {id, field} that take the proposal
 * @param beside values by field
 * @returns cells {id, field, now} to write in the same step
 */
export function emptyBeside(sheet, cells, beside = {}) {
  return cells.flatMap(({ id }) =>
    Object.entries(beside)
      .filter(([field]) => sheet.columnOf.has(field) && isEmpty(sheet.value(id, field)))
      .map(([field, now]) => ({ id, field, now })),
  );
}
