// Who may include whom: the arrows of the house, read off the sources.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { test } from 'node:test';
import { root } from './core.mjs';

const mayInclude = {
  math: [],
  network: ['math'],
  data: ['math'],
  descent: ['math', 'network'],
  experiment: ['math', 'network', 'data', 'descent'],
  training: ['math', 'network', 'data', 'descent', 'experiment'],
  probe: ['math', 'network', 'data', 'descent', 'experiment', 'training'],
  checks: ['math', 'network', 'data', 'descent', 'experiment', 'training', 'probe'],
};

const files = (folder, pattern) =>
  readdirSync(join(root, folder), { recursive: true })
    .filter((name) => pattern.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name));

const matches = (file, pattern) => [...readFileSync(join(root, file), 'utf8').matchAll(pattern)].map((match) => match[1]);

test('rooms of the core include only the rooms below them', () => {
  for (const file of files('core/src', /\.[ch]pp$/)) {
    const room = file.split('/')[2];
    for (const included of matches(file, /^#include "([^"]+)"/gm)) {
      const [other] = included.split('/');
      if (other === 'glassbox' || other === room) continue;
      assert.ok(mayInclude[room]?.includes(other), `${file} includes ${included}`);
    }
  }
});

test('the public face includes nothing but itself and the standard library', () => {
  for (const file of files('core/include', /\.hpp$/))
    for (const included of matches(file, /^#include ["<]([^">]+\.h(?:pp)?)[">]/gm)) assert.match(included, /^glassbox\//, file);
});

test('command line and wasm see only the public face, and Emscripten is known in wasm alone', () => {
  for (const file of [...files('core/cli', /\.[ch]pp$/), ...files('wasm', /\.[ch]pp$/)])
    for (const included of matches(file, /^#include "([^"]+)"/gm))
      assert.match(included, /^(glassbox\/|[a-z_]+\.hpp$)/, `${file}: ${included}`);
  for (const file of files('core', /\.[ch]pp$/)) assert.deepEqual(matches(file, /^#include <(emscripten[^>]*)>/gm), [], file);
});

test('elementary functions of the standard library stand nowhere in the core', () => {
  const forbidden = /\bstd::(exp|expm1|log|log1p|log2|log10|tanh|sinh|cosh|sin|cos|tan|pow|erf|normal_distribution|shuffle)\b/g;
  for (const file of files('core/src', /\.[ch]pp$/)) assert.deepEqual(readFileSync(join(root, file), 'utf8').match(forbidden), null, file);
});

test('on the page only the workers import the modules, and views and controls meet in the store (types aside)', () => {
  const rooms = {
    views: /^(views|state|words)/,
    controls: /^(controls|state|words)/,
    state: /^(state|trainer\/(protocol|client|core)|words)/,
    instruments: /^(instruments|pictures|views|state|words)/,
    pictures: /^(pictures|views|state|words)/,
  };
  for (const file of files('web/src', /\.ts$/)) {
    const room = relative('web/src', file).split('/')[0];
    for (const imported of matches(file, /^(?!import type)[^'\n]*from '([^']+)'/gm)) {
      if (imported === '@core') assert.equal(file, 'web/src/trainer/modules.ts');
      if (imported === '@core-full') assert.match(file, /^web\/src\/trainer\/(modules|instruments-worker)\.ts$/);
      if (!imported.startsWith('.') || !(room in rooms)) continue;
      const target = relative('web/src', normalize(join(dirname(file), imported)));
      assert.match(target, rooms[room], `${file} imports ${imported}`);
    }
  }
});
