// schema.org in JSON-LD: expanded by a JSON-LD processor, then held against schema.org's vocabulary.
import jsonld from "jsonld";
import { iso8601 } from "./dates.mjs";
import { attribute } from "./html.mjs";
import { PLAIN, fits, members, properties, propertyOf, types } from "./vocabulary.mjs";

const HOME = /^https?:\/\/schema\.org\//;
const CONTEXT = { "@context": { "@vocab": "https://schema.org/", id: "@id", type: "@type" } };

/** Nothing is fetched: schema.org's context is known, every other must be in the document itself. */
export function offline(url) {
  if (/^https?:\/\/schema\.org\/?$/.test(url)) return { contextUrl: null, documentUrl: url, document: CONTEXT };
  throw new Error(`a context from elsewhere: ${url}`);
}

export async function expanded(document, base) {
  try {
    // Safe: what a processor would drop is told.
    return await jsonld.expand(document, { documentLoader: offline, base, safe: true });
  } catch (error) {
    const event = error.details?.event;
    throw new Error(
      [error.message, error.details?.cause?.message, event?.message, event && JSON.stringify(event.details)].filter(Boolean).join(" "),
    );
  }
}

/** The one block of JSON-LD that each page has. @param least how many pages there must be */
export async function pages(site, least = 1) {
  const problems = [];
  for (const page of site.pages) {
    const blocks = page.elements.filter((one) => one.tagName === "script" && attribute(one, "type") === "application/ld+json");
    if (blocks.length !== 1) {
      problems.push(`${page.path}: ${blocks.length} blocks of JSON-LD, not one`);
      continue;
    }
    const source = blocks[0].childNodes.map((node) => node.value).join("");
    problems.push(...(await linked(site, page.path, source)));
  }
  if (site.pages.length < least) problems.push(`${site.pages.length} pages, at least ${least} are due`);
  return problems;
}

/** The set of terms, each with its name and what it means. @param least how many terms there must be */
export async function terms(site, file, least = 1) {
  const problems = await linked(site, file, site.text(file));
  if (problems.length) return problems;
  const say = (where, what) => problems.push(`${file}: ${where}: ${what}`);
  const [set] = await expanded(site.json(file), site.addressOf(file));
  if (!set["@type"]?.includes("https://schema.org/DefinedTermSet")) say("top", "is no DefinedTermSet");
  if (!set["https://schema.org/name"]) say("top", "has no name");
  const all = set["https://schema.org/hasDefinedTerm"] ?? [];
  if (all.length < least) say("top", `${all.length} terms, at least ${least} are due`);
  const ids = new Set();
  all.forEach((term, at) => {
    const where = term["@id"] ?? `term ${at + 1}`;
    for (const name of ["name", "description", "url"]) if (!term[`https://schema.org/${name}`]) say(where, `no ${name}`);
    if (!term["@id"]) say(where, "no @id");
    if (ids.has(term["@id"])) say(where, "the @id is used twice");
    ids.add(term["@id"]);
  });
  return problems;
}

/** Checks one document, in whatever file it is. */
export async function linked(site, file, source) {
  const problems = [];
  let nodes;
  try {
    const document = JSON.parse(source);
    if (!/^https?:\/\/schema\.org\/?$/.test(document["@context"]))
      return [`${file}: the context is ${JSON.stringify(document["@context"])}, not https://schema.org`];
    nodes = await expanded(document, site.addressOf(file));
  } catch (error) {
    return [`${file}: JSON-LD: ${error.message}`];
  }
  if (!nodes.length) return [`${file}: JSON-LD that says nothing`];
  const said = new Set();
  collect(nodes, said);
  const look = new Look(site, said, (where, what) => problems.push(`${file}: ${where}: ${what}`));
  for (const node of nodes) look.node(node, short(node["@type"]?.[0] ?? "?"));
  if (!look.seen) problems.push(`${file}: JSON-LD without a single type`);
  return problems;
}

const short = (address) => address.replace(HOME, "");

/** The ids of everything that the document describes. */
function collect(value, ids) {
  if (Array.isArray(value)) return value.forEach((one) => collect(one, ids));
  if (typeof value !== "object" || value === null) return;
  if (value["@id"] && Object.keys(value).length > 1) ids.add(value["@id"]);
  Object.values(value).forEach((one) => collect(one, ids));
}

class Look {
  seen = 0;

  constructor(site, said, say) {
    Object.assign(this, { site, said, say });
  }

  node(node, path) {
    const own = node["@type"] ?? [];
    for (const type of own) if (!HOME.test(type) || !types.has(short(type))) this.say(path, `there is no type ${short(type)}`);
    const known = own.map(short).filter((type) => types.has(type));
    this.seen += known.length;
    const said = Object.keys(node).filter((key) => !key.startsWith("@"));
    if (said.length && !own.length) this.say(path, "has properties, and no type");
    if (node["@id"]) this.id(node["@id"], path);
    for (const property of said) {
      const name = short(property);
      const here = `${path}.${name}`;
      if (!HOME.test(property) || !properties.has(name)) {
        this.say(here, "there is no such property");
        continue;
      }
      const found = known.map((type) => propertyOf(type, name)).filter(Boolean);
      if (known.length && !found.length) this.say(here, `is no property of ${known.join(" or ")}`);
      if (found.some((one) => one.old)) this.say(here, "is superseded");
      const range = new Set(found.flatMap((one) => [...one.range]));
      const values = node[property].flatMap((value) => value["@list"] ?? [value]);
      if (!values.length) this.say(here, "is empty");
      for (const value of values) this.value(value, range, here);
    }
    for (const one of node["@graph"] ?? []) this.node(one, `@graph/${short(one["@type"]?.[0] ?? "?")}`);
  }

  value(value, range, path) {
    if ("@value" in value) return this.plain(value["@value"], range, path);
    if (value["@type"]) {
      const known = value["@type"].map(short).filter((type) => types.has(type));
      const right = known.some((type) => fits(type, range) || fits(type, ["Role"]));
      if (range.size && known.length && !right) this.say(path, `holds ${known.join(" and ")}, where ${[...range].join(" or ")} belongs`);
      return this.node(value, path);
    }
    if (Object.keys(value).length === 1 && value["@id"]) {
      if (!this.said.has(value["@id"])) this.id(value["@id"], path);
      return undefined;
    }
    return this.node(value, path);
  }

  plain(value, range, path) {
    if (!range.size) return undefined;
    const may = (...names) => names.some((name) => range.has(name));
    const only = (...names) => [...range].every((name) => names.includes(name));
    const wrong = () => this.say(path, `holds ${JSON.stringify(value)}, where ${[...range].join(" or ")} belongs`);
    if (typeof value === "boolean") return may("Boolean") ? undefined : wrong();
    if (typeof value === "number") return may("Number", "Integer", "Float", "Text", "Quantity") ? undefined : wrong();
    if (typeof value !== "string") return wrong();
    if (!value.trim()) return this.say(path, "is empty text");
    if (only("Date", "DateTime", "Time")) {
      const time = may("Time") && /^\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?$/.test(value);
      return time || iso8601(value) ? undefined : this.say(path, `is not an ISO 8601 date: ${JSON.stringify(value)}`);
    }
    if (only("Number", "Integer", "Float")) return /^[-+]?\d+(\.\d+)?$/.test(value) ? undefined : wrong();
    if (only("Boolean")) return ["True", "False"].includes(short(value)) ? undefined : wrong();
    if (only("Duration", "Quantity")) return /^P(?=.)(\d+[YMWD])*(T(\d+[HMS])+)?$/.test(value) ? undefined : wrong();
    if (may("URL") && (!may("Text") || this.site.owns(value))) {
      const trouble = this.site.trouble(value);
      return trouble ? this.say(path, trouble) : undefined;
    }
    if ([...range].some((name) => PLAIN.has(name)) || members.has(value)) return undefined;
    // A thing may be named by its address; a word where a thing belongs says nothing to a machine.
    if (/^https?:/.test(value)) {
      const trouble = this.site.trouble(value, { fragment: false });
      return trouble ? this.say(path, trouble) : undefined;
    }
    return wrong();
  }

  /** An id need not be a place on the page, but its page must exist. */
  id(id, path) {
    if (id.startsWith("_:") || members.has(id)) return;
    const trouble = this.site.trouble(id, { fragment: false });
    if (trouble) this.say(path, `the @id ${trouble}`);
  }
}
