/** What the grid asks of the browser: requests, storage, and the tables others copied. */

import { MOST_COLUMNS, unmerge } from "./clipboard.js";

function cookie(name) {
  const pair = document.cookie.split("; ").find((item) => item.startsWith(`${name}=`));
  return pair ? decodeURIComponent(pair.slice(name.length + 1)) : "";
}

export function postJson(url, data) {
  return fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": cookie("csrftoken"),
    },
    body: JSON.stringify(data),
  });
}

/** A storage of the browser (localStorage, sessionStorage), or null where it is switched off. */
export function storageOf(name) {
  try {
    return window[name];
  } catch {
    return null;
  }
}

/** A function that says how wide a text is in the font of a computed style, in pixels. */
export function textWidth({ fontSize, fontFamily }) {
  const pen = document.createElement("canvas").getContext("2d");
  return (text, { bold = false } = {}) => {
    pen.font = `${bold ? "600 " : ""}${fontSize} ${fontFamily}`;
    return Math.ceil(pen.measureText(text).width);
  };
}

/** What a copied cell says: its line breaks are <br>, all other white space is layout. */
function textIn(cell) {
  cell.querySelectorAll("br").forEach((line) => line.replaceWith("\v"));
  const text = cell.textContent.replace(/[^\S\v\u00a0]+/g, " ").replaceAll("\u00a0", " ");
  return text.replace(/ ?\v ?/g, "\n").trim();
}

/** The first table of copied HTML as a block, merged cells repeated; null without one. */
export function blockOfHtml(html) {
  if (!/\b(row|col)span\b/i.test(html)) return null;
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  if (!table) return null;
  return unmerge([...table.rows].map((row) => [...row.cells].flatMap(cellsIn)));
}

/** A long text that only runs over its empty neighbours is no merged cell, though Excel says so. */
function cellsIn(cell) {
  const text = textIn(cell);
  const runsOver = /mso-ignore:\s*colspan/.test(cell.getAttribute("style") ?? "");
  if (!runsOver) return [{ text, rowSpan: cell.rowSpan, colSpan: cell.colSpan }];
  return Array.from({ length: Math.min(cell.colSpan, MOST_COLUMNS) }, (_, at) => ({
    text: at ? "" : text,
    rowSpan: cell.rowSpan,
  }));
}
