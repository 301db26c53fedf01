// CSL-JSON: what citation.js knows of the format, and a bibliography that citeproc makes of it.
import { createRequire } from "node:module";
import { isDeepStrictEqual } from "node:util";
import { realDate } from "./dates.mjs";

// Both packages are CommonJS, and the one must find the other as it does there.
const require = createRequire(import.meta.url);
const { Cite } = require("@citation-js/core");
const { clean } = require("@citation-js/core/lib/plugins/input/csl.js");
require("@citation-js/plugin-csl");

const NAME = new Set(
  "family given dropping-particle non-dropping-particle suffix comma-suffix static-ordering literal parse-names".split(" "),
);
const DATE = new Set("date-parts season circa literal raw edtf".split(" "));
const DATES = "accessed available-date container event-date issued original-date submitted".split(" ");

/** @param least how many sources there must be */
export function citations(site, file, least = 1) {
  const problems = [];
  const say = (where, what) => problems.push(`${file}: ${where}: ${what}`);
  let items;
  try {
    items = site.json(file);
  } catch (error) {
    return [`${file}: is not JSON in UTF-8: ${error.message}`];
  }
  if (!Array.isArray(items)) return [`${file}: is no array`];
  if (items.length < least) say("top", `${items.length} sources, at least ${least} are due`);

  const ids = new Set();
  items.forEach((item, at) => {
    const where = item?.id ?? `item ${at + 1}`;
    if (typeof item !== "object" || item === null) return say(where, "is no object");
    for (const name of ["id", "type", "title"]) if (item[name] === undefined || item[name] === "") say(where, `no ${name}`);
    if (ids.has(String(item.id))) say(where, "the id is used twice");
    ids.add(String(item.id));
    // Without its guesses citation.js drops what is not CSL-JSON: an unknown type or field, a value of the wrong kind.
    const kept = clean([item], false)[0];
    for (const [name, value] of Object.entries(item)) {
      if (!isDeepStrictEqual(kept[name], value)) say(where, `${name} is not CSL-JSON: ${JSON.stringify(value)}`);
    }
    for (const [name, value] of Object.entries(item)) {
      if (value === "") say(where, `${name} is empty`);
      if (DATES.includes(name)) date(value, (what) => say(where, `${name} ${what}`));
      if (Array.isArray(value) && name !== "categories") {
        for (const person of value)
          for (const key of Object.keys(person)) if (!NAME.has(key)) say(where, `${name}: ${key} is no part of a name`);
      }
    }
    const trouble = item.URL === undefined ? undefined : site.trouble(item.URL);
    if (trouble) say(where, `URL ${trouble}`);
  });
  if (problems.length || !items.length) return problems;

  let entries;
  try {
    entries = new Cite(items, { forceType: "@csl/list+object" }).format("bibliography", {
      format: "text",
      template: "apa",
      lang: "en-US",
      asEntryArray: true,
    });
  } catch (error) {
    return [`${file}: citeproc: ${error.message}`];
  }
  const written = new Map(entries.map(([id, words]) => [String(id), words.trim()]));
  for (const { id } of items) {
    const words = written.get(String(id));
    if (!words || /undefined|\[object|NaN|CSL STYLE ERROR/.test(words)) say(id, `citeproc writes ${JSON.stringify(words)}`);
  }
  return problems;
}

function date(value, say) {
  if (typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) if (!DATE.has(key)) say(`has ${key}, which is no part of a date`);
  const parts = value["date-parts"];
  if (parts === undefined) return;
  if (!Array.isArray(parts) || parts.length < 1 || parts.length > 2) return say("is no date or two");
  for (const part of parts) {
    if (!Array.isArray(part) || part.length < 1 || part.length > 3 || !realDate(...part)) say(`is no date: ${JSON.stringify(part)}`);
  }
}
