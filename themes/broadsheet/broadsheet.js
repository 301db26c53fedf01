// A mark opens its note where there is no room beside the text; the contents follow the reader.
// Without this file every mark is still a link to a note that stands on the page.
const glyphs = { event: '◆', source: '↗\uFE0E' };
let pop, opener, wasOpen;

const isOpen = () => pop?.matches(':popover-open');
const make = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  element.append(...children);
  return element;
};

function build() {
  pop = make('div', { class: 'note pop', role: 'dialog', popover: 'auto', tabindex: '-1' });
  pop.addEventListener('toggle', (event) => {
    if (event.newState === 'open') return;
    const focused = document.activeElement;
    opener.classList.remove('open');
    if (!focused || focused === document.body || pop.contains(focused)) opener.focus({ preventScroll: true });
  });
  // Whoever tabs out of the note has finished with it.
  pop.addEventListener('focusout', (event) => {
    const next = event.relatedTarget;
    if (next && !pop.contains(next)) setTimeout(() => isOpen() && pop.hidePopover());
  });
  document.body.append(pop);
}

function fill(mark, note) {
  const copy = note.cloneNode(true);
  for (const part of copy.querySelectorAll('.back, .year, .point, .number')) part.remove();
  for (const part of copy.querySelectorAll('[id]')) part.removeAttribute('id');
  const { kind, label = '' } = note.dataset;
  if (!copy.querySelector('.kind')) {
    copy.prepend(make('p', { class: 'label kind' }, make('i', { 'aria-hidden': 'true' }, glyphs[kind] ?? '*'), label));
  }
  const word = copy.querySelector('.kind').lastChild.textContent.trim();
  const title = copy.querySelector('h3')?.textContent.trim();
  const close = make('button', { type: 'button', class: 'close', 'aria-label': document.body.dataset.close ?? 'Close' }, '×');
  close.addEventListener('click', () => pop.hidePopover());
  pop.dataset.kind = kind;
  pop.setAttribute('aria-label', mark.getAttribute('aria-label') ?? (title ? `${word}: ${title}` : word));
  pop.replaceChildren(close, ...copy.childNodes);
  pop.scrollTop = 0;
}

function open(mark, note) {
  if (!pop) build();
  if (isOpen() && !pop.contains(mark)) pop.hidePopover();
  fill(mark, note);
  if (!isOpen()) {
    opener?.classList.remove('open');
    opener = mark;
    mark.classList.add('open');
    pop.showPopover({ source: mark });
  }
  pop.focus({ preventScroll: true });
}

// A note that already stands beside its passage, in full view, needs no second copy.
function beside(note) {
  const { top, bottom } = note.getBoundingClientRect();
  return getComputedStyle(note).position === 'absolute' && top >= 0 && bottom <= innerHeight;
}

if ('popover' in HTMLElement.prototype) {
  addEventListener('pointerdown', (event) => {
    wasOpen = isOpen() && event.target.closest?.('a.mark') === opener;
  }, true);
  addEventListener('click', (event) => {
    const mark = event.target.closest?.('a.mark[href^="#"]');
    if (!mark || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const note = document.getElementById(decodeURIComponent(mark.hash.slice(1)));
    if (!note) return;
    event.preventDefault();
    if (beside(note)) {
      note.tabIndex = -1;
      note.focus({ preventScroll: true });
    } else if (!wasOpen) open(mark, note);
    wasOpen = false;
  });
}

const links = [...document.querySelectorAll('.rail nav a[href^="#"]')];
const parts = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1))));
if (links.length && 'IntersectionObserver' in window) {
  const follow = () => {
    const passed = parts.findLastIndex((part) => part && part.getBoundingClientRect().top < innerHeight * 0.35);
    links.forEach((link, i) => (i === passed ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current')));
  };
  const watch = new IntersectionObserver(follow, { rootMargin: '0px 0px -65% 0px' });
  for (const part of parts) if (part) watch.observe(part);
}
