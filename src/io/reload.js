// The preview's reload client, added by the server. A good build reloads the page where it was;
// a broken one shows what the terminal shows until it is mended.
const own = new URL(".", import.meta.url);
const news = new EventSource(new URL("events", own));
let overlay;

async function look() {
  const wrong = await (await fetch(new URL("wrong", own))).text();
  overlay?.remove();
  if (!wrong) return false;
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
  return true;
}

let missed = false;
news.onerror = () => { missed = true; };
news.onopen = () => { if (missed) location.reload(); };
news.onmessage = async () => { if (!(await look())) location.reload(); };
look();
