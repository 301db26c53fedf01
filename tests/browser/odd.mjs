// A site of everything that is too long, too many or turned around. Its people, words and figures are invented.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const many = (count, make) => Array.from({ length: count }, (_, i) => make(i + 1));
const word = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(3).slice(0, 200);
const headline = `${"A headline that goes on and on, as if nobody had ever been told to stop, ".repeat(4)}and then some more`.slice(0, 299).trim();

const files = {
  "content/site.yml": (theme) => `title: Odd\nbase_url: https://example.org/odd/\ntheme: ${theme}\n`,
  "content/explainers/long-headline.md": () => `---
title: "${headline}"
standfirst: ${"A standfirst that will not end either. ".repeat(12)}
published: 2022-03-28
image: {file: drawn.svg, alt: A line, caption: "${"A caption of many words. ".repeat(20)}", credit: Nobody/Nowhere}
topics: [everything]
---
${word}

Marks without end: ${many(60, (i) => `[mark ${i}](term:t${((i - 1) % 20) + 1})`).join(", ")}.

${word.slice(0, 60)} and ${word}: [${word}](term:t1).

| A table | of | ${word} |
|---|---|---|
| one | two | three |

> “${"Words without end. ".repeat(30).trim()}”
>
> — [The Talker](person:talker), 3 March 2022
`,
  "content/explainers/directions.md": () => `---
title: "Mixed directions: سلام and שלום in one line"
standfirst: "An English text that quotes العربية و עברית, and goes on in English."
published: 2022-03-27
---
The word سلام means peace; in Hebrew it is שלום. (Both are read from the right.) The figure 3.8 stands between: عدد 3.8 مليون.

The [Talker](person:talker) said [what was said](quote:q1), and [a term](term:t1) follows: مصطلح.
`,
  "content/explainers/arabic.md": () => `---
title: عنوان باللغة العربية
standfirst: مقدمة قصيرة
published: 2022-03-26
lang: ar
---
هذا نص قصير عن [مصطلح](term:t2) واحد، وفيه رقم 3.8 وكلمة Backstory بحروف لاتينية.
`,
  "content/explainers/bare.md": () => "---\ntitle: Bare\n---\nA text with nothing around it. ![A picture that was never there](<>)\n",
  "content/media/drawn.svg": () => '<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="300" viewBox="0 0 1600 300"><path d="M0 0l1600 300" stroke="#555"/></svg>\n',
  "content/people/talker.md": () => `---\ntitle: The Talker\nshort: Says something every day.\n---\n`,
  "content/terms/all.yml": () => many(20, (i) => `- id: t${i}\n  title: Term ${i}${i === 1 ? ` ${word}` : ""}\n  short: "${i === 1 ? `Uses ${many(19, (j) => `[term ${j + 1}](term:t${j + 1})`).join(", ")}.` : `The term of number ${i}, in plain words.`}"\n`).join(""),
  "content/quotes/all.yml": () => many(400, (i) => `- id: q${i}\n  text: Remark number ${i}${", which goes on".repeat(i % 9)}.\n  by: talker\n  said: ${1900 + (i % 120)}-03-0${(i % 9) + 1}\n  sources: [record]\n`).join(""),
  "content/sources/record.yml": () => "- id: record\n  title: The record\n  url: https://example.org/record\n",
  "content/events/all.yml": () => many(5000, (i) => `- id: e${i}\n  title: Event number ${i}\n  date: "${1500 + Math.floor(i / 10)}-0${(i % 9) + 1}"\n  importance: ${i % 50 ? 1 : 3}\n  short: What happened as number ${i}.\n  topics: [everything]\n  sources: [record]\n`).join(""),
  // Everything is published by being named.
  "content/pages/all.md": () => `---\ntitle: All of it\n---\n${many(400, (i) => `[${i}](quote:q${i})`).join(" ")}\n\n${many(5000, (i) => `[${i}](event:e${i})`).join(" ")}\n`,
};

/** Writes the site into a folder. */
export async function odd(folder, theme) {
  for (const [path, make] of Object.entries(files)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, make(theme));
  }
}

/** Pages of it that are worth a look. */
export const oddPages = {
  "300 letters of headline": "explainers/long-headline/",
  "mixed directions": "explainers/directions/",
  "right to left": "explainers/arabic/",
  "no picture": "explainers/bare/",
  "400 quotations": "people/talker/",
  "400 quotations, listed": "quotes/",
  "5,000 events": "timeline/",
  "an era of them": "timeline/page/20/",
  "a term of 20 terms": "glossary/t1/",
  "a word of 200 letters": "glossary/",
  "everything": "a-z/",
  home: "",
};
