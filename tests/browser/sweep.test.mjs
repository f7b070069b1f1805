// A sweep on the page, as a newcomer makes one: its numbers are those of the command line, its cells are links.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { program } from '../parity/core.mjs';
import { act, eventually, picture, rootState, settled, withSite } from './harness.mjs';

const base = 'data=circle&n=120&net=4:tanh';
const finished = (page, runs) => page.locator('gb-sweep [role=status]', { hasText: `All ${runs} runs are done` }).waitFor();

async function ask(page, { values, second, seeds, epochs }) {
  await page.locator('#sweep-values-0').fill(values);
  if (second) {
    await page.locator('#sweep-key-1').selectOption(second[0]);
    await page.locator('#sweep-values-1').fill(second[1]);
  }
  await page.locator('#sweep-seeds').fill(seeds);
  await page.locator('#sweep-epochs').fill(epochs);
  await page.locator('#sweep-epochs').press('Enter');
}

async function saved(page) {
  const [download] = await Promise.all([page.waitForEvent('download'), act(page, 'sweep-csv').click()]);
  assert.equal(download.suggestedFilename(), 'glassbox-sweep.csv');
  return readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\r\n');
}

test('a newcomer sweeps the learning rate over three seeds: equal to the command line, run by run, and every run opens from its cell', async () => {
  await withSite(async ({ open }) => {
    const page = await open(`${base}~tool=sweep`);
    const before = await settled(page);
    await ask(page, { values: '0.001..1:4', seeds: '3', epochs: '20' });
    await finished(page, 12);
    await picture(page, 'sweep-1-rates');
    assert.equal((await rootState(page)).weightsHash, before.weightsHash, 'the page’s run is left alone');

    const { out } = program('native', 'sweep', `${base}&epochs=20`, 'lr=0.001..1:4', '--seeds', '3', '--run');
    const wanted = out.trim().split('\n').map(JSON.parse);
    const [heads, ...lines] = await saved(page);
    assert.equal(heads, 'lr,step,epoch,diverged,train_loss,train_score,test_loss,test_score,hash,experiment');
    assert.equal(lines.length, wanted.length);
    for (const [index, { experiment, step, epoch, diverged, train, test: tested, hash }] of wanted.entries()) {
      const rate = ['0.001', '0.01', '0.1', '1'][Math.floor(index / 3)];
      const numbers = [rate, step, epoch, diverged, train.loss, train.accuracy, tested.loss, tested.accuracy, hash].join(',');
      assert.ok([`${numbers},${experiment}`, `${numbers},"${experiment}"`].includes(lines[index]), lines[index]);
    }

    const cells = await page.locator('gb-sweep td b').allInnerTexts();
    const medians = [0, 1, 2, 3].map(
      (row) =>
        wanted
          .slice(3 * row, 3 * row + 3)
          .map((run) => run.test.loss)
          .sort((a, b) => a - b)[1],
    );
    assert.deepEqual(
      cells,
      medians.map((median) => median.toFixed(4)),
    );
    await eventually(async () => assert.equal(await page.locator('gb-sweep td[data-best]').count(), 1));

    await page.locator('gb-sweep td').nth(1).getByRole('link').nth(2).click();
    await page.getByText('The same numbers as the sender').first().waitFor();
    assert.equal((await settled(page, ['paused', 'finished'])).weightsHash, wanted[5].hash);
    assert.deepEqual(page.troubles, []);
  });
});

test('two settings make a grid, runs that diverge are named, and what is wrong is said before anything starts', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=plane&n=100&net=4:relu&opt=sgd~tool=sweep', { dark: true });
    await settled(page);
    await ask(page, { values: '0.01 fast', seeds: '1', epochs: '5' });
    await page.locator('#sweep-problem', { hasText: '“fast” is not a number here' }).waitFor();
    await ask(page, { values: '0.01..1:500', seeds: '3', epochs: '5' });
    await page.locator('#sweep-problem', { hasText: 'the most is 1000' }).waitFor();
    await ask(page, { values: '0.01', seeds: '11', epochs: '5' });
    await page.locator('#sweep-problem', { hasText: '1 to 10' }).waitFor();
    await ask(page, { values: '0.01', seeds: '2', epochs: '0' });
    await page.locator('#sweep-problem', { hasText: 'needs an end' }).waitFor();
    await ask(page, { values: '0.001 0.01 50', second: ['batch', '5 20 all'], seeds: '2', epochs: '5' });
    await finished(page, 18);
    await eventually(async () => assert.equal(await page.locator('gb-sweep td').count(), 9));
    await eventually(async () => assert.ok((await page.locator('gb-sweep td .w-diverged').allInnerTexts()).includes('2 of 2 diverged')));
    await eventually(async () =>
      assert.match(
        await page.locator('gb-sweep table').getAttribute('aria-label'),
        /^Test loss by Learning rate × Batch: median of 2 seeds/,
      ),
    );
    await picture(page, 'sweep-2-grid-dark');
    assert.deepEqual(page.troubles, []);
  });
});

test('what a sweep is asked stands in its link, and in that of the gallery', async () => {
  await withSite(async ({ open }) => {
    const page = await open('~gallery');
    await page.getByRole('link', { name: /five learning rates/i }).click();
    await page.locator('#sweep-values-0').waitFor();
    await page.locator('#sweep-key-1').selectOption('batch');
    await page.locator('#sweep-values-1').fill('5 20');
    await page.waitForFunction(() =>
      location.hash.endsWith('~sweep=lr=0.001..10:5&sweep=batch=5%2020&sweep=seeds=3&sweep=epochs=40&tool=sweep'),
    );
    await settled(page);
    const again = await open(new URL(page.url()).hash.slice(1));
    const asked = ['#sweep-key-0', '#sweep-values-0', '#sweep-key-1', '#sweep-values-1', '#sweep-seeds', '#sweep-epochs'];
    await again.locator('#sweep-values-1').waitFor();
    const values = await Promise.all(asked.map((field) => again.locator(field).inputValue()));
    assert.deepEqual(values, ['lr', '0.001..10:5', 'batch', '5 20', '3', '40']);
    await again.locator('#sweep-epochs').press('Enter');
    await finished(again, 30);

    const wrong = await open(`${base}~tool=sweep&sweep=lrr=<b>1</b>&sweep=batch=%E0%A4&sweep=net=4:tanh&sweep=seeds=2`);
    await act(wrong, 'sweep-start').click();
    await wrong.locator('#sweep-problem', { hasText: 'no setting called “lrr”' }).waitFor();
    assert.deepEqual([...page.troubles, ...again.troubles, ...wrong.troubles], []);
  });
});

test('a long sweep tells how far it is, stops at once, and keeps what is done; on a phone too', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=moons&n=300&net=8:tanh,8:tanh~tool=sweep', { width: 390, height: 844 });
    await settled(page);
    await ask(page, { values: '0.001..1:20', seeds: '5', epochs: '500' });
    await page.locator('gb-sweep [role=status]', { hasText: 'of 100 runs done' }).waitFor();
    await page.locator('gb-sweep td b').first().waitFor();
    await act(page, 'sweep-stop').click();
    await page.locator('gb-sweep [role=status]', { hasText: 'Stopped after' }).waitFor();
    const text = await page.locator('gb-sweep [role=status]').innerText();
    await page.waitForTimeout(300);
    await eventually(async () => assert.equal(await page.locator('gb-sweep [role=status]').innerText(), text));
    await act(page, 'sweep-csv').scrollIntoViewIfNeeded();
    await picture(page, 'sweep-3-phone');
    const done = Number(/\d+/.exec(text)[0]);
    assert.equal((await saved(page)).length, done + 1);
    const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(sizes[0] <= sizes[1], 'nothing scrolls sideways');
    assert.deepEqual(page.troubles, []);
  });
});
