// Contact sheets: a picture of every kind of page, in every theme, narrow and wide, light and dark.
//   node tests/browser/sheets.mjs [THEME...]      into tests/browser/sheets/, which git ignores
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browser, pages, root, serve } from "./site.mjs";

const themes = process.argv.length > 2 ? process.argv.slice(2) : ["broadsheet", "classroom", "lite"];
const out = join(root, "tests/browser/sheets");
const folder = await mkdtemp(join(tmpdir(), "sheets-"));
await mkdir(out, { recursive: true });
const chromium = await browser();
try {
  for (const theme of themes) {
    const site = join(folder, theme);
    await cp(join(root, "content"), join(site, "content"), { recursive: true });
    const settings = join(site, "content/site.yml");
    await writeFile(settings, (await readFile(settings, "utf8")).replace(/^theme:.*$/m, `theme: ${theme}`));
    const served = await serve(site, "--port", "4290");
    for (const width of [360, 1440]) {
      for (const colorScheme of ["light", "dark"]) {
        await sheet(served.address, theme, width, colorScheme);
      }
    }
    served.stop();
  }
} finally {
  await chromium.close();
  await rm(folder, { recursive: true, force: true });
}

/** One sheet: the top of every page, side by side, each with its name. */
async function sheet(address, theme, width, colorScheme) {
  const height = width < 700 ? 1100 : 1400;
  const context = await chromium.newContext({ viewport: { width, height }, colorScheme });
  const page = await context.newPage();
  const shots = [];
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(address + path);
    await page.evaluate(() => document.fonts.ready);
    shots.push([name, (await page.screenshot({ type: "jpeg", quality: 80 })).toString("base64")]);
  }
  const shown = width < 700 ? 240 : 460;
  const figures = shots.map(([name, jpeg]) => `<figure><figcaption>${name}</figcaption><img src="data:image/jpeg;base64,${jpeg}"></figure>`);
  const columns = width < 700 ? 7 : 4;
  // A page of its own: the policy of those it shows would not let it have a style.
  const table = await context.newPage();
  await table.setViewportSize({ width: columns * (shown + 16) + 16, height: 800 });
  await table.setContent(`<style>body{margin:16px;background:#777;display:grid;grid-template-columns:repeat(${columns},${shown}px);gap:16px;font:13px sans-serif}figure{margin:0}figcaption{color:#fff;padding-bottom:4px}img{width:100%;display:block}</style>${figures.join("")}`);
  const file = join(out, `${theme}-${width}-${colorScheme}.png`);
  await table.screenshot({ path: file, fullPage: true });
  console.log(file);
  await context.close();
}
