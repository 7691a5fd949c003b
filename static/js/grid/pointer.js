/** The mouse and the finger on the cells: click, drag, double click, column edges, menus. */

import { drag } from "./drag.js";

const PHONE_WIDTH = 640;
const SECOND_BUTTON = 2;

export class Pointer {
  /** @param grid the <fill-grid> element */
  constructor(grid) {
    Object.assign(this, { grid, painter: grid.painter, selection: grid.selection });
    const { scroller } = grid.painter;
    scroller.addEventListener("mousedown", (event) => this.pressed(event));
    scroller.addEventListener("dblclick", (event) => this.opened(event));
    scroller.addEventListener("click", (event) => this.tapped(event));
    scroller.addEventListener("contextmenu", (event) => this.asked(event));
  }

  pressed(event) {
    const { grid } = this;
    if (event.target === grid.editor.input || event.button > 0) return;
    if (this.isScrollbar(event) || this.isTap(event)) return;
    event.preventDefault();
    if (event.target.dataset.resize) return this.resize(event);
    grid.editor.finish({ keep: true });
    if (!grid.sheet.view.length || event.target.closest("button")) return;
    if (event.target.closest(".fg-handle")) return this.fill(event);
    return this.select(event);
  }

  /** On a phone a tap opens the row as a form; the cell must not call up the keyboard. */
  isTap(event) {
    return window.innerWidth < PHONE_WIDTH && event.sourceCapabilities?.firesTouchEvents;
  }

  isScrollbar({ target, offsetX, offsetY }) {
    const { scroller } = this.painter;
    const beyond = offsetX >= scroller.clientWidth || offsetY >= scroller.clientHeight;
    return target === scroller && beyond;
  }

  /* --- selecting --- */

  select(event) {
    const chooser = this.chooser(event);
    if (!chooser) return;
    const { choose, reveal, scrolls } = chooser;
    const at = this.painter.cellAt(event.clientX, event.clientY);
    choose(at, event.shiftKey);
    this.grid.moved({ reveal: reveal() });
    drag({
      painter: this.painter,
      scrolls,
      keepsLeft: at.column < this.painter.frozen,
      onMove: ({ x, y }) => {
        choose(this.painter.cellAt(x, y), true);
        this.grid.moved({ reveal: reveal() });
      },
    });
  }

  /** What a press selects: cells, whole rows by their number, whole columns by their head. */
  chooser({ target }) {
    const { selection } = this;
    const reveal = () => null;
    const cell = this.painter.cellFrom(target);
    if (cell && cell.column < 0) {
      const choose = ({ row }, extend) => selection.selectRow(row, { extend });
      return { choose, reveal, scrolls: { down: true } };
    }
    if (cell) {
      const choose = ({ row, column }, extend) => selection.goTo(row, column, { extend });
      return { choose, reveal: () => selection.head };
    }
    if (!target.closest(".fg-head[data-column]")) return null;
    const choose = ({ column }, extend) => selection.selectColumn(column, { extend });
    return { choose, reveal, scrolls: { across: true } };
  }

  /* --- filling --- */

  /** Drag the corner to repeat the block, double-click it to fill down. */
  fill(event) {
    const actions = this.grid.actions();
    if (event.detail > 1) return actions.fillToEnd();
    const { range } = this.selection;
    let target = null;
    return drag({
      painter: this.painter,
      onMove: ({ x, y }) => {
        target = actions.dragged(this.painter.cellAt(x, y));
        this.grid.frames.outline(target);
      },
      onEnd: (done) => {
        this.grid.frames.outline(null);
        const isLarger = ["top", "bottom", "left", "right"].some(
          (side) => target && target[side] !== range[side],
        );
        if (done && isLarger) actions.dragFill(target);
      },
    });
  }

  /* --- column widths --- */

  resize(event) {
    const { grid } = this;
    const column = Number(event.target.dataset.resize);
    if (event.detail > 1) {
      return grid.changeWidths((widths) => widths.set(column, this.painter.fittingWidth(column)));
    }
    const start = this.painter.widths.list[column] - event.clientX;
    const released = new AbortController();
    const { signal } = released;
    const move = ({ clientX }) =>
      grid.changeWidths((widths) => widths.set(column, start + clientX));
    window.addEventListener("mousemove", move, { signal });
    window.addEventListener("mouseup", () => released.abort(), { signal });
    return null;
  }

  /* --- opening --- */

  opened(event) {
    if (event.target.closest("button")) return;
    const cell = this.painter.cellFrom(event.target);
    if (cell?.column >= 0 && event.target !== this.grid.editor.input) this.grid.actions().edit();
  }

  tapped(event) {
    const { grid } = this;
    const head = event.target.closest(".fg-head-more");
    if (head) return grid.menus.openColumn(Number(head.dataset.menu));
    const cell = this.painter.cellFrom(event.target);
    if (!cell) return null;
    if (event.target.closest(".fg-more")) return grid.menus.openRow(cell.row);
    const isTap = window.innerWidth < PHONE_WIDTH && event.pointerType === "touch";
    return isTap ? grid.card.open(cell.row) : null;
  }

  /** The second button: the menu of the cell, of the column or of the row under it. */
  asked(event) {
    const { grid, selection } = this;
    const isKey = event.button !== SECOND_BUTTON;
    if (grid.editor.isWriting || (isKey && grid.menus.isOpen)) return;
    const head = event.target.closest(".fg-head[data-column]");
    const cell = this.painter.cellFrom(event.target);
    if (!head && !cell && event.target !== grid.editor.input) return;
    event.preventDefault();
    if (head) return grid.menus.openColumn(Number(head.dataset.column));
    if (cell && cell.column < 0) return grid.menus.openRow(cell.row);
    if (cell) selection.hold(cell.row, cell.column);
    grid.moved({ reveal: null });
    const at = isKey ? null : { left: event.clientX, bottom: event.clientY };
    return grid.menus.openCell(at);
  }
}
