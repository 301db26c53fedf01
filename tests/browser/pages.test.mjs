// The pages of the bundled site in a real browser, under a base path, as readers meet them.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { browser, root, serve } from "./site.mjs";

const explainer = "explainers/us-russia-rupture/";

let site, chromium;
before(async () => {
  site = await serve(root, "--base-url", "https://example.org/some/path/", "--port", "4180");
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  site?.stop();
});

async function open(path, options = {}) {
  const context = await chromium.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  const trouble = [];
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !message.text().includes("404") && trouble.push(message.text()));
  page.on("request", (request) => request.url().startsWith("http://127.0.0.1:") || request.url().startsWith("data:") || trouble.push(`asked ${request.url()}`));
  await page.goto(site.address + path);
  return { page, trouble, close: () => context.close() };
}

test("without JavaScript every mark leads to something on the page", async () => {
  const { page, close } = await open(explainer, { javaScriptEnabled: false, viewport: { width: 360, height: 800 } });
  const marks = page.locator("article a.mark");
  const count = await marks.count();
  assert.ok(count > 60, `${count} marks`);
  for (const href of new Set(await marks.evaluateAll((all) => all.map((mark) => mark.getAttribute("href"))))) {
    if (!href.startsWith("#")) continue;
    const target = page.locator(`[id="${href.slice(1)}"]`);
    assert.equal(await target.count(), 1, href);
    assert.ok(await target.isVisible(), `${href} is seen`);
    assert.ok((await target.innerText()).trim().length > 5, `${href} says something`);
  }
  await close();
});

test("side notes begin at or below their marks, in order, and cover nothing", async () => {
  const { page, close } = await open(explainer);
  const notes = await page.evaluate(() =>
    [...document.querySelectorAll(".notes [data-number]")].map((note) => {
      const mark = document.querySelector(`a.mark[href="#${note.id}"]`);
      const [n, m] = [note.getBoundingClientRect(), mark.getBoundingClientRect()];
      return { id: note.id, top: n.top, bottom: n.bottom, left: n.left, mark: m.top, end: m.right };
    }),
  );
  assert.ok(notes.length > 20);
  const text = await page.evaluate(() => document.querySelector("article > p").getBoundingClientRect().right);
  let before = -Infinity;
  for (const note of notes) {
    assert.ok(note.left >= text, `${note.id} is beside the text`);
    assert.ok(note.top >= note.mark - 2, `${note.id} is not above its mark`);
    assert.ok(note.top >= before, `${note.id} covers the one before`);
    before = note.bottom;
  }
  await close();
});

describe("a note opens in place", () => {
  test("by keyboard, on a phone: Enter opens, Escape closes, the mark has the focus again", async () => {
    const { page, trouble, close } = await open(explainer, { viewport: { width: 360, height: 800 } });
    const mark = page.locator("article a.mark[data-kind=term]").first();
    await mark.focus();
    await page.keyboard.press("Enter");
    const note = page.locator("[popover]:popover-open");
    await note.waitFor();
    assert.match(await note.innerText(), /term/i);
    const box = await note.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 360 && box.y >= 0, JSON.stringify(box));
    assert.ok(await note.evaluate((open) => open.contains(document.activeElement)), "focus is in the note");
    await page.keyboard.press("Escape");
    assert.equal(await note.count(), 0);
    assert.ok(await mark.evaluate((mark) => document.activeElement === mark), "focus is back at the mark");
    assert.deepEqual(trouble, []);
    await close();
  });

  for (const kind of ["person", "event", "source", "note"]) {
    test(`by tap: a ${kind} says what kind of thing it is`, async () => {
      const { page, close } = await open(explainer, { viewport: { width: 360, height: 800 }, hasTouch: true });
      await page.locator(`article a.mark[data-kind=${kind}]`).first().tap();
      const note = page.locator("[popover]:popover-open");
      await note.waitFor();
      const words = { person: /person/i, event: /event/i, source: /source/i, note: /note/i };
      assert.match(await note.innerText(), words[kind]);
      await close();
    });
  }
});

test("on paper every note is there, and no navigation", async () => {
  const { page, close } = await open(explainer);
  await page.emulateMedia({ media: "print" });
  assert.ok(!(await page.locator(".masthead nav").isVisible()));
  const notes = page.locator(".notes [data-number]");
  for (const note of await notes.all()) assert.ok(await note.isVisible());
  const position = await notes.first().evaluate((note) => getComputedStyle(note).position);
  assert.notEqual(position, "absolute", "end notes on paper");
  await close();
});
