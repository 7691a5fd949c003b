/** What a cell holds: from typed text to a value, and from a value to the text shown. */

const SEPARATORS = /[、，,;；/\s]+/;
const ALL = /^(全部|全市|所有)(区县市?|\d+个)?$/;
const FIGURES = new Intl.NumberFormat("en-US");
const EMPTY = { integer: null, multi: [] };

/** The same text for comparing: no width variants, spaces or brackets. */
export function plain(text) {
  return String(text)
    .normalize("NFKC")
    .replace(/[\s()[\]【】〔〕]/g, "")
    .toLowerCase();
}

export function emptyValue(column) {
  const value = EMPTY[column.kind];
  if (value === undefined) return "";
  return Array.isArray(value) ? [] : value;
}

export function isEmpty(value) {
  return value === null || value === undefined || value === "" || value.length === 0;
}

/** One key for a cell {id, field} in a Map. */
export function cellKey({ id, field }) {
  return `${id}:${field}`;
}

export function same(one, other) {
  if (isEmpty(one) && isEmpty(other)) return true;
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item) => other.includes(item));
  }
  return one === other;
}

function names([, label, others = []]) {
  return [label, ...[].concat(others)].map(plain);
}

function shortName(label) {
  return label.length > 2 ? label.replace(/(区|县|市)$/, "") : label;
}

/** The key of the choice a text names: by label, synonym, or place name without suffix. */
function choiceKey(column, text) {
  const wanted = plain(text);
  const choices = column.choices ?? [];
  const exact = choices.find((choice) => names(choice).includes(wanted));
  if (exact) return exact[0];
  return choices.find(([, label]) => plain(shortName(label)) === wanted)?.[0];
}

const NO_MATCH = 3;

/** How well a choice matches: one of its words itself, how one begins, a part of one, not at all. */
function rankOf(choice, wanted) {
  const words = names(choice);
  if (words.includes(wanted)) return 0;
  if (words.some((word) => word.startsWith(wanted))) return 1;
  return words.some((word) => word.includes(wanted)) ? 2 : NO_MATCH;
}

/** Choices whose label, synonym or ordinal matches what was typed, the closest first. */
export function matchingChoices(column, typed) {
  const wanted = plain(typed);
  const choices = column.choices ?? [];
  if (!wanted) return choices;
  const found = choices
    .map((choice) => ({ choice, rank: rankOf(choice, wanted) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort((one, other) => one.rank - other.rank)
    .map(({ choice }) => choice);
  if (found.length || !/^\d+$/.test(wanted)) return found;
  const byOrdinal = choices[Number(wanted) - 1];
  return byOrdinal ? [byOrdinal] : [];
}

function parseInteger(text) {
  const digits = text.normalize("NFKC").replace(/[,\s]/g, "");
  if (digits === "") return null;
  return /^\d{1,15}$/.test(digits) ? Number(digits) : text.trim();
}

function parseMulti(column, text) {
  const trimmed = text.trim();
  if (trimmed === "") return [];
  if (ALL.test(plain(trimmed))) return column.choices.map(([key]) => key);
  const keys = trimmed
    .split(SEPARATORS)
    .filter(Boolean)
    .map((part) => choiceKey(column, part));
  return keys.includes(undefined) ? trimmed : [...new Set(keys)];
}

function parseText(column, text) {
  const trimmed = text.trim();
  return column.multiline
    ? trimmed.replace(/\r\n?/g, "\n")
    : trimmed.replace(/\s*[\r\n]+\s*/g, " ");
}

const PARSERS = {
  integer: (column, text) => parseInteger(text),
  multi: parseMulti,
  choice: (column, text) => (text.trim() === "" ? "" : (choiceKey(column, text) ?? text.trim())),
  phone: (column, text) => parseText(column, text.normalize("NFKC").replaceAll(",", "、")),
};

/**
 * The value a typed or pasted text stands for. A text that is not understood stays as it is:
 * the server judges it and answers in words, the cell keeps what was typed.
 */
export function parse(column, text) {
  const parser = PARSERS[column.kind] ?? parseText;
  return parser(column, text);
}

function label(column, key) {
  const choice = column.choices?.find(([candidate]) => candidate === key);
  return choice ? choice[1] : String(key);
}

/** The text of a value for copying and editing. */
export function textOf(column, value) {
  if (isEmpty(value)) return "";
  if (Array.isArray(value)) return value.map((key) => label(column, key)).join("、");
  return column.kind === "choice" ? label(column, value) : String(value);
}

/** The text of a value for reading: figures grouped, a full list shortened. */
export function shownText(column, value) {
  if (typeof value === "number" && column.kind !== "choice") return FIGURES.format(value);
  if (Array.isArray(value) && value.length > 2 && value.length === column.choices?.length) {
    return `全部（${value.length}个）`;
  }
  return textOf(column, value);
}
