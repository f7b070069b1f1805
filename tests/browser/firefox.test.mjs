// The same page in another engine: every word and every number on it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withFirefox } from './firefox.mjs';
import { eventually, settled, withSite } from './harness.mjs';

const links = {
  'the first visit, 2,000 steps on': 'at=2000',
  'a wrong link': 'data=spirl&lr=abc',
  'digits and what costs most': 'data=digits&net=32:relu&at=400~tool=generalise',
  'a convolution': 'data=digits&net=conv:8x3:relu,pool:2,16:relu&epochs=5&at=600',
  'one sum after the other': 'data=table4&net=2:sigmoid&opt=sgd&lr=0.1&batch=all&precision=64&at=3~tool=microscope&look=9',
  'three learning rates': 'data=circle&net=4:tanh,2:tanh&epochs=100&at=800~vary=lr=0.1&vary=lr=1&tool=compare',
  'a planted mistake': 'data=xor&net=4:sigmoid&at=200&bug=slope~tool=checks',
  'layers that die': 'data=moons&net=12:relu,12:relu,12:relu&opt=sgd&lr=1&epochs=100&at=400~tool=layers',
  'the way to step 2,000': 'data=spiral&at=2000~tool=landscape',
  'a network on the table': 'data=reflectivity&net=16:tanh&at=1000~tool=structure',
};

/** Every text of the page, shadow roots included, and what stands in fields. */
const words = `
  const found = [];
  const walk = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === 3 && child.data.trim() !== '') found.push(child.data.trim());
      if (child.nodeType !== 1 || child.localName === 'style') continue;
      if (child.localName === 'input') found.push(child.value);
      if (child.shadowRoot) walk(child.shadowRoot);
      walk(child);
    }
  };
  walk(document.body);
  return found;`;
/** Every sentence that asks for patience ends so. */
const isWait = (text) => text.endsWith(' …');
const rest = `const { runState, still, weightsHash } = document.documentElement.dataset;
  return ['ready', 'paused', 'finished'].includes(runState) && still !== undefined ? weightsHash : null`;

const pause = (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds));

/** What both engines say once an instrument's work is done: it stays half a second, and nobody is told to wait. */
async function agreed(inChromium, inFirefox) {
  await eventually(async () => {
    const before = await inChromium();
    await pause(500);
    const said = await inChromium();
    assert.deepEqual(said, before);
    assert.ok(said.length > 50, said.join(' '));
    assert.deepEqual(said.filter(isWait), []);
    assert.deepEqual(await inFirefox(), said);
  }, 60000);
}

test('Firefox says the same as Chromium, word for word and digit for digit', async (t) => {
  await withSite(async ({ open, address }) => {
    await withFirefox(async ({ go, run }) => {
      for (const [name, link] of Object.entries(links)) {
        await t.test(name, async () => {
          const page = await open(link);
          await go(`${address}?${encodeURIComponent(name)}#${link}`);
          const { weightsHash } = await settled(page);
          await eventually(async () => assert.equal(await run(rest), weightsHash));
          await agreed(
            () => page.evaluate(`(() => {${words}})()`),
            () => run(words),
          );
          await page.context().close();
        });
      }
    });
  });
});

test('a run in Firefox ends with the numbers of one in Chromium', async () => {
  await withSite(async ({ open, address }) => {
    const link = 'data=digits&net=32:relu&batch=32&epochs=20~speed=fastest';
    const press = `[...document.querySelectorAll('[data-act=run]')].find((button) => button.checkVisibility()).click()`;
    const page = await open(link);
    await settled(page);
    await page.evaluate(press);
    const { weightsHash } = await settled(page, ['finished']);
    await withFirefox(async ({ go, run }) => {
      await go(`${address}#${link}`);
      await eventually(async () => assert.ok(await run(rest)));
      await run(press);
      await eventually(async () => assert.equal(await run(rest), weightsHash));
    });
  });
});
