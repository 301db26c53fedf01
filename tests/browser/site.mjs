// What the browser tests share: a served site, and Chromium.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = fileURLToPath(new URL("../../", import.meta.url));
/** The command that is tested: the release build, or the one that is named. */
export const binary = process.env.BACKSTORY ?? `${root}target/release/backstory`;

/** Serves a site as `backstory serve` does, and gives its address. */
export async function serve(site, ...more) {
  const process_ = spawn(binary, ["serve", site, ...more], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  const address = await new Promise((resolve, reject) => {
    process_.stderr.on("data", (data) => {
      said += data;
      const found = /Serving (http\S+)/.exec(said);
      if (found) resolve(found[1]);
    });
    process_.on("exit", () => reject(new Error(`backstory serve ended:\n${said}`)));
  });
  return { address, said: () => said, stop: () => process_.kill() };
}

/** A browser that asks nobody else. */
export function browser() {
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}
