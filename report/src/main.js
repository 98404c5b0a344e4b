// Puts the page together and draws again what a choice changes.

function drawAll() {
  findShownRows();
  drawChart();
  drawDetail();
  if (pointCount > 1) drawParallel();
}

// The metric, axis or scale of the chart.
function changedChart() {
  writeState();
  drawChart();
}

function changedPolicies() {
  writeState();
  drawAll();
}

// Ranges, or the axes that have them. `isOfFields`: a number field was changed; the fields then already show it.
function changedRanges(isOfFields) {
  writeState();
  const before = shownRows;
  findShownRows();
  if (shownRows.some((isShown, row) => isShown !== before[row])) drawChart();
  drawParallel();
  if (!isOfFields) showRangeFields(changedRanges);
}

function choosePoint(point, move = true) {
  state.point = point;
  writeState();
  drawDetail();
  ring('chosen', view.rows.findIndex((row) => data.rows.point[row] === point && pointCount > 1));
  if (move) find('said').textContent = `${pointName(point)} is shown below.`;
}

function showPolicies() {
  find('policies').replaceChildren(...data.policies.map((name, policy) => {
    const box = element('input', {type: 'checkbox'});
    box.checked = !state.hidden.has(policy);
    box.addEventListener('change', () => {
      if (box.checked) state.hidden.delete(policy);
      else state.hidden.add(policy);
      changedPolicies();
    });
    return element('label', {class: 'check'}, box, markPicture(policy), name);
  }));
}

function showDimensions() {
  const candidates = [...finiteAxes, ...metrics.filter((each) => each.values.some(Number.isFinite))];
  find('dimensions').replaceChildren(...candidates.map((each) => {
    const box = element('input', {type: 'checkbox'});
    box.checked = state.dimensions.includes(each.name);
    box.addEventListener('change', () => {
      const wanted = candidates.filter((other) => (other === each ? box.checked : state.dimensions.includes(other.name)));
      if (wanted.length < 2) { box.checked = true; return; }
      state.dimensions = wanted.map((other) => other.name);
      if (!box.checked) state.ranges.delete(each.name);
      changedRanges(false);
    });
    return element('label', {class: 'check'}, box, each.name);
  }));
}

const kMostOptions = 1000;
function showChoices() {
  const shown = metrics.filter((each) => each.values.some(Number.isFinite)).map((each) => each.name);
  options(find('x'), [...finiteAxes.map((axis) => axis.name), 'policy', ...shown]);
  options(find('y'), shown);
  const first = Array.from({length: Math.min(pointCount, kMostOptions)}, (_, point) => String(point));
  if (state.point >= kMostOptions) first.push(String(state.point));
  options(find('point'), first, (point) => `${Number(point) + 1}: ${pointName(Number(point))}`);
  find('x').value = state.x;
  find('y').value = state.y;
  find('point').parentElement.hidden = pointCount === 1;
}

function restore() {
  readState();
  showChoices();
  showPolicies();
  if (pointCount > 1) { showDimensions(); showRangeFields(changedRanges); }
  drawAll();
}

function listen() {
  find('x').addEventListener('change', () => { state.x = find('x').value; changedChart(); });
  find('y').addEventListener('change', () => { state.y = find('y').value; state.log = null; changedChart(); });
  find('log').addEventListener('change', () => { state.log = find('log').checked; changedChart(); });
  find('point').addEventListener('change', () => choosePoint(Number(find('point').value), false));
  find('detail-data').addEventListener('toggle', showDetailTable);
  find('clear').addEventListener('click', () => { state.ranges.clear(); changedRanges(false); });
  find('skip').addEventListener('click', (event) => { event.preventDefault(); find('chart').focus(); });
  listenToChart(choosePoint);
  if (pointCount > 1) listenToParallel(() => changedRanges(false));
  addEventListener('hashchange', () => { if (location.hash !== writtenHash) restore(); });
  darkQuery.addEventListener('change', restore);
  let waiting = 0;
  addEventListener('resize', () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => { charts.forEach((chart) => chart.resize()); drawAll(); });
  });
}

find('parallel-section').hidden = pointCount === 1;
showHead();
showFoundations();
listen();
restore();
document.documentElement.dataset.ready = 'yes';
