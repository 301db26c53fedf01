// The preview: a change is shown, a mistake is told over the last good page, and it serves nobody else.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browser, root, serve } from "./site.mjs";

let folder, site, chromium, page;
const explainer = "explainers/why-leap-years/";

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "backstory-"));
  execFileSync(`${root}target/release/backstory`, ["new", "site", join(folder, "demo")], { stdio: "ignore" });
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

test("an edit is shown in the open page", async () => {
  await edit("The calendar has a quarrel with the sky.", "The calendar argues with the sky.");
  await page.getByText("The calendar argues with the sky.").waitFor({ timeout: 5000 });
});

test("a mistake is told with file and line over the last good page, and goes away when it is mended", async () => {
  await edit("term:tropical-year", "term:tropical-yaer");
  const dialog = page.locator("dialog");
  await dialog.waitFor({ timeout: 5000 });
  const said = await dialog.locator("pre").innerText();
  assert.match(said, /why-leap-years\.md:\d+:\d+/);
  assert.match(said, /did you mean `tropical-year`/);
  await edit("term:tropical-yaer", "term:tropical-year");
  await dialog.waitFor({ state: "detached", timeout: 5000 });
  await page.getByText("argues with the sky").waitFor();
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
