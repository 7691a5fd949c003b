/** The chosen rows in the address of the page: a reload, a bookmark and “back” show them again. */

import { FILTERS } from "./filters.js";

/** What an address (its part after “?”) asks to see. */
export function conditionsOf(query) {
  const asked = new URLSearchParams(query);
  const conditions = {};
  if (Object.hasOwn(FILTERS, asked.get("show") ?? "")) conditions.name = asked.get("show");
  if (asked.has("system")) conditions.system = asked.get("system");
  if (asked.get("find")) conditions.search = asked.get("find");
  return conditions;
}

/** The same address, asking to see these rows; what else it says stays. */
export function queryFor(query, { name, system, search }) {
  const asked = new URLSearchParams(query);
  const put = (key, value) => (value === null ? asked.delete(key) : asked.set(key, value));
  put("show", name === "all" ? null : name);
  put("system", system);
  put("find", search || null);
  return asked.toString();
}

/** Keep them there without a new entry in the history. */
export function keepInAddress(conditions) {
  const { pathname, search } = window.location;
  const query = queryFor(search, conditions);
  window.history.replaceState(window.history.state, "", query ? `${pathname}?${query}` : pathname);
}
