// The page of `dimsim report` in a browser: charts are drawn, choices change them, what is pointed at is what the data
// say, links restore the view, nothing is loaded, names do no harm, everybody can use it, and large studies are drawn too.
// Usage: report_test.mjs DIMSIM SOURCE
// Exit status: 0 passed, 1 failed, 77 skipped with a reason; where DIMSIM_REPORT is "required" nothing is skipped.
// DIMSIM_REPORT_PICTURES names a folder for pictures of the pages, DIMSIM_CHROMIUM another browser than Debian's.
import assert from 'node:assert/strict';
import {contrastIsEnough, everythingHasAText, fitsNarrowAndWideLightAndDark, keysReachEveryControl, keysWorkEveryControl, makeManyPage} from './access.mjs';
import {boxOf, coloursOf, dataOf, kHarm, makeLargePage, makePages, metricOf, open, pixels, removePages, startBrowser, troubles, valueAt} from './pages.mjs';

const blue = '#0072b2';  // of the first policy in light

async function chartsAreDrawn(context) {
  const one = await open(context, 'one');
  const isDrawn = async (page, id) => assert.ok(Math.max(...await pixels(page, id, ...await coloursOf(page, id))) > 100, `${id} is blank`);
  for (const id of ['chart', 'parts', 'shares', 'cdf', 'flow']) await isDrawn(one, id);
  assert.ok(await one.locator('#parallel-section').isHidden(), 'one point has no view of all points');
  const sweep = await open(context, 'sweep');
  for (const id of ['chart', 'parts', 'shares', 'parallel']) await isDrawn(sweep, id);
  assert.match(await sweep.locator('#cdf-note').textContent(), /keep_requests/);
}

async function tableHasTheData(context) {
  const page = await open(context, 'one');
  const data = dataOf('one');
  const lines = await page.locator('#summary-table tbody tr').allTextContents();
  assert.equal(lines.length, data.policies.length);
  const latency = metricOf(data, 'latency.mean');
  const shown = (Number((latency.values[0] * 1000).toPrecision(4))).toLocaleString('en', {maximumSignificantDigits: 4});
  assert.ok(lines[0].includes(`${shown} ± `), `${lines[0]} has ${shown}`);
}

async function policySwitchedOffDisappears(context) {
  const page = await open(context, 'sweep');
  for (const id of ['chart', 'parallel']) assert.ok(await pixels(page, id, blue) > 100);
  await page.getByRole('checkbox', {name: dataOf('sweep').policies[0], exact: true}).uncheck();
  assert.equal(await pixels(page, 'chart', blue), 0);
  assert.equal(await pixels(page, 'parallel', blue), 0);
}

// Points at every mark, whose place ECharts tells, and compares what is said with the data. A mark may lie on another one.
async function hoverShowsTheData(context) {
  const page = await open(context, 'sweep');
  const data = dataOf('sweep');
  const metric = metricOf(data, 'latency.mean');
  const box = await boxOf(page, 'chart');
  const rows = data.rows.point.map((point, row) => [data.axes[0].numbers[point] * 8e-6, metric.values[row] * 1000]);
  const places = await page.evaluate((all) => all.map((each) => window.echarts.getInstanceByDom(document.getElementById('chart')).convertToPixel({xAxisIndex: 0, yAxisIndex: 0}, each)), rows);
  const digits = (value, count) => Number((value * 1000).toPrecision(count)).toLocaleString('en', {maximumSignificantDigits: count});
  const said = (row) => `${data.policies[data.rows.policy[row]]}|latency.mean: ${digits(metric.values[row], 4)} ± ${digits(valueAt(metric.ci95, row), 2)} ms|${data.points[data.rows.point[row]]}`;
  let exact = 0;
  for (const [row, [x, y]] of places.entries()) {
    await page.mouse.move(box.x + x, box.y + y);
    const [policy, , latency, point] = await page.locator('#tip .bubble').evaluate((tip) => [...tip.children].map((line) => line.textContent));
    const found = `${policy}|${latency}|${point}`;
    const near = rows.findIndex((_, other) => said(other) === found);
    assert.ok(near >= 0, `${found} is not in the data`);
    assert.ok(Math.hypot(places[near][0] - x, places[near][1] - y) < 3, `${found} at the mark of ${said(row)}`);
    if (near === row) ++exact;
  }
  assert.ok(exact > rows.length * 0.8, `${exact} of ${rows.length} marks say their own`);
  await page.mouse.move(0, 0);
  assert.ok(await page.locator('#tip').isHidden());
}

async function linkRestores(context) {
  const page = await open(context, 'sweep');
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
  const other = await open(context, 'sweep', hash);
  assert.deepEqual(await look(other), before);
  assert.equal(await pixels(other, 'chart'), await pixels(page, 'chart'));
}

async function flowIsThatOfTheData(context) {
  const page = await open(context, 'one');
  const data = dataOf('one');
  const said = await page.locator('#flow').getAttribute('aria-label');
  const drawn = await page.evaluate(() => window.echarts.getInstanceByDom(document.getElementById('flow')).getOption().series.map((each) => each.links.map((link) => [link.label, link.tier, link.value])));
  for (const [policy, name] of data.policies.entries()) {
    const counts = data.flow.rows[data.rows.policy.indexOf(policy)];
    const links = counts.flatMap((ofLabel, label) => ofLabel.map((count, tier) => [data.flow.labels[label], data.flow.tiers[tier], count])).filter((link) => link[2] > 0);
    assert.deepEqual(drawn[policy], links);
    assert.ok(said.includes(`${name}: ${links[0][0]} at ${links[0][1]}`), said);
  }
}

async function clickAndKeysShowAPoint(context) {
  const page = await open(context, 'sweep');
  await boxOf(page, 'chart');
  await page.locator('#chart').focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  const said = await page.locator('#said').textContent();
  const data = dataOf('sweep');
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
  const page = await open(context, 'sweep');
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
  await page.waitForFunction((before) => document.getElementById('matching').textContent !== before, all);
  const kept = await page.locator('#matching').textContent();
  assert.match(kept, /^\d+ of 40 lines match/);
  assert.ok(Number.parseInt(kept, 10) < 40 && Number.parseInt(kept, 10) > 0, `${kept} ${page.url()}`);
  assert.match(page.url(), /range=bandwidth/);
  await page.getByRole('button', {name: 'Clear all ranges'}).click();
  assert.equal(await page.locator('#matching').textContent(), all);
}

async function namesDoNoHarm(context) {
  const page = await open(context, 'harm');
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

// Whatever is chosen among 40,000 rows, the charts show it and the page keeps on working.
async function largeStudiesAreDrawn(context) {
  const page = await open(context, 'large');
  const isDrawn = async (id) => assert.ok(Math.max(...await pixels(page, id, ...await coloursOf(page, id))) > 300, `${id} is blank`);
  for (const id of ['chart', 'parallel']) await isDrawn(id);
  for (const [id, value] of [['y', 'latency.p95'], ['x', 'energy.total']]) await page.locator(`#${id}`).selectOption(value);
  await page.locator('#log').click();
  for (const id of ['chart', 'parallel']) await isDrawn(id);
  await page.locator('#point').selectOption('999');
  assert.ok((await page.locator('#parts').getAttribute('aria-label')).includes(dataOf('large').points[999]));
}

const checks = [chartsAreDrawn, tableHasTheData, policySwitchedOffDisappears, hoverShowsTheData, linkRestores, flowIsThatOfTheData, clickAndKeysShowAPoint,
  brushingKeepsOnlyItsRange, namesDoNoHarm, keysReachEveryControl, keysWorkEveryControl, everythingHasAText, largeStudiesAreDrawn];
const checksOfLooks = [contrastIsEnough, fitsNarrowAndWideLightAndDark];

let browser;
let failed = 0;
try {
  browser = await startBrowser();
  makePages('one', 'sweep', 'harm');
  makeManyPage();
  makeLargePage('large', 10000);
  const context = await browser.newContext({viewport: {width: 1280, height: 900}, colorScheme: 'light'});
  for (const [check, where] of [...checks.map((each) => [each, context]), ...checksOfLooks.map((each) => [each, browser])]) {
    const began = Date.now();
    try {
      await check(where);
      assert.deepEqual(troubles.splice(0), [], 'nothing is said in the console and nothing is loaded');
      console.log(`passed  ${check.name}, ${Date.now() - began} ms`);
    } catch (error) {
      failed = 1;
      console.log(`FAILED  ${check.name}: ${error.message}`);
    }
    for (const page of context.pages()) await page.close();
  }
} finally {
  if (browser) await browser.close();
  removePages();
}
process.exit(failed);
