// SKOS: the integrity conditions of the W3C's SKOS Reference that a glossary can break, named as they are there.
import jsonld from "jsonld";
import { expanded, offline } from "./linked.mjs";

const SKOS = "http://www.w3.org/2004/02/skos/core#";
const LABELS = ["prefLabel", "altLabel", "hiddenLabel"];
const NOTES = "note changeNote definition editorialNote example historyNote scopeNote".split(" ");
const LINKS = "broader narrower related broaderTransitive narrowerTransitive semanticRelation".split(" ");
const MATCHES = "mappingRelation closeMatch exactMatch broadMatch narrowMatch relatedMatch".split(" ");
const KNOWN = new Set([
  ...LABELS,
  ...NOTES,
  ...LINKS,
  ...MATCHES,
  "inScheme",
  "topConceptOf",
  "hasTopConcept",
  "notation",
  "member",
  "memberList",
]);
const CLASSES = new Set(["Concept", "ConceptScheme", "Collection", "OrderedCollection"]);

/** @param least how many concepts there must be */
export async function concepts(site, file, least = 1) {
  const problems = [];
  const say = (where, what) => problems.push(`${file}: ${where}: ${what}`);
  let nodes;
  try {
    const base = site.addressOf(file);
    nodes = await jsonld.flatten(await expanded(site.json(file), base), null, { documentLoader: offline, base });
  } catch (error) {
    return [`${file}: JSON-LD: ${error.message}`];
  }
  const byId = new Map(nodes.map((node) => [node["@id"], node]));
  const is = (node, type) => node?.["@type"]?.includes(SKOS + type) ?? false;
  const values = (node, name) => node[SKOS + name] ?? [];
  const targets = (node, name) => values(node, name).map((value) => value["@id"]);
  const all = nodes.filter((node) => is(node, "Concept"));
  const schemes = nodes.filter((node) => is(node, "ConceptScheme"));
  if (all.length < least) say("top", `${all.length} concepts, at least ${least} are due`);
  if (schemes.length < 1) say("top", "no concept scheme");

  for (const node of nodes) {
    const id = node["@id"];
    for (const key of [...Object.keys(node), ...(node["@type"] ?? [])]) {
      const name = key.startsWith(SKOS) ? key.slice(SKOS.length) : undefined;
      if (name && !KNOWN.has(name) && !CLASSES.has(name)) say(id, `SKOS has no ${name}`);
    }
    for (const name of [...LINKS, ...MATCHES, "inScheme", "topConceptOf", "hasTopConcept", "member"]) {
      if (values(node, name).some((value) => !value["@id"])) say(id, `${name} is text, and no thing`);
    }
    for (const name of LABELS) {
      for (const value of values(node, name)) {
        if (typeof value["@value"] !== "string" || !value["@value"].trim()) say(id, `S12: ${name} is no text`);
        else if (!value["@language"]) say(id, `${name} is in no language: ${value["@value"]}`);
      }
    }
    for (const name of NOTES)
      for (const value of values(node, name)) if ("@value" in value && !String(value["@value"]).trim()) say(id, `${name} is empty`);
    const kinds = ["Concept", "ConceptScheme", "Collection"].filter((type) => is(node, type));
    if (kinds.length > 1) say(id, `S9, S37: is at once ${kinds.join(" and ")}`);
    if (id.startsWith("_:") && kinds.length) say(id, "has no id");
    const trouble = site.trouble(id, { fragment: false });
    if (trouble && kinds.length) say(id, `the id ${trouble}`);

    const languages = values(node, "prefLabel").map((label) => label["@language"] ?? "");
    if (new Set(languages).size !== languages.length) say(id, "S14: two preferred labels in one language");
    const words = LABELS.flatMap((name) => values(node, name).map((label) => `${label["@language"]} ${label["@value"]}`));
    if (new Set(words).size !== words.length) say(id, "S13: one label is there twice");
  }

  for (const scheme of schemes) {
    for (const target of targets(scheme, "hasTopConcept"))
      if (!is(byId.get(target), "Concept")) say(scheme["@id"], `hasTopConcept: no concept ${target}`);
  }
  const labels = new Map();
  const above = (id) => {
    const found = new Set();
    const todo = [id];
    while (todo.length) {
      for (const next of parents.get(todo.pop()) ?? []) if (!found.has(next)) (found.add(next), todo.push(next));
    }
    return found;
  };
  const parents = new Map(
    all.map((concept) => [concept["@id"], new Set([...targets(concept, "broader"), ...targets(concept, "broaderTransitive")])]),
  );
  for (const concept of all) {
    for (const below of [...targets(concept, "narrower"), ...targets(concept, "narrowerTransitive")])
      parents.get(below)?.add(concept["@id"]);
  }
  for (const concept of all) {
    const id = concept["@id"];
    if (!values(concept, "prefLabel").length) say(id, "no prefLabel");
    if (!values(concept, "definition").length) say(id, "no definition");
    for (const label of values(concept, "prefLabel")) {
      const key = `${label["@language"]} ${label["@value"]}`;
      if (labels.has(key)) say(id, `has the preferred label of ${labels.get(key)}`);
      labels.set(key, id);
    }
    if (!targets(concept, "inScheme").length) say(id, "is in no scheme");
    for (const name of ["inScheme", "topConceptOf"]) {
      for (const target of targets(concept, name)) if (!is(byId.get(target), "ConceptScheme")) say(id, `${name}: no scheme ${target}`);
    }
    for (const name of LINKS) {
      for (const target of targets(concept, name)) {
        if (!is(byId.get(target), "Concept")) say(id, `${name}: no concept ${target}`);
        if (target === id) say(id, `is ${name} to itself`);
      }
    }
    const ancestors = above(id);
    if (ancestors.has(id)) say(id, "is broader than itself, round about");
    for (const target of targets(concept, "related")) {
      if (ancestors.has(target) || above(target).has(id)) say(id, `S27: ${target} is related and above or below`);
    }
    for (const target of targets(concept, "exactMatch")) {
      for (const name of ["broadMatch", "narrowMatch", "relatedMatch"])
        if (targets(concept, name).includes(target)) say(id, `S46: ${target} is exactMatch and ${name}`);
    }
  }
  return problems;
}
