// The preview: a change is shown, a mistake is told over the last good page, and it serves nobody else.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { binary, browser, serve } from "./site.mjs";

let folder, site, chromium, page;
const explainer = "explainers/why-leap-years/";

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstory-"));
  execFileSync(binary, ["new", "site", join(folder, "demo")], { stdio: "ignore" });
  site = await serve(join(folder, "demo"), "--port", "4190", "--base-url", "https://example.org/demo/");
  chromium = await browser();
  page = await chromium.newPage({ viewport: { width: 900, height: 500 } });
  await page.goto(site.address + explainer);
});
after(async () => {
  await chromium?.close();
  site?.stop();
  await rm(folder, { recursive: true, force: true });
});

async function edit(from, to) {
  const file = join(folder, "demo/content/explainers/why-leap-years.md");
  const text = await readFile(file, "utf8");
  assert.ok(text.includes(from));
  await writeFile(file, text.replace(from, to));
}

/** The paragraph with these words. What is new since the last visit is told above it as well. */
const passage = (page, words) => page.locator("p", { hasText: words });

/** How often the page was loaded, as it tells itself. */
const loads = () => page.evaluate(() => performance.timeOrigin);

test("an edit is shown in the open page, which stays where it was", async () => {
  await page.evaluate(() => scrollTo(0, 300));
  await edit("The calendar has a quarrel with the sky.", "The calendar argues with the sky.");
  await passage(page, "The calendar argues with the sky.").waitFor({ timeout: 5000 });
  await page.waitForFunction(() => Math.abs(scrollY - 300) < 2, null, { timeout: 5000 });
});

test("a note that is open stays open", async () => {
  const narrow = await chromium.newPage({ viewport: { width: 380, height: 700 } });
  await narrow.goto(site.address + explainer);
  await narrow.locator("a.mark[data-kind=term]").first().click();
  await narrow.locator(".pop:popover-open").waitFor();
  await edit("The calendar argues with the sky.", "The calendar quarrels with the sky.");
  await passage(narrow, "The calendar quarrels with the sky.").waitFor({ timeout: 5000 });
  await narrow.locator(".pop:popover-open").waitFor({ timeout: 5000 });
  await narrow.close();
});

test("a page that nobody edited is left alone", async () => {
  const other = await chromium.newPage();
  await other.goto(`${site.address}glossary/`);
  const before = await other.evaluate(() => performance.timeOrigin);
  await edit("quarrels with the sky", "struggles with the sky");
  await passage(page, "struggles with the sky").waitFor({ timeout: 5000 });
  await other.waitForTimeout(500);
  assert.equal(await other.evaluate(() => performance.timeOrigin), before);
  await other.close();
});

test("a style sheet is swapped in place", async () => {
  const before = await loads();
  const css = join(folder, "demo/themes/mine/mine.css");
  const settings = join(folder, "demo/content/site.yml");
  await mkdir(join(folder, "demo/themes/mine"), { recursive: true });
  await writeFile(join(folder, "demo/themes/mine/theme.yml"), "extends: broadsheet\n");
  await writeFile(css, "h1 { color: rgb(1, 2, 3); }\n");
  await writeFile(settings, (await readFile(settings, "utf8")).replace("theme: broadsheet", "theme: mine"));
  const colour = (value) =>
    page.waitForFunction((value) => getComputedStyle(document.querySelector("h1")).color === value, value, { timeout: 5000 });
  await colour("rgb(1, 2, 3)");
  assert.notEqual(await loads(), before, "another theme is another page");
  const styled = await loads();
  await writeFile(css, "h1 { color: rgb(4, 5, 6); }\n");
  await colour("rgb(4, 5, 6)");
  assert.equal(await loads(), styled, "the page was not loaded again");
  assert.equal(await page.locator("link[rel~=stylesheet][href*=mine]").count(), 1);
});

test("a mistake is told with file and line over the last good page, and goes away when it is mended", async () => {
  await edit("term:tropical-year", "term:tropical-yaer");
  const dialog = page.locator("dialog");
  await dialog.waitFor({ timeout: 5000 });
  const said = await dialog.locator("pre").innerText();
  assert.match(said, /-->\s*content\/explainers\/why-leap-years\.md:\d+:\d+/);
  assert.match(said, /did you mean `tropical-year`/);
  const before = await loads();
  await edit("term:tropical-yaer", "term:tropical-year");
  await dialog.waitFor({ state: "detached", timeout: 5000 });
  await passage(page, "struggles with the sky").waitFor();
  assert.equal(await loads(), before, "what is as it was is not loaded again");
});

test("a template that is broken on some page is told, and the page stays as it was", async () => {
  const template = join(folder, "demo/templates/page/explainer.html");
  await mkdir(join(folder, "demo/templates/page"), { recursive: true });
  await writeFile(template, '{% extends "base.html" %}{% block main %}{{ page.nothing_of_the_kind }}{% endblock main %}');
  const dialog = page.locator("dialog");
  await dialog.waitFor({ timeout: 5000 });
  assert.match(await dialog.locator("pre").innerText(), /templates\/page\/explainer\.html:1:\d+/);
  await passage(page, "struggles with the sky").waitFor();
  await rm(template);
  await dialog.waitFor({ state: "detached", timeout: 5000 });
});

test("with --follow the browser goes to the page that was edited", async () => {
  const followed = await serve(join(folder, "demo"), "--port", "4191", "--follow", "--base-url", "https://example.org/demo/");
  const reader = await chromium.newPage();
  await reader.goto(followed.address);
  await edit("struggles with the sky", "wrestles with the sky");
  await reader.waitForURL(`**/${explainer}`, { timeout: 5000 });
  await passage(reader, "wrestles with the sky").waitFor({ timeout: 5000 });
  await reader.close();
  followed.stop();
});

/** Asks the server for something a browser would not. */
function ask(path, options = {}) {
  return new Promise((resolve, reject) => {
    const asked = request({ host: "127.0.0.1", port: new URL(site.address).port, path, ...options }, (response) => {
      let body = "";
      response.on("data", (data) => (body += data));
      response.on("end", () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    asked.on("error", reject);
    asked.end();
  });
}

test("it serves the real base path, and misses as a host of static files does", async () => {
  assert.equal((await ask("/")).headers.location, "/demo/");
  assert.equal((await ask("/demo/glossary")).headers.location, "/demo/glossary/");
  const miss = await ask("/demo/nothing/here/");
  assert.equal(miss.status, 404);
  assert.match(miss.body, /There is nothing at this address/);
  assert.equal(miss.headers["cache-control"], "no-store");
  assert.equal(miss.headers["x-content-type-options"], "nosniff");
  assert.equal(miss.headers["access-control-allow-origin"], undefined);
});

test("it answers nobody but this machine's own pages", async () => {
  assert.equal((await ask("/demo/", { headers: { host: "evil.example" } })).status, 403);
  assert.equal((await ask("/demo/", { headers: { origin: "http://evil.example" } })).status, 403);
  assert.equal((await ask("/demo/", { method: "POST" })).status, 405);
  for (const path of ["/demo/../../etc/passwd", "/demo/%2e%2e/%2e%2e/etc/passwd", "/demo//etc/passwd", "/demo/%zz", "/demo/..%2f..%2fCargo.toml"]) {
    const answer = await ask(path);
    assert.ok([400, 404].includes(answer.status), `${path}: ${answer.status}`);
    assert.doesNotMatch(answer.body, /root:/);
  }
});
