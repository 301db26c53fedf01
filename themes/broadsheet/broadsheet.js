// A mark opens its note where there is no room beside the text; the contents follow the reader.
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
