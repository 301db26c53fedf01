// Web Annotations: every MUST of the W3C's own test suite, and anchors that hold on the page they point at.
import { readFileSync, readdirSync } from "node:fs";
import Ajv from "ajv-draft-04";
import formats from "ajv-formats";
import { rfc3339 } from "./dates.mjs";
import { tidy } from "./html.mjs";

const schemas = new URL("../schemas/web-annotation/", import.meta.url);
const read = (name) => JSON.parse(readFileSync(new URL(name, schemas), "utf8"));

const ajv = new Ajv({ strict: false, validateFormats: true });
formats(ajv);
for (const name of readdirSync(new URL("definitions/", schemas))) ajv.addSchema(read(`definitions/${name}`));
/** The assertions for "annotation", "collection" and "page", each with its file's name. */
export const musts = Object.fromEntries(
  Object.entries(read("musts.json")).map(([kind, list]) => [kind, list.map((schema) => ({ schema, holds: ajv.compile(schema) }))]),
);

const list = (value) => (value === undefined ? [] : [value].flat());
const is = (thing, type) => list(thing?.type).includes(type);

/** @param least how many annotations there must be */
export function annotations(site, file, least = 1) {
  const problems = [];
  const say = (where, what) => problems.push(`${file}: ${where}: ${what}`);
  let collection;
  try {
    collection = site.json(file);
  } catch (error) {
    return [`${file}: is not JSON in UTF-8: ${error.message}`];
  }
  const context = collection["@context"];
  const check = (kind, thing, where) => {
    // What is embedded has the context of the whole; each assertion looks at one thing alone.
    const whole = { "@context": context, ...thing };
    // The model allows the bare address of the collection, some of the suite's schemas only the long form of it.
    if (typeof thing.partOf === "string") whole.partOf = { id: thing.partOf };
    for (const { schema, holds } of musts[kind]) if (!holds(whole)) say(where, `${schema.id}: ${schema.errorMessage ?? schema.title}`);
    for (const name of ["created", "modified"]) {
      if (thing[name] !== undefined && !(rfc3339(thing[name]) && thing[name].endsWith("Z")))
        say(where, `${name} is no moment in universal time: ${thing[name]}`);
    }
  };

  if (!is(collection, "AnnotationCollection")) say("top", "is no AnnotationCollection");
  check("collection", collection, "collection");
  const page = collection.first;
  if (typeof page !== "object" || page === null) {
    say("collection", "has no embedded first page");
    return problems;
  }
  check("page", page, "page");
  const items = Array.isArray(page.items) ? page.items : [];
  if (items.length < least) say("page", `${items.length} annotations, at least ${least} are due`);
  if (page.next === undefined && collection.total !== undefined && collection.total !== items.length) {
    say("collection", `total is ${collection.total}, there are ${items.length}`);
  }

  const ids = new Set();
  let anchors = 0;
  items.forEach((item, at) => {
    const where = item?.id ?? `item ${at + 1}`;
    if (typeof item !== "object" || item === null) return say(where, "is no object");
    check("annotation", item, where);
    if (ids.has(item.id)) say(where, "the id is used twice");
    ids.add(item.id);
    if (item.body === undefined && item.bodyValue === undefined) say(where, "says nothing: it has no body");
    for (const target of list(item.target)) anchors += anchored(site, target, (what) => say(where, what));
  });
  if (anchors < least) say("page", `${anchors} anchors on pages of the site, at least ${least} are due`);
  return problems;
}

/** Looks a target's selectors up on its page; says how many were found out about. */
function anchored(site, target, say) {
  const source = typeof target === "string" ? target : (target?.source?.id ?? target?.source ?? target?.id);
  const trouble = site.trouble(source);
  if (trouble) {
    say(`the target ${trouble}`);
    return 0;
  }
  const path = site.fileAt(source);
  if (!path?.endsWith(".html")) return 0;
  const page = site.page(path);
  const selectors = list(target.selector).flatMap(function alone(selector) {
    return [selector, ...list(selector.refinedBy).flatMap(alone)];
  });
  let seen = 0;
  for (const selector of selectors) {
    if (is(selector, "TextQuoteSelector")) {
      seen += 1;
      const { prefix = "", exact = "", suffix = "" } = selector;
      if (!tidy(exact)) say("an empty quotation selects nothing");
      const words = tidy(prefix + exact + suffix);
      if (!page.texts.some((text) => text.includes(words))) say(`is not on ${page.path}: ${JSON.stringify(words)}`);
    }
    if (is(selector, "FragmentSelector")) {
      seen += 1;
      if (!page.ids.has(selector.value)) say(`no id ${JSON.stringify(selector.value)} on ${page.path}`);
    }
  }
  if (seen === 0) say("no TextQuoteSelector or FragmentSelector says what is meant");
  return seen;
}
