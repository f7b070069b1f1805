import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOf } from '../parity/core.mjs';
import { act, eventually, picture, railField, rootState, settled, withSite } from './harness.mjs';

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
    await eventually(async () => assert.match(await page.locator('body').innerText(), /opt needs could not be loaded: .*try again/));
    assert.equal(await page.locator('#field-opt').inputValue(), 'adam');
    await page.unroute(/glassbox_full/);
    await (await railField(page, 'opt')).selectOption('adamw');
    await page.waitForFunction(() => location.hash.includes('adamw'));
    await settled(page);
  });
});

/** Keeps the whole module from coming until what it gives back is called. */
async function held(page) {
  let come;
  const there = new Promise((resolve) => {
    come = resolve;
  });
  await page.route(/glassbox_full/, (route) => there.then(() => route.continue()));
  return come;
}

test('a choice that has to be waited for says so, and Run pressed meanwhile runs it', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=circle&net=4:tanh&epochs=20~speed=fastest');
    await settled(page);
    await act(page, 'run').click();
    await settled(page, ['finished']);
    const come = await held(page);
    const waiting = page.getByText('Loading more of the program');
    await (await railField(page, 'opt')).selectOption('adamw');
    await waiting.waitFor();
    await picture(page, 'more-parts-1-waiting');
    await act(page, 'run').click();
    come();
    await page.waitForFunction(() => location.hash.includes('opt=adamw'));
    const { weightsHash } = await settled(page, ['finished']);
    assert.equal(weightsHash, hashOf('native', 'data=circle&net=4:tanh&epochs=20&opt=adamw', 1e6));
    assert.equal(await page.locator('#field-opt').inputValue(), 'adamw');
    assert.equal(await waiting.count(), 0);
  });
});

test('while a choice is waited for the run goes on, is seen, and can be paused', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=circle&net=4:tanh&epochs=0');
    await settled(page);
    const come = await held(page);
    await act(page, 'run').click();
    await (await railField(page, 'opt')).selectOption('adamw');
    const { epoch } = await rootState(page);
    await page.waitForFunction((before) => Number(document.documentElement.dataset.epoch) > before + 10, Number(epoch));
    await act(page, 'run').click();
    await page.waitForFunction(() => document.documentElement.dataset.runState === 'paused');
    come();
    await page.waitForFunction(() => location.hash.includes('opt=adamw'));
    assert.equal((await settled(page)).runState, 'ready');
  });
});

test('inputs can be chosen before the first own point', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=rows&in=x1,x2,x1x1');
    await settled(page);
    assert.equal(await page.getByRole('dialog').count(), 0);
    assert.match(page.url(), /data=rows&in=x1,x2,x1x1/);
    assert.deepEqual(page.troubles, []);
  });
});

test('the gallery fetches the whole module before a card is chosen', async () => {
  await withSite(async ({ open }) => {
    const page = await open();
    await settled(page);
    const fetched = page.waitForResponse(/glassbox_full.*wasm/);
    await act(page, 'gallery').click();
    assert.equal((await fetched).status(), 200);
  });
});
