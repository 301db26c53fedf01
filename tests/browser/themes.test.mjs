// Every kind of page in every theme, as readers meet it: light and dark, narrow and wide, zoomed, by keyboard, on paper,
// without JavaScript, and what it weighs.
import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { browser, pages, root, serve } from "./site.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const explainer = pages.explainer;
const themes = { broadsheet: 4201, classroom: 4202, lite: 4203 };
const sites = {};
let chromium, folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "themes-"));
  chromium = await browser();
  for (const [theme, port] of Object.entries(themes)) {
    const site = join(folder, theme);
    await cp(join(root, "content"), join(site, "content"), { recursive: true });
    const settings = join(site, "content/site.yml");
    await writeFile(settings, (await readFile(settings, "utf8")).replace(/^theme:.*$/m, `theme: ${theme}`));
    sites[theme] = await serve(site, "--base-url", "https://example.org/some/path/", "--port", String(port));
  }
});
after(async () => {
  await chromium?.close();
  for (const site of Object.values(sites)) site.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

async function open(theme, path, options = {}) {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const trouble = [];
  const requests = [];
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !message.text().includes("404") && trouble.push(message.text()));
  page.on("request", (request) => {
    requests.push(request);
    if (!/^(http:\/\/127\.0\.0\.1:|data:)/.test(request.url())) trouble.push(`asked ${request.url()}`);
  });
  await page.goto(sites[theme].address + path);
  return { page, trouble, requests, close: () => context.close() };
}

const excess = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const theme of Object.keys(themes)) {
  describe(`${theme}: axe finds nothing, WCAG 2.2 AA and best practice, and no width scrolls sideways`, () => {
    for (const [name, path] of Object.entries(pages)) {
      test(name, async () => {
        const { page, trouble, close } = await open(theme, path);
        // Before axe looks, which the policy of the page keeps from some of its own ways.
        assert.deepEqual(trouble, []);
        await page.evaluate(axe);
        for (const colorScheme of ["light", "dark"]) {
          await page.emulateMedia({ colorScheme });
          // What dark changes is colours.
          const options = colorScheme === "dark" ? { runOnly: ["color-contrast", "link-in-text-block"] } : { rules: { "target-size": { enabled: true } } };
          const { violations, passes } = await page.evaluate((options) => window.axe.run(document, options), options);
          const told = violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.slice(0, 3).map((n) => n.html).join("\n  ")}`);
          assert.equal(told.join("\n"), "", colorScheme);
          assert.ok(passes.length > (colorScheme === "dark" ? 0 : 12), "axe looked at the page");
        }
        // 640 and 320 are what a window of 1280 is at 200% and 400%.
        for (const width of [1440, 768, 640, 360, 320]) {
          await page.setViewportSize({ width, height: 800 });
          assert.equal(await excess(page), 0, `${width} wide`);
        }
        await page.setViewportSize({ width: 412, height: 823 });
        const small = await page.evaluate(() => window.axe.run(document, { runOnly: ["target-size"] }));
        assert.deepEqual(small.violations.flatMap((v) => v.nodes.map((n) => n.html)), [], "targets on a phone");
        await close();
      });
    }
  });

  test(`${theme}: the keyboard reaches everything on the explainer, sees where it is, and gets out`, async () => {
    const { page, close } = await open(theme, explainer, { forcedColors: "active", reducedMotion: "reduce" });
    const reachable = await page.evaluate(() => {
      const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest("[popover]");
      const all = [...document.querySelectorAll("a[href], button, summary, input, [tabindex='0']")];
      return all.filter((e) => !e.disabled && seen(e)).length;
    });
    let reached = 0;
    const unseen = [];
    for (; reached < reachable + 5; reached++) {
      await page.keyboard.press("Tab");
      const at = await page.evaluate(() => {
        const e = document.activeElement;
        if (!e || e === document.body) return null;
        const style = getComputedStyle(e);
        return { ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2, html: e.outerHTML.slice(0, 90) };
      });
      if (!at) break;
      if (!at.ring) unseen.push(at.html);
    }
    assert.deepEqual(unseen, []);
    assert.ok(reached >= reachable, `${reached} of ${reachable} are reached`);
    assert.ok(reached < reachable + 5, "there is a way out");
    await close();
  });

  test(`${theme}: nothing moves for those who want no motion, and nothing shifts or takes long for anybody`, async () => {
    const { page, close } = await open(theme, explainer, { reducedMotion: "reduce", viewport: { width: 412, height: 823 } });
    assert.equal(await page.evaluate(() => document.getAnimations().length), 0);
    await close();
    // Other work on the machine can hold a script up: the best of three tells what it takes.
    let longest = Infinity;
    for (let attempt = 0; attempt < 3 && longest >= 50; attempt++) {
      const context = await chromium.newContext({ viewport: { width: 412, height: 823 } });
      const watched = await context.newPage();
      await watched.addInitScript(() => {
        window.shift = 0;
        window.longest = 0;
        const watch = (type, see) => new PerformanceObserver((list) => list.getEntries().forEach(see)).observe({ type, buffered: true });
        watch("layout-shift", (entry) => { if (!entry.hadRecentInput) window.shift += entry.value; });
        watch("long-animation-frame", (entry) => {
          for (const script of entry.scripts) if (script.sourceURL.includes("/assets/")) window.longest = Math.max(window.longest, script.duration);
        });
      });
      await watched.goto(sites[theme].address + explainer, { waitUntil: "load" });
      await watched.evaluate(async () => {
        for (let y = 0; y < document.documentElement.scrollHeight; y += 800) {
          scrollTo(0, y);
          await new Promise(requestAnimationFrame);
        }
      });
      assert.ok((await watched.evaluate(() => window.shift)) < 0.001, "layout shift");
      longest = await watched.evaluate(() => window.longest);
      await context.close();
    }
    assert.ok(longest < 50, `a task of ${longest} ms`);
  });

  test(`${theme}: on paper the whole text is there, and no navigation`, async () => {
    const { page, close } = await open(theme, explainer);
    await page.emulateMedia({ media: "print" });
    const pdf = await page.pdf({ format: "A4" });
    assert.ok(pdf.length > 20_000 && pdf.subarray(0, 5).toString() === "%PDF-");
    const sizes = pdf.toString("latin1").match(/\/MediaBox\s*\[[^\]]*\]/g) ?? [];
    assert.ok(sizes.length >= 3 && sizes.every((size) => /59[45]\.\d* 84[12]/.test(size)), "every page is A4");
    assert.ok(await page.locator("article > p:not([class])").last().isVisible());
    for (const control of await page.locator("nav.paging, .tools, .filter, header nav").all()) assert.ok(!(await control.isVisible()));
    await close();
  });
}

test("what the explainer weighs: broadsheet and classroom 60 KB of HTML, CSS and JavaScript, 12 KB of it JavaScript", async () => {
  for (const theme of ["broadsheet", "classroom"]) {
    const { page, close } = await open(theme, explainer, { viewport: { width: 412, height: 823 } });
    const files = await page.evaluate(() => [location.href, ...[...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((e) => e.href || e.src).filter((file) => file.includes("/assets/"))]);
    let [whole, script] = [0, 0];
    for (const file of files) {
      const bytes = Buffer.from(await (await fetch(file)).arrayBuffer());
      whole += gzipSync(bytes).length;
      if (file.includes(".js")) script += bytes.length;
    }
    const fonts = await page.evaluate(() => performance.getEntriesByType("resource").filter((entry) => entry.name.includes(".woff2")).length);
    assert.ok(files.length >= 3, files.join());
    assert.ok(whole <= 61_440, `${theme}: ${whole} bytes`);
    assert.ok(script <= 12_288, `${theme}: ${script} bytes of JavaScript, before it is compressed`);
    assert.equal(fonts, 0, "a phone loads no font");
    await close();
  }
});

test("lite: no page has a script, a font or a picture, each is one file of at most 14 KB, with 1.5 KB of style", async () => {
  for (const [name, path] of Object.entries(pages)) {
    const { page, requests, close } = await open("lite", path);
    const html = await (await fetch(sites.lite.address + path)).text();
    // The preview adds a script of its own to show what is saved.
    const own = html.replace(/<script[^>]*reload[^>]*>.*?<\/script>/gs, "");
    assert.ok(gzipSync(own).length <= 14_336, `${name}: ${gzipSync(own).length} bytes`);
    const style = /<style>(.*?)<\/style>/s.exec(html)[1];
    assert.ok(style.length <= 1_536, `${style.length} bytes of style`);
    assert.equal(await page.locator("img, link[rel=stylesheet], link[rel=preload]").count(), 0, name);
    const asked = requests.map((request) => request.resourceType()).filter((type) => ["font", "image", "stylesheet"].includes(type));
    assert.deepEqual(asked, [], name);
    await close();
  }
});

test("without JavaScript every entry of the index, every part of a list and every filter is a link", async () => {
  const { page, close } = await open("broadsheet", "a-z/", { javaScriptEnabled: false });
  assert.ok((await page.locator(".index li a").count()) > 150);
  assert.ok(!(await page.locator(".filter").isVisible()), "what needs a script is not offered");
  await page.goto(`${sites.broadsheet.address}timeline/`);
  for (const link of await page.locator(".filters a, .jump a").all()) {
    const href = await link.getAttribute("href");
    assert.match(href, /^#g\d|^\/some\/path\//);
  }
  await page.goto(`${sites.broadsheet.address}${explainer}`);
  await page.getByRole("button", { name: "Share" }).press("Enter");
  assert.ok(await page.locator("#share").isVisible(), "a popover needs no script");
  await close();
});

test("the index is filtered as one types, by any of an entry's names and by kind", async () => {
  const { page, trouble, close } = await open("broadsheet", "a-z/");
  const field = page.getByLabel("Find by name");
  const shown = page.locator(".index li:visible");
  await field.fill("joint compre");
  assert.deepEqual((await shown.locator("a").allInnerTexts()).slice(0, 1), ["JCPOA"]);
  await field.fill("person biden");
  assert.match((await shown.allInnerTexts()).join("\n"), /Joe Biden/);
  await field.fill("charge");
  assert.match((await shown.allInnerTexts()).join("\n"), /chargé/, "accents are not needed");
  await field.fill("zzzz");
  assert.equal(await shown.count(), 0);
  assert.equal(await page.locator(".filter [role=status]").innerText(), "Nothing has this name.");
  await field.fill("");
  assert.ok((await shown.count()) > 150);
  assert.deepEqual(trouble, []);
  await close();
});

test("a selected passage can be passed on: the link names its words and a browser lights them up", async () => {
  const { page, trouble, close } = await open("broadsheet", explainer);
  await page.evaluate(() => {
    const text = document.querySelector(".prose > p").firstChild;
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEnd(text, text.data.indexOf(" near"));
    getSelection().addRange(range);
  });
  await page.waitForTimeout(50);
  await page.getByRole("button", { name: "Share" }).press("Enter");
  const link = page.locator("#share a");
  assert.equal(await link.getAttribute("href"), `https://example.org/some/path/${explainer}#:~:text=Nine%20words`);
  await page.keyboard.press("Escape");
  assert.ok(!(await page.locator("#share").isVisible()));
  assert.ok(await page.getByRole("button", { name: "Share" }).evaluate((e) => e === document.activeElement), "focus is back");
  assert.deepEqual(trouble, []);
  await close();
});

test("what is new since the last visit is told, kept in the browser alone, and can be forgotten", async () => {
  const { page, trouble, requests, close } = await open("broadsheet", explainer);
  assert.equal(await page.locator(".since").count(), 0, "nothing is new to who was never here");
  await page.goto(`${sites.broadsheet.address}glossary/`);
  // As if a passage had been other when it was read.
  await page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith("read "));
    const known = JSON.parse(localStorage[key]);
    known.sums[3] = "other";
    localStorage[key] = JSON.stringify(known);
  });
  await page.goto(sites.broadsheet.address + explainer);
  const told = page.locator(".since");
  assert.match(await told.innerText(), /A passage is new since/);
  await told.press("Enter");
  await page.locator("#since a").first().click();
  assert.equal(await page.locator(".fresh").count(), 1);
  await told.press("Enter");
  await page.getByRole("button", { name: "Forget it" }).click();
  assert.equal(await page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith("read ")).length), 0);
  assert.ok(requests.every((request) => request.method() === "GET"), "nothing is sent");
  assert.deepEqual(trouble, []);
  await close();
});

test("a passage that mentions an entry is lit up when one goes to it", async () => {
  const { page, close } = await open("broadsheet", "glossary/jcpoa/");
  const links = await page.locator(".passages a.mark").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
  const lit = links.filter((href) => href.includes(":~:text="));
  assert.ok(lit.length >= 1, links.join());
  for (const href of lit) assert.match(href, /#\w+:~:text=[^,&-]+-,[^,&-]+$/, "signs that mean something are encoded");
  await close();
});
