/**
 * The year of the workday calendar, by keyboard:
 *   data-year            one stop for the Tab key instead of 365; inside, arrow keys go by a day or
 *                        a week, PageUp and PageDown by a month, Home and End to the week's ends
 *   data-day             a day's link, "2018-04-06"
 */
import { moved } from "./days.js";

for (const year of document.querySelectorAll("[data-year]")) {
  const days = new Map(
    [...year.querySelectorAll("[data-day]")].map((link) => [link.dataset.day, link]),
  );
  let current = year.querySelector("[aria-current]") ?? days.values().next().value;
  for (const link of days.values()) link.tabIndex = link === current ? 0 : -1;

  year.addEventListener("focusin", (event) => stop(event.target.closest("[data-day]")));
  year.addEventListener("keydown", (event) => {
    const link = event.target.closest("[data-day]");
    const next = link && days.get(moved(link.dataset.day, event.key));
    if (!next) return;
    event.preventDefault();
    next.focus();
  });

  function stop(link) {
    if (!link || link === current) return;
    current.tabIndex = -1;
    link.tabIndex = 0;
    current = link;
  }
}
