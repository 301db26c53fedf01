// A figure in a text, as readers come to know where it is from: by keyboard, without JavaScript, and on paper.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { browser, root, serve } from "./site.mjs";

const explainer = "explainers/us-russia-rupture/";
const phone = { viewport: { width: 360, height: 800 } };
const figure = 'a.mark[data-kind="fact"]';

let site, chromium;
before(async () => {
  site = await serve(root, "--base-url", "https://example.org/some/path/", "--port", "4195");
  chromium = await browser();
});
after(async () => {
  await chromium?.close();
  site?.stop();
});

async function open(path, options = {}) {
  const context = await chromium.newContext(options);
  const page = await context.newPage();
  await page.goto(site.address + path);
  return { page, close: () => context.close() };
}

/** What a note of a figure has to tell: the value and its day, who says so, how it moved. */
async function tellsAll(note) {
  assert.match(await note.locator(".figure b").first().innerText(), /\d/, "the value");
  assert.match(await note.locator(".figure .when").first().innerText(), /as of .*2022/, "its day");
  assert.match(await note.locator(".who").first().innerText(), /According to/, "who says so");
  assert.ok((await note.locator(".who a").count()) >= 2, "who says so and the source have pages");
  assert.ok((await note.locator("ul.values li").count()) >= 2, "how it moved");
}

describe("the note of a figure", () => {
  test("by keyboard: Enter opens it, history and source are read, Escape closes it and the words have the focus", async () => {
    const { page, close } = await open(explainer, phone);
    const mark = page.locator(figure).first();
    await mark.focus();
    await page.keyboard.press("Enter");
    const note = page.locator("[popover]:popover-open");
    await note.waitFor();
    await tellsAll(note);
    const box = await note.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= 360 && box.y >= 0, "it is on the screen");
    await page.keyboard.press("Tab");
    assert.ok(await note.evaluate((open) => open.contains(document.activeElement)), "Tab leads on inside the note");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("[popover]:popover-open").count(), 0);
    assert.ok(await mark.evaluate((mark) => mark === document.activeElement), "the words have the focus again");
    await close();
  });

  test("without JavaScript the words lead to it, on the same page", async () => {
    const { page, close } = await open(explainer, { ...phone, javaScriptEnabled: false });
    const mark = page.locator(figure).first();
    const note = page.locator(`[id="${(await mark.getAttribute("href")).slice(1)}"]`);
    assert.ok(await note.isVisible());
    await tellsAll(note);
    await mark.click();
    assert.ok(await note.evaluate((note) => note.matches(":target")), "the browser is at the note");
    assert.ok((await note.locator('a[role="doc-backlink"]').count()) >= 1, "and there is a way back");
    await close();
  });

  test("on paper it stands at the end of the text", async () => {
    const { page, close } = await open(explainer);
    await page.emulateMedia({ media: "print" });
    const note = page.locator(`[id="${(await page.locator(figure).first().getAttribute("href")).slice(1)}"]`);
    assert.ok(await note.isVisible());
    await tellsAll(note);
    await close();
  });
});

test("the page of a fact draws its history, with all of it in a table beside", async () => {
  const { page, close } = await open("facts/ukraine-refugees/");
  const points = await page.locator("svg.chart circle").count();
  assert.ok(points >= 3, `${points} points`);
  assert.equal(await page.locator("table.history tbody tr").count(), points, "a row for each point");
  assert.ok(await page.locator("svg.chart").getAttribute("aria-label"), "it has a name");
  await close();
});

test("a card draws the figure in the text, and stays inside the column on a phone", async () => {
  const { page, close } = await open(explainer, phone);
  const card = page.locator('aside.card[data-kind="fact"]').first();
  const box = await card.boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 360);
  assert.ok(await card.locator("svg.chart").isVisible());
  await close();
});

test("a correction is told at its passage, and leads there and back", async () => {
  const { page, close } = await open(explainer);
  const notice = page.locator("a.notice").first();
  assert.ok(await notice.isVisible());
  await notice.click();
  const listed = page.locator(".errata li:target");
  assert.ok(await listed.isVisible());
  await listed.locator('a[role="doc-backlink"]').click();
  assert.ok(await page.locator("a.notice:target").isVisible());
  await close();
});

test("the class pack on paper is the pack alone", async () => {
  const { page, close } = await open(`${explainer}class-pack/`);
  await page.emulateMedia({ media: "print" });
  assert.ok(!(await page.locator(".masthead nav").isVisible()), "no navigation");
  for (const heading of ["#in-short", "#questions", "#dates", "#pack-term", "#pack-fact", "#pack-quote", "#pack-claim", "#who", "#sources"]) {
    assert.ok(await page.locator(heading).isVisible(), heading);
  }
  await close();
});
