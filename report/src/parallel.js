// All points as lines across axes, with ranges. Ranges are set by dragging along an axis or by numbers; either way
// they leave out rows everywhere on the page. At most kMostLines lines are drawn, evenly from those that match.

const kMostLines = 400;

// The smallest and the largest value of a quantity.
const knownEnds = new Map();
function endsOf(quantity) {
  if (!knownEnds.has(quantity)) knownEnds.set(quantity, findEnds(quantity));
  return knownEnds.get(quantity);
}

function findEnds(quantity) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of quantity.values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

// Round ends of an axis, from all rows, so that the axis does not change with the ranges.
function boundsOf(quantity) {
  const [low, high] = endsOf(quantity);
  if (low > 0 && high / low >= 10) {
    return {type: 'log', min: 10 ** Math.floor(Math.log10(low) + 1e-9), max: 10 ** Math.ceil(Math.log10(high) - 1e-9)};
  }
  const span = high > low ? high - low : Math.abs(low) || 1;
  const step = 10 ** Math.floor(Math.log10(span) - 0.3);
  const tidy = (value) => Number(value.toPrecision(12));
  return {type: 'value', min: tidy(Math.floor(low / step + 1e-9) * step), max: tidy((Math.floor(high / step - 1e-9) + 1) * step)};
}

let isSettingRanges = false;

// Rows to draw: equally many of each policy, evenly spread. Offsets by the golden section keep the selection from
// following the regular steps of the study's axes.
function sampleOf(rows) {
  if (rows.length <= kMostLines) return rows;
  const byPolicy = data.policies.map((_, policy) => rows.filter((row) => data.rows.policy[row] === policy)).filter((list) => list.length);
  return byPolicy.flatMap((list) => {
    const count = Math.min(list.length, Math.ceil(kMostLines / byPolicy.length));
    return Array.from({length: count}, (_, i) => list[Math.floor((i + (i * 0.6180339887) % 1) * list.length / count)]);
  });
}

function drawParallel() {
  const dimensions = state.dimensions.map(metric).filter((each) => endsOf(each)[0] <= endsOf(each)[1]);
  const {text, faint, page} = look();
  const halo = {color: text, textBorderColor: page, textBorderWidth: 3};  // legible where lines cross it
  const matching = [];
  for (let row = 0; row < rowCount; ++row) if (shownRows[row]) matching.push(row);
  const drawn = sampleOf(matching);
  const narrow = isNarrow();
  const width = Math.max(40, Math.floor(find('parallel').clientWidth / dimensions.length) - 6);
  isSettingRanges = true;
  chartIn('parallel').setOption({
    ...chartLook,
    parallel: {left: narrow ? 24 : 60, right: narrow ? 40 : 70, top: narrow ? 30 : 50, bottom: 26, layout: narrow ? 'vertical' : 'horizontal',
      parallelAxisDefault: {realtime: false, nameTextStyle: {...halo, fontSize: 12, width, overflow: 'break'}, nameGap: 16, axisLabel: {...halo, hideOverlap: true}, axisLine: {lineStyle: {color: faint, width: 2}},
        areaSelectStyle: {width: 22, color: 'rgba(128,128,128,0.35)', borderColor: text, borderWidth: 1, opacity: 1}}},
    parallelAxis: dimensions.map((each, dim) => {
      const scale = each.texts ? {type: 'category', data: each.texts} :
        {...boundsOf(each), axisLabel: {...halo, hideOverlap: true, formatter: (value) => significant(value, 3)}};
      return {dim, name: narrow ? withUnit(each) : `${each.name}${each.unit ? `\n${each.unit}` : ''}`, ...(narrow ? {nameLocation: 'start', nameGap: 0, nameTextStyle: {...halo, align: 'left', verticalAlign: 'bottom', padding: [0, 0, 5, 0]}} : {}), ...scale};
    })
  }, {notMerge: true});
  dimensions.forEach((each, i) => {
    const range = state.ranges.get(each.name);
    if (!range) return;
    const {min = 0, max = each.texts ? each.texts.length - 1 : 0} = each.texts ? {} : boundsOf(each);
    chartIn('parallel').dispatchAction({type: 'axisAreaSelect', parallelAxisIndex: i, intervals: [[Math.max(range[0], min), Math.min(range[1], max)]]});
  });
  // Lines come last: the axes draw ranges that were set by an action only when they are drawn the next time.
  chartIn('parallel').setOption({
    series: data.policies.map((name, policy) => ({
      type: 'parallel', name, silent: true, progressive: 0, lineStyle: {color: colourOf(policy), type: dashOf(policy), width: matching.length > 200 ? 1 : 1.6, opacity: matching.length > 200 ? 0.35 : 0.8},
      inactiveOpacity: 0.05, activeOpacity: matching.length > 200 ? 0.35 : 0.8,
      data: drawn.filter((row) => data.rows.policy[row] === policy).map((row) => dimensions.map((each) => each.values[row]))
    }))
  });
  isSettingRanges = false;
  const names = dimensions.map((each) => each.name).join(', ');
  find('parallel').setAttribute('aria-label', `${matching.length.toLocaleString('en')} runs of policies as lines across ${names}. The ranges below choose among them; the table has the values.`);
  const sampled = drawn.length < matching.length ? `; ${drawn.length.toLocaleString('en')} of them are drawn` : '';
  find('matching').textContent = `${matching.length.toLocaleString('en')} of ${rowCount.toLocaleString('en')} lines match${sampled}.`;
  find('parallel-note').textContent = 'A line is a policy at a point. Drag along an axis, or give numbers, to keep only the lines of that range, in the chart above too; a click on an axis clears its range.';
  showParallelTable(matching, dimensions);
}

let tableOfMatching = () => {};
function showParallelTable(matching, dimensions) {
  tableOfMatching = () => lazyTable(find('parallel-data'), () => ({
    caption: 'Matching points', heads: ['point', 'policy', ...dimensions.map(withUnit)], rows: matching,
    line: (row) => [pointName(data.rows.point[row]), data.policies[data.rows.policy[row]], ...dimensions.map((each) => written({...each, unit: ''}, row))]
  }));
  tableOfMatching();
}

// Number fields of each axis's range: the same choice by keyboard.
function showRangeFields(changed) {
  const fields = state.dimensions.map(metric).map((each) => {
    const field = (end, label) => {
      const input = element('input', {type: 'number', step: 'any', 'aria-label': `${withUnit(each)} ${label}`});
      const [low, high] = endsOf(each);
      const value = (state.ranges.get(each.name) || [-Infinity, Infinity])[end];
      input.placeholder = `${label} ${significant(end ? high : low)}`;
      if (Number.isFinite(value)) input.value = String(value);
      input.addEventListener('change', () => {
        const range = [...(state.ranges.get(each.name) || [-Infinity, Infinity])];
        range[end] = input.value === '' ? (end ? Infinity : -Infinity) : Number(input.value);
        if (range.some(Number.isFinite)) state.ranges.set(each.name, range);
        else state.ranges.delete(each.name);
        changed(true);
      });
      return input;
    };
    const hint = each.texts ? `, 0 = ${each.texts[0]} …` : '';
    return element('div', {}, element('span', {}, withUnit(each) + hint), field(0, 'from'), field(1, 'to'));
  });
  find('ranges').replaceChildren(...fields);
}

function listenToParallel(changed) {
  chartIn('parallel').on('axisareaselected', () => {
    if (isSettingRanges) return;
    const axesNow = chartIn('parallel').getModel().findComponents({mainType: 'parallelAxis'});
    const dimensions = state.dimensions.map(metric).filter((each) => endsOf(each)[0] <= endsOf(each)[1]);
    dimensions.forEach((each, i) => {
      const [interval] = axesNow[i].activeIntervals;
      const tidy = (value) => Number(value.toPrecision(5));
      if (interval && interval[1] > interval[0]) state.ranges.set(each.name, [tidy(interval[0]), tidy(interval[1])]);
      else state.ranges.delete(each.name);
    });
    changed();
  });
  find('parallel-data').addEventListener('toggle', () => tableOfMatching());
}
