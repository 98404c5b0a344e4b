// Who can use the page: narrow and wide windows, light and dark, the keyboard, text alternatives, contrast.
import assert from 'node:assert/strict';
import {join} from 'node:path';
import {boxOf, changePage, coloursOf, dataOf, metricOf, open, pixels, valueAt} from './pages.mjs';

const pictures = process.env.DIMSIM_REPORT_PICTURES;
const schemes = ['light', 'dark'];

// One point with as many policies and tiers as there are colours, and long names.
export const makeManyPage = () => changePage('one', 'many', (data) => {
  const count = 9;
  const from = (list, row) => (Array.isArray(list) ? list[row % data.policies.length] : list);
  const longer = (list) => Array.from({length: count}, (_, row) => from(list, row));
  const apart = (value, row) => value * (1 + row / 50);  // so that no mark or curve hides another one
  for (const metric of data.metrics) {
    metric.values = metric.name.startsWith('tier_share.') ? longer(metric.values) : longer(metric.values).map(apart);
    metric.ci95 = metric.ci95 === null ? null : longer(metric.ci95);
  }
  for (const tier of ['regional-data-centre', 'satellite']) data.metrics.push({...metricOf(data, 'tier_share.edge'), name: `tier_share.${tier}`});
  data.cdf = longer(data.cdf).map((curve, row) => curve.map((value) => apart(value, row)));
  data.flow.rows = longer(data.flow.rows);
  data.rows = {point: Array(count).fill(0), policy: longer([]).map((_, row) => row), replications: Array(count).fill(1), overloaded: Array(count).fill(1)};
  data.policies = Array.from({length: count}, (_, policy) => `${data.policies[policy % data.policies.length]} with threshold ${policy}`);
});

const chartsOf = (page) => page.evaluate(() => [...document.querySelectorAll('.chart')].filter((each) => each.checkVisibility()).map((each) => each.id));
const openAll = (page) => page.evaluate(() => document.querySelectorAll('details').forEach((each) => { each.open = true; }));

// Every policy's colour is in its lines and marks, and of bars, which may have parts of no length, most.
async function chartsHaveTheirColours(page, where) {
  const charts = await chartsOf(page);
  assert.ok(charts.length >= 3, where);
  for (const id of charts) {
    const colours = await coloursOf(page, id);
    const found = (await pixels(page, id, ...colours)).filter((count) => count > 10);
    const isOfBars = id === 'parts' || id === 'shares';
    assert.ok(found.length >= (isOfBars ? 2 : colours.length), `${id} of ${where} has ${found.length} of ${colours.length} colours`);
  }
}

export async function fitsNarrowAndWideLightAndDark(browser) {
  for (const width of [360, 1920]) {
    for (const colorScheme of schemes) {
      const context = await browser.newContext({viewport: {width, height: 900}, colorScheme});
      for (const name of ['one', 'sweep', 'many']) {
        const where = `${name} at ${width} px, ${colorScheme}`;
        const page = await open(context, name);
        await chartsHaveTheirColours(page, where);
        if (pictures) await page.screenshot({path: join(pictures, `${name}-${width}-${colorScheme}.png`), fullPage: true});
        await openAll(page);
        const {overflow, outside, ground} = await page.evaluate(() => ({
          overflow: document.documentElement.scrollWidth - innerWidth,
          outside: [...document.querySelectorAll('a, button, input, select, summary, .chart, .scroll')].filter((each) => each.checkVisibility() && !each.matches('.skip'))
            .filter((each) => { const box = each.getBoundingClientRect(); return !each.closest('.scroll:not(.scroll *)') && (box.left < 0 || box.right > innerWidth); }).map((each) => each.id || each.outerHTML),
          ground: getComputedStyle(document.body).backgroundColor
        }));
        assert.ok(overflow <= 0, `${where} is ${overflow} px too wide`);
        assert.deepEqual(outside, [], `${where} has controls outside the window`);
        assert.equal(Number(/\d+/.exec(ground)[0]) > 128, colorScheme === 'light', `${where} has the ground ${ground}`);
      }
      await context.close();
    }
  }
}

// Runs in the page. WCAG 2.1: contrasts of all texts, fields' edges and charts' marks, from what is rendered; `least` is what each takes.
function contrasts() {
  const pen = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const parts = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const over = ([r, g, b, a], below) => [r, g, b].map((each, i) => each * a + below[i] * (1 - a)).concat(1);
  const light = (colour) => {
    const [r, g, b] = colour.slice(0, 3).map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
  const groundOf = (place) => {
    const layers = [];
    for (let each = place; each; each = each.parentElement) layers.push(parts(getComputedStyle(each).backgroundColor));
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
  };
  const found = [];
  const add = (kind, what, colour, ground, least) => found.push({kind, what, ratio: ratio(over(colour, ground), ground), least});
  const addText = (kind, place, style, what) => {
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const [r, g, b, a] = parts(style.color);
    add(kind, what, [r, g, b, a * Number(style.opacity)], groundOf(place), isLarge ? 3 : 4.5);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim();
    const place = walker.currentNode.parentElement;
    if (text && place.checkVisibility({visibilityProperty: true}) && !place.closest('script, style, noscript, option')) addText('text', place, getComputedStyle(place), text.slice(0, 40));
  }
  for (const field of document.querySelectorAll('select, input:not([type=checkbox]), button')) {
    if (!field.checkVisibility() || field.disabled) continue;
    const what = field.getAttribute('aria-label') || field.id;
    addText('field', field, getComputedStyle(field), what);
    if (field.placeholder) addText('placeholder', field, getComputedStyle(field, '::placeholder'), field.placeholder);
    add('edge', what, parts(getComputedStyle(field).borderTopColor), groundOf(field.parentElement), 3);
  }
  for (const place of document.querySelectorAll('.chart')) {
    if (!place.checkVisibility()) continue;
    const chart = window.echarts.getInstanceByDom(place);
    for (const each of chart.getZr().storage.getDisplayList(true)) {
      if (each.type === 'tspan' && each.style.text) add('label', `${place.id}: ${each.style.text}`, parts(each.style.fill), groundOf(place), 4.5);
    }
    for (const {name, type, data, itemStyle, lineStyle} of chart.getOption().series) {
      for (const node of type === 'sankey' ? data : []) add('mark', `${place.id}: ${node.name}`, parts(node.itemStyle.color), groundOf(place), 3);
      const [r, g, b] = parts((itemStyle && itemStyle.color) || (lineStyle && lineStyle.color) || 'transparent');
      const opacity = lineStyle && lineStyle.opacity !== undefined ? lineStyle.opacity : 1;
      if (name) add('mark', `${place.id}: ${name}`, [r, g, b, opacity], groundOf(place), 3);
    }
  }
  return found;
}

export async function contrastIsEnough(browser) {
  for (const colorScheme of schemes) {
    const context = await browser.newContext({viewport: {width: 1280, height: 900}, colorScheme});
    for (const name of ['many', 'sweep']) {
      const page = await open(context, name);
      await openAll(page);
      await boxOf(page, 'chart');
      await page.locator('#chart').focus();
      await page.keyboard.press('ArrowRight');  // shows what the mark says
      await page.evaluate(() => window.echarts.getInstanceByDom(document.getElementById('parts')).dispatchAction({type: 'showTip', seriesIndex: 1, dataIndex: 0}));
      await page.waitForFunction(() => [...document.querySelectorAll('#parts .bubble')].some((tip) => tip.checkVisibility({visibilityProperty: true})));
      const found = await page.evaluate(contrasts);
      for (const kind of ['text', 'field', 'edge', 'label', 'mark', ...(name === 'sweep' ? ['placeholder'] : [])]) {
        assert.ok(found.some((each) => each.kind === kind), `no ${kind} of ${name} was found`);
      }
      const faint = new Set(found.filter((each) => !(each.ratio >= each.least)).map((each) => `${each.kind} '${each.what}' ${each.ratio.toFixed(2)}`));
      assert.deepEqual([...faint], [], `too faint in ${colorScheme}, ${name}`);
      await page.close();
    }
    await context.close();
  }
}

// By Tab alone, in the order of the page, each with an outline that one sees.
export async function keysReachEveryControl(context) {
  const page = await open(context, 'sweep');
  await openAll(page);
  const expected = await page.evaluate(() => {
    const controls = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')].filter((each) => each.checkVisibility() && !each.disabled);
    controls.forEach((each, i) => { each.dataset.order = i; });
    return controls.map((each) => each.id || each.getAttribute('aria-label') || ((each.labels && each.labels[0]) || each).textContent);
  });
  const known = ['skip', 'summary-table', 'x', 'y', 'log', 'chart', 'point', 'clear', 'scenario', 'resolved', 'all-edge', 'accuracy', 'bandwidth (Mbit/s) from'];
  assert.deepEqual(known.filter((each) => !expected.includes(each)), [], 'all that can be operated is among what Tab reaches');
  assert.ok(expected.length > 40, `${expected.length} controls`);
  for (const [i, what] of expected.entries()) {
    await page.keyboard.press('Tab');
    const {order, outline} = await page.evaluate(() => {
      const {outlineStyle, outlineWidth, outlineColor} = getComputedStyle(document.activeElement);
      const accent = document.createElement('i');
      accent.style.color = 'var(--accent)';
      document.body.append(accent);
      const isAccent = getComputedStyle(accent).color === outlineColor;
      accent.remove();
      return {order: Number(document.activeElement.dataset.order), outline: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && isAccent};
    });
    assert.equal(order, i, `Tab ${i + 1} goes to ${expected[order]}, not to ${what}`);
    assert.ok(outline, `${what} shows that it has the focus`);
  }
}

export async function keysWorkEveryControl(context) {
  const page = await open(context, 'sweep');
  const data = dataOf('sweep');
  const label = (id) => page.locator(`#${id}`).getAttribute('aria-label');
  const press = async (id, ...keys) => { await page.locator(id).focus(); for (const key of keys) await page.keyboard.press(key); };
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'chart', 'the link at the top goes to the chart');
  await press('#policies input >> nth=1', 'Space');
  assert.ok(!(await label('parts')).includes(data.policies[1]) && (await label('parts')).includes(data.policies[0]));
  await press('#y', 'ArrowDown');
  assert.ok((await label('chart')).startsWith(await page.locator('#y').inputValue()));
  assert.notEqual(await page.locator('#y').inputValue(), 'latency.mean');
  const isLog = await page.locator('#log').isChecked();
  await press('#log', 'Space');
  assert.equal(await page.locator('#log').isChecked(), !isLog);
  await press('#point', 'ArrowDown');
  assert.ok((await label('shares')).includes(data.points[1]));
  await press('#chart-data summary', 'Enter');
  await page.locator('#chart-data tbody tr').first().waitFor();
  assert.equal(await page.locator('#chart-data tbody tr').count(), data.points.length * (data.policies.length - 1));
  await press('#parallel-section summary >> nth=0', 'Enter');
  await press('#dimensions input >> nth=0', 'Space');
  assert.ok(!(await label('parallel')).includes('bandwidth'));
  await press('#dimensions input >> nth=0', 'Space');
  const all = await page.locator('#matching').textContent();
  await press('#ranges input >> nth=0', '1', 'Tab');
  assert.notEqual(await page.locator('#matching').textContent(), all);
  await press('#clear', 'Enter');
  assert.equal(await page.locator('#matching').textContent(), all);
}

export async function everythingHasAText(context) {
  for (const name of ['one', 'sweep']) {
    const page = await open(context, name);
    const data = dataOf(name);
    await openAll(page);
    // What a screen reader is told: roles that need a name have one.
    const session = await context.newCDPSession(page);
    const {nodes} = await session.send('Accessibility.getFullAXTree');
    const named = ['application', 'button', 'checkbox', 'combobox', 'image', 'link', 'region', 'spinbutton', 'table', 'DisclosureTriangle', 'heading'];
    const known = nodes.filter((node) => !node.ignored && node.role && named.includes(node.role.value));
    assert.ok(known.filter((node) => node.role.value === 'image').length >= 2 && known.some((node) => node.role.value === 'application'));
    assert.deepEqual(known.filter((node) => !node.name || !node.name.value.trim()).map((node) => `${node.role.value} without a name`), []);
    const {levels, lang, title, tables, unhidden} = await page.evaluate(() => ({
      levels: [...document.querySelectorAll('h1, h2, h3')].filter((each) => each.checkVisibility()).map((each) => Number(each.tagName[1])),
      lang: document.documentElement.lang, title: document.title,
      tables: [...document.querySelectorAll('table')].every((each) => each.caption && [...each.querySelectorAll('th')].every((cell) => cell.scope)),
      unhidden: [...document.querySelectorAll('canvas')].filter((each) => !each.closest('[aria-hidden=true], [role=img], [role=application]')).length
    }));
    assert.deepEqual([lang, levels[0], levels.filter((level) => level === 1).length, tables, unhidden], ['en', 1, 1, true, 0]);
    assert.ok(levels.every((level, i) => !i || level <= levels[i - 1] + 1) && title.includes(data.name));
    // What the charts say is what the data say.
    for (const id of await chartsOf(page)) {
      const text = await page.locator(`#${id}`).getAttribute('aria-label');
      const says = {flow: data.policies, parts: data.policies, shares: data.policies, cdf: data.policies, chart: ['latency.mean', `${data.policies.length * data.points.length} marks`], parallel: ['latency.mean', 'accuracy']}[id];
      for (const each of says) assert.ok(text.includes(each), `${id} says ${each}: ${text}`);
    }
    const compute = valueAt(metricOf(data, 'latency.compute').values, 0) * 1000;
    const shown = Number(compute.toPrecision(4)).toLocaleString('en', {maximumSignificantDigits: 4});
    assert.match(await page.locator('#parts').getAttribute('aria-label'), new RegExp(`${data.policies[0]}: queue [^,]*, compute ${shown.replace('.', '\\.')} `));
    const rows = data.rows.point.length;
    assert.equal(await page.locator('#chart-data tbody tr').count(), rows);
    if (data.points.length > 1) assert.equal(await page.locator('#parallel-data tbody tr').count(), rows);
  }
}
