/** Builds the parts of the grid that need more than the grid itself: storage, clock, requests. */

import { postJson, storageOf } from "./browser.js";
import { Editor } from "./editor.js";
import { KeptSteps } from "./kept-steps.js";
import { Painter } from "./painter.js";
import { Selection } from "./selection.js";
import { Sync } from "./sync.js";
import { isEmpty } from "./values.js";
import { Widths } from "./widths.js";

const CLOCK = {
  later: (act, milliseconds) => setTimeout(act, milliseconds),
  cancelLater: (timer) => clearTimeout(timer),
};

/** A selection over the shown rows of a sheet. */
export function newSelection(sheet) {
  const at = (row, column) => [sheet.rowAt(row), sheet.columns[column]];
  return new Selection({
    get rows() {
      return sheet.view.length;
    },
    columns: sheet.columns.length,
    isFilled(row, column) {
      const [item, { key }] = at(row, column);
      return !isEmpty(sheet.value(item.id, key));
    },
    isEditable: (row, column) => sheet.isEditable(...at(row, column)),
  });
}

/** Column widths are a person's own, for each kind of task. */
export function newPainter(grid, { groups, kind = "", user = "" }) {
  const { sheet, selection, say, partId: id } = grid;
  const slot = `yichuang-grid-widths:${kind}-user-${user}`;
  const widths = new Widths({ columns: sheet.columns, storage: storageOf("localStorage"), slot });
  const isHit = (row, column) => grid.shown.isHit(row, column);
  return new Painter({ sheet, selection, widths, groups, say, id, isHit });
}

export function newEditor(grid) {
  const { painter, say, partId: id } = grid;
  return new Editor({
    painter,
    say,
    id,
    onBegin: () => grid.mayWrite(),
    onCommit: (...written) => grid.commands.store(...written),
    onPick: () => grid.commands.commit(1, 0),
    current: () => grid.currentValue(),
    propose: (column, typed) => grid.server.propose(column, typed),
  });
}

export function newSync(grid, data) {
  return new Sync({
    sheet: grid.sheet,
    url: grid.dataset.saveUrl,
    post: postJson,
    storage: storageOf("localStorage"),
    storageKey: data.storage_key,
    ...CLOCK,
    onStatus: (report) => grid.toolbar.showStatus(report),
    onRows: (ids) => grid.rowsChanged(ids),
    onStorageLost: () => grid.announce(grid.say("storage_full")),
  });
}

export function newKeptSteps({ sheet }, data) {
  const storage = storageOf("sessionStorage");
  return new KeptSteps({ steps: sheet.steps, storage, storageKey: data.storage_key, ...CLOCK });
}
