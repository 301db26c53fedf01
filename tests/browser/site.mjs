// What the browser tests share: a served site, and Chromium.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const root = fileURLToPath(new URL("../../", import.meta.url));
/** The command that is tested: the release build, or the one that is named. */
export const binary = process.env.BACKSTORY ?? `${root}target/release/backstory`;

/** A page of every kind, and where it is in the bundled site. */
export const pages = {
  "home page": "",
  explainer: "explainers/us-russia-rupture/",
  explainers: "explainers/",
  glossary: "glossary/",
  timeline: "timeline/",
  "main events": "timeline/main/",
  person: "people/joe-biden/",
  organisation: "orgs/nato/",
  place: "places/ukraine/",
  event: "timeline/biden-warsaw-speech/",
  term: "glossary/jcpoa/",
  "who's who": "people/",
  sources: "sources/",
  "a source": "sources/ap-moral-outrage/",
  facts: "facts/",
  "a fact": "facts/ukraine-refugees/",
  "who said what": "quotes/",
  "a quotation": "quotes/biden-cannot-remain/",
  claims: "claims/",
  "a claim": "claims/nato-promise/",
  corrections: "corrections/",
  index: "a-z/",
  "a topic": "topics/iran/",
  topics: "topics/",
  "a series": "series/us-russia/",
  "class pack": "explainers/us-russia-rupture/class-pack/",
  "a plain page": "about/",
  "not found": "no/such/page/",
};

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
