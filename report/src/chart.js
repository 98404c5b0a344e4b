// The main chart: a metric along an axis, or against another metric, one series per policy. The mark under the pointer is
// found by the positions of the marks in pixels, which is as quick for 40,000 rows as for four.

const policyQuantity = {
  name: 'policy', unit: '', isAxis: true, texts: data.policies, ci95: null, values: Float64Array.from(data.rows.policy)
};
const quantityX = () => (state.x === 'policy' ? policyQuantity : metric(state.x));

const kMostIntervals = 400;  // that are drawn; more would hide the marks
const kMostMarks = 300;      // on a line, before only the line is drawn
const kReach = 28;           // how far from a mark the pointer may be [px]

// Rows of each policy in the order of x, computed once for each x.
const orders = new Map();
function rowsInOrder(x) {
  if (!orders.has(x.name)) {
    const lists = data.policies.map(() => []);
    for (let row = 0; row < rowCount; ++row) {
      if (Number.isFinite(x.values[row])) lists[data.rows.policy[row]].push(row);
    }
    lists.forEach((list) => list.sort((a, b) => x.values[a] - x.values[b]));
    const isLine = x.isAxis && x !== policyQuantity && lists.every((list) => list.every((row, i) => !i || x.values[row] > x.values[list[i - 1]]));
    orders.set(x.name, {lists, isLine});
  }
  return orders.get(x.name);
}

const isNarrow = () => find('chart').clientWidth < 600;
const view = {rows: [], px: new Float32Array(0), py: new Float32Array(0), current: -1};

function intervalSeries(x, y, rows, policy) {
  return {
    type: 'custom', silent: true, clip: true, z: 1, animation: false, encode: {x: 0, y: [1, 2]},
    data: rows.map((row) => [x.values[row], y.values[row] - y.ci95[row], y.values[row] + y.ci95[row]]),
    renderItem(_, api) {
      const low = api.coord([api.value(0), api.value(1)]);
      const high = api.coord([api.value(0), api.value(2)]);
      const shape = (x1, y1, x2, y2) => ({type: 'line', shape: {x1, y1, x2, y2}, style: {stroke: colourOf(policy), lineWidth: 1.5}});
      return {type: 'group', children: [shape(low[0], low[1], high[0], high[1]), shape(low[0] - 4, low[1], low[0] + 4, low[1]), shape(high[0] - 4, high[1], high[0] + 4, high[1])]};
    }
  };
}

// A line needs no more than the first, last, lowest and highest row of each column of pixels to look the same (M4: Jugel
// et al., Proceedings of the VLDB Endowment 7(10), 2014).
const kColumns = 700;
function thinned(rows, x, y, isLogX) {
  if (rows.length <= 4 * kColumns) return rows;
  const place = (row) => (isLogX ? Math.log(x.values[row]) : x.values[row]);
  const first = place(rows[0]);
  const width = (place(rows[rows.length - 1]) - first) / kColumns || 1;
  const kept = [];
  for (let begin = 0; begin < rows.length;) {
    const column = Math.floor((place(rows[begin]) - first) / width);
    let end = begin;
    let low = begin;
    let high = begin;
    for (; end < rows.length && Math.floor((place(rows[end]) - first) / width) === column; ++end) {
      if (y.values[rows[end]] < y.values[rows[low]]) low = end;
      if (y.values[rows[end]] > y.values[rows[high]]) high = end;
    }
    kept.push(...[...new Set([begin, low, high, end - 1])].sort((a, b) => a - b).map((i) => rows[i]));
    begin = end;
  }
  return kept;
}

function seriesOf(x, y, {isLine, isLogX}, rows, policy) {
  const common = {name: data.policies[policy], silent: true, animation: false, symbol: markOf(policy), itemStyle: {color: colourOf(policy)}};
  if (isLine) {
    return {
      ...common, type: 'line', z: 2, data: thinned(rows, x, y, isLogX).map((row) => [x.values[row], y.values[row]]), symbolSize: 8,
      showSymbol: rows.length <= kMostMarks, lineStyle: {color: colourOf(policy), type: dashOf(policy), width: 2}
    };
  }
  const isMany = rows.length > 2000;
  const flat = new Float64Array(isMany ? rows.length * 2 : 0);
  if (isMany) rows.forEach((row, i) => { flat[2 * i] = x.values[row]; flat[2 * i + 1] = y.values[row]; });
  return {
    ...common, type: 'scatter', z: 2, symbolSize: isMany ? 3 : rows.length > 200 ? 6 : 11, large: isMany, largeThreshold: 2000,
    progressive: 0, data: isMany ? flat : rows.map((row) => [x.values[row], y.values[row]])
  };
}

function axisFor(quantity, scale, isY) {
  const name = withUnit(quantity);
  if (quantity.texts) {
    const narrow = isNarrow();
    const room = Math.floor((find('chart').clientWidth - 96) / quantity.texts.length) - 8;  // of each text [px]
    return axisLook(name, {
      type: 'category', data: quantity.texts, axisTick: {alignWithLabel: true}, nameGap: narrow ? 62 : 44,
      axisLabel: {
        color: look().text, interval: narrow || room >= 60 ? 0 : 'auto', rotate: narrow ? 35 : 0, hideOverlap: true,
        width: narrow ? 90 : Math.max(room, 90), overflow: narrow || room < 60 ? 'truncate' : 'break'
      }
    });
  }
  return axisLook(name, {
    type: scale.isLog ? 'log' : 'value', scale: !scale.fromZero, nameGap: isY ? 58 : 32,
    axisLabel: {color: look().text, hideOverlap: true, formatter: (value) => significant(value, 3)}
  });
}

function drawChart() {
  const x = quantityX();
  const y = metric(state.y);
  const {lists, isLine} = rowsInOrder(x);
  const shown = lists.map((list) => list.filter((row) => shownRows[row] && Number.isFinite(y.values[row])));
  const logY = wantsLog(y.values, shownRows);
  const isLogY = logY.can && (state.log === null ? logY.wants : state.log);
  find('log').checked = isLogY;
  find('log').disabled = !logY.can;
  const usable = (rows) => (isLogY ? rows.filter((row) => y.values[row] > 0) : rows);
  const isLogX = !x.texts && wantsLog(x.values, shownRows).wants;
  const count = shown.reduce((sum, list) => sum + list.length, 0);
  const drawsIntervals = y.ci95 && count <= kMostIntervals;
  const series = [];
  shown.forEach((list, policy) => {
    const rows = usable(list);
    if (!rows.length) return;
    series.push(seriesOf(x, y, {isLine, isLogX}, rows, policy));
    const bounded = rows.filter((row) => Number.isFinite(y.ci95 ? y.ci95[row] : NaN) && (!isLogY || y.values[row] > y.ci95[row]));
    if (drawsIntervals && bounded.length) series.push(intervalSeries(x, y, bounded, policy));
  });
  const chart = chartIn('chart');
  chart.setOption({
    ...chartLook, grid: {left: 76, right: 20, top: 16, bottom: x.texts ? (isNarrow() ? 88 : 68) : 56},
    xAxis: axisFor(x, {isLog: isLogX, fromZero: x.isAxis}, false), yAxis: axisFor(y, {isLog: isLogY, fromZero: true}, true), series
  }, {notMerge: true});
  view.rows = [].concat(...shown.map(usable));
  placeMarks(x, y, isLogX, isLogY);
  const notes = [y.meaning && `${y.name}: ${y.meaning}.`, y.better && `${y.better === 'larger' ? 'Larger' : 'Smaller'} is better.`,
    drawsIntervals ? 'Bars are 95 % intervals.' : y.ci95 && count ? 'Intervals are left out among so many marks; point at one to see its own.' : ''];
  find('chart-note').textContent = `${notes.filter(Boolean).join(' ')} Click a mark, or use the arrow keys and Enter, to see its point below.`;
  find('chart').setAttribute('aria-label', `${withUnit(y)} against ${withUnit(x)}, ${count.toLocaleString('en')} marks of ` +
    `${shown.filter((list) => list.length).length} policies. Arrow keys go from mark to mark; the table below has the values.`);
  showChartTable();
}

// The position of each mark [px]. The chart converts two values per axis, from which the others follow: converting each
// mark would take long.
function placeMarks(x, y, isLogX, isLogY) {
  const chart = chartIn('chart');
  const scale = (quantity, isLog, isY) => {
    const to = (value) => chart.convertToPixel(isY ? {yAxisIndex: 0} : {xAxisIndex: 0}, value);
    const [a, b] = isLog ? [1, 10] : [0, 1];
    const [pa, pb] = [to(a), to(b)];
    return (value) => pa + (pb - pa) * (isLog ? Math.log10(value) : value);
  };
  const toX = scale(x, isLogX, false);
  const toY = scale(y, isLogY, true);
  view.px = new Float32Array(view.rows.length);
  view.py = new Float32Array(view.rows.length);
  for (let i = 0; i < view.rows.length; ++i) {
    view.px[i] = toX(x.values[view.rows[i]]);
    view.py[i] = toY(y.values[view.rows[i]]);
  }
  view.current = -1;
  ring('hover', -1);
  ring('chosen', view.rows.findIndex((row) => data.rows.point[row] === state.point && pointCount > 1));
}

function ring(kind, index) {
  const place = find('chart');
  let made = place.querySelector(`.ring.${kind}`);
  if (!made) {
    made = element('div', {class: `ring ${kind}`, 'aria-hidden': 'true'});
    place.append(made);
  }
  made.hidden = index < 0;
  if (index >= 0) made.style.transform = `translate(${view.px[index]}px, ${view.py[index]}px)`;
}

function nearest(px, py) {
  let best = -1;
  let least = kReach * kReach;
  for (let i = 0; i < view.px.length; ++i) {
    const dx = view.px[i] - px;
    const dy = view.py[i] - py;
    const distance = dx * dx + dy * dy;
    if (distance < least) { least = distance; best = i; }
  }
  return best;
}

function describe(row) {
  const x = quantityX();
  const lines = [`${state.y}: ${written(metric(state.y), row)}`];
  if (state.x !== 'policy') lines.unshift(`${state.x}: ${written(x, row)}`);
  if (pointCount > 1) lines.push(pointName(data.rows.point[row]));
  if (isOverloaded(row)) lines.push('overloaded');
  return lines;
}

// Shows the tooltip of a mark; -1 hides it.
function show(index, isSaid) {
  view.current = index;
  ring('hover', index);
  const tip = find('tip');
  tip.hidden = index < 0;
  if (index < 0) return;
  const row = view.rows[index];
  const lines = describe(row);
  tip.replaceChildren(bubble(data.policies[data.rows.policy[row]], lines));
  const place = find('chart');
  const left = Math.min(Math.max(view.px[index] + 14, 0), place.clientWidth - tip.offsetWidth - 4);
  const above = view.py[index] - tip.offsetHeight - 14;
  tip.style.transform = `translate(${Math.max(left, 0)}px, ${above < 0 ? view.py[index] + 14 : above}px)`;
  if (isSaid) find('said').textContent = `${data.policies[data.rows.policy[row]]}: ${lines.join('; ')}`;
}

// The next mark of the same policy, or the nearest one of the next policy.
function step(key) {
  if (!view.rows.length) return;
  if (view.current < 0) { show(0, true); return; }
  const policyAt = (i) => data.rows.policy[view.rows[i]];
  let to = view.current;
  if (key === 'ArrowRight' || key === 'ArrowLeft') {
    to += key === 'ArrowRight' ? 1 : -1;
  } else {
    const present = [...new Set(view.rows.map((row) => data.rows.policy[row]))];
    const next = present[present.indexOf(policyAt(to)) + (key === 'ArrowDown' ? 1 : -1)];
    let least = Infinity;
    const from = view.px[view.current];
    for (let i = 0; i < view.rows.length; ++i) {
      const away = Math.abs(view.px[i] - from);
      if (policyAt(i) === next && away < least) { least = away; to = i; }
    }
  }
  if (to >= 0 && to < view.rows.length) show(to, true);
}

function showChartTable() {
  lazyTable(find('chart-data'), () => ({
    caption: `${state.y} against ${state.x}`, heads: ['policy', state.x, state.y], rows: view.rows,
    line: (row) => [data.policies[data.rows.policy[row]], written(quantityX(), row), written(metric(state.y), row)]
  }));
}

function listenToChart(choosePoint) {
  const place = find('chart');
  chartIn('chart');
  place.append(element('div', {id: 'tip', class: 'tip', hidden: '', 'aria-hidden': 'true'}));
  const under = (event) => {
    const box = place.getBoundingClientRect();
    return nearest(event.clientX - box.left, event.clientY - box.top);
  };
  place.addEventListener('pointermove', (event) => show(under(event), false));
  place.addEventListener('pointerleave', () => show(-1, false));
  place.addEventListener('click', (event) => {
    const index = under(event);
    if (index >= 0) choosePoint(data.rows.point[view.rows[index]], data.rows.policy[view.rows[index]]);
  });
  place.addEventListener('keydown', (event) => {
    if (event.key.startsWith('Arrow')) step(event.key);
    else if (event.key === 'Enter' && view.current >= 0) choosePoint(data.rows.point[view.rows[view.current]]);
    else if (event.key === 'Escape') show(-1, false);
    else return;
    event.preventDefault();
  });
  place.addEventListener('blur', () => show(-1, false));
  find('chart-data').addEventListener('toggle', showChartTable);
}
