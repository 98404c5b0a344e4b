// Elements. All texts go in as text, never as HTML.

const find = (id) => document.getElementById(id);

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

// A name that may be broken after its dots and underscores.
const breakable = (name) => String(name).split(/(?<=[._])/).flatMap((part, i) => (i ? [element('wbr'), part] : [part]));

// A table of texts. The first cell of each line is its heading.
function table(caption, heads, lines) {
  const head = element('tr', {}, ...heads.map((text) => element('th', {scope: 'col'}, text)));
  const body = element('tbody');
  for (const line of lines) {
    body.append(element('tr', {}, ...line.map((cell, i) => (i ? element('td', {}, cell) : element('th', {scope: 'row'}, ...breakable(cell))))));
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

// A small picture of a policy's mark and line, in place of a legend.
function markPicture(policy) {
  const canvas = element('canvas', {class: 'mark', width: '60', height: '28', 'aria-hidden': 'true'});
  const pen = canvas.getContext('2d');
  pen.scale(2, 2);
  pen.strokeStyle = pen.fillStyle = colourOf(policy);
  pen.lineWidth = 2;
  const dash = dashOf(policy);
  pen.setLineDash(Array.isArray(dash) ? dash : {solid: [], dashed: [6, 4], dotted: [2, 3]}[dash]);
  pen.beginPath();
  pen.moveTo(0, 7);
  pen.lineTo(30, 7);
  pen.stroke();
  pen.setLineDash([]);
  const shape = {
    circle: () => pen.arc(15, 7, 4.5, 0, 7), rect: () => pen.rect(11, 3, 8, 8), roundRect: () => pen.roundRect(11, 3, 8, 8, 3),
    triangle: () => { pen.moveTo(15, 2); pen.lineTo(20, 11); pen.lineTo(10, 11); }, diamond: () => { pen.moveTo(15, 1); pen.lineTo(20, 7); pen.lineTo(15, 13); pen.lineTo(10, 7); },
    'path://M0,0L10,0L5,9Z': () => { pen.moveTo(10, 3); pen.lineTo(20, 3); pen.lineTo(15, 12); }, arrow: () => { pen.moveTo(15, 1); pen.lineTo(19, 12); pen.lineTo(15, 9); pen.lineTo(11, 12); }
  };
  pen.beginPath();
  shape[markOf(policy)]();
  pen.fill();
  return canvas;
}
