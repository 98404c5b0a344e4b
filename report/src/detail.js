// One point with all shown policies: parts of the mean latency, tiers that answered, distribution of latency.

const parts = ['latency.queue', 'latency.compute', 'latency.network'].map(metric).filter(Boolean);
const tierShares = metrics.filter((each) => each.name.startsWith('tier_share.'));
const fills = {light: ['#a8447f', '#0072b2', '#b87200', '#56606b', '#007a5a'], dark: ['#e39bc4', '#56b4e9', '#e69f00', '#c3ccd6', '#2fc49a']};
const decals = [{symbol: 'none'}, {symbol: 'line', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: 0.8}, {symbol: 'circle', dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [5, 0], symbolSize: 0.6},
  {symbol: 'line', dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -0.8}, {symbol: 'rect', symbolSize: 0.4}];

const policiesHere = () => data.policies.map((_, policy) => policy)
  .filter((policy) => rowAt(state.point, policy) >= 0 && !state.hidden.has(policy));

// Bars of parts that add up, one bar per policy.
function drawStack(id, what, pieces, policies) {
  const fill = fills[darkQuery.matches ? 'dark' : 'light'];
  const {text} = look();
  const place = find(id);  // of all policies, shown or not, so that what is below does not move
  place.style.height = `${Math.max(180, 100 + 34 * data.policies.length)}px`;
  const short = (name) => name.replace(/^[^.]*\./, '');
  fit(id);
  chartIn(id).setOption({
    ...chartLook, grid: {left: 4, right: 24, top: isNarrow() && pieces.length > 3 ? 64 : 40, bottom: 48, containLabel: true},
    legend: {top: 0, left: 0, textStyle: {color: text}, itemGap: 16, selectedMode: false, icon: 'rect'},
    tooltip: tooltipLook((mark) => bubble(`${data.policies[policies[mark.dataIndex]]}, ${mark.seriesName}`, [written(pieces[mark.seriesIndex], rowAt(state.point, policies[mark.dataIndex]))])),
    xAxis: axisLook(pieces.length ? pieces[0].unit : '', {type: 'value', max: id === 'shares' ? 100 : null, axisLabel: {color: text, hideOverlap: true, formatter: (value) => significant(value, 3)}}),
    yAxis: axisLook('', {type: 'category', inverse: true, data: policies.map((policy) => data.policies[policy]), axisLabel: {color: text, width: isNarrow() ? 110 : 220, overflow: 'truncate'}}),
    series: pieces.map((piece, i) => ({
      type: 'bar', name: short(piece.name), stack: 'all', barMaxWidth: 22,
      itemStyle: {color: fill[i % 5], decal: {color: darkQuery.matches ? 'rgba(0,0,0,.45)' : 'rgba(255,255,255,.6)', ...decals[i % 5]}},
      data: policies.map((policy) => { const value = piece.values[rowAt(state.point, policy)]; return Number.isFinite(value) ? value : 0; })
    }))
  }, {notMerge: true});
  place.setAttribute('aria-label', `${what} at ${pointName(state.point)}: ` + policies.map((policy) => `${data.policies[policy]}: ` +
    pieces.map((piece) => `${short(piece.name)} ${written(piece, rowAt(state.point, policy))}`).join(', ')).join('; '));
}

function drawCdf(policies) {
  const curves = data.cdf ? policies.filter((policy) => data.cdf[rowAt(state.point, policy)].length) : [];
  find('cdf-figure').hidden = curves.length === 0;
  find('cdf-note').textContent = curves.length ? '' : data.cdf ? 'No request was answered here.' :
    'The result file does not have the distribution of latency, since requests were not kept: run the scenario with `keep_requests: yes`.';
  if (!curves.length) return;
  const {text} = look();
  const points = (policy) => data.cdf[rowAt(state.point, policy)].map((seconds, i, all) => [seconds * 1000, 100 * i / (all.length - 1)]);
  const all = curves.flatMap((policy) => points(policy).map(([time]) => time));
  const isLog = Math.min(...all) > 0 && Math.max(...all) / Math.min(...all) >= 10;
  find('cdf-legend').replaceChildren(...curves.map((policy) => element('span', {class: 'key'}, markPicture(policy), data.policies[policy])));
  fit('cdf');
  chartIn('cdf').setOption({
    ...chartLook, grid: {left: 66, right: 24, top: 12, bottom: 52},
    tooltip: {...tooltipLook((marks) => bubble(`after ${significant(marks[0].axisValue)} ms`, marks.map((mark) => `${mark.seriesName}: ${significant(mark.value[1], 3)} % by ${significant(mark.value[0])} ms`))), trigger: 'axis'},
    xAxis: axisLook('latency (ms)', {type: isLog ? 'log' : 'value', axisLabel: {color: text, hideOverlap: true, formatter: (value) => significant(value, 3)}}),
    yAxis: axisLook('requests (%)', {type: 'value', min: 0, max: 100, nameGap: 44}),
    series: curves.map((policy) => ({
      type: 'line', name: data.policies[policy], data: points(policy), showSymbol: true, symbol: markOf(policy), symbolSize: (_, mark) => (mark.dataIndex % 25 ? 0 : 8),
      itemStyle: {color: colourOf(policy)}, lineStyle: {color: colourOf(policy), type: dashOf(policy), width: 2}
    }))
  }, {notMerge: true});
  find('cdf').setAttribute('aria-label', `Latency that a share of requests needs at most, at ${pointName(state.point)}: ` + curves.map((policy) => {
    const at = (share) => significant(data.cdf[rowAt(state.point, policy)][Math.round(share * 2)] * 1000);
    return `${data.policies[policy]}: half within ${at(50)} ms, 95 % within ${at(95)} ms`;
  }).join('; '));
}

// One flow per policy, below each other: measured requests by label and answering tier.
function drawFlow(policies) {
  const counts = (policy) => data.flow.rows[rowAt(state.point, policy)];
  const total = (policy) => counts(policy).flat().reduce((sum, count) => sum + count, 0);
  const flows = data.flow ? policies.filter((policy) => total(policy) > 0) : [];
  find('flow-figure').hidden = flows.length === 0;
  find('flow-note').textContent = data.flow ? '' : 'The result file does not say where easy, medium and hard samples were answered: it must keep its requests, with their labels.';
  if (!flows.length) return;
  const {text, page} = look();
  const each = 130;
  const fill = fills[darkQuery.matches ? 'dark' : 'light'];
  const links = (policy) => counts(policy).flatMap((ofLabel, label) => ofLabel.map((count, tier) => ({label: data.flow.labels[label], tier: data.flow.tiers[tier], count}))).filter((link) => link.count > 0);
  const share = (policy, count) => `${significant(100 * count / total(policy), 3)} %`;
  // A label and a tier may have the same name.
  const node = (kind, name) => `${kind} ${name}`;
  const nodes = (kind, names, policy, colours) => names.filter((name) => links(policy).some((link) => link[kind] === name))
    .map((name) => ({name: node(kind, name), itemStyle: {color: colours[names.indexOf(name) % colours.length]}}));
  find('flow').style.height = `${each * flows.length + 8}px`;
  fit('flow');
  chartIn('flow').setOption({
    ...chartLook,
    title: flows.map((policy, place) => ({text: data.policies[policy], top: each * place, left: 0, textStyle: {color: text, fontSize: 13, fontWeight: 'normal', width: find('flow').clientWidth - 20, overflow: 'truncate'}})),
    tooltip: tooltipLook((mark) => bubble(data.policies[flows[mark.seriesIndex]], mark.dataType === 'edge'
      ? [`${mark.data.label} → ${mark.data.tier}`, `${mark.value.toLocaleString('en')} requests, ${share(flows[mark.seriesIndex], mark.value)}`]
      : [mark.name.replace(/^\w+ /, ''), `${mark.value.toLocaleString('en')} requests, ${share(flows[mark.seriesIndex], mark.value)}`])),
    series: flows.map((policy, place) => ({
      type: 'sankey', top: each * place + 24, height: each - 40, left: 90, right: 90, nodeGap: 6, nodeWidth: 10, draggable: false, layoutIterations: 0,
      emphasis: {focus: 'none'}, lineStyle: {color: 'source', opacity: 0.35},
      label: {color: text, fontSize: 13, textBorderColor: page, textBorderWidth: 2, formatter: (mark) => mark.name.replace(/^\w+ /, '')},
      data: [...nodes('label', data.flow.labels, policy, fill).map((label) => ({...label, label: {position: 'left'}})), ...nodes('tier', data.flow.tiers, policy, [look().faint])],
      links: links(policy).map((link) => ({...link, source: node('label', link.label), target: node('tier', link.tier), value: link.count}))
    }))
  }, {notMerge: true});
  find('flow').setAttribute('aria-label', `Labels of samples and the tiers that answered them, at ${pointName(state.point)}: ` + flows.map((policy) =>
    `${data.policies[policy]}: ${links(policy).map((link) => `${link.label} at ${link.tier} ${share(policy, link.count)}`).join(', ')}`).join('; '));
}

function drawDetail() {
  const policies = policiesHere();
  find('detail-note').textContent = pointCount > 1 ? pointName(state.point) : '';
  find('point').value = String(state.point);
  drawStack('parts', 'Parts of the mean latency', parts, policies);
  drawStack('shares', 'Where answers were made', tierShares, policies);
  drawCdf(policies);
  drawFlow(policies);
  showSummary();
  showDetailTable();
}

function showDetailTable() {
  const policies = policiesHere();
  lazyTable(find('detail-data'), () => ({
    caption: `All metrics${pointCount > 1 ? ` at ${pointName(state.point)}` : ''}`, heads: ['metric', ...policies.map((policy) => data.policies[policy])],
    rows: metrics, line: (each) => [each.name, ...policies.map((policy) => written(each, rowAt(state.point, policy)))]
  }));
}
