// How the page of `dimsim report` scales: the time from an input to the redrawn page in a study of 10,000 points of 4
// policies, against one of 1,000. Part of `make bench`. Usage: report_speed.mjs DIMSIM SOURCE
import {makeLargePage, makePages, open, removePages, startBrowser} from '../report/pages.mjs';

const kFew = 1000;
const kMany = 10000;
const kMostRatio = kMany / kFew;  // linear time; an algorithm over all pairs would have a ratio of 100
const kAttempts = 8;              // the quickest counts: other work on the machine only adds time

// Each changes the page at every attempt; i is the number of the attempt.
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

// Time of the handler, the drawing of the charts, and the layout [ms]. Without flush() zrender would draw in a later
// animation frame, outside the measurement.
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

// Times of each choice, and of opening the page [ms].
async function times(context, name) {
  const began = performance.now();
  const page = await open(context, name);
  const result = {open: performance.now() - began};
  for (const [what, act] of Object.entries(choices)) result[what] = Math.min(...await measure(page, act));
  await page.close();
  return result;
}

const browser = await startBrowser();
try {
  makePages('sweep');
  makeLargePage('few', kFew);
  makeLargePage('many', kMany);
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, colorScheme: 'light'});
  const few = await times(context, 'few');
  const many = await times(context, 'many');
  console.log(`\nA page of dimsim report, 4 policies: ${kMany} points against ${kFew} (quickest of ${kAttempts})\n`);
  console.log(`  ${'choice'.padEnd(12)}${`${kFew} [ms]`.padStart(14)}${`${kMany} [ms]`.padStart(14)}${'ratio'.padStart(9)}`);
  for (const what of Object.keys(many)) {
    const ratio = many[what] / few[what];
    console.log(`  ${what.padEnd(12)}${few[what].toFixed(1).padStart(14)}${many[what].toFixed(1).padStart(14)}${ratio.toFixed(1).padStart(9)}`
      + `  <= ${kMostRatio}   ${ratio <= kMostRatio ? 'reached' : 'MISSED'}`);
  }
} finally {
  await browser.close();
  removePages();
}
