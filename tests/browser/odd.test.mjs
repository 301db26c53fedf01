// What is too long, too many or turned around looks right all the same: nothing scrolls sideways, nothing is cut off, and
// no page grows without bound.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { odd, oddPages } from "./odd.mjs";
import { browser, serve } from "./site.mjs";

const themes = { broadsheet: 4211, classroom: 4212, lite: 4213 };
const sites = {};
let chromium, folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "odd-"));
  chromium = await browser();
  for (const [theme, port] of Object.entries(themes)) {
    await odd(join(folder, theme), theme);
    sites[theme] = await serve(join(folder, theme), "--port", String(port));
  }
});
after(async () => {
  await chromium?.close();
  for (const site of Object.values(sites)) site.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

for (const theme of Object.keys(themes)) {
  describe(`${theme}: no page scrolls sideways, and no text is cut off`, () => {
    for (const [name, path] of Object.entries(oddPages)) {
      test(name, async () => {
        const page = await chromium.newPage();
        const answer = await page.goto(sites[theme].address + path);
        assert.equal(answer.status(), 200);
        for (const width of [320, 768, 1440]) {
          await page.setViewportSize({ width, height: 800 });
          const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          assert.equal(excess, 0, `${width} wide`);
          const cut = await page.evaluate(() => {
            const seen = [...document.querySelectorAll("main :is(h1, h2, h3, p, li, dt, dd, a)")].filter((e) => e.checkVisibility() && !e.closest(".hidden, .table, [popover], .stick"));
            const outside = (e) => { const box = e.getBoundingClientRect(); return box.width > 1 && (box.right > innerWidth + 1 || box.left < -1); };
            return seen.filter(outside).map((e) => e.outerHTML.slice(0, 120)).slice(0, 3);
          });
          assert.deepEqual(cut, [], `${width} wide`);
        }
        await page.close();
      });
    }
  });
}

test("a timeline of 5,000 events is a page for each era, each of them reached by links alone", async () => {
  const page = await chromium.newPage({ javaScriptEnabled: false });
  await page.goto(`${sites.broadsheet.address}timeline/`);
  const seen = new Set();
  for (let parts = 0; parts < 120; parts++) {
    const titles = await page.locator(".timeline > li[data-kind=event] h3").allInnerTexts();
    assert.ok(titles.length <= 100, `${titles.length} events on a page`);
    for (const title of titles) seen.add(title);
    const next = page.locator(".paging [rel=next]");
    if (!(await next.count())) break;
    await next.click();
  }
  assert.equal(seen.size, 5000);
  await page.close();
});

test("a list of many pages is filtered in all of them", async () => {
  const page = await chromium.newPage();
  await page.goto(`${sites.broadsheet.address}a-z/`);
  await page.getByLabel("Find by name").fill("event number 4711");
  const found = page.locator(".found a");
  await found.first().waitFor();
  assert.deepEqual(await found.allInnerTexts(), ["Event number 4711"]);
  await found.first().click();
  assert.match(await page.locator("h1").innerText(), /4711/);
  await page.close();
});

test("a picture that does not arrive leaves its words, and its room", async () => {
  const page = await chromium.newPage();
  await page.route("**/media/**", (route) => route.abort());
  await page.goto(`${sites.broadsheet.address}explainers/long-headline/`);
  const picture = page.locator(".photo img");
  assert.equal(await picture.getAttribute("alt"), "A line");
  assert.ok((await picture.boundingBox()).height > 40);
  await page.close();
});
