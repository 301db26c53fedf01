// A built site as the validators see it: files in a folder, and the public address they will have.
import { readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { parse } from "parse5";
import { all, attribute, text } from "./html.mjs";

export class Site {
  #pages = new Map();

  constructor(folder, address) {
    this.folder = folder;
    this.address = address;
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    this.files = entries
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath ?? entry.path, entry.name)
          .slice(folder.length)
          .split(sep)
          .join("/")
          .replace(/^\//, ""),
      )
      .sort();
    this.known = new Set(this.files);
  }

  has = (path) => this.known.has(path);
  bytes = (path) => readFileSync(join(this.folder, path));
  /** Bytes that are not UTF-8 are thrown, never mended. */
  text = (path) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.bytes(path));
  json = (path) => JSON.parse(this.text(path));
  matching = (pattern) => this.files.filter((path) => pattern.test(path));

  /** The public address of a file: that of its folder for an index.html. */
  addressOf(path) {
    return new URL(path.replace(/(^|\/)index\.html$/, "$1"), this.address).href;
  }

  /** Is this address one of the site's own? */
  owns = (url) => URL.canParse(url) && new URL(url).href.startsWith(this.address);

  /** The file that a host of static files answers with at one of the site's addresses. */
  fileAt(url) {
    if (!this.owns(url)) return undefined;
    const path = decodeURIComponent(new URL(url).pathname.slice(new URL(this.address).pathname.length));
    const file = path === "" || path.endsWith("/") ? `${path}index.html` : path;
    return this.has(file) ? file : undefined;
  }

  page(path) {
    if (!this.#pages.has(path)) {
      const tree = parse(this.text(path));
      const elements = all(tree);
      const ids = new Set(elements.map((element) => attribute(element, "id")).filter(Boolean));
      this.#pages.set(path, { path, address: this.addressOf(path), elements, ids, texts: [text(tree), text(tree, { blocks: true })] });
    }
    return this.#pages.get(path);
  }

  /** Every page but those that only send the reader on. */
  get pages() {
    const pages = this.matching(/\.html$/).map((path) => this.page(path));
    return pages.filter(
      ({ elements }) => !elements.some((one) => one.tagName === "meta" && attribute(one, "http-equiv")?.toLowerCase() === "refresh"),
    );
  }

  /** What is wrong with an address that must be absolute, and must lead somewhere when it is the site's own. */
  trouble(url, { fragment = true } = {}) {
    if (typeof url !== "string" || !URL.canParse(url)) return `is not an absolute address: ${JSON.stringify(url)}`;
    const { protocol, hostname, hash } = new URL(url);
    if (!["http:", "https:"].includes(protocol)) return undefined;
    if (/^(localhost|127\.|0\.0\.0\.0|\[::1\])/.test(hostname)) return `leads to this machine: ${url}`;
    if (!this.owns(url)) {
      const root = new URL("/", this.address).href;
      return url.startsWith(root) ? `is outside the base path: ${url}` : undefined;
    }
    const file = this.fileAt(url);
    if (!file) return `leads to nothing on the site: ${url}`;
    const id = decodeURIComponent(hash.slice(1)).split(":~:")[0];
    if (fragment && id && file.endsWith(".html") && !this.page(file).ids.has(id)) return `leads to no such place on the page: ${url}`;
    return undefined;
  }
}
