/** The mouse and the finger on the cells: click, drag, double click, column edges, row menu. */

const SCROLL_PAUSE = 40;
const PHONE_WIDTH = 640;

export class Pointer {
  /** @param grid the <fill-grid> element */
  constructor(grid) {
    this.grid = grid;
    const { scroller } = grid.painter;
    scroller.addEventListener("mousedown", (event) => this.pressed(event));
    scroller.addEventListener("dblclick", (event) => this.opened(event));
    scroller.addEventListener("click", (event) => this.tapped(event));
  }

  pressed(event) {
    const { grid } = this;
    if (event.target === grid.editor.input || event.button > 0) return;
    if (this.isScrollbar(event) || this.isTap(event)) return;
    event.preventDefault();
    if (event.target.dataset.resize) return this.resize(event);
    grid.editor.finish({ keep: true });
    if (!grid.sheet.view.length || event.target.closest(".fg-more")) return;
    const choose = this.chooser(event);
    if (!choose) return;
    choose(event, event.shiftKey);
    grid.moved();
    this.drag((moving) => choose(moving, true));
  }

  /** On a phone a tap opens the row as a form; the cell must not call up the keyboard. */
  isTap(event) {
    return window.innerWidth < PHONE_WIDTH && event.sourceCapabilities?.firesTouchEvents;
  }

  isScrollbar({ target, offsetX, offsetY }) {
    const { scroller } = this.grid.painter;
    const beyond = offsetX >= scroller.clientWidth || offsetY >= scroller.clientHeight;
    return target === scroller && beyond;
  }

  /** What a press selects: cells, whole rows by their number, whole columns by their head. */
  chooser({ target }) {
    const { painter, selection } = this.grid;
    const at = (event) => painter.cellAt(event.clientX, event.clientY);
    const cell = painter.cellFrom(target);
    if (cell && cell.column < 0) {
      return (event, extend) => selection.selectRow(at(event).row, { extend });
    }
    if (cell) return (event, extend) => selection.goTo(at(event).row, at(event).column, { extend });
    if (!target.closest(".fg-head[data-column]")) return null;
    return (event, extend) => selection.selectColumn(at(event).column, { extend });
  }

  /** Follow the mouse until it is let go; beyond the edge the cells scroll along. */
  drag(follow) {
    const released = new AbortController();
    const { signal } = released;
    let last = null;
    const step = () => {
      if (!last) return;
      follow(last);
      this.grid.moved();
    };
    const timer = setInterval(() => this.isOutside(last) && step(), SCROLL_PAUSE);
    const move = (event) => {
      last = event;
      step();
    };
    const end = () => {
      clearInterval(timer);
      released.abort();
    };
    window.addEventListener("mousemove", move, { signal });
    window.addEventListener("mouseup", end, { signal });
  }

  isOutside(event) {
    if (!event) return false;
    const box = this.grid.painter.scroller.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    return x < box.left || x > box.right || y < box.top || y > box.bottom;
  }

  resize(event) {
    const { painter } = this.grid;
    const column = Number(event.target.dataset.resize);
    const start = painter.widths[column] - event.clientX;
    const released = new AbortController();
    const { signal } = released;
    const move = (moving) => {
      painter.setWidth(column, start + moving.clientX);
      this.grid.editor.place();
    };
    window.addEventListener("mousemove", move, { signal });
    window.addEventListener("mouseup", () => released.abort(), { signal });
  }

  opened(event) {
    const cell = this.grid.painter.cellFrom(event.target);
    if (cell?.column >= 0 && event.target !== this.grid.editor.input) this.grid.actions().edit();
  }

  tapped(event) {
    const { grid } = this;
    const cell = grid.painter.cellFrom(event.target);
    if (!cell) return;
    if (event.target.closest(".fg-more")) grid.openMenu(cell.row);
    else if (window.innerWidth < PHONE_WIDTH && event.pointerType === "touch") {
      grid.openCard(cell.row);
    }
  }
}
