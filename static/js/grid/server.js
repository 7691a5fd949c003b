/** What the grid asks of the server beside saving: confirmations, proposals, signing in again. */

import { postJson } from "./browser.js";
import { readAnswer } from "./sync.js";

export class Server {
  /** @param grid the <fill-grid> element */
  constructor(grid) {
    this.grid = grid;
  }

  /** Confirm a warning of a row, or explain it with a note. */
  async settle(id, code, note) {
    const { grid } = this;
    try {
      const answer = await readAnswer(
        await postJson(grid.dataset.confirmUrl, note ? { id, code, note } : { id, code }),
      );
      grid.sheet.mergeRows(answer.rows, answer.progress);
      grid.moved();
      grid.rowsChanged(new Set(answer.rows.map((row) => row.id)));
    } catch (failure) {
      const message = failure.message || grid.say("rejected_plain");
      grid.announce(grid.say("confirm_failed", { message }));
    }
  }

  async propose(column, typed) {
    try {
      const response = await fetch(`${column.suggest}?q=${encodeURIComponent(typed)}`);
      return (await readAnswer(response)).results;
    } catch {
      // Proposals are a convenience: without them the text is simply typed.
      return [];
    }
  }

  /** The address that leads back here after signing in; what is unsaved waits meanwhile. */
  signInUrl() {
    const here = encodeURIComponent(window.location.pathname + window.location.search);
    return `${this.grid.dataset.loginUrl ?? "/login/"}?next=${here}`;
  }
}
