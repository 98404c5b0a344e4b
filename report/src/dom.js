// Elements. All texts go in as text, never as HTML.

const find = (id) => document.getElementById(id);

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// A table of texts. The first cell of each line is its heading.
function table(caption, heads, lines) {
  const head = element('tr', {}, ...heads.map((text) => element('th', {scope: 'col'}, text)));
  const body = element('tbody');
  for (const line of lines) {
    body.append(element('tr', {}, ...line.map((cell, i) => element(i ? 'td' : 'th', i ? {} : {scope: 'row'}, cell))));
  }
  return element('table', {}, element('caption', {}, caption), element('thead', {}, head), body);
}

function options(select, names, label = (name) => name) {
  select.replaceChildren(...names.map((name) => element('option', {value: name}, label(name))));
}

const kTableRows = 200;

// A long table, made when it is opened; a note says where it is cut.
function lazyTable(details, make) {
  const place = details.querySelector('div');
  place.replaceChildren();
  if (!details.open) return;
  const {caption, heads, rows, line} = make();
  const shown = rows.slice(0, kTableRows).map(line);
  const note = rows.length > kTableRows ? `${caption}; the first ${kTableRows} of ${rows.length.toLocaleString('en')}` : caption;
  const region = element('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption}, table(note, heads, shown));
  place.append(region);
}

// What a mark or line says when the pointer is on it.
function bubble(heading, lines) {
  const made = element('div', {class: 'bubble'}, element('strong', {}, heading));
  for (const line of lines) made.append(element('div', {}, line));
  return made;
}
