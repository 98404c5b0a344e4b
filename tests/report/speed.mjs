// A study of 10,000 points of 4 policies: what a choice costs until the page has drawn it.
import assert from 'node:assert/strict';
import {changePage, coloursOf, open, pixels} from './pages.mjs';

const kPoints = 10000;
const kMost = 100;    // [ms] until an answer is felt to be late
const kAttempts = 6;  // of which the quickest counts, since the machine has other work too

// The sweep's page with made-up data in the same form.
export const makeLargePage = () => changePage('sweep', 'large', (data) => {
  const policies = data.policies.length;
  const rows = kPoints * policies;
  const spread = (i, k) => ((i * 2654435761 + k * 40503) % 65536) / 65536;
  data.points = Array.from({length: kPoints}, (_, point) => `bandwidth=${point}, rate=${point % 97}`);
  data.axes = [
    {name: 'bandwidth', unit: 'B/s', texts: data.points.map((_, i) => `${i}`), numbers: data.points.map((_, i) => 1e4 * (i + 1))},
    {name: 'rate', unit: '', texts: data.points.map((_, i) => `${i % 97}`), numbers: data.points.map((_, i) => i % 97 + 1)}
  ];
  const column = (value) => Array.from({length: rows}, (_, row) => value(row));
  data.rows = {
    point: column((row) => Math.floor(row / policies)), policy: column((row) => row % policies),
    replications: column(() => 3), overloaded: column(() => 0)
  };
  data.metrics.forEach((metric, k) => {
    metric.values = column((row) => Number((0.01 + (row % policies + 1) * 0.1 * (1 + spread(row, k))).toPrecision(7)));
    metric.ci95 = column((row) => Number((spread(row, k + 1) / 100).toPrecision(5)));
  });
});

// Each changes something on every attempt; i is its number.
const choose = (id, values) => `(i) => {
  const field = document.getElementById('${id}');
  field.value = ${JSON.stringify(values)}[i % ${values.length}];
  field.dispatchEvent(new Event('change'));
}`;
const choices = {
  policy: "(i) => document.querySelectorAll('#policies input')[i >> 1].click()",  // off and on again
  metric: choose('y', ['latency.p95', 'accuracy', 'latency.p99', 'latency.mean']),
  log: "() => document.getElementById('log').click()",
  scatter: choose('x', ['energy.total', 'cost.lambda', 'latency.max', 'latency.p50']),
  point: choose('point', ['5', '600', '42', '7']),
  range: `(i) => {
    const field = document.querySelector('#ranges input');
    field.value = 2 + i;
    field.dispatchEvent(new Event('change'));
  }`,
  axes: "() => document.querySelectorAll('#dimensions input')[1].click()",
  hover: `(i) => {
    const chart = document.getElementById('chart');
    const box = chart.getBoundingClientRect();
    chart.dispatchEvent(new PointerEvent('pointermove', {clientX: box.x + 200 + 30 * i, clientY: box.y + 150}));
  }`,
  key: `(i) => document.getElementById('chart').dispatchEvent(new KeyboardEvent('keydown', {key: i % 2 ? 'ArrowDown' : 'ArrowRight'}))`
};

// The handler, what the charts draw, and the layout, [ms].
const measure = (page, act) => page.evaluate(`(async () => {
  const took = [];
  for (let i = 0; i < ${kAttempts}; ++i) {
    await new Promise((done) => setTimeout(done, 50));
    const began = performance.now();
    (${act})(i);
    for (const id of ['chart', 'parallel', 'parts', 'shares']) window.echarts.getInstanceByDom(document.getElementById(id)).getZr().flush();
    document.body.getBoundingClientRect();
    took.push(performance.now() - began);
  }
  return took;
})()`);

export async function largeStudiesAreQuick(context) {
  const began = Date.now();
  const page = await open(context, 'large');
  console.log(`10,000 points of 4 policies: opened in ${Date.now() - began} ms`);
  const slow = [];
  for (const [what, act] of Object.entries(choices)) {
    const took = await measure(page, act);
    const least = Math.min(...took);
    console.log(`  ${what}: ${took.map((ms) => ms.toFixed(1)).join(' ')} ms`);
    if (least >= kMost) slow.push(`${what} takes ${least.toFixed(0)} ms`);
  }
  assert.deepEqual(slow, []);
  for (const id of ['chart', 'parallel']) assert.ok(Math.max(...await pixels(page, id, ...await coloursOf(page, id))) > 300, `${id} is blank`);
}
