// The plain site in Eleventy: Markdown with footnotes, Nunjucks, and what the templates ask for.
const footnote = require("markdown-it-footnote");
const MONTHS = "January February March April May June July August September October November December".split(" ");
const byTitle = (a, b) => (a.data.title < b.data.title ? -1 : 1);

module.exports = async function (config) {
  config.amendLibrary("md", (md) => md.use(footnote));
  config.addPassthroughCopy({ "src/css": "css" });
  config.addCollection("explainers", (api) => api.getFilteredByGlob("src/explainers/*.md"));
  config.addCollection("people", (api) => api.getFilteredByGlob("src/people/*.md").sort(byTitle));
  config.addCollection("glossary", (api) => api.getFilteredByGlob("src/glossary/*.md").sort(byTitle));
  config.addCollection("topics", (api) => {
    const explainers = api.getFilteredByGlob("src/explainers/*.md");
    return [...new Set(explainers.flatMap((explainer) => explainer.data.tags || []))].sort();
  });
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("longDay", (date) => `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`);
  config.addFilter("moment", (date) => date.toISOString());
  config.addFilter("newest", (list, count) => list.slice(-count).reverse());
  config.addFilter("readingTime", (html) => Math.max(1, Math.ceil(html.split(/\s+/).length / 220)));
  return {
    dir: { input: "src", output: "_site", includes: "_includes", data: "_data" },
    markdownTemplateEngine: false,
    htmlTemplateEngine: "njk",
  };
};
