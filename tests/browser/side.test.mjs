// Runs side by side, as a newcomer meets them, from a link, by keyboard alone, and in step however fast they go.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOf } from '../parity/core.mjs';
import { act, eventually, picture, rootState, settled, withSite } from './harness.mjs';

const side = (page) => page.locator('gb-side');
const cards = (page) => page.locator('gb-side article');
const card = (page, letter) => page.locator(`gb-side article[data-run="${letter}"]`);

/** All runs at one step, and the difference of these very answers. */
const together = (page, step) =>
  page.waitForFunction((wanted) => {
    const at = [...document.querySelectorAll('gb-side article .s-at')].map(({ textContent }) => /step ([\d,]+),/.exec(textContent)[1]);
    const articles = document.querySelectorAll('gb-side article').length;
    return at.length === articles && at.every((text) => text.replaceAll(',', '') === wanted);
  }, String(step));

const hashes = (page) => page.locator('gb-side article code').evaluateAll((all) => all.map((one) => one.textContent.replaceAll(' ', '')));

test('a newcomer compares three learning rates, opens the best one, and adds a fourth run', async () => {
  await withSite(async ({ open }) => {
    const page = await open('~gallery');
    await settled(page);
    await page.getByRole('link', { name: /three learning rates/i }).click();
    await side(page).locator('.s-at').nth(2).waitFor();
    assert.deepEqual(new Set(await hashes(page)).size, 1, 'all begin with the same weights');
    await page.getByText('Identical to the bit.').waitFor();
    await picture(page, 'side-1-start');

    await page.keyboard.press('Space');
    await page.waitForFunction(() => Number(document.documentElement.dataset.step) > 300);
    await page.keyboard.press('Space');
    const { step, weightsHash } = await settled(page, ['paused']);
    await together(page, step);
    const [a, b, c] = await hashes(page);
    assert.equal(a, weightsHash);
    const text = 'data=circle&net=4:tanh,2:tanh&epochs=100';
    assert.equal(a, hashOf('native', text, step), 'looking at others changes nothing');
    assert.equal(b, hashOf('native', `${text}&lr=0.1`, step));
    assert.equal(c, hashOf('native', `${text}&lr=1`, step));
    await eventually(async () => assert.match(await card(page, 'B').innerText(), /Learning rate\s*0\.1/));
    await eventually(async () => assert.match(await card(page, 'B').innerText(), /same data, same first weights/));
    await page.locator('gb-side-difference').waitFor();
    await picture(page, 'side-2-paused');

    await page.locator('.s-difference select').selectOption('1');
    await page.getByRole('img', { name: /What C answers more or less than A/ }).waitFor();
    await act(page, 'reset').click();
    await together(page, 0);
    await page.getByText('Identical to the bit.').waitFor();

    await page.locator('#side-field').selectOption('batch');
    await page.locator('#side-value').fill('all');
    await act(page, 'side-add').click();
    await card(page, 'D').getByText('Batch').waitFor();
    await act(page, 'epoch').click();
    await card(page, 'D').getByText('step 1, epoch 1').waitFor();
    await picture(page, 'side-3-four-runs');
    await card(page, 'D').getByRole('button', { name: 'Remove D' }).click();
    await card(page, 'D').waitFor({ state: 'detached' });

    await card(page, 'B').getByRole('button', { name: 'Open' }).click();
    await page.waitForFunction(() => /lr=0\.1&/.test(location.hash) && location.hash.includes('vary=lr=0.01&vary=lr=1'));
    const opened = await settled(page, ['ready', 'paused']);
    await together(page, opened.step);
    assert.deepEqual(page.troubles, []);
  });
});

test('the same experiment again differs by exactly 0, at rest and on the way, as fast as it goes', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=spiral3&net=8:tanh&epochs=0&at=50~speed=fastest&tool=compare');
    await settled(page);
    await act(page, 'side-same').click();
    await page.getByText('The difference is exactly 0 at all').waitFor();
    await page.evaluate(() => {
      window.differing = 0;
      window.seen = new Set();
      new MutationObserver(() => {
        const panel = document.querySelector('.s-difference');
        const at = document.querySelector('gb-side article .s-at')?.textContent;
        window.seen.add(at);
        if (/Largest/.test(panel?.textContent ?? '')) window.differing += 1;
      }).observe(document.querySelector('gb-side'), { subtree: true, childList: true, characterData: true });
    });
    await act(page, 'run').click();
    await page.waitForFunction(() => Number(document.documentElement.dataset.step) > 4000 && window.seen.size > 4);
    await page.keyboard.press('Space');
    const { step } = await settled(page, ['paused']);
    await together(page, step);
    await page.getByText('The weights are the same too.').waitFor();
    assert.equal(new Set(await hashes(page)).size, 1);
    assert.equal(await page.evaluate(() => window.differing), 0, 'no picture on the way showed a difference');
    await page.locator('input[name="step"]').fill('1234');
    await page.locator('input[name="step"]').press('Enter');
    await together(page, 1234);
    assert.equal(new Set(await hashes(page)).size, 1);
    assert.deepEqual(page.troubles, []);
  });
});

/**
 * As on a slow computer: the page's trainer says that it rests a while before its picture comes, and where asked its pictures on the
 * way are missed and the third run's are late.
 */
const slowed = () => {
  let workers = 0;
  window.Worker = class extends Worker {
    #number = workers++;
    #heard = Promise.resolve();
    set onmessage(receive) {
      const hear = (event, wait) => {
        this.#heard = this.#heard
          .then(() => wait > 0 && new Promise((wake) => setTimeout(wake, wait)))
          .then(() => {
            receive(event);
            if (this.#number === 0) window.pictureDue = event.data.type === 'resting';
          });
      };
      super.onmessage = (event) => {
        const { type, activity, run, snapshot } = event.data;
        const rests = this.#number === 0 && type === 'snapshot' && activity === 'paused' && snapshot.status.step > 0;
        if (rests) hear(new MessageEvent('message', { data: { type: 'resting', run, status: snapshot.status } }), 0);
        if (window.missed && this.#number === 0 && activity === 'running') return;
        hear(event, rests ? 400 : window.late && this === window.third ? 150 : 0);
      };
    }
    postMessage(message, transfer) {
      if (message.type === 'open' && message.text.includes('lr=0.07')) window.third = this;
      super.postMessage(message, transfer);
    }
  };
};

test('pictures of different moments are never compared, however late one of them comes', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=spiral3&net=8:tanh&epochs=0~speed=fastest&vary=&vary=lr=0.07&tool=compare', { before: slowed });
    await settled(page);
    await page.getByText('The difference is exactly 0 at all').waitFor();
    await page.evaluate(() => {
      window.differing = 0;
      new MutationObserver(() => {
        if (/Largest/.test(document.querySelector('.s-difference')?.textContent ?? '')) window.differing += 1;
      }).observe(document.querySelector('gb-side'), { subtree: true, childList: true, characterData: true });
      setInterval(() => document.querySelector('.s-difference select').dispatchEvent(new Event('change')), 20);
    });
    for (const late of [false, true]) {
      await page.evaluate((value) => {
        window.late = value;
        window.missed = false;
        window.begun = Number(document.documentElement.dataset.step);
      }, late);
      await act(page, 'run').click();
      await page.waitForFunction(() => Number(document.documentElement.dataset.step) > window.begun + 700);
      await page.evaluate(() => {
        window.missed = true;
      });
      await page.waitForTimeout(200);
      await page.keyboard.press('Space');
      const { step } = await settled(page, ['paused']);
      await together(page, step);
    }
    await page.evaluate(() => {
      window.missed = false;
      navigator.clipboard.writeText = async () => {
        window.copied = { due: window.pictureDue, state: document.documentElement.dataset.runState };
      };
    });
    await act(page, 'run').click();
    await page.waitForFunction(() => document.documentElement.dataset.runState === 'running');
    await act(page, 'share').click();
    await page.waitForFunction(() => window.copied);
    const copied = await page.evaluate(() => window.copied);
    assert.deepEqual(copied, { due: false, state: 'paused' }, 'what is shared waits for the picture');
    const { step } = await settled(page, ['paused']);
    await together(page, step);
    const [same, again] = await hashes(page);
    assert.equal(same, again);
    assert.equal(await page.evaluate(() => window.differing), 0, 'no difference of equal runs was ever shown');
    assert.deepEqual(page.troubles, []);
  });
});

test('a wrong link says what is wrong with which run, and the others go on', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=circle&net=4:tanh&at=60~vary=btch=20&vary=lr=50~opt=sgd&vary=lr=fast&vary=seed=2&tool=compare');
    await settled(page);
    await card(page, 'B').getByText('There is no setting called “btch”').waitFor();
    await card(page, 'D').getByText('is not a number here').waitFor();
    await page.getByText('A link compares at most 4 runs').waitFor();
    await card(page, 'C').getByText('step').first().waitFor();
    await picture(page, 'side-wrong-link');
    await card(page, 'B').getByRole('button', { name: 'Remove B' }).click();
    await page.waitForFunction(() => location.hash.endsWith('~vary=lr=50~opt=sgd&vary=lr=fast&vary=seed=2&tool=compare'));
    assert.deepEqual(page.troubles, []);
  });
});

test('a comparison is made by keyboard alone, is in the link, and a pasted link joins it', async () => {
  await withSite(async ({ open, address }) => {
    const page = await open('data=circle&net=4:tanh');
    await settled(page);
    await act(page, 'tool-compare').focus();
    await page.keyboard.press('Enter');
    await page.locator('#side-field').selectOption('init');
    await page.locator('#side-value').selectOption('zeros');
    await act(page, 'side-add').focus();
    await page.keyboard.press('Enter');
    await card(page, 'B').locator('.s-at').waitFor();
    await page.getByRole('button', { name: 'A link' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('#side-value').focus();
    await page.keyboard.type('data=circle&net=4:tnah');
    await page.keyboard.press('Enter');
    await page.locator('#side-problem', { hasText: 'tnah' }).waitFor();
    await page.locator('#side-value').fill(`${address}#data=circle&net=4:relu&lr=0.03&at=500~tool=speed`);
    await page.keyboard.press('Enter');
    await card(page, 'C').locator('.s-at').waitFor();
    await page.waitForFunction(() => location.hash.includes('~vary=init=zeros&vary=net=4:relu~lr=0.03&tool=compare'));
    await page.locator('gb-side-chart .chart').focus();
    await page.keyboard.press('ArrowRight');
    const again = await open(new URL(page.url()).hash.slice(1));
    await card(again, 'C').locator('.s-at').waitFor();
    assert.deepEqual(await hashes(again), await hashes(page));
    await page.keyboard.press('Escape');
    await side(page).waitFor({ state: 'detached' });
    assert.deepEqual([...page.troubles, ...again.troubles], []);
    assert.equal((await rootState(page)).runState, 'ready');
  });
});

test('every kind of answer has its picture and its difference, in every theme and width', async (t) => {
  await withSite(async ({ open }) => {
    const cases = {
      curve: ['data=sine&net=8:tanh&at=200~vary=lr=0.1&tool=compare', { dark: true }],
      digits: ['data=digits&net=16:relu&batch=32&at=60~vary=batch=64&tool=compare', {}],
      regression: ['data=plane&net=4:tanh&at=60~vary=l2=0.1&tool=compare', { width: 1100, height: 800 }],
      table: ['data=iris&net=4:tanh&at=60~vary=seed=2&tool=compare', { width: 800, height: 1000, dark: true }],
      autoencoder: ['data=digits&target=inputs&net=8:tanh&out=sigmoid&batch=32&at=60~vary=lr=0.03&tool=compare', {}],
      double: ['data=table4&net=2:sigmoid&precision=64&at=20~vary=precision=32&tool=compare', {}],
      diverged: ['data=plane&net=8:relu&opt=sgd&lr=0.01&at=80~vary=lr=50&tool=compare', {}],
      phone: ['data=moons&net=6:tanh&at=200~vary=lr=0.1&tool=compare', { width: 390, height: 844 }],
      'phone, dark': ['data=moons&net=6:tanh&at=200~vary=lr=0.1&tool=compare', { width: 390, height: 844, dark: true }],
    };
    for (const [name, [hash, options]] of Object.entries(cases))
      await t.test(name, async () => {
        const page = await open(hash, options);
        await settled(page);
        await card(page, 'B').locator('.s-at').waitFor();
        await page.waitForTimeout(300);
        await eventually(async () => assert.equal(await cards(page).count(), 2));
        await page.locator('gb-side-difference').waitFor();
        await picture(page, `side-${name.replaceAll(/\W+/g, '-')}`);
        const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
        assert.ok(sizes[0] <= sizes[1], 'nothing scrolls sideways');
        assert.deepEqual(page.troubles, []);
        await page.context().close();
      });
  });
});
