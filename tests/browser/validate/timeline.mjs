// TimelineJS: its own program draws our file in Chromium, and every event is a slide and a marker there.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { createRequire } from "node:module";
import { realDate } from "./dates.mjs";
import { tidy } from "./html.mjs";

const program = dirname(dirname(createRequire(import.meta.url).resolve("@knight-lab/timelinejs/dist/js/timeline.js")));
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml" };
const PAGE = `<!doctype html><meta charset="utf-8"><title>timeline</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/program/css/timeline.css"><div id="timeline" style="width:1200px;height:700px"></div>
<script>for (const kind of ["error", "unhandledrejection"]) addEventListener(kind, () => { window.failed = true; });</script>
<script src="/program/js/timeline.js"></script><script>
fetch("/timeline.json").then((answer) => answer.json()).then((data) => {
  window.timeline = new TL.Timeline("timeline", data, { hash_bookmark: false, font: null, script_path: location.origin + "/program/js/" });
  timeline.on("loaded", () => { window.loaded = true; });
});
</script>`;

/** @param least how many events there must be */
export async function timeline(site, file, browser, least = 1) {
  const problems = [];
  const say = (where, what) => problems.push(`${file}: ${where}: ${what}`);
  let data;
  try {
    data = site.json(file);
  } catch (error) {
    return [`${file}: is not JSON in UTF-8: ${error.message}`];
  }
  const events = Array.isArray(data.events) ? data.events : [];
  if (events.length < least) return [`${file}: ${events.length} events, at least ${least} are due`];
  const ids = new Set();
  for (const event of events) {
    const where = event.unique_id ?? event.text?.headline ?? "event";
    if (!event.unique_id) say(where, "no unique_id");
    if (ids.has(event.unique_id)) say(where, "the unique_id is used twice");
    ids.add(event.unique_id);
    if (!event.text?.headline) say(where, "no headline");
    const trouble = event.media?.url === undefined ? undefined : site.trouble(event.media.url);
    if (trouble) say(where, `media ${trouble}`);
    for (const name of ["start_date", "end_date"]) {
      const date = event[name];
      if (date === undefined && name === "end_date") continue;
      // TimelineJS takes strings and numbers alike, and rolls the thirty-first of February over.
      const parts = ["year", "month", "day"].map((part) => (date?.[part] === undefined ? undefined : Number(date[part])));
      if (!realDate(...parts)) say(where, `${name} is no date: ${JSON.stringify(date)}`);
    }
  }

  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://loopback").pathname);
    const answer = (status, type, body) => response.writeHead(status, { "content-type": `${type}; charset=utf-8` }).end(body);
    if (path === "/") return answer(200, "text/html", PAGE);
    if (path === "/timeline.json") return answer(200, "application/json", JSON.stringify(data));
    const inside = normalize(path).replace(/^\/program\//, "");
    const body = await readFile(join(program, inside)).catch(() => undefined);
    return body ? answer(200, TYPES[extname(inside)] ?? "application/octet-stream", body) : answer(404, "text/plain", "nothing here");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    page.on("pageerror", (error) => say("TimelineJS", error.message));
    await page.route("**/*", async (route) => {
      const url = route.request().url();
      if (url.startsWith(`${origin}/`) || url.startsWith("data:")) return route.continue();
      const own = site.fileAt(url);
      return own ? route.fulfill({ path: join(site.folder, own) }) : route.abort();
    });
    await page.goto(`${origin}/`);
    const failed = () => document.querySelector(".tl-message-content")?.textContent.match(/error|invalid|unable/i);
    await page
      .waitForFunction(`window.loaded || window.failed || (${failed})()`, null, { timeout: 20000 })
      .catch(() => say("TimelineJS", "does not finish"));
    const drawn = await page.evaluate(() => ({
      titles: [...document.querySelectorAll(".tl-slide")].map((slide) => slide.querySelector(".tl-headline")?.textContent ?? ""),
      markers: document.querySelectorAll(".tl-timemarker").length,
      said: [...document.querySelectorAll(".tl-message-full")].filter((one) => one.checkVisibility()).map((one) => one.innerText),
      errors: (window.timeline?.config?.messages?.errors ?? []).map(String),
    }));
    for (const what of [...drawn.said, ...drawn.errors]) say("TimelineJS", `says ${tidy(what)}`);
    const due = events.length + (data.title ? 1 : 0);
    if (drawn.titles.length !== due) say("TimelineJS", `${drawn.titles.length} slides for ${due}`);
    if (drawn.markers !== events.length) say("TimelineJS", `${drawn.markers} markers for ${events.length} events`);
    const empty = drawn.titles.filter((title) => !title.trim()).length;
    if (empty) say("TimelineJS", `${empty} slides without a headline`);
  } finally {
    await context.close();
    server.closeAllConnections();
    server.close();
  }
  return problems;
}
