// Five newcomers' tasks, as a person would do them, with a picture of each step.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, eventually, picture, railField, rootState, setField, settled, withSite } from './harness.mjs';

const number = (text) => Number(text.replace(/[^\d.−-]/g, '').replace('−', '-'));

/** The training loss at the end of its curve. */
async function trainLoss(page) {
  await settled(page);
  return number(
    (await page
      .locator('gb-progress')
      .getByText(/^train [\d.]/)
      .first()
      .textContent()) ?? '',
  );
}

test('a newcomer makes the spiral learn', async () => {
  await withSite(async ({ open }) => {
    const page = await open('', { width: 1440, height: 900 });
    assert.equal((await settled(page)).runState, 'ready');
    await picture(page, 'task1-1-arrived');
    await act(page, 'run').click();
    await page.waitForFunction(() => Number(document.documentElement.dataset.epoch) > 20);
    assert.equal((await rootState(page)).runState, 'running');
    await picture(page, 'task1-2-learning');
    await act(page, 'speed').selectOption('fastest');
    const end = await settled(page, ['finished'], 60000);
    await picture(page, 'task1-3-learned');
    assert.ok(Number(end.epoch) >= 100);
    await eventually(async () =>
      assert.ok(number(await page.locator('gb-answer').locator('text=/% of test right/').first().textContent()) >= 90),
    );
    assert.deepEqual(page.troubles, []);
  });
});

test('a newcomer finds the smallest network that solves XOR', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=xor4&net=1:tanh&opt=adam&lr=0.1&batch=all&epochs=500&seed=3~speed=fastest');
    await settled(page);
    await act(page, 'run').click();
    await settled(page, ['finished']);
    await picture(page, 'task2-1-one-unit-fails');
    const loss = await trainLoss(page);
    assert.ok(loss > 0.3, `one unit cannot solve XOR, loss ${loss}`);
    await page
      .getByRole('button', { name: /add a unit/i })
      .first()
      .click();
    await page.waitForFunction(() => document.documentElement.dataset.step === '0');
    await picture(page, 'task2-2-two-units');
    await page.evaluate(() => {
      let chance = 4;
      crypto.getRandomValues = (numbers) => numbers.fill(chance++);
    });
    let solved = false;
    for (let attempt = 0; attempt < 8 && !solved; ++attempt) {
      await act(page, 'run').click();
      await settled(page, ['finished']);
      solved = (await trainLoss(page)) < 0.1;
      if (!solved) {
        await act(page, 'seed').click();
        await page.waitForFunction(() => document.documentElement.dataset.step === '0');
      }
    }
    await picture(page, 'task2-3-two-units-solve-it');
    assert.ok(solved);
  });
});

test('a newcomer draws a digit and has it read', async () => {
  await withSite(async ({ open }) => {
    const page = await open();
    await settled(page);
    await act(page, 'gallery').click();
    await page
      .getByRole('link', { name: /ten digits/i })
      .first()
      .click();
    await page.waitForFunction(() => location.hash.includes('digits'));
    await settled(page);
    await act(page, 'speed').selectOption('fastest');
    await act(page, 'run').click();
    await settled(page, ['finished'], 60000);
    await picture(page, 'task3-1-trained');
    const pad = page.locator('canvas[data-pad]');
    const box = await pad.boundingBox();
    await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.1);
    await page.mouse.down();
    for (let i = 1; i <= 16; ++i) await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * (0.1 + 0.05 * i));
    await page.mouse.up();
    await page.locator('gb-network[data-winner="1"]').waitFor();
    await settled(page);
    await picture(page, 'task3-2-drawn');
    assert.deepEqual(page.troubles, []);
  });
});

test('a newcomer breaks a run with a huge learning rate and comes back', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=plane&net=8:relu,8:relu&opt=sgd&lr=0.03&epochs=200&batch=10~speed=fastest');
    await settled(page);
    await setField(page, 'lr', '100');
    await settled(page);
    await act(page, 'run').click();
    await settled(page, ['diverged']);
    await picture(page, 'task4-1-diverged');
    const step = Number((await rootState(page)).step);
    await page
      .getByRole('button', { name: /^go to step/i })
      .first()
      .click();
    await settled(page, ['paused', 'ready']);
    await picture(page, 'task4-2-back');
    assert.ok(Number((await rootState(page)).step) <= step + 1);
    await act(page, 'reset').click();
    await setField(page, 'lr', '0.01');
    await settled(page);
    await act(page, 'run').click();
    await settled(page, ['finished'], 60000);
    await picture(page, 'task4-3-recovered');
  });
});

test('a newcomer sends a friend exactly what they see', async () => {
  await withSite(async ({ open }) => {
    const mine = await open('data=moons&net=6:tanh&epochs=0&seed=11~speed=fastest');
    await settled(mine);
    await act(mine, 'run').click();
    await mine.waitForFunction(() => Number(document.documentElement.dataset.step) > 300);
    await act(mine, 'run').click();
    const before = await settled(mine, ['paused']);
    await act(mine, 'share').click();
    const link = await eventually(async () => {
      const copied = await mine.evaluate(() => navigator.clipboard.readText());
      assert.match(copied, /at=\d+/);
      return copied;
    });
    await picture(mine, 'task5-1-shared');
    const friend = await open(link.slice(link.indexOf('#') + 1));
    const after = await settled(friend, ['paused']);
    await picture(friend, 'task5-2-opened');
    assert.equal(after.step, before.step);
    assert.equal(after.weightsHash, before.weightsHash);
    await friend
      .getByText(/same numbers as the sender/i)
      .first()
      .waitFor();
  });
});

test('a newcomer whose browser speaks German reads the same numbers', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=spiral&at=2000', { locale: 'de-DE' });
    await settled(page);
    assert.equal(await page.locator('[data-readout=step] dd').textContent(), '2,000');
  });
});

test('a teacher and thirty pupils see the same colours, whatever their computers showed on the way', async () => {
  await withSite(async ({ open }) => {
    const limit = (page) => page.locator('gb-network .legend .limit').last().textContent();
    const fit = async (page) => {
      await page.locator('gb-network .fit').click();
      await settled(page);
    };
    const start = await open('data=digits&net=32:relu');
    await settled(start);
    const arrived = await open('data=digits&net=32:relu&at=2000');
    await settled(arrived);
    assert.equal(await limit(arrived), await limit(start), 'weights have the scale of the start of their run');
    await fit(arrived);
    await eventually(async () => assert.notEqual(await limit(arrived), await limit(start)));
    await picture(arrived, 'colours-fitted');
    const link = 'data=spiral&net=8:relu,8:relu&epochs=2000&at=60000~units=sum';
    const sums = await open(link);
    await settled(sums);
    const shown = await limit(sums);
    await fit(sums);
    assert.equal(await limit(sums), shown, 'sums have the scale of where the run first stood still');
    const second = await open('data=spiral&net=8:relu,8:relu&epochs=2000~units=sum');
    await settled(second);
    await second.evaluate((hash) => {
      location.hash = hash;
    }, link);
    await second.waitForFunction(() => document.documentElement.dataset.step === '60000');
    await settled(second);
    assert.equal(await limit(second), shown, 'also where another run was before it');
  });
});

/** A click at a share of the map's width and height, from its upper left corner. */
async function clickMap(page, x, y) {
  const box = await page.locator('gb-map .plot').boundingBox();
  await page.mouse.click(box.x + box.width * x, box.y + box.height * y);
  await settled(page);
}

const ownPoints = async (page) => Number((await page.locator('gb-map .plot').getAttribute('aria-label')).match(/(\d+) points/)?.[1] ?? 0);
const until = (page, count) => page.locator(`gb-map .plot[aria-label*=" ${count} points"]`).waitFor();

test('a newcomer draws points of their own, takes some back and sees them learned', async () => {
  await withSite(async ({ open }) => {
    const page = await open('~gallery');
    await settled(page);
    await page
      .getByRole('link', { name: /own data/i })
      .first()
      .click();
    await page.waitForFunction(() => location.hash.includes('rows'));
    await picture(page, 'task6-1-no-points');
    for (const [x, y] of [
      [0.2, 0.2],
      [0.3, 0.25],
      [0.25, 0.35],
      [0.7, 0.8],
    ])
      await clickMap(page, x, y);
    await page
      .getByRole('button', { name: /^class 1/ })
      .first()
      .click();
    for (const [x, y] of [
      [0.8, 0.3],
      [0.75, 0.2],
      [0.3, 0.8],
      [0.2, 0.75],
    ])
      await clickMap(page, x, y);
    await until(page, 8);
    await page.getByRole('button', { name: 'erase' }).first().click();
    await clickMap(page, 0.8, 0.3);
    await until(page, 7);
    await page
      .getByRole('button', { name: /^class 1/ })
      .first()
      .click();
    const before = await page.evaluate(() => location.hash);
    const box = await page.locator('gb-map .plot').boundingBox();
    await page.mouse.move(box.x + box.width * 0.75, box.y + box.height * 0.2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.85, box.y + box.height * 0.15, { steps: 5 });
    await page.mouse.up();
    await page.waitForFunction((earlier) => location.hash !== earlier, before);
    await settled(page);
    await eventually(async () => assert.equal(await ownPoints(page), 7, 'a drag moves a point and adds none'));
    await picture(page, 'task6-2-drawn');
    await act(page, 'speed').selectOption('fastest');
    await act(page, 'run').click();
    await settled(page, ['finished'], 60000);
    await picture(page, 'task6-3-learned');
    await eventually(async () => assert.match(await page.locator('gb-map .plot').getAttribute('aria-label'), /100\s% of train right/));
    const friend = await open(new URL(page.url()).hash.slice(1));
    await settled(friend);
    await eventually(async () => assert.equal(await ownPoints(friend), 7, 'the link holds the points'));
    assert.deepEqual(page.troubles, []);
  });
});

test('a newcomer opens a table from a file, and is told what is wrong with another', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=rows');
    await settled(page);
    const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
    const chooser = page.locator('gb-own-data input[type=file]');
    await chooser.setInputFiles(file('bad.csv', 'width,height,kind\n1,2,0\n1,tall,1\n'));
    await page.getByText(/tall/).first().waitFor();
    await picture(page, 'task7-1-told-what-is-wrong');
    await chooser.setInputFiles(file('good.csv', 'width,height,kind\n1,2,0\n2,1,0\n3,5,1\n4,4,1\n5,3,1\n'));
    await page.waitForFunction(() => location.hash.includes('width'));
    await settled(page);
    await act(page, 'step').click();
    await page.waitForFunction(() => document.documentElement.dataset.step === '1');
    await picture(page, 'task7-2-a-table-of-their-own');
  });
});

test('a run whose trainer is lost comes back by itself, with the same numbers', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=circle&net=4:tanh,2:tanh&epochs=0~speed=fastest');
    await settled(page);
    await act(page, 'run').click();
    await page.waitForFunction(() => Number(document.documentElement.dataset.step) > 300);
    await act(page, 'run').click();
    const before = await settled(page, ['paused']);
    // Its answer may be lost with it.
    const asked = page.workers()[0].evaluate(() => {
      setTimeout(() => {
        throw new Error('lost on purpose');
      });
    });
    await asked.catch(() => undefined);
    await page
      .getByText(/rebuilt|same numbers|again/i)
      .first()
      .waitFor();
    const after = await settled(page, ['paused']);
    await picture(page, 'task8-1-back-again');
    assert.equal(after.step, before.step);
    assert.equal(after.weightsHash, before.weightsHash);
  });
});

test('an instrument that waits for the run gets it from the trainer in place of the one that was lost', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=circle&net=4:tanh,2:tanh&at=300~tool=landscape');
    await settled(page, ['paused']);
    const status = page.locator('gb-landscape .l-status');
    await status.getByText('At step 300').waitFor();
    const lost = page.workers()[0].evaluate(() => {
      self.onmessage = null;
      setTimeout(() => {
        throw new Error('lost on purpose');
      }, 500);
    });
    await act(page, 'landscape-again').click();
    await status.locator('progress').waitFor();
    await lost.catch(() => undefined);
    await status.getByText('At step 300').waitFor();
  });
});

test('an engineer asks where the time of a step goes', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=digits&net=32:relu&batch=32');
    const before = await settled(page);
    await act(page, 'tool-speed').click();
    await page.getByText('samples a second').waitFor();
    await picture(page, 'task9-1-where-the-time-goes');
    await eventually(async () => assert.equal(await page.locator('gb-speed tbody tr').count(), 7));
    await eventually(async () => assert.match(await page.locator('gb-speed tbody tr', { hasText: 'Forward' }).textContent(), /75,776/));
    await page.keyboard.press('Escape');
    assert.equal((await rootState(page)).weightsHash, before.weightsHash, 'measuring leaves the run as it was');
    assert.deepEqual(page.troubles, []);
  });
});

test('a newcomer squeezes digits through two numbers and draws with them', async () => {
  await withSite(async ({ open }) => {
    const page = await open();
    await settled(page);
    await act(page, 'gallery').click();
    await page
      .getByRole('link', { name: /two numbers a digit/i })
      .first()
      .click();
    await page.waitForFunction(() => location.hash.includes('target=inputs'));
    await settled(page);
    await act(page, 'speed').selectOption('fastest');
    await act(page, 'run').click();
    await settled(page, ['finished'], 60000);
    await picture(page, 'task10-1-code-plane');
    const plane = page.getByRole('application', { name: /plane of codes/i });
    const box = await plane.boundingBox();
    const decodedAt = async (x, y) => {
      await page.mouse.move(box.x + box.width * x, box.y + box.height * y);
      await page.waitForTimeout(300);
      return await page.locator('gb-rebuilt [data-picture=spot] canvas').evaluate((canvas) => canvas.toDataURL());
    };
    await eventually(async () => {
      const left = await decodedAt(0.1, 0.9);
      assert.notEqual(await decodedAt(0.8, 0.2), left);
      assert.equal(await decodedAt(0.1, 0.9), left);
    });
    await picture(page, 'task10-2-decoded');
    await eventually(async () => assert.match(await page.locator('gb-rebuilt .note').textContent(), /^code .+ nearest row: \d$/));
    await page.mouse.click(box.x + box.width * 0.8, box.y + box.height * 0.2);
    await page.getByRole('button', { name: 'decoded' }).click();
    await settled(page);
    await picture(page, 'task10-3-every-spot-decoded');
    await plane.focus();
    await page.keyboard.press('ArrowRight');
    await page.locator('gb-rebuilt .note', { hasText: 'nearest row' }).waitFor();
    assert.deepEqual(page.troubles, []);
  });
});

test('a plane of codes stays through another start and another layer', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=digits&net=16:relu,2:tanh,16:relu&target=inputs');
    await settled(page);
    const note = page.locator('gb-rebuilt .note');
    await note.getByText('Point at the plane').waitFor();
    await act(page, 'seed').click();
    await settled(page);
    await note.getByText('Point at the plane').waitFor();
    await page.evaluate(() => {
      location.hash = 'data=digits&net=16:relu,3:tanh,16:relu&target=inputs';
    });
    await page.locator('gb-rebuilt .plane').waitFor({ state: 'detached' });
    await eventually(async () => assert.notEqual(await note.innerText(), ''));
    assert.deepEqual(page.troubles, []);
  });
});

test('a newcomer weighs mistakes by their price and moves the cut without losing the run', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=cancer&net=6:tanh&batch=32&cost10=1&cost01=3&at=130');
    const before = await settled(page);
    const cost = async () => number((await page.locator('gb-confusion .cost').textContent()) ?? '');
    await picture(page, 'task11-1-costs');
    const even = await cost();
    const always = (await page.locator('gb-confusion .always').textContent()) ?? '';
    assert.match(always, /^always “malignant”: 0\.\d+ · always “benign”: 1\.\d+$/, 'what one answer for everybody would cost');
    await setField(page, 'cut', '0.95');
    await page.waitForFunction(() => location.hash.includes('cut=0.95'));
    const after = await settled(page);
    await eventually(async () => assert.notEqual(await cost(), even));
    await picture(page, 'task11-2-cut');
    assert.equal(after.step, '130');
    assert.equal(after.weightsHash, before.weightsHash);
    assert.deepEqual(page.troubles, []);
  });
});

test('a newcomer reads digits from sixteen squares, and takes out a layer that computes nothing', async () => {
  await withSite(async ({ open, address }) => {
    const page = await open('~gallery', { width: 1440, height: 900 });
    await settled(page);
    await page
      .getByRole('link', { name: /sixteen grey squares/i })
      .first()
      .click();
    await page.locator('gb-network').getByText('Average pooling').waitFor();
    await picture(page, 'task12-1-averages');
    await page.locator('gb-network').getByText('Point at a unit to see its 16 weights').waitFor();
    await act(page, 'speed').selectOption('fastest');
    await act(page, 'run').click();
    await settled(page, ['finished']);
    const read = await page
      .locator('gb-confusion')
      .getByText(/right, \d+ wrong/)
      .textContent();
    await picture(page, 'task12-2-averages-read');
    assert.match(read ?? '', /^\s*334 right, 26 wrong/, 'of 360 digits');

    await page.goto('about:blank');
    await page.goto(`${address}#~gallery`);
    await settled(page);
    await page
      .getByRole('link', { name: /a layer that computes nothing/i })
      .first()
      .click();
    await page.locator('gb-structure').getByText('[N × 72]').waitFor();
    await act(page, 'epoch').click();
    await page.waitForFunction(() => document.documentElement.dataset.step === '45');
    const { weightsHash } = await settled(page);
    await picture(page, 'task12-3-flatten');
    await page.evaluate(() => (location.hash = location.hash.replace('flatten,', '')));
    await page.locator('gb-structure').getByText('[N × 72]').waitFor({ state: 'detached' });
    const without = await settled(page);
    assert.deepEqual([without.step, without.weightsHash], ['45', weightsHash], 'the link goes to the same step');
    assert.deepEqual(page.troubles, []);
  });
});

test('an engineer sees every step of the learning rate before training', async () => {
  await withSite(async ({ open }) => {
    const page = await open('data=xor&net=4:tanh&schedule=step&every=50&epochs=200');
    await settled(page);
    const plan = page.locator('gb-rate-plan path');
    const corners = async () =>
      [...(await plan.getAttribute('d')).matchAll(/([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
    await railField(page, 'schedule');
    const steps = await corners();
    const falls = steps.slice(1).filter(([, y], i) => y !== steps[i][1]);
    assert.deepEqual(
      falls.map(([x]) => Math.round(x)),
      [52, 104, 156, 208],
      'at a quarter, half and three quarters, and after the last epoch',
    );
    await picture(page, 'rate-plan-steps');
    await (await railField(page, 'schedule')).selectOption('cosine');
    await eventually(async () => {
      const curve = await corners();
      assert.ok(curve.every(([, y], i) => i === 0 || y >= curve[i - 1][1]) && new Set(curve.map(([, y]) => y)).size > 100);
    });
    await picture(page, 'rate-plan-cosine');
    assert.deepEqual(page.troubles, []);
  });
});
