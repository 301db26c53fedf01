// Each validator passes a small good site, and finds each fault that is planted in it.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { browser } from "./site.mjs";
import { annotations, musts } from "./validate/annotations.mjs";
import { calendar } from "./validate/calendar.mjs";
import { citations } from "./validate/citations.mjs";
import { concepts } from "./validate/concepts.mjs";
import { iso8601, rfc3339 } from "./validate/dates.mjs";
import { discovery } from "./validate/discovery.mjs";
import { atom, jsonFeed } from "./validate/feeds.mjs";
import { pages, terms } from "./validate/linked.mjs";
import { data } from "./validate/schemas.mjs";
import { Site } from "./validate/site.mjs";
import { table } from "./validate/table.mjs";
import { timeline } from "./validate/timeline.mjs";
import { properties, types } from "./validate/vocabulary.mjs";

const address = "https://example.org/some/path/";
const explainer = `${address}explainers/leap/`;
let folder, chromium;
let count = 0;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstory-validators-"));
});
after(async () => {
  await chromium?.close();
  await rm(folder, { recursive: true, force: true });
});

// A good site ------------------------------------------------------------------------------------------------------------------

const alternate = (type, ...files) => files.map((file) => [type, file]);
const LD = "application/ld+json";

function page(title, { body = "", exports = [], linked } = {}) {
  const says = linked ?? { "@context": "https://schema.org", "@type": "WebPage", name: title };
  return `<!doctype html><html lang="en"><head><title>${title}</title>
${exports.map(([type, file]) => `<link rel="alternate" type="${type}" href="/some/path/${file}">`).join("\n")}
<script type="application/ld+json">${JSON.stringify(says)}</script></head>
<body><h1>${title}</h1>${body}${exports.map(([, file]) => `<p><a href="/some/path/${file}">${file}</a></p>`).join("")}</body></html>`;
}

const times = (at) => [
  ...alternate("application/json", `${at}timeline.json`),
  ...alternate("text/calendar", `${at}timeline.ics`),
  ...alternate("text/csv", `${at}timeline.csv`),
];
const feeds = (at) => [...alternate("application/atom+xml", `${at}feed.xml`), ...alternate("application/feed+json", `${at}feed.json`)];

const article = () => ({
  "@context": "https://schema.org",
  "@type": "NewsArticle",
  "@id": `${explainer}#article`,
  headline: "Why leap years",
  url: explainer,
  datePublished: "2024-02-29T08:00:00Z",
  dateModified: "2024-03",
  author: { "@type": "Person", name: "A. Writer", url: `${address}people/` },
  publisher: { "@id": `${address}#publisher` },
  about: [
    { "@type": "DefinedTerm", name: "leap year", inDefinedTermSet: `${address}glossary/` },
    { "@type": "Thing", name: "calendars" },
  ],
  isAccessibleForFree: true,
  wordCount: 900,
});

const annotation = () => ({
  id: `${explainer}annotations.json#n1`,
  type: "Annotation",
  motivation: "describing",
  created: "2024-02-29T08:00:00Z",
  body: { type: "TextualBody", value: "The year of the seasons.", format: "text/plain", language: "en" },
  target: {
    source: explainer,
    selector: [
      { type: "TextQuoteSelector", prefix: "that is, the ", exact: "tropical year", suffix: ", is not" },
      { type: "FragmentSelector", conformsTo: "http://tools.ietf.org/rfc/rfc3236", value: "mark-1" },
    ],
  },
});

const collection = () => ({
  "@context": "http://www.w3.org/ns/anno.jsonld",
  id: `${explainer}annotations.json`,
  type: "AnnotationCollection",
  label: "Notes",
  total: 1,
  first: {
    id: `${explainer}annotations.json#page`,
    type: "AnnotationPage",
    partOf: `${explainer}annotations.json`,
    startIndex: 0,
    items: [annotation()],
  },
});

const atomFeed = (file) => `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <title>Demo</title>
  <id>${address}${file}</id>
  <link rel="self" type="application/atom+xml" href="${address}${file}"/>
  <link rel="alternate" type="text/html" href="${address}"/>
  <updated>2024-02-29T08:00:00Z</updated>
  <author><name>Demo</name></author>
  <entry>
    <title>Why leap years</title>
    <id>${explainer}</id>
    <link rel="alternate" type="text/html" href="${explainer}"/>
    <published>2024-02-29T08:00:00Z</published>
    <updated>2024-02-29T09:00:00+01:00</updated>
    <category term="calendars"/>
    <summary>The calendar and the sky.</summary>
    <content type="html">&lt;p&gt;&lt;a href="${explainer}#mark-1"&gt;Read&lt;/a&gt;&lt;/p&gt;</content>
  </entry>
</feed>
`;

const jsonFeedOf = (file) => ({
  version: "https://jsonfeed.org/version/1.1",
  title: "Demo",
  home_page_url: address,
  feed_url: address + file,
  items: [
    {
      id: explainer,
      url: explainer,
      title: "Why leap years",
      content_html: `<p><a href="${explainer}">Read</a></p>`,
      date_published: "2024-02-29T08:00:00Z",
    },
  ],
});

const ics = () =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Demo//Demo//EN",
    "BEGIN:VEVENT",
    "UID:gregory@example.org",
    "DTSTAMP:20240229T080000Z",
    "DTSTART;VALUE=DATE:15821015",
    "DTEND;VALUE=DATE:15821016",
    "SUMMARY:The new calendar begins",
    `URL:${address}timeline/`,
    "END:VEVENT",
    "BEGIN:VEVENT",
    "UID:sosigenes@example.org",
    "DTSTAMP:20240229T080000Z",
    "DTSTART;VALUE=DATE:17000228",
    `SUMMARY:${"ä".repeat(30)}`,
    ` ${"ä".repeat(30)}`,
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ].join("\r\n");

const events = () => ({
  title: { text: { headline: "Calendars", text: "<p>How they came.</p>" } },
  events: [
    {
      unique_id: "gregory",
      start_date: { year: 1582, month: 10, day: 15 },
      text: { headline: "The new calendar begins", text: "<p>In Rome.</p>" },
    },
    {
      unique_id: "britain",
      start_date: { year: "1752" },
      end_date: { year: "1753" },
      text: { headline: "Britain follows", text: "<p>Late.</p>" },
    },
  ],
});

const csv = () => 'date,title,note\r\n1582-10-15,"The new calendar, at last","He said ""now""\r\nand then"\r\n-45,Sosigenes,-3.5\r\n';

const sources = () => [
  {
    id: "bull",
    type: "legislation",
    title: "Inter gravissimas",
    author: [{ literal: "Gregory XIII" }],
    issued: { "date-parts": [[1582, 2, 24]] },
    URL: "https://example.net/bull",
  },
  {
    id: "paper",
    type: "article-newspaper",
    title: "Leap second to go",
    "container-title": "The Paper",
    author: [{ family: "Writer", given: "Ann" }],
    issued: { "date-parts": [[2022, 11]] },
    accessed: { "date-parts": [[2024, 1, 2]] },
  },
];

const termSet = () => ({
  "@context": "https://schema.org",
  "@type": "DefinedTermSet",
  "@id": `${address}glossary/`,
  name: "Glossary",
  hasDefinedTerm: [
    {
      "@type": "DefinedTerm",
      "@id": `${address}glossary/#leap-year`,
      name: "leap year",
      description: "A year of 366 days.",
      url: `${address}glossary/#leap-year`,
      inDefinedTermSet: `${address}glossary/`,
    },
  ],
});

const skos = () => ({
  "@context": {
    skos: "http://www.w3.org/2004/02/skos/core#",
    ...Object.fromEntries(
      ["broader", "narrower", "related", "inScheme", "topConceptOf", "hasTopConcept"].map((name) => [
        name,
        { "@id": `skos:${name}`, "@type": "@id" },
      ]),
    ),
    ...Object.fromEntries(["prefLabel", "altLabel", "definition"].map((name) => [name, { "@id": `skos:${name}`, "@language": "en" }])),
  },
  "@graph": [
    { "@id": `${address}glossary/`, "@type": "skos:ConceptScheme", prefLabel: "Glossary", hasTopConcept: [`${address}glossary/#year`] },
    {
      "@id": `${address}glossary/#year`,
      "@type": "skos:Concept",
      prefLabel: "year",
      definition: "Round the sun.",
      inScheme: `${address}glossary/`,
      narrower: `${address}glossary/#leap-year`,
    },
    {
      "@id": `${address}glossary/#leap-year`,
      "@type": "skos:Concept",
      prefLabel: "leap year",
      altLabel: ["bissextile"],
      definition: "366 days.",
      inScheme: `${address}glossary/`,
      broader: `${address}glossary/#year`,
    },
    {
      "@id": `${address}glossary/#day`,
      "@type": "skos:Concept",
      prefLabel: "day",
      definition: "Once round.",
      inScheme: `${address}glossary/`,
      related: [`${address}glossary/#leap-year`],
    },
  ],
});

const records = (name) => ({ $schema: `schemas/${name}.json`, [name]: [{ id: "one", text: "A year has 365.2422 days.", url: explainer }] });
const schema = (name) => ({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  $id: `${address}schemas/${name}.json`,
  type: "object",
  required: ["$schema", name],
  properties: {
    $schema: { type: "string" },
    [name]: {
      type: "array",
      items: {
        type: "object",
        required: ["id", "text"],
        properties: { id: { type: "string" }, text: { type: "string" }, url: { type: "string", format: "uri" } },
      },
    },
  },
});

const good = () => ({
  "index.html": page("Demo", { exports: feeds("") }),
  "explainers/leap/index.html": page("Why leap years", {
    exports: alternate(LD, "explainers/leap/annotations.json"),
    linked: article(),
    body: `<article><p>The length of the year of the seasons, that is, the
      <a id="mark-1" href="#n">tropical <em>year</em></a><sup>1</sup>, is not whole.</p><p>So days are put in.</p></article>`,
  }),
  "explainers/leap/annotations.json": collection(),
  "timeline/index.html": page("Timeline", { exports: times("") }),
  "topics/sky/index.html": page("Sky", { exports: [...times("topics/sky/"), ...feeds("topics/sky/")] }),
  "topics/quiet/index.html": page("A topic without events", { exports: feeds("topics/quiet/") }),
  "glossary/index.html": page("Glossary", {
    exports: alternate(LD, "glossary.jsonld", "glossary.skos.jsonld"),
    body: '<p id="leap-year">leap year</p>',
  }),
  "sources/index.html": page("Sources", { exports: alternate("application/vnd.citationstyles.csl+json", "sources.json") }),
  "people/index.html": page("Who's who", { exports: alternate("application/json", "people.json", "facts.json", "quotes.json") }),
  "corrections/index.html": page("Corrections", { exports: alternate("application/atom+xml", "corrections.xml") }),
  "old/index.html": '<!doctype html><meta http-equiv="refresh" content="0;url=/some/path/"><title>Moved</title>',
  ...Object.fromEntries(
    ["", "topics/sky/"].flatMap((at) => [
      [`${at}timeline.json`, events()],
      [`${at}timeline.ics`, ics()],
      [`${at}timeline.csv`, csv()],
    ]),
  ),
  ...Object.fromEntries(
    ["", "topics/sky/", "topics/quiet/"].flatMap((at) => [
      [`${at}feed.xml`, atomFeed(`${at}feed.xml`)],
      [`${at}feed.json`, jsonFeedOf(`${at}feed.json`)],
    ]),
  ),
  "corrections.xml": atomFeed("corrections.xml"),
  "sources.json": sources(),
  "glossary.jsonld": termSet(),
  "glossary.skos.jsonld": skos(),
  ...Object.fromEntries(
    ["facts", "quotes", "people"].flatMap((name) => [
      [`${name}.json`, records(name)],
      [`schemas/${name}.json`, schema(name)],
    ]),
  ),
});

/** Writes the good site with some files changed; a change to nothing takes the file away. */
async function written(changes = {}) {
  const at = join(folder, String((count += 1)));
  for (const [path, content] of Object.entries({ ...good(), ...changes })) {
    if (content === undefined) continue;
    await mkdir(join(at, dirname(path)), { recursive: true });
    await writeFile(join(at, path), typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  }
  return new Site(at, address);
}

/** The validator passes the good site, and tells each planted fault: its name, how it is planted, and what must be said. */
function proves(name, { file, check, make, faults }) {
  describe(name, () => {
    test("good", async () => assert.deepEqual(await check(await written()), []));
    for (const [what, plant, said] of faults) {
      test(what, async () => {
        const whole = make?.();
        const changed = plant(whole);
        const changes =
          typeof changed === "object" && !Buffer.isBuffer(changed) && changed?.files ? changed.files : { [file]: changed ?? whole };
        const problems = await check(await written(changes));
        assert.ok(
          problems.some((problem) => said.test(problem)),
          `${said} is not among:\n${problems.join("\n")}`,
        );
      });
    }
  });
}

/** A fault that is a change in place. */
const change = (how) => (whole) => void how(whole);
const swap = (from, to) => (whole) => {
  assert.ok(whole.includes(from), from);
  return whole.replace(from, to);
};

// What each validator finds ----------------------------------------------------------------------------------------------------

test("every MUST of the W3C's suite is there", () => {
  assert.deepEqual([musts.annotation.length, musts.collection.length, musts.page.length], [54, 10, 15]);
});

const first = (whole) => whole.first.items[0];
proves("annotations", {
  file: "explainers/leap/annotations.json",
  check: (site) => annotations(site, "explainers/leap/annotations.json"),
  make: collection,
  faults: [
    ["not JSON", () => "{", /not JSON/],
    ["no context", change((whole) => delete whole["@context"]), /@context/],
    ["another type", change((whole) => (whole.type = "Collection")), /5\.1-collectionType/],
    ["no first page", change((whole) => delete whole.first), /no embedded first page/],
    ["a page without items", change((whole) => delete whole.first.items), /5\.2-pageItems/],
    ["no annotations", change((whole) => ((whole.first.items = []), (whole.total = 0))), /0 annotations/],
    ["a wrong total", change((whole) => (whole.total = 7)), /total is 7/],
    ["no target", change((whole) => delete first(whole).target), /3\.1-targetKeyFound/],
    ["no id", change((whole) => delete first(whole).id), /3\.1-annotationId/],
    ["both body and bodyValue", change((whole) => (first(whole).bodyValue = "x")), /notBodyBodyValue/],
    ["no body", change((whole) => delete first(whole).body), /no body/],
    ["a bad body", change((whole) => (first(whole).body = "not an address")), /3\.2-bodyObjects/],
    ["a quotation without its words", change((whole) => delete first(whole).target.selector[0].exact), /textQuoteSelector|selectorValid/i],
    ["words that are not there", change((whole) => (first(whole).target.selector[0].exact = "tropical yaer")), /is not on/],
    ["a prefix that is not there", change((whole) => (first(whole).target.selector[0].prefix = "this is the ")), /is not on/],
    ["a fragment that is not there", change((whole) => (first(whole).target.selector[1].value = "mark-9")), /no id "mark-9"/],
    ["no selector", change((whole) => delete first(whole).target.selector), /says what is meant/],
    ["a page that is not there", change((whole) => (first(whole).target.source = `${address}nowhere/`)), /leads to nothing/],
    ["a time without zone", change((whole) => (first(whole).created = "2024-02-29T08:00:00")), /universal time/],
    ["a day that never was", change((whole) => (first(whole).modified = "2023-02-29T08:00:00Z")), /universal time/],
    ["one id twice", change((whole) => (whole.first.items.push(annotation()), (whole.total = 2))), /used twice/],
  ],
});

test("words across two paragraphs that touch are found", async () => {
  const whole = collection();
  Object.assign(first(whole).target.selector[0], { prefix: "is not ", exact: "whole.", suffix: " So days" });
  assert.deepEqual(annotations(await written({ "explainers/leap/annotations.json": whole }), "explainers/leap/annotations.json"), []);
});

proves("Atom", {
  file: "feed.xml",
  check: (site) => atom(site, "feed.xml"),
  make: () => atomFeed("feed.xml"),
  faults: [
    ["not well-formed", swap("</entry>", ""), /cannot be read/],
    ["an HTML entity", swap("Demo</title>", "Demo&nbsp;</title>"), /cannot be read/],
    ["not Atom", () => "<rss version='2.0'><channel><title>x</title></channel></rss>", /no Atom feed/],
    ["no entry", (whole) => whole.replace(/<entry>[\s\S]*<\/entry>/, ""), /0 entries/],
    ["no feed id", swap(`<id>${address}feed.xml</id>`, ""), /feed: no id/],
    ["two titles", swap("<title>Demo</title>", "<title>Demo</title><title>Demo</title>"), /more than one title/],
    ["a date of another form", swap("<updated>2024-02-29T08:00:00Z", "<updated>29 Feb 2024"), /RFC 3339/],
    ["a day that never was", swap("<published>2024-02-29", "<published>2023-02-29"), /RFC 3339/],
    ["an id that is no address", swap(`<id>${explainer}</id>`, "<id>leap</id>"), /the id is not an absolute address/],
    [
      "a relative link",
      swap(
        `<link rel="alternate" type="text/html" href="${explainer}"/>`,
        '<link rel="alternate" type="text/html" href="explainers/leap/"/>',
      ),
      /not an absolute address/,
    ],
    ["a link to nothing", swap(`type="text/html" href="${explainer}"`, `type="text/html" href="${address}gone/"`), /leads to nothing/],
    [
      "a link without the base path",
      swap(`type="text/html" href="${explainer}"`, 'type="text/html" href="https://example.org/explainers/leap/"'),
      /outside the base path/,
    ],
    ["a relative address in content", swap(`a href="${explainer}#mark-1"`, 'a href="/some/path/"'), /in content an address/],
    ["a place that is not on the page", swap("#mark-1", "#mark-9"), /no such place/],
    ["no author", swap("<author><name>Demo</name></author>", ""), /has an author/],
    ["an author without a name", swap("<name>Demo</name>", ""), /no name/],
    ["one id twice", (whole) => whole.replace(/(<entry>[\s\S]*<\/entry>)/, "$1$1"), /used twice/],
    [
      "another self",
      swap(
        'rel="self" type="application/atom+xml" href="https://example.org/some/path/feed.xml"',
        'rel="self" href="https://example.org/some/path/"',
      ),
      /link to itself/,
    ],
    ["an element of RSS", swap("<summary>", "<pubDate>now</pubDate><summary>"), /does not belong/],
    ["elements in text", swap("The calendar and", "The <em>calendar</em> and"), /has elements/],
  ],
});

proves("JSON Feed", {
  file: "feed.json",
  check: (site) => jsonFeed(site, "feed.json"),
  make: () => jsonFeedOf("feed.json"),
  faults: [
    ["not JSON", () => "[", /not JSON/],
    ["no title", change((whole) => delete whole.title), /title/],
    ["an older version", change((whole) => (whole.version = "https://jsonfeed.org/version/1")), /the version/],
    ["another address", change((whole) => (whole.feed_url = `${address}topics/sky/feed.json`)), /feed_url/],
    ["no items", change((whole) => (whole.items = [])), /0 items/],
    ["no id", change((whole) => delete whole.items[0].id), /no id/],
    ["an id that is a number", change((whole) => (whole.items[0].id = 7)), /string/],
    ["nothing to read", change((whole) => delete whole.items[0].content_html), /neither content_html/],
    ["a link to nothing", change((whole) => (whole.items[0].url = `${address}gone/`)), /leads to nothing/],
    [
      "a relative address in content",
      change((whole) => (whole.items[0].content_html = '<img src="/x.svg">')),
      /content_html is not an absolute/,
    ],
    ["a date of another form", change((whole) => (whole.items[0].date_published = "2024-02-29")), /date/],
    ["one id twice", change((whole) => whole.items.push({ ...whole.items[0] })), /used twice/],
  ],
});

proves("iCalendar", {
  file: "timeline.ics",
  check: (site) => calendar(site, "timeline.ics", 2),
  make: ics,
  faults: [
    ["a line that ends in LF", swap("VERSION:2.0\r\n", "VERSION:2.0\n"), /line 2 does not end in CRLF/],
    ["no end of the last line", (whole) => whole.slice(0, -2), /CRLF/],
    ["a long line", swap("SUMMARY:The", `SUMMARY:${"x".repeat(68)}The`), /octets/],
    [
      "a split character",
      (whole) =>
        Buffer.from(whole, "utf8")
          .toString("latin1")
          .replace("Ã¤\r\n Ã", "Ã\r\n ¤Ã")
          .split("")
          .reduce((bytes, one) => Buffer.concat([bytes, Buffer.from(one, "latin1")]), Buffer.alloc(0)),
      /split between two lines/,
    ],
    ["not closed", swap("END:VCALENDAR\r\n", ""), /ical\.js/],
    ["no property", swap("SUMMARY:The", "SUMMARY The"), /ical\.js/],
    ["no PRODID", swap("PRODID:-//Demo//Demo//EN\r\n", ""), /PRODID/],
    ["version 1.0", swap("VERSION:2.0", "VERSION:1.0"), /version/],
    ["no events", (whole) => whole.replace(/BEGIN:VEVENT[\s\S]*END:VEVENT\r\n/, ""), /0 events/],
    ["no UID", swap("UID:gregory@example.org\r\n", ""), /no UID/],
    ["one UID twice", swap("UID:sosigenes", "UID:gregory"), /used twice/],
    ["no DTSTAMP", swap("DTSTAMP:20240229T080000Z\r\n", ""), /no DTSTAMP/],
    ["a DTSTAMP of some place", swap("DTSTAMP:20240229T080000Z", "DTSTAMP:20240229T080000"), /DTSTAMP is not in universal time/],
    ["no DTSTART", swap("DTSTART;VALUE=DATE:15821015\r\n", ""), /no DTSTART/],
    ["a day that never was", swap("VALUE=DATE:17000228", "VALUE=DATE:17000229"), /no day there was/],
    ["a date with dashes", swap("VALUE=DATE:17000228", "VALUE=DATE:1700-02-28"), /ical\.js|no day there was/],
    ["a year alone", swap("VALUE=DATE:17000228", "VALUE=DATE:1700"), /ical\.js|no day there was/],
    ["an end before the start", swap("DTEND;VALUE=DATE:15821016", "DTEND;VALUE=DATE:15821015"), /not after/],
    ["two summaries", swap("SUMMARY:The", "SUMMARY:A\r\nSUMMARY:The"), /more than one SUMMARY/],
    ["no property of an event", swap("SUMMARY:The", "HEADLINE:A\r\nSUMMARY:The"), /HEADLINE/],
    ["a link to nothing", swap(`URL:${address}timeline/`, `URL:${address}gone/`), /leads to nothing/],
  ],
});

proves("CSL-JSON", {
  file: "sources.json",
  check: (site) => citations(site, "sources.json", 2),
  make: sources,
  faults: [
    ["no array", () => ({ files: { "sources.json": { items: [] } } }), /no array/],
    ["nothing in it", () => ({ files: { "sources.json": "[]" } }), /0 sources/],
    ["no type", change((whole) => delete whole[0].type), /no type/],
    ["a type there is not", change((whole) => (whole[0].type = "press-release")), /type is not CSL-JSON/],
    ["a field there is not", change((whole) => (whole[0].website = "x")), /website is not CSL-JSON/],
    ["a name that is text", change((whole) => (whole[1].author = ["Ann Writer"])), /author is not CSL-JSON/],
    ["a part of a name there is not", change((whole) => (whole[1].author[0].first = "Ann")), /first is no part of a name/],
    ["a date that is text", change((whole) => (whole[0].issued = "1582")), /issued is not CSL-JSON/],
    ["a month too many", change((whole) => (whole[0].issued["date-parts"] = [[1582, 13]])), /is no date/],
    ["a month of none", change((whole) => (whole[0].issued["date-parts"] = [[1582, null]])), /issued/],
    ["one id twice", change((whole) => (whole[1].id = "bull")), /used twice/],
    ["an address that is none", change((whole) => (whole[0].URL = "www.example.net")), /URL is not an absolute/],
    ["an empty field", change((whole) => (whole[1].publisher = "")), /publisher is empty/],
  ],
});

const linked = (how) => () => {
  const says = article();
  how(says);
  return { files: { "explainers/leap/index.html": page("x", { linked: says }) } };
};
proves("schema.org", {
  check: (site) => pages(site, 5),
  faults: [
    ["no block", () => ({ files: { "index.html": "<!doctype html><title>x</title>" } }), /index\.html: 0 blocks/],
    ["two blocks", () => ({ files: { "index.html": page("a") + page("b") } }), /index\.html: 2 blocks/],
    ["not JSON", () => ({ files: { "index.html": '<!doctype html><script type="application/ld+json">{</script>' } }), /JSON-LD/],
    ["another context", linked((says) => (says["@context"] = "https://example.net/context")), /the context is/],
    ["a type there is not", linked((says) => (says["@type"] = "NewsExplainer")), /there is no type NewsExplainer/],
    ["a property there is not", linked((says) => (says.heading = "x")), /heading: there is no such property/],
    ["a property of another type", linked((says) => (says.author.headline = "x")), /headline: is no property of Person/],
    ["a superseded property", linked((says) => (says.awards = "x")), /is superseded/],
    ["a thing of the wrong type", linked((says) => (says.author = { "@type": "Place", name: "x" })), /holds Place/],
    ["a word for a thing", linked((says) => (says.author = "A. Writer")), /holds "A\. Writer"/],
    ["a date of another form", linked((says) => (says.datePublished = "29 February 2024")), /not an ISO 8601 date/],
    ["a day that never was", linked((says) => (says.datePublished = "2023-02-29")), /not an ISO 8601 date/],
    ["a relative address", linked((says) => (says.url = "/some/path/")), /not an absolute address/],
    ["an address to nothing", linked((says) => (says.author.url = `${address}people/nobody/`)), /leads to nothing/],
    ["an id of nothing", linked((says) => (says.publisher["@id"] = `${address}gone/#publisher`)), /@id leads to nothing/],
    ["no type", linked((says) => delete says.author["@type"]), /no type/],
    ["empty text", linked((says) => (says.headline = " ")), /empty text/],
    ["a number in words", linked((says) => (says.wordCount = "many")), /wordCount/],
    ["a key that is no property", linked((says) => (says["@foo"] = "x")), /JSON-LD|@foo/],
    ["nothing said", linked((says) => Object.keys(says).forEach((key) => key !== "@context" && delete says[key])), /JSON-LD/],
    [
      "too few pages",
      () => ({
        files: Object.fromEntries(
          Object.keys(good())
            .filter((path) => path.endsWith(".html") && path !== "index.html")
            .map((path) => [path, undefined]),
        ),
      }),
      /1 pages/,
    ],
  ],
});

test("schema.org is there whole", () => {
  assert.ok(types.size > 900, `${types.size} types`);
  assert.ok(properties.size > 1400, `${properties.size} properties`);
});

proves("DefinedTermSet", {
  file: "glossary.jsonld",
  check: (site) => terms(site, "glossary.jsonld"),
  make: termSet,
  faults: [
    ["no terms", change((whole) => delete whole.hasDefinedTerm), /0 terms/],
    ["another type", change((whole) => ((whole["@type"] = "ItemList"), delete whole.hasDefinedTerm)), /no DefinedTermSet/],
    ["no description", change((whole) => delete whole.hasDefinedTerm[0].description), /no description/],
    ["no such place", change((whole) => (whole.hasDefinedTerm[0].url += "s")), /no such place/],
    ["one id twice", change((whole) => whole.hasDefinedTerm.push({ ...whole.hasDefinedTerm[0] })), /used twice/],
  ],
});

const glossary = `${address}glossary/`;
proves("SKOS", {
  file: "glossary.skos.jsonld",
  check: (site) => concepts(site, "glossary.skos.jsonld", 3),
  make: skos,
  faults: [
    ["a context from elsewhere", change((whole) => (whole["@context"] = "https://example.net/skos")), /from elsewhere/],
    ["nothing in it", change((whole) => (whole["@graph"] = [])), /0 concepts/],
    ["no scheme", change((whole) => whole["@graph"].shift()), /no scheme/],
    ["no prefLabel", change((whole) => delete whole["@graph"][1].prefLabel), /no prefLabel/],
    ["no definition", change((whole) => delete whole["@graph"][1].definition), /no definition/],
    ["no language", change((whole) => delete whole["@context"].prefLabel["@language"]), /in no language/],
    ["S9", change((whole) => (whole["@graph"][1]["@type"] = ["skos:Concept", "skos:ConceptScheme"])), /S9/],
    ["S13", change((whole) => (whole["@graph"][2].altLabel = ["leap year"])), /S13/],
    ["S14", change((whole) => (whole["@graph"][2].prefLabel = ["leap year", "bissextile year"])), /S14/],
    ["S27", change((whole) => (whole["@graph"][2].related = `${glossary}#year`)), /S27/],
    [
      "S46",
      change(
        (whole) =>
          (whole["@graph"][2] = {
            ...whole["@graph"][2],
            "skos:exactMatch": { "@id": "https://example.net/a" },
            "skos:broadMatch": { "@id": "https://example.net/a" },
          }),
      ),
      /S46/,
    ],
    ["one label for two", change((whole) => (whole["@graph"][3].prefLabel = "year")), /has the preferred label of/],
    ["a relation to nothing", change((whole) => (whole["@graph"][3].related = `${glossary}#night`)), /related: no concept/],
    ["broader round about", change((whole) => (whole["@graph"][1].broader = `${glossary}#leap-year`)), /round about/],
    ["a scheme that is not there", change((whole) => (whole["@graph"][3].inScheme = `${address}other/`)), /inScheme: no scheme/],
    ["a word SKOS has not", change((whole) => (whole["@graph"][1]["skos:preferredLabel"] = "x")), /SKOS has no preferredLabel/],
    ["a relation that is text", change((whole) => (whole["@graph"][1]["skos:related"] = "day")), /is text/],
    ["an id to nothing", change((whole) => (whole["@graph"][3]["@id"] = `${address}gone/#day`)), /leads to nothing/],
  ],
});

proves("own data and schemas", {
  check: (site) => data(site, "facts.json", "schemas/facts.json"),
  faults: [
    ["no $schema", () => ({ files: { "facts.json": { facts: [] } } }), /\$schema/],
    [
      "a $schema that leads elsewhere",
      () => ({ files: { "facts.json": { ...records("facts"), $schema: "/schemas/facts.json" } } }),
      /does not lead/,
    ],
    ["no schema", () => ({ files: { "schemas/facts.json": undefined } }), /does not lead/],
    [
      "data that breaks it",
      () => ({ files: { "facts.json": { ...records("facts"), facts: [{ id: 1, text: "x" }] } } }),
      /\/facts\/0\/id must be string/,
    ],
    [
      "a format that breaks it",
      () => ({ files: { "facts.json": { ...records("facts"), facts: [{ id: "a", text: "x", url: "no address" }] } } }),
      /format "uri"/,
    ],
    ["nothing in it", () => ({ files: { "facts.json": { ...records("facts"), facts: [] } } }), /0 records/],
    [
      "a schema that does not compile",
      () => ({ files: { "schemas/facts.json": { ...schema("facts"), type: "record" } } }),
      /does not compile/,
    ],
    ["an unknown keyword", () => ({ files: { "schemas/facts.json": { ...schema("facts"), require: ["facts"] } } }), /does not compile/],
    [
      "another dialect",
      () => ({ files: { "schemas/facts.json": { ...schema("facts"), $schema: "http://json-schema.org/draft-07/schema#" } } }),
      /2020-12/,
    ],
    [
      "another $id",
      () => ({ files: { "schemas/facts.json": { ...schema("facts"), $id: `${address}schemas/quotes.json` } } }),
      /says it is/,
    ],
    [
      "a schema that allows all",
      () => ({ files: { "schemas/facts.json": { $schema: schema("facts").$schema } } }),
      /holds for a file without records/,
    ],
    [
      "a schema of no types",
      () => {
        const whole = schema("facts");
        whole.properties.facts.items.properties = {};
        return { files: { "schemas/facts.json": whole } };
      },
      /nothing of the types/,
    ],
  ],
});

proves("CSV", {
  file: "timeline.csv",
  check: (site) => table(site, "timeline.csv", 2),
  make: csv,
  faults: [
    ["a row too short", swap("-45,Sosigenes,-3.5", "-45,Sosigenes"), /Invalid Record Length/],
    ["a stray quote", swap("Sosigenes", 'Sosi"genes'), /Quote/],
    ["a quote that does not close", swap('and then"', "and then"), /Quote/],
    ["a line that ends in LF", swap("note\r\n", "note\n"), /CRLF/],
    ["only LF", (whole) => whole.replaceAll("\r\n", "\n"), /CRLF|Record Length/],
    ["no rows", () => "date,title\r\n", /0 rows/],
    ["a column without a name", swap("date,title,note", "date,,note"), /no name/],
    ["one name twice", swap("date,title,note", "date,date,note"), /two columns/],
    ["a formula", swap("Sosigenes", "=1+1"), /formula/],
    ["a formula in quotes", swap("Sosigenes", '"@SUM(1,2)"'), /formula/],
    ["not UTF-8", () => Buffer.from("a,b\r\n\xe4,b\r\n", "latin1"), /encoded data|not valid/],
  ],
});

proves("TimelineJS", {
  file: "timeline.json",
  check: async (site) => timeline(site, "timeline.json", (chromium ??= await browser()), 2),
  make: events,
  faults: [
    ["not JSON", () => "{", /not JSON/],
    ["no events", change((whole) => (whole.events = [])), /0 events/],
    ["no headline", change((whole) => delete whole.events[0].text.headline), /no headline/],
    ["a month too many", change((whole) => (whole.events[0].start_date.month = 13)), /start_date is no date/],
    ["a day that never was", change((whole) => (whole.events[0].start_date = { year: 2023, month: 2, day: 29 })), /start_date is no date/],
    ["one id twice", change((whole) => (whole.events[1].unique_id = "gregory")), /used twice/],
    ["an event without a date: TimelineJS leaves it out", change((whole) => delete whole.events[1].start_date), /2 slides for 3/],
    ["a year in words: TimelineJS draws nothing", change((whole) => (whole.events[1].start_date = { year: "soon" })), /TimelineJS: /],
    [
      "a picture that is not there",
      change((whole) => (whole.events[0].media = { url: `${address}media/none.svg` })),
      /media leads to nothing/,
    ],
  ],
});

const on = (path, how) => () => ({ files: { [path]: how(good()[path]) } });
proves("discovery", {
  check: (site) => discovery(site),
  faults: [
    ["an export that is not there", () => ({ files: { "corrections.xml": undefined } }), /corrections\.xml: there is none/],
    [
      "an explainer without annotations",
      () => ({ files: { "explainers/other/index.html": page("other") } }),
      /explainers\/other\/annotations\.json: is missing/,
    ],
    ["a timeline in two forms only", () => ({ files: { "topics/sky/timeline.ics": undefined } }), /topics\/sky\/timeline\.ics: is missing/],
    ["a feed in one form only", () => ({ files: { "topics/quiet/feed.json": undefined } }), /topics\/quiet\/feed\.json: is missing/],
    [
      "not announced",
      on("timeline/index.html", (html) => html.replace(/<link.*timeline\.ics">/, "")),
      /timeline\.ics: <link rel="alternate"> is not on/,
    ],
    [
      "another type",
      on("timeline/index.html", (html) => html.replace('type="text/csv"', 'type="text/plain"')),
      /is announced as text\/plain/,
    ],
    [
      "no visible link",
      on("sources/index.html", (html) => html.replace(/<a href.*?<\/a>/, "")),
      /sources\.json: no link that a reader sees/,
    ],
    [
      "a hidden link",
      on("sources/index.html", (html) => html.replace(/<p><a href/, "<p hidden><a href")),
      /sources\.json: no link that a reader sees/,
    ],
    [
      "an empty link",
      on("sources/index.html", (html) => html.replace(/>sources\.json<\/a>/, "></a>")),
      /sources\.json: no link that a reader sees/,
    ],
    [
      "announced and not there",
      on("index.html", (html) => html.replace("</head>", '<link rel="alternate" type="text/csv" href="/some/path/x.csv"></head>')),
      /which is not there/,
    ],
    [
      "announced on no page at all",
      on("people/index.html", (html) => html.replaceAll("facts.json", "people.json")),
      /facts\.json: <link rel="alternate"> is not on any page/,
    ],
  ],
});

test("dates", () => {
  for (const good of ["2024-02-29T08:00:00Z", "2024-02-29T08:00:00.5+05:30"]) assert.ok(rfc3339(good), good);
  for (const bad of ["2024-02-29", "2023-02-29T08:00:00Z", "2024-02-29T24:00:00Z", "2024-02-29T08:00:00", "2024-02-29 08:00:00Z"])
    assert.ok(!rfc3339(bad), bad);
  for (const good of ["1991", "1991-12", "1991-12-26", "-0044-03-15", "1991-12-26T10:00Z"]) assert.ok(iso8601(good), good);
  for (const bad of ["91", "1991-13", "1991-2-1", "1900-02-29", "26 December 1991", "1991-12-26T25:00Z", "1991~"])
    assert.ok(!iso8601(bad), bad);
});
