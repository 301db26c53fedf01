// A mark opens its note where there is no room beside the text; the contents follow the reader.
// Lists can be filtered, passages passed on, and what is new since the last visit is shown.
// Without this file every mark is still a link to a note that stands on the page.
const glyphs = { event: '◆', source: '↗\uFE0E' };
let pop, opener, wasOpen;

const isOpen = () => pop?.matches(':popover-open');
const part = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));
const make = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  element.append(...children);
  return element;
};

function release() {
  opener?.classList.remove('open');
  if (opener) opener.style.anchorName = '';
}

function build() {
  pop = make('div', { class: 'note pop', role: 'dialog', popover: 'auto', tabindex: '-1' });
  pop.addEventListener('toggle', (event) => {
    if (event.newState === 'open') return;
    release();
    const focused = document.activeElement;
    if (focused === document.body || pop.contains(focused)) opener.focus({ preventScroll: true });
  });
  // Whoever tabs out of the note has finished with it.
  pop.addEventListener('focusout', ({ relatedTarget: next }) => {
    if (next && !pop.contains(next)) setTimeout(() => isOpen() && pop.hidePopover());
  });
  document.body.append(pop);
}

function fill(mark, note) {
  const copy = note.cloneNode(true);
  for (const extra of copy.querySelectorAll('.back, .year, .point, .number')) extra.remove();
  for (const named of copy.querySelectorAll('[id]')) named.removeAttribute('id');
  const { kind, label = '' } = note.dataset;
  if (!copy.querySelector('.kind')) {
    copy.prepend(make('p', { class: 'label kind' }, make('i', { 'aria-hidden': 'true' }, glyphs[kind] ?? '*'), label));
  }
  const word = [...copy.querySelector('.kind').childNodes].slice(1).map((node) => node.textContent).join('').trim();
  const title = copy.querySelector('h3')?.textContent.trim();
  const close = make('button', { type: 'button', class: 'close', 'aria-label': document.body.dataset.close }, '×');
  close.addEventListener('click', () => pop.hidePopover());
  pop.dataset.kind = kind;
  pop.setAttribute('aria-label', mark.ariaLabel ?? (title ? `${word}: ${title}` : word));
  pop.replaceChildren(close, ...copy.childNodes);
}

function open(mark, note) {
  if (!pop) build();
  if (isOpen()) pop.hidePopover();
  release();
  fill(mark, note);
  opener = mark;
  mark.classList.add('open');
  const names = getComputedStyle(mark).anchorName ?? 'none';
  mark.style.anchorName = names === 'none' ? '--open' : `${names}, --open`;
  pop.showPopover({ source: mark });
  pop.focus({ preventScroll: true });
}

// A note that already stands beside its passage, in full view, needs no second copy.
function beside(note) {
  const { top, bottom } = note.getBoundingClientRect();
  return getComputedStyle(note).position === 'absolute' && top >= 0 && bottom <= innerHeight;
}

if (HTMLElement.prototype.showPopover) {
  addEventListener('pointerdown', ({ target }) => {
    wasOpen = isOpen() && target.closest('a.mark') === opener;
  }, true);
  addEventListener('click', (event) => {
    const mark = event.target.closest('a.mark[href^="#"]');
    const note = mark && part(mark);
    if (!note || pop?.contains(mark) || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (beside(note)) {
      note.tabIndex = -1;
      note.focus({ preventScroll: true });
    } else if (!wasOpen) open(mark, note);
    wasOpen = false;
  });
}

const links = [...document.querySelectorAll('.rail nav a')];
const parts = links.map(part);
const follow = () => {
  const here = parts.findLastIndex((at) => at?.getBoundingClientRect().top < innerHeight * 0.35);
  links.forEach((link, i) => (i === here ? (link.ariaCurrent = 'true') : link.removeAttribute('aria-current')));
};
const watch = new IntersectionObserver(follow, { rootMargin: '99999px 0px -65%' });
for (const at of parts) if (at) watch.observe(at);

// What somebody looks for, in a list on the page or, where the list has several pages, in all of it.
const filter = document.querySelector('.filter');
const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
function filtering(filter) {
  const [field, status] = filter.querySelectorAll('input, [role=status]');
  const list = document.querySelector('[data-filtered]');
  const rows = [...list.querySelectorAll('li, dl > div')].map((row) => [row, plain(row.textContent)]);
  const found = make('ul', { class: 'found' });
  const { list: address, kind } = filter.dataset;
  let all;
  const load = () => (all ??= fetch(address).then((answer) => answer.json()).then((entries) => entries.filter((entry) => !kind || entry.kind === kind)));
  const tell = (count, looking) => {
    status.textContent = looking ? (count ? filter.dataset.found.replace('{count}', count) : filter.dataset.none) : '';
  };
  const look = async () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    const has = (text) => words.every((word) => text.includes(word));
    if (address && words.length) {
      const entries = (await load()).filter((entry) => has(plain([entry.title, entry.word, ...entry.also].join(' '))));
      found.replaceChildren(...entries.slice(0, 100).map((entry) => make('li', {}, make('a', { href: entry.url }, entry.title), ' ', make('span', { class: 'foot' }, [entry.word, ...entry.also].join(', ')))));
      list.hidden = true;
      list.before(found);
      return tell(entries.length, true);
    }
    found.remove();
    list.hidden = false;
    let count = 0;
    for (const [row, text] of rows) count += !(row.hidden = !has(text));
    for (const group of list.querySelectorAll('section')) group.hidden = !group.querySelector('li:not([hidden]), dl > div:not([hidden])');
    tell(count, words.length);
  };
  field.addEventListener('input', look);
  if (address) field.addEventListener('focus', load, { once: true });
  if (field.value) look();
}
if (filter) filtering(filter);

// A link to the words that are selected (WICG, Scroll to Text Fragment).
const article = document.querySelector('.sheet > .prose');
const tools = document.querySelector('.tools');
let selected = '';
const encode = (text) => encodeURIComponent(text).replaceAll('-', '%2D');
function directive(text) {
  const words = text.trim().split(/\s+/);
  if (!words[0]) return '';
  const broken = /\n/.test(text.trim()) || text.length > 200;
  return `#:~:text=${broken ? `${encode(words.slice(0, 4).join(' '))},${encode(words.slice(-4).join(' '))}` : encode(words.join(' '))}`;
}
function sharing(panel) {
  const link = panel.querySelector('a');
  const copy = panel.querySelector('[data-copy]');
  const [address, title] = [link.href, link.textContent];
  document.addEventListener('selectionchange', () => {
    const selection = getSelection();
    if (selection.isCollapsed || !article.contains(selection.anchorNode)) return;
    const copy = make('div', {}, selection.getRangeAt(0).cloneContents());
    for (const extra of copy.querySelectorAll('sup, .notice')) extra.remove();
    selected = copy.textContent.trim() ? selection.toString() : '';
    if (copy.textContent.length < selected.length) selected = copy.textContent;
  });
  panel.addEventListener('beforetoggle', ({ newState }) => {
    if (newState !== 'open') return;
    link.href = address + directive(selected);
    link.textContent = selected ? `“${selected.trim().slice(0, 160)}”` : title;
    panel.querySelector('[role=status]').textContent = '';
  });
  copy.addEventListener('click', async () => {
    await navigator.clipboard.writeText(link.href);
    panel.querySelector('[role=status]').textContent = copy.dataset.copy;
  });
}

// What is new since the last visit: sums of the passages, kept in this browser and sent nowhere.
const sum = (text) => [...text].reduce((all, sign) => (Math.imul(all, 31) + sign.codePointAt(0)) | 0, 7).toString(36);
function remembering() {
  const key = `read ${location.pathname}`;
  const passages = [...article.children].filter((part) => part.matches('p, ul, ol, figure, blockquote, .box, .table'));
  const sums = passages.map((part) => sum(part.textContent));
  let before;
  try { before = JSON.parse(localStorage[key]); } catch { /* the first visit, or none may be remembered */ }
  let forgotten = false;
  addEventListener('pagehide', () => {
    try { if (!forgotten) localStorage[key] = JSON.stringify({ at: Date.now(), sums }); } catch { /* none may be */ }
  });
  const fresh = before?.sums ? passages.filter((_, i) => !before.sums.includes(sums[i])) : [];
  if (!fresh.length) return;
  const date = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: 'long' }).format(before.at);
  const words = fresh.length > 1 ? tools.dataset.since : tools.dataset.one;
  const said = words.replace('{count}', fresh.length).replace('{date}', date);
  const list = make('ul', {});
  fresh.forEach((part, i) => {
    part.classList.add('fresh');
    part.id ||= `new-${i + 1}`;
    const first = part.textContent.trim().split(/\s+/).slice(0, 9).join(' ');
    list.append(make('li', {}, make('a', { href: `#${part.id}` }, `${first} …`)));
  });
  const forget = make('button', { type: 'button' }, tools.dataset.forget);
  const panel = make('div', { id: 'since', class: 'panel', popover: 'auto' }, make('p', { class: 'label' }, said), list, make('p', {}, tools.dataset.seen), forget);
  const button = make('button', { type: 'button', class: 'since', popovertarget: 'since' }, said);
  list.addEventListener('click', () => panel.hidePopover());
  forget.addEventListener('click', () => {
    forgotten = true;
    for (const name of Object.keys(localStorage)) if (name.startsWith('read ')) localStorage.removeItem(name);
    for (const part of fresh) part.classList.remove('fresh');
    panel.hidePopover();
    button.remove();
  });
  tools.append(button, panel);
}
if (tools && article) {
  sharing(tools.querySelector('#share'));
  tools.querySelector('[data-print]').addEventListener('click', () => print());
  remembering();
}
