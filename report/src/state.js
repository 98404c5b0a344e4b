// What is shown, in the address's hash: #x=bandwidth&y=latency.p95&hide=random&point=3&range=accuracy:70:80

const finiteAxes = axes.filter((axis) => axis.values.some(Number.isFinite));
const defaultX = (finiteAxes.find((axis) => !axis.texts) || finiteAxes[0] || {name: 'policy'}).name;
const defaultY = metric('latency.mean') ? 'latency.mean' : metrics[0].name;
const defaultDimensions = [...finiteAxes.slice(0, 3).map((axis) => axis.name),
  ...['accuracy', 'latency.mean', 'latency.p95', 'energy.total', 'cost.lambda'].filter((name) => metric(name))];

const state = {x: defaultX, y: defaultY, log: null, hidden: new Set(), point: 0, dimensions: defaultDimensions, ranges: new Map()};

function readState() {
  const hash = new URLSearchParams(location.hash.slice(1));
  const x = hash.get('x');
  state.x = x === 'policy' || quantities.has(x) ? x : defaultX;
  state.y = metrics.some((each) => each.name === hash.get('y')) ? hash.get('y') : defaultY;
  state.log = hash.has('log') ? hash.get('log') === '1' : null;
  state.hidden = new Set(hash.getAll('hide').map((name) => data.policies.indexOf(name)).filter((policy) => policy >= 0));
  const point = Number(hash.get('point') || 0);
  state.point = Number.isInteger(point) && point >= 0 && point < pointCount ? point : 0;
  const dimensions = hash.getAll('dim').filter((name) => quantities.has(name));
  state.dimensions = dimensions.length > 1 ? dimensions : defaultDimensions;
  state.ranges = new Map();
  for (const range of hash.getAll('range')) {
    const [, name, low, high] = /^(.*):([^:]*):([^:]*)$/.exec(range) || [];
    const bound = (text, otherwise) => (text === '' || !Number.isFinite(Number(text)) ? otherwise : Number(text));
    if (quantities.has(name)) state.ranges.set(name, [bound(low, -Infinity), bound(high, Infinity)]);
  }
}

let writtenHash = '';
function writeState() {
  const hash = new URLSearchParams();
  hash.set('x', state.x);
  hash.set('y', state.y);
  if (state.log !== null) hash.set('log', state.log ? '1' : '0');
  for (const policy of state.hidden) hash.append('hide', data.policies[policy]);
  if (state.point) hash.set('point', state.point);
  if (state.dimensions.join() !== defaultDimensions.join()) state.dimensions.forEach((name) => hash.append('dim', name));
  const bound = (value) => (Number.isFinite(value) ? String(value) : '');
  for (const [name, [low, high]] of state.ranges) hash.append('range', `${name}:${bound(low)}:${bound(high)}`);
  writtenHash = `#${hash}`;
  history.replaceState(null, '', writtenHash);
}

// Rows that are in all ranges and whose policy is shown.
let shownRows = new Uint8Array(rowCount);
function findShownRows() {
  shownRows = new Uint8Array(rowCount).fill(1);
  for (let row = 0; row < rowCount; ++row) {
    if (state.hidden.has(data.rows.policy[row])) shownRows[row] = 0;
  }
  for (const [name, [low, high]] of state.ranges) {
    const {values} = metric(name);
    for (let row = 0; row < rowCount; ++row) {
      if (!(values[row] >= low && values[row] <= high)) shownRows[row] = 0;
    }
  }
}
