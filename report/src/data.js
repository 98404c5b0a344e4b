// The data of the page and how numbers are written. A row is a policy at a point; a column has one value per row.

const data = JSON.parse(document.getElementById('data').textContent);
const rowCount = data.rows.point.length;
const pointCount = data.points.length;

// Rows by point and policy; -1 where a policy was not run.
const rowOf = new Int32Array(pointCount * data.policies.length).fill(-1);
data.rows.point.forEach((point, row) => { rowOf[point * data.policies.length + data.rows.policy[row]] = row; });
const rowAt = (point, policy) => rowOf[point * data.policies.length + policy];

// How papers write units of result files, and shares in percent.
const shownUnits = {s: ['ms', 1e3], 'B/s': ['Mbit/s', 8e-6]};
function shownUnit(unit, name) {
  if (/^(accuracy|tier_share\.|utilisation)/.test(name) && !unit) return ['%', 100];
  return shownUnits[unit] || [unit, 1];
}

// A column whose values are all the same is that value.
const toFloats = (list, count) => (Array.isArray(list) ? Float64Array.from(list, (value) => (value === null ? NaN : value))
                                                       : new Float64Array(count).fill(list === null ? NaN : list));

// A quantity that may stand on an axis: a metric, or an axis of the study. `values` by row in the unit shown.
function metricQuantity(metric) {
  const [unit, factor] = shownUnit(metric.unit, metric.name);
  const scale = (list) => toFloats(list, rowCount).map((value) => value * factor);
  return {
    name: metric.name, unit, meaning: metric.meaning, better: metric.better, isAxis: false, texts: null,
    values: scale(metric.values), ci95: metric.ci95 === null ? null : scale(metric.ci95)
  };
}

function axisQuantity(axis) {
  const [unit, factor] = shownUnit(axis.unit, '');
  const texts = [...new Set(axis.texts)];
  const places = new Map(texts.map((text, place) => [text, place]));
  const byPoint = axis.numbers ? toFloats(axis.numbers).map((value) => value * factor)
                               : Float64Array.from(axis.texts, (text) => places.get(text));
  return {
    name: axis.name, unit: axis.numbers ? unit : '', meaning: 'axis of the study', better: '', isAxis: true,
    texts: axis.numbers ? null : texts, values: Float64Array.from(data.rows.point, (point) => byPoint[point]), ci95: null
  };
}

const metrics = data.metrics.map(metricQuantity);
const axes = data.axes.map(axisQuantity);
const quantities = new Map([...axes, ...metrics].map((quantity) => [quantity.name, quantity]));
const metric = (name) => quantities.get(name);

// Making a format costs more than using it.
const formats = new Map();
function formatOf(digits) {
  if (!formats.has(digits)) formats.set(digits, new Intl.NumberFormat('en', {maximumSignificantDigits: digits}));
  return formats.get(digits);
}

function significant(value, digits = 4) {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  return size >= 1e7 || size < 1e-4 ? rounded.toExponential() : formatOf(digits).format(rounded);
}

const withUnit = (quantity) => (quantity.unit ? `${quantity.name} (${quantity.unit})` : quantity.name);

// "82.41 ± 0.02 ms"; a text where the quantity has texts.
function written(quantity, row) {
  const value = quantity.values[row];
  if (quantity.texts) return quantity.texts[value];
  const half = quantity.ci95 ? quantity.ci95[row] : NaN;
  const interval = Number.isFinite(half) ? ` ± ${significant(half, 2)}` : '';
  return `${significant(value)}${interval}${quantity.unit && Number.isFinite(value) ? ` ${quantity.unit}` : ''}`;
}

const pointName = (point) => data.points[point] || 'the only point';
const isOverloaded = (row) => data.rows.overloaded[row] === 1;
