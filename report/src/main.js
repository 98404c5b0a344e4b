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

// Ranges, or axes that have them. Their fields stay as they are where they were what changed.
function changedRanges(isOfFields) {
  writeState();
  findShownRows();
  drawChart();
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
