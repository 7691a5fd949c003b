/** Spreadsheet text to cells and back, as Excel and WPS write it. */

/** More columns than any sheet of ours has: a wider merge is a mistake of its program. */
export const MOST_COLUMNS = 200;

/** One quoted cell starting at `start` (the opening quote): its text and where it ends. */
function quotedCell(text, start) {
  let value = "";
  let at = start + 1;
  while (at < text.length) {
    if (text[at] !== '"') value += text[at];
    else if (text[at + 1] === '"') value += text[++at];
    else return { value, end: at + 1 };
    at += 1;
  }
  return null;
}

/** Where an unquoted cell ends: at the next tab or line end. */
function cellEnd(text, start) {
  let at = start;
  while (at < text.length && !"\t\r\n".includes(text[at])) at += 1;
  return at;
}

function endsCell(text, at) {
  return at >= text.length || "\t\r\n".includes(text[at]);
}

/** A quote opens a quoted cell only if it is also closed right before a separator. */
function nextCell(text, start) {
  const quoted = text[start] === '"' ? quotedCell(text, start) : null;
  if (quoted && endsCell(text, quoted.end)) return quoted;
  const end = cellEnd(text, start);
  return { value: text.slice(start, end), end };
}

function lineBreakLength(text, at) {
  return text[at] === "\r" && text[at + 1] === "\n" ? 2 : 1;
}

/** The rows of a block. One line end at the very end closes the last row and opens no new one. */
export function parseBlock(text) {
  const source = text.replaceAll("\0", "");
  const rows = [[]];
  let at = 0;
  while (true) {
    const { value, end } = nextCell(source, at);
    rows[rows.length - 1].push(value);
    if (end >= source.length) break;
    at = end + (source[end] === "\t" ? 1 : lineBreakLength(source, end));
    if (source[end] === "\t") continue;
    if (at >= source.length) break;
    rows.push([]);
  }
  return rows;
}

function quoteIfNeeded(text) {
  return /[\t\r\n]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The block as text that Excel, WPS and `parseBlock` read back unchanged. */
export function writeBlock(rows) {
  return rows.map((row) => row.map(quoteIfNeeded).join("\t")).join("\r\n");
}

const MARKUP = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "<br>" };

/**
 * The block as a table for spreadsheets. They would turn codes and numbers that are names into
 * figures (1.99E+10): columns marked in `asText` tell them not to.
 */
export function writeTable(rows, asText) {
  const cell = (text, at) => {
    const content = text.replace(/\r\n?/g, "\n").replace(/[&<>"\n]/g, (sign) => MARKUP[sign]);
    return asText[at] ? `<td style="mso-number-format:'\\@'">${content}</td>` : `<td>${content}</td>`;
  };
  const lines = rows.map((row) => `<tr>${row.map(cell).join("")}</tr>`);
  return `<meta charset="utf-8"><style>br{mso-data-placement:same-cell}</style><table>${lines.join("")}</table>`;
}

function widest(rows) {
  return rows.reduce((most, row) => Math.max(most, row.length), 0);
}

function blockSize(rows) {
  return { rows: rows.length, columns: widest(rows) };
}

/** The block without the empty rows at its end that have no place anyway. */
export function trimToFit(rows, room) {
  let end = rows.length;
  while (end > Math.max(1, room) && rows[end - 1].every((text) => text === "")) end -= 1;
  return end === rows.length ? rows : rows.slice(0, end);
}

/**
 * Cells of an HTML table laid out as a block; every cell covered by a merge repeats its value.
 * `tableRows` holds per row the cells as {text, rowSpan, colSpan}.
 */
export function unmerge(tableRows) {
  const block = tableRows.map(() => []);
  tableRows.forEach((cells, top) => {
    let left = 0;
    for (const cell of cells) {
      while (block[top][left] !== undefined) left += 1;
      spread(block, { top, left, ...cell });
    }
  });
  const width = widest(block);
  return block.map((row) => Array.from({ length: width }, (_, column) => row[column] ?? ""));
}

function spread(block, { top, left, text, rowSpan = 1, colSpan = 1 }) {
  const bottom = Math.min(block.length, top + rowSpan);
  for (let row = top; row < bottom; row += 1) {
    for (let column = left; column < left + Math.min(colSpan, MOST_COLUMNS); column += 1) {
      block[row][column] = text;
    }
  }
}

/**
 * Where each cell of the block goes: a single cell or a block that divides the selection evenly
 * repeats over it, any other block starts at its upper left corner.
 */
export function placeBlock(block, range, limits) {
  const size = blockSize(block);
  const rows = repeats(range.bottom - range.top + 1, size.rows);
  const columns = repeats(range.right - range.left + 1, size.columns);
  const fit = {
    rows: Math.min(rows, limits.rows - range.top),
    columns: Math.min(columns, limits.columns - range.left),
  };
  const cells = [];
  for (let row = 0; row < fit.rows; row += 1) {
    for (let column = 0; column < fit.columns; column += 1) {
      const text = block[row % size.rows][column % size.columns];
      if (text !== undefined)
        cells.push({ row: range.top + row, column: range.left + column, text });
    }
  }
  return { cells, size: { rows, columns }, fit };
}

function repeats(selected, copied) {
  return selected % copied === 0 ? selected : copied;
}
