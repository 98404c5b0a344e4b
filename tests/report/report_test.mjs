// The page of `dimsim report` in a browser: charts are drawn, choices change them, what is pointed at is what the data
// say, links restore the view, nothing is loaded, and harm is not done by names. Usage: report_test.mjs DIMSIM SOURCE
// Exit status: 0 passed, 1 failed, 77 skipped with a reason; where DIMSIM_REPORT is "required" nothing is skipped.
// DIMSIM_REPORT_PICTURES names a folder for pictures of the pages.
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

const [dimsim, source] = process.argv.slice(2);
const chromium = process.env.DIMSIM_CHROMIUM || '/usr/bin/chromium';
const pictures = process.env.DIMSIM_REPORT_PICTURES;

function skip(reason) {
  console.log(`SKIPPED: ${reason}`);
  process.exit(process.env.DIMSIM_REPORT === 'required' ? 1 : 77);
}
if (!existsSync(join(source, 'report', 'dist', 'page.html'))) skip('the page is not made: make report-assets');
const nodeVersion = Number.parseInt(process.versions.node, 10);
if (nodeVersion < 18) skip(`playwright-core takes node 18 or newer, this is ${nodeVersion}`);
if (!existsSync(chromium)) skip(`${chromium} is not there (Debian: chromium)`);
let playwright;
try {
  playwright = createRequire(join(source, 'report', 'package.json'))('playwright-core');
} catch (error) {
  skip(`playwright-core does not load, ${error.message.split('\n')[0]}: make report-assets`);
}

const folder = mkdtempSync(join(tmpdir(), 'dimsim-report-'));
const at = (name) => join(folder, name);
const scenario = (name) => join(source, 'scenarios', name);
const run = (...args) => execFileSync(dimsim, args, {stdio: ['ignore', 'ignore', 'pipe']});
const dataOf = (page) => JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(readFileSync(page, 'utf8'))[1]);
const kHarm = '</script><script>window.harmed = 1</script><img src=x onerror="window.harmed = 1">';

function makePages() {
  run('run', scenario('quickstart.yaml'), '-q', '--set', 'workload.requests=1500', '-o', at('one.h5'));
  run('run', scenario('bandwidth-sweep.yaml'), '-q', '--set', 'replications=3', '--set', 'workload.requests=800', '-o', at('sweep.h5'));
  run('run', scenario('bandwidth-sweep.yaml'), '-q', '--set', 'replications=1', '--set', 'workload.requests=800',
    '--set', `sweep.group={description: [${JSON.stringify(kHarm)}, plain]}`, '--set', `name=${JSON.stringify('<script>')}`, 
    '--set', `policies=[all-mobile, {policy: all-edge, label: ${JSON.stringify('<script>')}}]`, '-o', at('harm.h5'));
  for (const name of ['one', 'sweep', 'harm']) run('report', at(`${name}.h5`), '-o', at(`${name}.html`));
  makeLargePage();
}

// 10,000 points of 4 policies: the sweep's page with made-up data in the same form.
function makeLargePage() {
  const data = dataOf(at('sweep.html'));
  const points = 10000;
  const rows = points * data.policies.length;
  const spread = (i, k) => ((i * 2654435761 + k * 40503) % 65536) / 65536;
  data.points = Array.from({length: points}, (_, point) => `bandwidth=${point}, rate=${point % 97}`);
  data.axes = [
    {name: 'bandwidth', unit: 'B/s', texts: data.points.map((_, i) => `${i}`), numbers: data.points.map((_, i) => 1e4 * (i + 1))},
    {name: 'rate', unit: '', texts: data.points.map((_, i) => `${i % 97}`), numbers: data.points.map((_, i) => i % 97 + 1)}
  ];
  const column = (value) => Array.from({length: rows}, (_, row) => value(row));
  data.rows = {point: column((row) => Math.floor(row / 4)), policy: column((row) => row % 4), replications: column(() => 3), overloaded: column(() => 0)};
  data.metrics.forEach((metric, k) => {
    metric.values = column((row) => Number((0.01 + (row % 4 + 1) * 0.1 * (1 + spread(row, k))).toPrecision(7)));
    metric.ci95 = column((row) => Number((spread(row, k + 1) / 100).toPrecision(7)));
  });
  const page = readFileSync(at('sweep.html'), 'utf8');
  const [, before, after] = /^(.*<script type="application\/json" id="data">).*?(<\/script>.*)$/s.exec(page);
  writeFileSync(at('large.html'), before + JSON.stringify(data).replaceAll('<', '\\u003c') + after);
}

const troubles = [];
async function open(context, name, hash = '') {
  const page = await context.newPage();
  const url = pathToFileURL(at(name)).href;
  page.on('console', (message) => {
    const isOurs = message.text().startsWith('Canvas2D: Multiple readback');  // of pixels() below
    if (['error', 'warning'].includes(message.type()) && !isOurs) troubles.push(`${name}: ${message.text()}`);
  });
  page.on('pageerror', (error) => troubles.push(`${name}: ${error.message}`));
  page.on('request', (request) => {
    if (request.url().split('#')[0] !== url && !request.url().startsWith('data:')) troubles.push(`${name} asks for ${request.url()}`);
  });
  await page.goto(url + hash);
  await page.waitForSelector('html[data-ready=yes]', {timeout: 20000});
  return page;
}

// How many pixels of a chart have about this colour, "#rrggbb"; without one, how many differ from the page's ground.
const pixels = (page, id, colour = '') => page.evaluate(([chart, wanted]) => {
  const canvas = document.querySelector(`#${chart} canvas`);
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(wanted.slice(i, i + 2), 16));
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    const near = wanted ? Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) < 12 : true;
    if (data[i + 3] > 200 && near) ++count;
  }
  return count;
}, [id, colour]);

// Where a chart lies in the window, which is scrolled to it.
async function boxOf(page, id) {
  await page.locator(`#${id}`).evaluate((chart) => chart.scrollIntoView({block: 'center'}));
  return page.locator(`#${id}`).boundingBox();
}

const blue = '#0072b2';  // of the first policy in light

async function chartsAreDrawn(context) {
  const one = await open(context, 'one.html');
  for (const id of ['chart', 'parts', 'shares', 'cdf']) assert.ok(await pixels(one, id) > 500, `${id} is blank`);
  assert.ok(await one.locator('#parallel-section').isHidden(), 'one point has no view of all points');
  const sweep = await open(context, 'sweep.html');
  for (const id of ['chart', 'parts', 'shares', 'parallel']) assert.ok(await pixels(sweep, id) > 500, `${id} is blank`);
  assert.match(await sweep.locator('#cdf-note').textContent(), /keep_requests/);
}

async function tableHasTheData(context) {
  const page = await open(context, 'one.html');
  const data = dataOf(at('one.html'));
  const lines = await page.locator('#summary-table tbody tr').allTextContents();
  assert.equal(lines.length, data.policies.length);
  const latency = data.metrics.find((metric) => metric.name === 'latency.mean');
  const shown = (Number((latency.values[0] * 1000).toPrecision(4))).toLocaleString('en', {maximumSignificantDigits: 4});
  assert.ok(lines[0].includes(`${shown} ± `), `${lines[0]} has ${shown}`);
}

async function policySwitchedOffDisappears(context) {
  const page = await open(context, 'sweep.html');
  assert.ok(await pixels(page, 'chart', blue) > 100);
  await page.getByRole('checkbox', {name: dataOf(at('sweep.html')).policies[0], exact: true}).uncheck();
  assert.equal(await pixels(page, 'chart', blue), 0);
  assert.equal(await pixels(page, 'parallel', blue), 0);
}

// Goes from mark to mark until the pointer is on one of the wanted policy, then compares with the data.
async function hoverShowsTheData(context) {
  const page = await open(context, 'sweep.html');
  const data = dataOf(at('sweep.html'));
  const box = await boxOf(page, 'chart');
  const metric = data.metrics.find((each) => each.name === 'latency.mean');
  const seen = new Set();
  for (let x = 80; x < box.width; x += 12) {
    for (let y = 20; y < box.height - 60; y += 24) {
      await page.mouse.move(box.x + x, box.y + y);
      if (await page.locator('#tip').isVisible()) seen.add(await page.locator('#tip .bubble').evaluate((tip) => [...tip.children].map((line) => line.textContent).join('|')));
    }
  }
  assert.ok(seen.size > 10, `only ${seen.size} marks were found`);
  const digits = (value, count) => Number((value * 1000).toPrecision(count)).toLocaleString('en', {maximumSignificantDigits: count});
  const expected = new Set(data.rows.point.map((point, row) => `${data.policies[data.rows.policy[row]]}|latency.mean: ${digits(metric.values[row], 4)} ± ${digits(metric.ci95[row], 2)} ms|${data.points[point]}`));
  for (const each of seen) {
    const [policy, , latency, point] = each.split('|');
    assert.ok(expected.has(`${policy}|${latency}|${point}`), `${each} is not in the data`);
  }
}

async function linkRestores(context) {
  const page = await open(context, 'sweep.html');
  await page.selectOption('#x', 'energy.total');
  await page.selectOption('#y', 'latency.p95');
  await page.getByRole('checkbox', {name: 'all-cloud', exact: true}).uncheck();
  await page.selectOption('#point', '4');
  await page.locator('#ranges').getByLabel('accuracy (%) from').fill('10');
  await page.keyboard.press('Tab');
  const hash = new URL(page.url()).hash;
  const look = (each) => each.evaluate(() => ({
    x: document.getElementById('x').value, y: document.getElementById('y').value, point: document.getElementById('point').value,
    boxes: [...document.querySelectorAll('#policies input')].map((box) => box.checked), matching: document.getElementById('matching').textContent,
    range: document.querySelector('#ranges [aria-label="accuracy (%) from"]').value, label: document.getElementById('chart').getAttribute('aria-label')
  }));
  const before = await look(page);
  assert.equal(before.x, 'energy.total');
  assert.equal(before.range, '10');
  const other = await open(context, 'sweep.html', hash);
  assert.deepEqual(await look(other), before);
  assert.equal(await pixels(other, 'chart'), await pixels(page, 'chart'));
}

async function clickAndKeysShowAPoint(context) {
  const page = await open(context, 'sweep.html');
  await boxOf(page, 'chart');
  await page.locator('#chart').focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  const said = await page.locator('#said').textContent();
  const data = dataOf(at('sweep.html'));
  assert.ok(said.includes(data.points[2]), `${said} is of the third point`);
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('#point').inputValue(), '2');
  const ring = await page.locator('#chart .ring.hover').boundingBox();
  await page.keyboard.press('ArrowRight');
  const next = await page.locator('#chart .ring.hover').boundingBox();
  assert.ok(next.x > ring.x);
  await page.mouse.click(next.x + next.width / 2, next.y + next.height / 2);
  assert.equal(await page.locator('#point').inputValue(), '3');
  assert.ok((await page.locator('#parts').getAttribute('aria-label')).includes(data.points[3]));
}

async function brushingKeepsOnlyItsRange(context) {
  const page = await open(context, 'sweep.html');
  const axis = await page.evaluate(() => {
    const model = window.echarts.getInstanceByDom(document.getElementById('parallel')).getModel();
    return model.getComponent('parallel').coordinateSystem.getAxisLayout('dim0').position;
  });
  const box = await boxOf(page, 'parallel');
  const x = box.x + axis[0];
  const all = await page.locator('#matching').textContent();
  await page.mouse.move(x, box.y + 150);
  await page.mouse.down();
  for (let y = 150; y <= 250; y += 10) await page.mouse.move(x, box.y + y);
  await page.mouse.up();
  await page.waitForFunction((before) => document.getElementById('matching').textContent !== before, all, {timeout: 5000});
  const kept = await page.locator('#matching').textContent();
  assert.match(kept, /^\d+ of 40 lines match/);
  assert.ok(Number.parseInt(kept, 10) < 40 && Number.parseInt(kept, 10) > 0, `${kept} ${page.url()}`);
  assert.match(page.url(), /range=bandwidth/);
  await page.getByRole('button', {name: 'Clear all ranges'}).click();
  assert.equal(await page.locator('#matching').textContent(), all);
}

async function namesDoNoHarm(context) {
  const page = await open(context, 'harm.html');
  assert.equal(await page.evaluate(() => window.harmed), undefined);
  assert.equal(await page.locator('main img').count(), 0);
  assert.ok((await page.locator('#policies').textContent()).includes('<script>'));
  assert.ok((await page.locator('#resolved').textContent()).includes(kHarm));
  await page.locator('#chart').focus();
  await page.keyboard.press('ArrowRight');
  assert.equal(await page.evaluate(() => window.harmed), undefined);
  const refused = await page.evaluate(() => fetch('https://example.invalid/').then(() => false, () => true));
  assert.ok(refused);
  const blocked = troubles.findIndex((text) => text.includes('Content Security Policy') && text.includes('example.invalid'));
  assert.ok(blocked >= 0, 'the policy of the page refuses to load');
  for (let i = troubles.length - 1; i >= 0; --i) if (troubles[i].includes('example.invalid')) troubles.splice(i, 1);
}

// What a choice costs until the page has drawn it: the handler's time and the frame after it.
async function largeStudiesAreQuick(context) {
  const page = await open(context, 'large.html');
  const time = (act) => page.evaluate(`(async () => {
    const took = [];
    for (let i = 0; i < 4; ++i) {
      await new Promise((done) => setTimeout(done, 50));
      const began = performance.now();
      (${act})(i);
      for (const id of ['chart', 'parallel', 'parts', 'shares']) window.echarts.getInstanceByDom(document.getElementById(id)).getZr().flush();
      took.push(performance.now() - began);
    }
    return Math.min(...took);
  })()`);
  const choose = (id, values) => `(i) => {
    const field = document.getElementById('${id}');
    field.value = ${JSON.stringify(values)}[i];
    field.dispatchEvent(new Event('change'));
  }`;
  const took = {
    policy: await time("(i) => document.querySelectorAll('#policies input')[i].click()"),
    metric: await time(choose('y', ['latency.p95', 'accuracy', 'latency.p99', 'latency.mean'])),
    scatter: await time(choose('x', ['energy.total', 'cost.lambda', 'latency.max', 'latency.p50'])),
    point: await time(choose('point', ['5', '600', '42', '7'])),
    range: await time(`(i) => {
      const field = document.querySelector('#ranges input');
      field.value = 2 + i;
      field.dispatchEvent(new Event('change'));
    }`),
    hover: await time(`(i) => {
      const chart = document.getElementById('chart');
      const box = chart.getBoundingClientRect();
      chart.dispatchEvent(new PointerEvent('pointermove', {clientX: box.x + 200 + 30 * i, clientY: box.y + 150}));
    }`)
  };
  console.log(`10,000 points of 4 policies: ${Object.entries(took).map(([what, ms]) => `${what} ${ms.toFixed(1)} ms`).join(', ')}`);
  for (const [what, ms] of Object.entries(took)) assert.ok(ms < 100, `${what} takes ${ms} ms`);
  assert.ok(await pixels(page, 'chart') > 500 && await pixels(page, 'parallel') > 500);
}

async function takePictures(browser) {
  for (const width of [360, 1920]) {
    for (const colorScheme of ['light', 'dark']) {
      const context = await browser.newContext({viewport: {width, height: 900}, colorScheme});
      for (const name of ['one', 'sweep', 'large']) {
        const page = await open(context, `${name}.html`);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(overflow <= 0, `${name} at ${width} px is ${overflow} px too wide`);
        if (pictures) await page.screenshot({path: join(pictures, `${name}-${width}-${colorScheme}.png`), fullPage: true});
      }
      await context.close();
    }
  }
}

// WCAG 2.1: 4.5:1 for text, 3:1 for marks.
async function contrastIsEnough(browser) {
  for (const colorScheme of ['light', 'dark']) {
    const context = await browser.newContext({colorScheme});
    const page = await open(context, 'one.html');
    const {text, marks} = await page.evaluate(() => {
      const canvas = document.createElement('canvas').getContext('2d');
      const light = (colour) => {
        canvas.fillStyle = colour;
        const [r, g, b] = [1, 3, 5].map((i) => parseInt(canvas.fillStyle.slice(i, i + 2), 16) / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
      const of = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
      const text = ['--text', '--faint', '--accent'].flatMap((name) => ['--page', '--raised'].map((ground) => ratio(of(name), of(ground))));
      text.push(ratio(of('--text'), of('--warn')));
      const series = window.echarts.getInstanceByDom(document.getElementById('chart')).getOption().series;
      return {text, marks: series.filter((each) => each.itemStyle && each.itemStyle.color).map((each) => ratio(each.itemStyle.color, of('--page')))};
    });
    assert.ok(Math.min(...text) >= 4.5, `text in ${colorScheme}: ${text}`);
    assert.ok(marks.length > 3 && Math.min(...marks) >= 3, `marks in ${colorScheme}: ${marks}`);
    await context.close();
  }
}

let browser;
let failed = 0;
try {
  makePages();
  browser = await playwright.chromium.launch({executablePath: chromium, args: ['--no-sandbox', '--disable-gpu']});
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, colorScheme: 'light'});
  const checks = [chartsAreDrawn, tableHasTheData, policySwitchedOffDisappears, hoverShowsTheData, linkRestores, clickAndKeysShowAPoint,
    brushingKeepsOnlyItsRange, namesDoNoHarm, largeStudiesAreQuick];
  for (const [check, where] of [...checks.map((each) => [each, context]), [contrastIsEnough, browser], [takePictures, browser]]) {
    try {
      await check(where);
      assert.deepEqual(troubles.splice(0), [], 'nothing is said in the console and nothing is loaded');
      console.log(`passed  ${check.name}`);
    } catch (error) {
      failed = 1;
      console.log(`FAILED  ${check.name}: ${error.message}`);
    }
  }
} finally {
  if (browser) await browser.close();
  rmSync(folder, {recursive: true, force: true});
}
process.exit(failed);
