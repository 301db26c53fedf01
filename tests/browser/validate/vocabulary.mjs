// schema.org's vocabulary, as the types of the package schema-dts tell it: which types and properties there are, which type has
// which, and what a property may hold.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const source = readFileSync(
  createRequire(import.meta.url)
    .resolve("schema-dts")
    .replace(/schema\.js$/, "schema.d.ts"),
  "utf8",
);

/** What stands for a plain value; everything else is a thing. */
export const PLAIN = new Set(
  (
    "Text URL Number Integer Float Boolean Date DateTime Time Quantity Duration Distance Mass Energy CssSelectorType XPathType " +
    "PronounceableText string"
  ).split(" "),
);

const bodies = new Map(); // interface → { parents, properties: name → { range, old } }
const leaves = new Map(); // type → the interface that has its properties
const unions = new Map(); // type → what it may be
export const members = new Set(); // of enumerations: names and addresses

const PROPERTY = /(?:\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*)?"([^"@]+)"\?: SchemaValue<([^;]*?), "\2">;/g;
for (const [, name, heritage = "", body] of source.matchAll(/^(?:export )?interface (\w+)(?: extends ([^{]+?))? \{\n([\s\S]*?)^\}/gm)) {
  const parents = heritage
    .split(",")
    .map((one) => one.trim().replace(/<.*/, ""))
    .filter((one) => one && one !== "JsonLdObject");
  const properties = new Map();
  for (const [, told = "", property, range] of body.matchAll(PROPERTY)) {
    properties.set(property, {
      range: new Set(
        range
          .split("|")
          .map((one) => one.trim())
          .filter((one) => one !== "IdReference"),
      ),
      old: told.includes("@deprecated"),
    });
  }
  bodies.set(name, { parents, properties });
  const type = /"@type": "(\w+)"/.exec(body)?.[1];
  if (type) leaves.set(type, name);
}
for (const [, name, whole] of source.matchAll(/^export type (\w+)(?:<[^>]*>)? = ([\s\S]*?);$/gm)) {
  const type = /"@type": "(\w+)"/.exec(whole)?.[1];
  if (type) {
    // The roles are written in another way: a type with its properties, less the one that it stands in for.
    leaves.set(type, /Omit<(\w+)/.exec(whole)?.[1] ?? name);
    continue;
  }
  const parts = whole.split("|").map((one) => one.trim().replace(/<.*/, ""));
  unions.set(name, new Set(parts.filter((one) => /^\w+$/.test(one))));
  for (const part of parts) if (part.startsWith('"')) members.add(part.replaceAll('"', ""));
}

export const types = new Set(leaves.keys());
export const properties = new Set([...bodies.values()].flatMap((body) => [...body.properties.keys()]));

/** What the type says of a property, and what the types above it say. */
export function propertyOf(type, property) {
  const found = { range: new Set(), old: false };
  const walk = (name) => {
    const body = bodies.get(name);
    const here = body?.properties.get(property);
    here?.range.forEach((one) => found.range.add(one));
    found.old ||= here?.old ?? false;
    body?.parents.forEach(walk);
  };
  walk(leaves.get(type));
  return found.range.size ? found : undefined;
}

/** May a thing of this type stand where these are called for? */
export function fits(type, range) {
  const seen = new Set();
  const walk = (name) => {
    if (name === type || name === `${type}Leaf`) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    return [...(unions.get(name) ?? [])].some(walk);
  };
  return [...range].some(walk);
}
