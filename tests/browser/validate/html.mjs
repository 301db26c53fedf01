// HTML as a browser parses it (parse5), and the little that the validators ask of it.

export const attribute = (element, name) => element.attrs?.find((one) => one.name === name)?.value;

/** Every element below a node, in order; what is in a template is not on the page. */
export function all(node, found = []) {
  for (const child of node.childNodes ?? []) {
    if (child.tagName) found.push(child);
    all(child, found);
  }
  return found;
}

/** No part of what a reader would mark: code, and the numbers of notes. */
const UNREAD = new Set(["sup", "script", "style", "template", "noscript", "head"]);
const BLOCKS = new Set(
  (
    "address article aside blockquote br caption dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 " +
    "header hr legend li main nav ol p pre section summary table td th tr ul"
  ).split(" "),
);

export const tidy = (words) => words.replace(/\s+/gu, " ").trim();

/** The text of a node with single spaces. With `blocks`, paragraphs that touch in the source are apart, as on the screen. */
export function text(node, { blocks = false } = {}) {
  let words = "";
  const walk = (node) => {
    if (node.nodeName === "#text") words += node.value;
    if (UNREAD.has(node.tagName)) return;
    const space = blocks && BLOCKS.has(node.tagName) ? " " : "";
    words += space;
    node.childNodes?.forEach(walk);
    words += space;
  };
  walk(node);
  return tidy(words);
}

/** Can a reader see this element, as far as the markup tells? */
export function visible(element) {
  for (let node = element; node; node = node.parentNode) {
    if (["template", "noscript", "head", "dialog"].includes(node.tagName)) return false;
    if (["hidden", "popover", "inert"].some((name) => attribute(node, name) !== undefined)) return false;
  }
  return Boolean(text(element) || attribute(element, "aria-label") || all(element).some((one) => attribute(one, "alt")));
}
