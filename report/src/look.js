// Colours and marks. Those of Okabe and Ito (2008), made darker or lighter where the contrast to the page
// requires it (3:1 for marks). Marks and dashes differ too, so that colours need not be distinguished.

const palettes = {
  light: ['#0072b2', '#c04e00', '#007a5a', '#a8447f', '#56606b', '#8a6d00', '#2f7fb5', '#000000'],
  dark: ['#56b4e9', '#e69f00', '#2fc49a', '#e39bc4', '#c3ccd6', '#f0e442', '#8ab8ff', '#ffffff']
};
const marks = ['circle', 'rect', 'triangle', 'diamond', 'path://M0,0L10,0L5,9Z', 'roundRect', 'arrow', 'circle'];
const dashes = ['solid', 'dashed', 'dotted', [8, 3, 2, 3], [12, 4], [2, 6], [8, 3, 2, 3, 2, 3], [1, 2]];

const darkQuery = matchMedia('(prefers-color-scheme: dark)');
const property = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const colourOf = (policy) => palettes[darkQuery.matches ? 'dark' : 'light'][policy % 8];
const markOf = (policy) => marks[policy % 8];
const dashOf = (policy) => dashes[policy % 8];

const look = () => ({text: property('--text'), faint: property('--faint'), line: property('--line'), page: property('--page')});

const chartLook = {animation: false, textStyle: {fontFamily: 'sans-serif'}};

function axisLook(name, more = {}) {
  const {text, faint, line} = look();
  return {
    name, nameLocation: 'middle', nameGap: 32, nameTextStyle: {color: text, fontSize: 13},
    axisLabel: {color: text, hideOverlap: true}, axisLine: {lineStyle: {color: faint}}, splitLine: {lineStyle: {color: line}}, ...more
  };
}

function tooltipLook(formatter) {
  const {text, page, faint} = look();
  return {
    trigger: 'item', confine: true, formatter, backgroundColor: page, borderColor: faint, transitionDuration: 0,
    textStyle: {color: text, fontSize: 13}, extraCssText: 'box-shadow:none;white-space:normal;max-width:20rem'
  };
}

const charts = new Map();
function chartIn(id) {
  if (!charts.has(id)) charts.set(id, echarts.init(document.getElementById(id), null, {renderer: 'canvas'}));
  return charts.get(id);
}

// Fits a chart to its element, only if the size has changed, since drawing is costly.
function fit(id) {
  const chart = chartIn(id);
  const place = document.getElementById(id);
  if (chart.getWidth() !== place.clientWidth || chart.getHeight() !== place.clientHeight) chart.resize();
}

// Whether a logarithmic axis is possible (positive values only) and wanted (they span a factor of ten).
function wantsLog(values, use) {
  let low = Infinity;
  let high = -Infinity;
  for (let row = 0; row < values.length; ++row) {
    if (!use[row] || !Number.isFinite(values[row])) continue;
    low = Math.min(low, values[row]);
    high = Math.max(high, values[row]);
  }
  return {can: low > 0 && high >= low, wants: low > 0 && high / low >= 10};
}
