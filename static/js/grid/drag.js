/** Following the mouse while its button is held; beyond the edge the cells scroll along. */

const SCROLL_PAUSE = 40;
const FIRST_BUTTON = 1;
const BOTH = { across: true, down: true };
const SLOWEST = 10;
const FASTEST = 160;

/** How far a place lies outside, with its sign. */
function outside(place, first, last) {
  if (place < first) return place - first;
  return place > last ? place - last : 0;
}

/** The further outside, the faster: pixels per pause. */
function speed(distance) {
  return Math.sign(distance) * Math.min(FASTEST, SLOWEST + Math.abs(distance) / 2);
}

/**
 * @param onMove is told the point {x, y} of the window nearest to the mouse in the cells
 * @param onEnd is told whether the button was let go (true) or Esc gave up (false)
 * @param keepsLeft the hand began in the fixed columns: the left edge scrolls nothing
 * @param scrolls which ways the edges scroll: whole rows are chosen down, whole columns across
 */
export function drag({ painter, onMove, onEnd = () => {}, keepsLeft = false, scrolls = BOTH }) {
  const released = new AbortController();
  const { signal } = released;
  let last = null;

  function follow() {
    const area = painter.area({ withFrozen: keepsLeft || !painter.scroller.scrollLeft });
    const x = Math.max(area.left, Math.min(last.clientX, area.right - 1));
    const y = Math.max(area.top, Math.min(last.clientY, area.bottom - 1));
    onMove({ x, y });
  }

  function scroll() {
    if (!last) return;
    const area = painter.area({ withFrozen: keepsLeft || !painter.scroller.scrollLeft });
    const across = scrolls.across ? outside(last.clientX, area.left, area.right) : 0;
    const down = scrolls.down ? outside(last.clientY, area.top, area.bottom) : 0;
    if (!across && !down) return;
    painter.scroller.scrollBy(across && speed(across), down && speed(down));
    painter.paint();
    follow();
  }

  function end(done) {
    clearInterval(timer);
    released.abort();
    onEnd(done);
  }

  const timer = setInterval(scroll, SCROLL_PAUSE);
  const move = (event) => {
    // The button was let go where no page hears of it.
    if (!(event.buttons & FIRST_BUTTON)) return end(true);
    last = event;
    return follow();
  };
  const giveUp = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    end(false);
  };
  window.addEventListener("mousemove", move, { signal });
  window.addEventListener("mouseup", () => end(true), { signal });
  window.addEventListener("keydown", giveUp, { signal, capture: true });
}
