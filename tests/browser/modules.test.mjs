import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOf } from '../parity/core.mjs';
import { act, eventually, picture, railField, settled, withSite } from './harness.mjs';

test('what the module of a first visit lacks is there at the first click on it, and trains to the same numbers', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=circle&net=4:tanh&epochs=20');
    await settled(page);
    const fetched = [];
    page.on('request', (request) => /glassbox_full.*wasm/.test(request.url()) && fetched.push(request.url()));
    await railField(page, 'init');
    await page.getByLabel('Activation of Hidden 1').selectOption('gelu');
    await page.waitForFunction(() => location.hash.includes('gelu'));
    await (await railField(page, 'opt')).selectOption('adamw');
    await page.waitForFunction(() => location.hash.includes('adamw'));
    await settled(page);
    await act(page, 'run').click();
    const { weightsHash } = await settled(page, ['finished']);
    const text = new URL(page.url()).hash.slice(1).split('~')[0];
    assert.equal(weightsHash, hashOf('native', text, 1e6));
    assert.equal(fetched.length, 1);
    assert.deepEqual(page.troubles, []);
  });
});

test('where the rest of the program cannot be fetched a choice says so, and nothing is lost', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=circle&net=4:tanh&epochs=20');
    await settled(page);
    await page.route(/glassbox_full/, (route) => route.abort());
    await (await railField(page, 'opt')).selectOption('adamw');
    await eventually(async () => assert.match(await page.locator('body').innerText(), /opt needs could not be loaded/));
    assert.equal(await page.locator('#field-opt').inputValue(), 'adam');
    await page.unroute(/glassbox_full/);
    await (await railField(page, 'opt')).selectOption('adamw');
    await page.waitForFunction(() => location.hash.includes('adamw'));
    await settled(page);
  });
});

test('a choice that has to be waited for says so, and Run pressed meanwhile runs it', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=circle&net=4:tanh&epochs=20');
    await settled(page);
    let come;
    const there = new Promise((resolve) => {
      come = resolve;
    });
    await page.route(/glassbox_full/, (route) => there.then(() => route.continue()));
    const waiting = page.getByText('Loading more of the program');
    await (await railField(page, 'opt')).selectOption('adamw');
    await waiting.waitFor();
    await picture(page, 'more-parts-1-waiting');
    await act(page, 'run').click();
    come();
    await settled(page, ['finished']);
    assert.match(page.url(), /opt=adamw/);
    assert.equal(await waiting.count(), 0);
  });
});
