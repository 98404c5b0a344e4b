// The head of the page, the assumptions behind the results, and the table of policies by metrics.

function showHead() {
  document.title = `${data.name} – dimsim report`;
  find('name').textContent = data.name;
  const count = (n, one, many) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
  find('about').textContent = `${count(pointCount, 'point', 'points')}, ${count(data.policies.length, 'policy', 'policies')}, ` +
    `${count(Math.max(...new Set(data.rows.replications)), 'replication', 'replications')}, seed ${data.seed}, dimsim ${data.dimsim}`;
  find('scenario').textContent = data.scenario;
  find('resolved').textContent = data.resolved_scenario;
}

function showFoundations() {
  const body = find('rests-body');
  const rests = data.rests_on;
  const say = (text) => body.append(element('p', {}, text));
  if (rests.traces.length) say(`Answers come from the trace${rests.traces.length > 1 ? 's' : ''} ${rests.traces.join(', ')}.`);
  if (rests.synthetic_traces.length) {
    body.append(element('p', {class: 'warning'}, `Synthetic, generated and not measured: ${rests.synthetic_traces.join(', ')}.`));
  }
  if (rests.assumed_entries.length) {
    body.append(element('p', {class: 'warning'}, `Assumed figures, which nobody measured, are in use: ${rests.assumed_entries.join(', ')}.`));
  }
  if (!rests.synthetic_traces.length && !rests.assumed_entries.length) say('Nothing is marked as assumed or synthetic.');
  if (rests.assumed_figures.length) {
    const lines = rests.assumed_figures.map(({entry, figure, text}) => [entry, figure, text]);
    body.append(element('details', {}, element('summary', {}, `The ${lines.length} assumed figures`),
      element('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Assumed figures'},
        table('Assumed figures', ['entry', 'figure', 'why'], lines))));
  }
}

const summaryMetrics = ['accuracy', 'latency.mean', 'latency.p95', 'energy.total', 'energy_marginal.total', 'cost.lambda', 'cost.usd_per_1000']
  .map(metric).filter((each) => each && each.values.some(Number.isFinite));

// Policies at the chosen point, so that no mean is taken over points that differ.
function showSummary() {
  const policies = data.policies.map((_, policy) => policy).filter((policy) => rowAt(state.point, policy) >= 0);
  const lines = policies.map((policy) => {
    const row = rowAt(state.point, policy);
    return [`${data.policies[policy]}${isOverloaded(row) ? ' !' : ''}`, ...summaryMetrics.map((each) => written({...each, unit: ''}, row))];
  });
  find('summary-table').replaceChildren(table(pointCount > 1 ? `At ${pointName(state.point)}` : 'All policies', ['policy', ...summaryMetrics.map(withUnit)], lines));
  const overloaded = policies.some((policy) => isOverloaded(rowAt(state.point, policy)));
  find('summary-note').textContent = `± is half of a 95 % interval: across replications, or by batch means for the mean latency of a single run; ` +
    `undefined intervals are left out.${overloaded ? ' ! overloaded: latency reflects the length of the run, not the system.' : ''}`;
}
