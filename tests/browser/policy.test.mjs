// The built site as any host serves it, without the preview's help: nothing in it is against its own policy, styles and
// scripts are the ones it names, and notes open.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { test } from "node:test";
import { binary, browser, root } from "./site.mjs";

const KINDS = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2" };

function host(folder, base) {
  return createServer((request, response) => {
    const inside = decodeURIComponent(new URL(request.url, "http://localhost").pathname).slice(base.length);
    let file = join(folder, inside);
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, "index.html");
    const found = existsSync(file);
    if (!found) file = join(folder, "404.html");
    response.writeHead(found ? 200 : 404, { "content-type": KINDS[extname(file)] ?? "application/octet-stream" });
    response.end(readFileSync(file));
  });
}

test("a built site keeps to its own policy", async (t) => {
  const folder = join(mkdtempSync(join(tmpdir(), "backstory-")), "out");
  const base = "/some/path/";
  const server = host(folder, base);
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  t.after(() => server.close());
  const home = `http://127.0.0.1:${server.address().port}${base}`;
  execFileSync(binary, ["build", root, "--base-url", home, "--output", folder], { stdio: "pipe" });
  const chromium = await browser();
  t.after(() => chromium.close());
  const page = await chromium.newPage({ viewport: { width: 390, height: 800 } });
  const wrong = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("requestfailed", (request) => wrong.push(`failed: ${request.url()}`));
  for (const path of ["", "timeline/", "facts/", "glossary/jcpoa/", "explainers/us-russia-rupture/"]) {
    await page.goto(home + path, { waitUntil: "networkidle" });
    assert.ok(await page.evaluate(() => document.styleSheets.length) >= 1, path);
  }
  await page.locator("a.mark").first().click();
  await page.locator(":popover-open").waitFor();
  assert.deepEqual(wrong, []);
  // A reader's own style does: WCAG 2.2, 1.4.12.
  await page.addStyleTag({ content: "p { letter-spacing: 0.12em !important }" });
  assert.notEqual(await page.locator("article p").first().evaluate((p) => getComputedStyle(p).letterSpacing), "normal");
  // What is not in the policy does not run.
  const ran = await page.evaluate(() => {
    try {
      const script = document.createElement("script");
      script.textContent = "window.ran = 1";
      document.body.append(script);
    } catch {
      // That it may not even be written is as good.
    }
    return window.ran;
  });
  assert.equal(ran, undefined);
  await page.goto(`${home}no/such/page/`);
  assert.ok(await page.locator("h1").innerText());
  assert.ok(await page.evaluate(() => document.styleSheets.length) >= 1, "the 404 page has its styles at any depth");
});
