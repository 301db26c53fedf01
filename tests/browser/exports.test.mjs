// The exports of the bundled site, as it is built under a base path, before validators that this project did not write. That each
// of the checks can fail is shown in validators.test.mjs.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { binary, browser, root } from "./site.mjs";
import { annotations } from "./validate/annotations.mjs";
import { calendar } from "./validate/calendar.mjs";
import { citations } from "./validate/citations.mjs";
import { concepts } from "./validate/concepts.mjs";
import { discovery } from "./validate/discovery.mjs";
import { atom, jsonFeed } from "./validate/feeds.mjs";
import { pages, terms } from "./validate/linked.mjs";
import { data } from "./validate/schemas.mjs";
import { Site } from "./validate/site.mjs";
import { table } from "./validate/table.mjs";
import { timeline } from "./validate/timeline.mjs";

const address = "https://example.org/some/path/";
let folder, site;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstory-exports-"));
  const output = join(folder, "site");
  execFileSync(binary, ["build", root, "--output", output, "--base-url", address], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  site = new Site(output, address);
});
after(() => rm(folder, { recursive: true, force: true }));

/** Runs a check over every file of a kind, and tells everything that is wrong at once. */
async function every(pattern, check, least = 1) {
  const files = site.matching(pattern);
  assert.ok(files.length >= least, `${files.length} files like ${pattern}, at least ${least} are due`);
  const problems = [];
  for (const file of files) problems.push(...(await check(file)));
  assert.equal(problems.join("\n"), "");
}

/** The whole site's file has many items, a topic's timeline at least one; a feed may wait for its first explainer. */
const least = (file, whole, topic = 1) => (file.startsWith("topics/") ? topic : whole);
/** That so many topics' feeds are not empty. */
const some = (pattern, check, due = 2) => {
  const full = site.matching(pattern).filter((file) => check(site, file, 1).length === 0);
  assert.ok(full.length >= due, `${full.length} feeds of topics have an entry, at least ${due} are due`);
};

test("annotations: W3C Web Annotation, and every anchor holds", () =>
  every(/^explainers\/[^/]+\/annotations\.json$/, (file) => annotations(site, file, 10), 2));

describe("feeds", () => {
  test("Atom, RFC 4287", async () => {
    await every(/^(topics\/[^/]+\/)?feed\.xml$/, (file) => atom(site, file, least(file, 2, 0)), 3);
    some(/^topics\/.*feed\.xml$/, atom);
  });
  // There may be nothing to correct; a feed of corrections is there to be subscribed to all the same.
  test("Atom, of corrections", () => every(/^corrections\.xml$/, (file) => atom(site, file, 0)));
  test("JSON Feed 1.1", async () => {
    await every(/^(topics\/[^/]+\/)?feed\.json$/, (file) => jsonFeed(site, file, least(file, 2, 0)), 3);
    some(/^topics\/.*feed\.json$/, jsonFeed);
  });
});

describe("the timeline", () => {
  test("iCalendar, RFC 5545", () => every(/(^|\/)timeline\.ics$/, (file) => calendar(site, file, least(file, 10)), 2));
  test("CSV, RFC 4180", () => every(/(^|\/)timeline\.csv$/, (file) => table(site, file, least(file, 10)), 2));
  test("TimelineJS draws every event", async () => {
    const chromium = await browser();
    try {
      await every(/(^|\/)timeline\.json$/, (file) => timeline(site, file, chromium, least(file, 10)), 2);
    } finally {
      await chromium.close();
    }
  });
});

test("sources: CSL-JSON, and citeproc writes a bibliography of them", () => every(/^sources\.json$/, (file) => citations(site, file, 20)));

describe("linked data", () => {
  test("schema.org on every page", async () => assert.equal((await pages(site, 50)).join("\n"), ""));
  test("the glossary as a DefinedTermSet", () => every(/^glossary\.jsonld$/, (file) => terms(site, file, 10)));
  test("the glossary in SKOS", () => every(/^glossary\.skos\.jsonld$/, (file) => concepts(site, file, 10)));
});

describe("the site's own data holds by its published schemas", () => {
  for (const name of ["facts", "quotes", "people"]) {
    test(name, () => every(new RegExp(`^${name}\\.json$`), (file) => data(site, file, `schemas/${name}.json`, name === "people" ? 5 : 1)));
  }
});

test("every export is announced on the page it describes, to software and to readers", () => assert.equal(discovery(site).join("\n"), ""));
