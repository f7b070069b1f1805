// The landscape as a newcomer walks through it: its numbers are the core's, the run stays as it is, and everything is reached by keys.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { program } from '../parity/core.mjs';
import { act, eventually, picture, rootState, settled, withSite } from './harness.mjs';

const whole = (page) => page.locator('.l-summary', { hasText: 'In this picture' }).waitFor();
const reading = (page, view = 'map') => page.locator(`gb-landscape-${view} .reading`).innerText();
const show = (page, name) => page.getByRole('group', { name: 'Show' }).getByRole('button', { name }).click();

/** The loss of the four rows with these weights, in numpy's words: Σ log(1 + exp(∓z)). */
const fourRows = (w1, w2, b) =>
  [
    [0.3, 0.6, 1],
    [0.5, 0.1, 0],
    [0.9, 0.9, 0],
    [0.4, 0.5, 1],
  ].reduce((sum, [x1, x2, y]) => sum + Math.log1p(Math.exp((y ? -1 : 1) * (b + w1 * x1 + w2 * x2))), 0);
const number = (text) => Number(text.replace('−', '-'));

test('a newcomer stands on the surface of the four rows, reads it node by node, turns it, holds the third weight, and leaves the run as it was', async () => {
  await withSite(async ({ open }) => {
    const page = await open('~gallery');
    await page.locator('[data-card="surface"]').click();
    const before = await settled(page, ['paused']);
    await whole(page);
    await picture(page, 'landscape-1-surface');
    const { out } = program('native', 'run', `${new URL(page.url()).hash.slice(1).split('~')[0]}`, '--steps', '100', '--json');
    const loss = JSON.parse(out.trim().split('\n').at(-1)).train.loss;
    await eventually(async () =>
      assert.equal(number((await reading(page, 'surface')).match(/loss (.*)$/)[1]), Number(loss.toPrecision(6))),
    );
    await page.locator('gb-landscape-surface .chart').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
    await page.waitForURL(/look=,,,1,,,,25,30$/);

    await show(page, 'Contours');
    const map = page.locator('gb-landscape-map .chart');
    await eventually(async () => assert.match(await map.getAttribute('aria-label'), /At step 100 the loss is 0\.482999.*101 points/));
    await eventually(async () => assert.ok((await page.locator('gb-landscape-map .level').count()) >= 5, 'levels are labelled'));
    await page.locator('#landscape-held').selectOption('0.b.0');
    await page.locator('#landscape-value').fill('0,5');
    await page.locator('#landscape-value').press('Enter');
    await page.locator('.l-legend', { hasText: 'with the held weight moved' }).waitFor();
    await whole(page);
    await map.focus();
    for (const key of ['ArrowRight', 'ArrowRight', 'Shift+ArrowDown']) await page.keyboard.press(key);
    await eventually(async () => {
      const [, w1, w2, there] = (await reading(page)).match(/w 1,1 = (.*), Output w 1,2 = (.*): loss (.*)$/);
      const expected = fourRows(number(w1), number(w2), 0.5);
      assert.ok(
        Math.abs(number(there) - expected) < 0.02 * expected,
        `${there} where the formula gives ${expected} for the rounded weights`,
      );
    });

    await page.locator('.l-table summary').first().click();
    await eventually(async () => assert.equal(await page.locator('.l-table').first().locator('tbody tr').count(), 9));
    await page.locator('.l-table summary').nth(1).click();
    await eventually(async () => assert.equal(await page.locator('.l-table').nth(1).locator('tbody tr').count(), 101));
    const [download] = await Promise.all([page.waitForEvent('download'), act(page, 'landscape-csv').click()]);
    const [heads, ...lines] = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n');
    assert.equal(heads, 'across,up,loss');
    assert.equal(lines.length, 65 * 65);
    for (const line of lines.filter((_, index) => index % 97 === 0)) {
      const [a, b, value] = line.split(',').map(Number);
      const right = fourRows(a, b, 0.5);
      assert.ok(Math.abs(value - right) <= 1e-5 * right, `${line}: the formula gives ${right}`);
    }
    const slice = page.locator('gb-landscape-slice').first();
    await slice.locator('.chart').focus();
    const stood = await slice.locator('.reading').innerText();
    await page.keyboard.press('ArrowLeft');
    await slice.locator('.reading').filter({ hasNotText: stood }).waitFor();
    assert.equal((await rootState(page)).weightsHash, before.weightsHash);

    await page.waitForURL(/look=[^&]*,50,/);
    const again = await open(new URL(page.url()).hash.slice(1));
    await settled(again, ['paused']);
    await again.locator('.l-legend', { hasText: 'with the held weight moved' }).waitFor();
    await eventually(async () => assert.equal(await again.locator('#landscape-value').inputValue(), '0.5'));
    assert.deepEqual([...page.troubles, ...again.troubles], []);
  });
});

test('weights are chosen in the network, planes by name; a plane that there is not says why; a long survey shows its progress and can be cancelled', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=xor&net=3:tanh~tool=landscape&look=3');
    await settled(page);
    await page.locator('.l-status', { hasText: 'Train a few steps first' }).waitFor();
    await act(page, 'epoch').click();
    await page.locator('.l-status', { hasText: 'At step' }).waitFor();
    await whole(page);
    await eventually(async () =>
      assert.match(await page.locator('gb-landscape-map .axis.x').innerText(), /first direction, .* of the path/),
    );

    await page.getByRole('group', { name: 'Over' }).getByRole('button', { name: 'Weights' }).click();
    await act(page, 'landscape-pick').click();
    await page.getByText('Press the weight that runs across.').waitFor();
    const edges = page.locator('gb-network .walk');
    await edges.focus();
    await page.keyboard.press('Enter');
    await page.getByText('Press the weight that runs up.').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await act(page, 'landscape-pick').getByText('Choose in the network').waitFor();
    await whole(page);
    const [across, up] = await Promise.all(['first', 'second'].map((name) => page.locator(`#landscape-${name}`).inputValue()));
    assert.match(across, /^\d\.w\.\d\.\d$/);
    assert.match(up, /^\d\.w\.\d\.\d$/);
    assert.notEqual(across, up);

    const digits = await open('data=digits&net=32:tanh&batch=32~tool=landscape&look=2');
    const before = await settled(digits);
    await digits.locator('.l-status progress').waitFor();
    await act(digits, 'landscape-cancel').click();
    await digits.locator('.l-status', { hasText: 'Cancelled' }).waitFor();
    await act(digits, 'landscape-again').click();
    await digits.locator('.l-status progress').waitFor();
    await act(digits, 'run').click();
    await digits.waitForFunction(() => Number(document.documentElement.dataset.step) > 20);
    assert.equal((await rootState(digits)).runState, 'running', 'the run goes on meanwhile');
    await act(digits, 'run').click();
    await settled(digits, ['paused']);
    assert.equal(before.step, '0');
    assert.deepEqual([...page.troubles, ...digits.troubles], []);
  });
});

test('the landscape fits a phone', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=spiral&at=600~tool=landscape', { width: 390, height: 844, dark: true });
    await settled(page);
    await whole(page);
    await picture(page, 'landscape-2-phone');
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 390);
    for (const name of ['Slices', 'Surface', 'Contours']) await show(page, name);
    assert.deepEqual(page.troubles, []);
  });
});
