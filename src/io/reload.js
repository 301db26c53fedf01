// The preview's reload client, added by the server. A page that changed is loaded again where it was; a style sheet is
// swapped in place; what is broken is told over the page until it is mended. Other pages are left alone.
const own = (name) => new URL(name + new URL(import.meta.url).search, new URL(".", import.meta.url));
const print = document.querySelector("script[data-print]").dataset.print;
const path = location.pathname + location.search;
let overlay;

function tell(wrong) {
  overlay?.remove();
  overlay = undefined;
  if (!wrong) return;
  overlay = document.createElement("dialog");
  overlay.style.cssText = "position:fixed;inset:1rem;margin:0;max-width:none;max-height:none;width:auto;height:auto;overflow:auto;padding:1.5rem;border:3px solid #b3261e;background:#161512;color:#ece7dd";
  // The theme's style sheet must not reach the text.
  const holder = overlay.appendChild(document.createElement("div"));
  const text = document.createElement("pre");
  text.style.cssText = "margin:0;white-space:pre-wrap;overflow-wrap:anywhere;font:14px/1.5 ui-monospace,monospace;color:#ece7dd";
  text.textContent = wrong;
  holder.attachShadow({ mode: "open" }).append(text);
  document.body.append(overlay);
  overlay.showModal();
}

// Loads the page again, at the same place and with the same note open.
function again() {
  const open = document.querySelector("a.mark.open")?.id;
  sessionStorage.setItem("backstory", JSON.stringify({ path, x: scrollX, y: scrollY, open }));
  location.reload();
}

function come_back() {
  const was = JSON.parse(sessionStorage.getItem("backstory") ?? "{}");
  sessionStorage.removeItem("backstory");
  if (was.path !== path) return;
  scrollTo(was.x, was.y);
  if (was.open) document.getElementById(was.open)?.click();
}

const bare = (element, attribute) => (element.getAttribute(attribute) ?? "").split("?")[0];

// A page as a document. A policy against text that becomes HTML forbids other ways.
const parsed = (path) => new Promise((resolve, reject) => {
  const request = Object.assign(new XMLHttpRequest(), { responseType: "document", onerror: reject });
  request.onload = () => resolve(request.response);
  request.open("GET", path);
  request.send();
});

// Style sheets whose version changed take the place of the old ones when they are there.
function restyle(fresh) {
  const sheets = [...document.querySelectorAll('link[rel~="stylesheet"]')];
  for (const next of fresh.querySelectorAll('link[rel~="stylesheet"]')) {
    const old = sheets.find((sheet) => bare(sheet, "href") === bare(next, "href"));
    if (!old || old.getAttribute("href") === next.getAttribute("href")) continue;
    const sheet = document.importNode(next);
    sheet.addEventListener("load", () => old.remove(), { once: true });
    old.after(sheet);
  }
  const scripts = [...document.querySelectorAll("script[src]:not([data-print])")].map((script) => script.getAttribute("src"));
  const now = [...fresh.querySelectorAll("script[src]:not([data-print])")].map((script) => script.getAttribute("src"));
  if (scripts.join() !== now.join()) again();
}

async function look() {
  const { wrong, follow } = await (await fetch(own("state"))).json();
  tell(wrong);
  if (wrong) return;
  if (follow && follow !== location.pathname && document.visibilityState === "visible") return location.assign(follow);
  const fresh = await parsed(path);
  if (fresh.querySelector("script[data-print]")?.dataset.print !== print) return again();
  restyle(fresh);
}

// One look at a time; news that come meanwhile ask for one more.
let looking, asked;
async function news() {
  asked = true;
  if (looking) return;
  looking = true;
  while (asked) {
    asked = false;
    await look().catch(() => {});
  }
  looking = false;
}

// A server that was started again knows other words: then the page begins anew.
async function start_over() {
  for (;;) {
    await new Promise((later) => setTimeout(later, 1000));
    if (await fetch(path).catch(() => {})) return again();
  }
}

const events = new EventSource(own("events"));
events.onopen = news;
events.onmessage = news;
events.onerror = () => events.readyState === EventSource.CLOSED && start_over();
if (document.readyState === "complete") come_back();
else addEventListener("load", come_back, { once: true });
