// Discovery: software finds an export by a link in the head of the page it describes, people by one they can see.
import { attribute, visible } from "./html.mjs";

const LD = "application/ld+json";
/**
 * Which files there are, of which type, and on which pages they are announced. The first of the pages that exists is meant.
 * `*` is one folder; the page's is the same.
 */
export const EXPORTS = [
  ["explainers/*/annotations.json", LD, ["explainers/*/"]],
  ...["", "topics/*/"].flatMap((at) => {
    const page = at ? [at] : ["timeline/"];
    return [
      [`${at}timeline.json`, "application/json", page],
      [`${at}timeline.ics`, "text/calendar", page],
      [`${at}timeline.csv`, "text/csv", page],
      [`${at}feed.xml`, "application/atom+xml", [at]],
      [`${at}feed.json`, "application/feed+json", [at]],
    ];
  }),
  ["corrections.xml", "application/atom+xml", ["corrections/", ""]],
  ["glossary.jsonld", LD, ["glossary/"]],
  ["glossary.skos.jsonld", LD, ["glossary/"]],
  ["sources.json", "application/vnd.citationstyles.csl+json", ["sources/"]],
  ["facts.json", "application/json", ["facts/", "*"]],
  ["quotes.json", "application/json", ["quotes/", "*"]],
  ["people.json", "application/json", ["people/"]],
];

/** Every export of the table that the site has. */
export function exported(site, table = EXPORTS) {
  return table.flatMap(([path, type, pages]) => {
    const pattern = new RegExp(`^${path.replaceAll(".", "\\.").replace("*", "([^/]+)")}$`);
    return site.files.flatMap((file) => {
      const found = pattern.exec(file);
      return found
        ? [{ file, path, type, pages: pages.map((page) => (page.length > 1 && found[1] ? page.replace("*", found[1]) : page)) }]
        : [];
    });
  });
}

/**
 * What stands in a folder of a kind must be in each. A topic without an event may have no timeline, and one without an explainer
 * no feed, but then in no form.
 */
function missing(site, table) {
  const problems = [];
  const folders = (pattern) =>
    site.files.map((file) => new RegExp(`^(${pattern.replace("*", "[^/]+")})index\\.html$`).exec(file)?.[1]).filter(Boolean);
  for (const [path, , [page]] of table.filter(([path]) => path.includes("*"))) {
    for (const folder of folders(page)) {
      const file = folder + path.slice(page.length);
      const family = file.replace(/[^.]*$/, "");
      const may = path.startsWith("topics/") && !site.files.some((one) => one.startsWith(family));
      if (!site.has(file) && !may) problems.push(`${file}: is missing`);
    }
  }
  return problems;
}

export function discovery(site, table = EXPORTS) {
  const problems = [];
  const found = exported(site, table);
  for (const [path] of table) if (!found.some((one) => one.path === path)) problems.push(`${path}: there is none`);
  problems.push(...missing(site, table));

  const links = site.pages.map((page) => {
    const lead = (element) => {
      const href = attribute(element, "href");
      return URL.canParse(href, page.address) ? site.fileAt(new URL(href, page.address).href) : undefined;
    };
    const rel = (element) => (attribute(element, "rel") ?? "").toLowerCase().split(/\s+/);
    const announced = page.elements.filter((one) => one.tagName === "link" && rel(one).includes("alternate"));
    for (const one of announced) {
      const url = new URL(attribute(one, "href") ?? "", page.address).href;
      if (site.owns(url) && !site.fileAt(url)) problems.push(`${page.path}: announces ${url}, which is not there`);
      if (!attribute(one, "type") && !attribute(one, "hreflang")) problems.push(`${page.path}: announces ${url}, and no type`);
    }
    const seen = new Set(
      page.elements.filter((one) => one.tagName === "a" && attribute(one, "href") !== undefined && visible(one)).map(lead),
    );
    return { path: page.path, announced: new Map(announced.map((one) => [lead(one), attribute(one, "type") ?? ""])), seen };
  });
  for (const { file, type, pages } of found) {
    const there = pages.find((page) => page === "*" || site.has(`${page}index.html`));
    const where = links.filter((page) => there === "*" || page.path === `${there}index.html`);
    const named = there === "*" ? "any page" : `${there}index.html`;
    if (!where.length) {
      problems.push(`${file}: the page it describes is not there: ${pages.join(" or ")}`);
      continue;
    }
    const says = where.map((page) => page.announced.get(file)).filter((said) => said !== undefined);
    if (!says.length) problems.push(`${file}: <link rel="alternate"> is not on ${named}`);
    for (const said of says)
      if (said.split(";")[0].trim().toLowerCase() !== type) problems.push(`${file}: is announced as ${said}, and is ${type}`);
    if (!where.some((page) => page.seen.has(file))) problems.push(`${file}: no link that a reader sees on ${named}`);
  }
  return problems;
}
