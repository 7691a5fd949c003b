/** Days as text, "2018-04-06", without a time zone. */
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const MONTHS = { PageUp: -1, PageDown: 1 };

/** The day that `key` leads to from `day`; nothing for a key that leads nowhere. */
export function moved(day, key) {
  const date = new Date(`${day}T00:00:00Z`);
  if (key in STEPS) date.setUTCDate(date.getUTCDate() + STEPS[key]);
  else if (key in MONTHS) toMonth(date, MONTHS[key]);
  else if (key === "Home") date.setUTCDate(date.getUTCDate() - weekday(date));
  else if (key === "End") date.setUTCDate(date.getUTCDate() + 6 - weekday(date));
  else return undefined;
  return date.toISOString().slice(0, 10);
}

/** From Monday, 0, to Sunday, 6. */
function weekday(date) {
  return (date.getUTCDay() + 6) % 7;
}

/** The same day of another month, or its last one. */
function toMonth(date, by) {
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + by + 1, 0);
  date.setUTCDate(Math.min(day, date.getUTCDate()));
}
