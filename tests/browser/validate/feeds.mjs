// Feeds: Atom by RFC 4287, JSON Feed by its schema.
import { createRequire } from "node:module";
import { parseFeed } from "@rowanmanning/feed-parser";
import { DOMParser } from "@xmldom/xmldom";
import Ajv from "ajv";
import formats from "ajv-formats";
import { parseFragment } from "parse5";
import { rfc3339 } from "./dates.mjs";
import { all, attribute } from "./html.mjs";

const ATOM = "http://www.w3.org/2005/Atom";
/** Once at most in a feed or an entry, RFC 4287, 4.1.1 and 4.1.2. */
const ONCE = ["id", "title", "updated", "published", "summary", "content", "subtitle", "rights", "generator", "icon", "logo", "source"];
const OF_BOTH = ["id", "title", "updated", "author", "contributor", "category", "link", "rights"];
const KNOWN = {
  feed: new Set([...OF_BOTH, "generator", "icon", "logo", "subtitle", "entry"]),
  entry: new Set([...OF_BOTH, "content", "published", "source", "summary"]),
};

/** The addresses in a piece of HTML: a reader far from the site must be able to follow them. */
function* addresses(html) {
  for (const element of all(parseFragment(html))) {
    for (const name of ["href", "src"]) {
      const url = attribute(element, name);
      if (url !== undefined) yield url;
    }
  }
}

/** @param least how many entries there must be */
export function atom(site, file, least = 1) {
  const problems = [];
  const say = (where, what) => problems.push(`${file}: ${where}: ${what}`);
  let feed, parsed;
  try {
    const source = site.text(file);
    feed = new DOMParser({
      onError: (level, message) => {
        throw new Error(`${level}: ${message}`);
      },
    }).parseFromString(source, "text/xml").documentElement;
    parsed = parseFeed(source);
  } catch (error) {
    return [`${file}: cannot be read: ${error.message}`];
  }
  if (feed.namespaceURI !== ATOM || feed.localName !== "feed") return [`${file}: is no Atom feed`];

  const children = (of, name) =>
    [...of.childNodes].filter((node) => node.nodeType === 1 && node.namespaceURI === ATOM && (!name || node.localName === name));
  const words = (of, name) => children(of, name)[0]?.textContent.trim();
  const entries = children(feed, "entry");
  if (parsed.meta.type !== "atom" || parsed.meta.version !== "1.0")
    say("feed", `a feed reader takes it for ${parsed.meta.type} ${parsed.meta.version}`);
  if (parsed.items.length !== entries.length) say("feed", `a feed reader sees ${parsed.items.length} of ${entries.length} entries`);
  if (entries.length < least) say("feed", `${entries.length} entries, at least ${least} are due`);

  const checkPart = (part, kind, where) => {
    for (const name of ["id", "title", "updated"]) if (!words(part, name)) say(where, `no ${name}`);
    for (const name of ONCE) if (children(part, name).length > 1) say(where, `more than one ${name}`);
    for (const child of children(part))
      if (!KNOWN[kind].has(child.localName)) say(where, `<${child.localName}> does not belong in ${kind}`);
    const id = words(part, "id");
    if (id && !URL.canParse(id)) say(where, `the id is not an absolute address: ${id}`);
    for (const name of ["updated", "published"]) {
      for (const date of children(part, name))
        if (!rfc3339(date.textContent)) say(where, `${name} is not an RFC 3339 date: ${date.textContent}`);
    }
    for (const person of [...children(part, "author"), ...children(part, "contributor")]) {
      if (children(person, "name").length !== 1 || !words(person, "name")) say(where, `a ${person.localName} has no name`);
    }
    for (const category of children(part, "category")) if (!category.getAttribute("term")) say(where, "a category has no term");
    const alternates = new Set();
    for (const link of children(part, "link")) {
      const trouble = site.trouble(link.getAttribute("href"));
      if (trouble) say(where, `the link ${trouble}`);
      if ((link.getAttribute("rel") || "alternate") !== "alternate") continue;
      const key = `${link.getAttribute("type")} ${link.getAttribute("hreflang")}`;
      if (alternates.has(key)) say(where, "two alternate links of one type and language");
      alternates.add(key);
    }
    for (const name of ["title", "subtitle", "summary", "rights", "content"]) {
      for (const construct of children(part, name)) {
        const type = construct.getAttribute("type") || "text";
        if (name !== "content" && !["text", "html", "xhtml"].includes(type)) say(where, `${name} has the type ${type}`);
        if (type !== "xhtml" && children(construct).length) say(where, `${name} of the type ${type} has elements`);
        if (type !== "html") continue;
        for (const url of addresses(construct.textContent)) {
          const trouble = site.trouble(url);
          if (trouble) say(where, `in ${name} an address ${trouble}`);
        }
      }
    }
    return alternates.size;
  };

  checkPart(feed, "feed", "feed");
  const self = children(feed, "link")
    .find((link) => link.getAttribute("rel") === "self")
    ?.getAttribute("href");
  if (self !== site.addressOf(file)) say("feed", `the link to itself is ${self}, not ${site.addressOf(file)}`);
  const named = children(feed, "author").length > 0;
  const ids = new Set();
  entries.forEach((entry, at) => {
    const where = words(entry, "id") || `entry ${at + 1}`;
    const alternates = checkPart(entry, "entry", where);
    if (ids.has(words(entry, "id"))) say(where, "the id is used twice");
    ids.add(words(entry, "id"));
    const content = children(entry, "content")[0];
    if (!content && !alternates) say(where, "neither content nor a link to it");
    if (content?.getAttribute("src") && !children(entry, "summary").length) say(where, "content from elsewhere, and no summary");
    if (!named && !children(entry, "author").length) say(where, "neither the feed nor the entry has an author");
  });
  return problems;
}

const ajv = new Ajv({ strict: false });
formats(ajv);
const jsonFeedSchema = ajv.compile(createRequire(import.meta.url)("jsonfeed-schema/schema-v1.1.json"));

/** @param least how many items there must be */
export function jsonFeed(site, file, least = 1) {
  const problems = [];
  const say = (where, what) => problems.push(`${file}: ${where}: ${what}`);
  let feed;
  try {
    feed = site.json(file);
  } catch (error) {
    return [`${file}: is not JSON in UTF-8: ${error.message}`];
  }
  if (!jsonFeedSchema(feed)) for (const error of jsonFeedSchema.errors) say(error.instancePath || "feed", error.message);
  if (feed.version !== "https://jsonfeed.org/version/1.1") say("feed", `the version is ${feed.version}`);
  if (feed.feed_url !== site.addressOf(file)) say("feed", `feed_url is ${feed.feed_url}, not ${site.addressOf(file)}`);
  const items = Array.isArray(feed.items) ? feed.items : [];
  if (items.length < least) say("feed", `${items.length} items, at least ${least} are due`);
  const check = (where, name, url) => {
    const trouble = url === undefined ? undefined : site.trouble(url);
    if (trouble) say(where, `${name} ${trouble}`);
  };
  if (feed.home_page_url === undefined) say("feed", "no home_page_url");
  for (const name of ["home_page_url", "icon", "favicon", "next_url"]) check("feed", name, feed[name]);
  const ids = new Set();
  items.forEach((item, at) => {
    const where = item?.id ?? `item ${at + 1}`;
    // The schema does not say what the specification does: an item must have an id and something to read.
    if (!item?.id) say(where, "no id");
    if (ids.has(item?.id)) say(where, "the id is used twice");
    ids.add(item?.id);
    if (!item?.content_html && !item?.content_text) say(where, "neither content_html nor content_text");
    for (const name of ["url", "external_url", "image", "banner_image"]) check(where, name, item?.[name]);
    for (const url of addresses(item?.content_html ?? "")) check(where, "an address in content_html", url);
    for (const name of ["date_published", "date_modified"]) {
      if (item?.[name] !== undefined && !rfc3339(item[name])) say(where, `${name} is not an RFC 3339 date: ${item[name]}`);
    }
    for (const { url } of item?.attachments ?? []) check(where, "an attachment", url);
  });
  return problems;
}
