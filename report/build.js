// Makes dist/page.html: the page of `dimsim report` with style, ECharts and the own sources inlined, and a place for
// the data. Scripts are allowed by their hash alone.
import {createHash} from 'node:crypto';
import {mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const read = (...path) => readFileSync(join(here, ...path), 'utf8');

// In this order: each file uses only those before it.
const sources = ['data', 'state', 'look', 'dom', 'summary', 'chart', 'parallel', 'detail', 'main'];
const own = `'use strict';\n(() => {\n${sources.map((name) => read('src', `${name}.js`)).join('\n')}\n})();\n`;

// A script element ends at the first "</script", wherever it stands.
const inline = (script) => script.replace(/<\/(script)/gi, '<\\/$1').replace(/<!--/g, '<\\!--');
const scripts = [inline(read('node_modules', 'echarts', 'dist', 'echarts.min.js')), inline(own)];
const hash = (script) => `'sha256-${createHash('sha256').update(script, 'utf8').digest('base64')}'`;
const policy = [
  "default-src 'none'", `script-src ${scripts.map(hash).join(' ')}`, "style-src 'unsafe-inline'", 'img-src data:',
  "base-uri 'none'", "form-action 'none'"
].join('; ');

const parts = {POLICY: policy, STYLE: read('src', 'style.css'), ECHARTS: scripts[0], OWN: scripts[1]};
const page = read('src', 'page.html').replace(/@(POLICY|STYLE|ECHARTS|OWN)@/g, (_, name) => parts[name]);

mkdirSync(join(here, 'dist'), {recursive: true});
writeFileSync(join(here, 'dist', 'page.html.part'), page);
renameSync(join(here, 'dist', 'page.html.part'), join(here, 'dist', 'page.html'));
