/** What the grid asks of the browser: requests, storage, and the tables others copied. */

import { unmerge } from "./clipboard.js";

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

/** The browser's storage, or null where it is switched off. */
export function localStore() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** The first table of copied HTML as a block, merged cells repeated; null without one. */
export function blockOfHtml(html) {
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  if (!table?.querySelector("[rowspan], [colspan]")) return null;
  const cellOf = ({ innerText, textContent, rowSpan, colSpan }) => ({
    text: (innerText ?? textContent).trim(),
    rowSpan,
    colSpan,
  });
  return unmerge([...table.rows].map((row) => [...row.cells].map(cellOf)));
}
