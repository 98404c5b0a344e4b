// What the checks of `dimsim report` in a browser share: pages of result files, and how to open and look at them.
import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

export const [dimsim, source] = process.argv.slice(2).map((path) => resolve(path));
const chromium = process.env.DIMSIM_CHROMIUM || '/usr/bin/chromium';

const folder = mkdtempSync(join(tmpdir(), 'dimsim-report-'));
export const removePages = () => rmSync(folder, {recursive: true, force: true});

function skip(reason) {
  removePages();
  console.log(`SKIPPED: ${reason}`);
  process.exit(process.env.DIMSIM_REPORT === 'required' ? 1 : 77);
}

// Ends the process where something that the checks take is missing.
function playwright() {
  if (!existsSync(join(source, 'report', 'dist', 'page.html'))) skip('the page is not made: make report-assets');
  const nodeVersion = Number.parseInt(process.versions.node, 10);
  if (nodeVersion < 18) skip(`playwright-core takes node 18 or newer, this is ${nodeVersion}`);
  if (!existsSync(chromium)) skip(`${chromium} is not there (Debian: chromium)`);
  try {
    return createRequire(join(source, 'report', 'package.json'))('playwright-core');
  } catch (error) {
    return skip(`playwright-core does not load, ${error.message.split('\n')[0]}: make report-assets`);
  }
}

// Without Chromium's sandbox, which root and containers cannot have: the pages are our own.
const arguments_ = ['--no-sandbox', '--disable-gpu'];
export const startBrowser = () => playwright().chromium.launch({executablePath: chromium, args: arguments_});

export const at = (name) => join(folder, name);
const scenario = (name) => join(source, 'scenarios', name);
const run = (...args) => execFileSync(dimsim, args, {stdio: ['ignore', 'ignore', 'pipe']});

const kData = /^(.*<script type="application\/json" id="data">)(.*?)(<\/script>.*)$/s;
export const dataOf = (name) => JSON.parse(kData.exec(readFileSync(at(`${name}.html`), 'utf8'))[2]);
export const metricOf = (data, name) => data.metrics.find((metric) => metric.name === name);
// A column whose values are all the same is that value.
export const valueAt = (column, row) => (Array.isArray(column) ? column[row] : column);

export const kHarm = '</script><script>window.harmed = 1</script><img src=x onerror="window.harmed = 1">';
const scenarios = {
  one: ['quickstart.yaml', 'workload.requests=1500'],
  sweep: ['bandwidth-sweep.yaml', 'replications=3', 'workload.requests=800'],
  harm: ['bandwidth-sweep.yaml', 'replications=1', 'workload.requests=800', `sweep.group={description: [${JSON.stringify(kHarm)}, plain]}`,
    `name=${JSON.stringify('<script>')}`, `policies=[all-mobile, {policy: all-edge, label: ${JSON.stringify('<script>')}}]`]
};

export function makePages(...names) {
  for (const name of names) {
    const [file, ...changes] = scenarios[name];
    run('run', scenario(file), '-q', ...changes.flatMap((change) => ['--set', change]), '-o', at(`${name}.h5`));
    run('report', at(`${name}.h5`), '-o', at(`${name}.html`));
  }
}

// Another page with changed data in the same form.
export function changePage(from, to, change) {
  const [, before, json, after] = kData.exec(readFileSync(at(`${from}.html`), 'utf8'));
  const data = JSON.parse(json);
  change(data);
  writeFileSync(at(`${to}.html`), before + JSON.stringify(data).replaceAll('<', '\\u003c') + after);
}

// The sweep's page with made-up data of so many points in the same form.
export const makeLargePage = (name, points) => changePage('sweep', name, (data) => {
  const policies = data.policies.length;
  const rows = points * policies;
  const spread = (i, k) => ((i * 2654435761 + k * 40503) % 65536) / 65536;
  data.points = Array.from({length: points}, (_, point) => `bandwidth=${point}, rate=${point % 97}`);
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

// [ms] It ends a test that hangs. A busy machine must not reach it.
const kPatience = 180000;

// What a page said in the console or asked for, though it should not.
export const troubles = [];

export async function open(context, name, hash = '') {
  const page = await context.newPage();
  page.setDefaultTimeout(kPatience);
  const url = pathToFileURL(at(`${name}.html`)).href;
  page.on('console', (message) => {
    const isOurs = message.text().startsWith('Canvas2D: Multiple readback');  // of pixels() below
    if (['error', 'warning'].includes(message.type()) && !isOurs) troubles.push(`${name}: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`${name}: ${error.message}`));
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url && !request.url().startsWith('data:')) troubles.push(`${name} asks for ${request.url()}`);
  });
  await page.goto(url + hash);
  await page.waitForSelector('html[data-ready=yes]', {timeout: kPatience});
  return page;
}

// How many pixels of a chart have about each of some colours, "#rrggbb"; without any, how many are painted.
export const pixels = (page, id, ...colours) => page.evaluate(([chart, wanted]) => {
  const canvas = document.querySelector(`#${chart} canvas`);
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const counts = (wanted.length ? wanted : ['']).map((colour) => {
    const [r, g, b] = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      const isNear = !colour || Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 20;
      if (data[i + 3] > 60 && isNear) ++count;
    }
    return count;
  });
  return wanted.length > 1 ? counts : counts[0];
}, [id, colours]);

// Colours that a chart's series have.
export const coloursOf = (page, id) => page.evaluate((chart) => {
  const {series} = window.echarts.getInstanceByDom(document.getElementById(chart)).getOption();
  const colours = series.flatMap((each) => (each.type === 'sankey' ? each.data.map((node) => node.itemStyle.color)
    : (each.itemStyle && each.itemStyle.color) || (each.lineStyle && each.lineStyle.color)));
  return [...new Set(colours.filter(Boolean))];
}, id);

// Where a chart lies in the window, which is scrolled to it.
export async function boxOf(page, id) {
  await page.locator(`#${id}`).evaluate((chart) => chart.scrollIntoView({block: 'center'}));
  return page.locator(`#${id}`).boundingBox();
}
