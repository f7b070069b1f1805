// The structure of a network and the curves of its activations, as a newcomer meets them.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { act, eventually, picture, root, settled, violations, withSite } from './harness.mjs';

const digits = 'data=digits&net=conv:4x3p1:relu,pool:2,flatten,32:tanh,bn&batch=32&at=60';
const number = (page, name) => page.locator(`gb-structure [data-number=${name}]`);
const asNumber = async (page, name) => Number((await number(page, name).innerText()).replace('−', '-'));
const at = (page, z) => page.waitForFunction((wanted) => document.querySelector('gb-structure [data-number=z]')?.textContent === wanted, z);

test('a newcomer finds where the parameters and the work are, and how a slope dies', async () => {
  await withSite(async ({ open }) => {
    const page = await open(digits);
    await settled(page);
    await act(page, 'tool-structure').click();
    const row = (layer) => page.locator(`gb-structure tr[data-layer="${layer}"]`);
    await row(5).waitFor();
    await eventually(async () => assert.match(await row(0).innerText(), /Convolution.*\[N × 4 × 8 × 8\]\s+40\s+2,304/s));
    await eventually(async () => assert.match(await row(3).innerText(), /Hidden 1.*\[N × 32\]\s+2,080\s+2,048/s));
    await eventually(async () => assert.match(await row(4).innerText(), /64 not trained/));
    await eventually(async () => assert.match(await page.locator('gb-structure tfoot').innerText(), /2,514\s+4,672/));
    await eventually(async () =>
      assert.match(
        await page.locator('.t-axes').innerText(),
        /9 inputs × 4 filters \+ 4 biases = 40 parameters\s+9 × 4 × 64 places = 2,304/,
      ),
    );
    await picture(page, 'structure-1-layers');

    await row(3).getByRole('button').press('Enter');
    await page.locator('.t-axes h2', { hasText: 'Hidden 1' }).waitFor();
    const axes = await page.locator('.t-axes').innerText();
    assert.match(axes, /W \[32 × 64\]\s+a row for each unit, a column for each input/);
    assert.match(axes, /b \[32\]\s+one bias for each unit/);
    assert.match(axes, /64 inputs × 32 units \+ 32 biases = 2,080 parameters/);
    await row(4).getByRole('button').click();
    await page.locator('.t-sum', { hasText: '32 gains + 32 shifts = 64 parameters' }).waitFor();

    // The command line prints the same.
    await act(page, 'structure-copy').click();
    await page.getByText('The summary is copied').waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    assert.equal(copied, execFileSync(join(root, 'build/native/glassbox'), ['summary', digits], { encoding: 'utf8' }));

    // From a layer to its function: the point typed, moved by keys, dragged.
    await row(3).getByRole('button').click();
    await act(page, 'structure-explore').click();
    await at(page, '1');
    await eventually(async () => assert.equal(await page.locator('#structure-activation').inputValue(), 'tanh'));
    assert.ok(Math.abs((await asNumber(page, 'a')) - Math.tanh(1)) < 1e-7);
    await page.getByText(/Hidden 1 receives z from −?[\d.]+ to [\d.]+, in all [\d,]+ training rows at step 60/).waitFor();
    const curve = page.locator('gb-activation-curve [role=slider]');
    await curve.press('Home');
    await page.waitForFunction(() => location.hash.includes('tool=structure&look=1,3,-1,-'));
    await page.locator('#structure-z').fill('0');
    await page.locator('#structure-z').press('Enter');
    await at(page, '0');
    assert.equal(await asNumber(page, 'slope'), 1);
    await curve.press('Shift+ArrowRight');
    await page.waitForFunction(() => Number(document.querySelector('gb-structure [data-number=z]')?.textContent) > 0.5);
    const box = await curve.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 4, box.y + box.height / 2, { steps: 6 });
    await page.mouse.up();
    const half = (await curve.evaluate((slider) => Number(slider.getAttribute('aria-valuemin')))) / 2;
    await page.waitForFunction(
      (wanted) => Math.abs(Number(document.querySelector('gb-structure [data-number=z]')?.textContent.replace('−', '-')) - wanted) < 0.1,
      half,
    );
    await eventually(async () =>
      assert.match(await page.locator('.t-flat').innerText(), /exactly 0 from z = −8\.98\d+ down and from z = 8\.98\d+ up/),
    );
    await eventually(async () => assert.match(await page.locator('.t-far').innerText(), /1000\s+∞\s+1\s+0/));
    await picture(page, 'structure-2-tanh');

    // What the link says, another person sees; a function that no layer has marks nothing.
    await page.locator('#structure-activation').selectOption('gelu');
    await page.locator('[data-activation=gelu]').waitFor();
    await page.getByText('no z is marked').waitFor();
    for (const wrong of ['1001', 'two', '1e999', '']) {
      await page.locator('#structure-z').fill(wrong);
      await page.locator('#structure-z').press('Enter');
      await page.getByText('A number from −1,000 to 1,000 is wanted.').waitFor();
      await page.locator('#structure-z').fill('1');
      await page.locator('#structure-z').press('Enter');
      await page.locator('#structure-z-problem').waitFor({ state: 'hidden' });
    }
    await page.locator('#structure-z').fill('2.125');
    await page.locator('#structure-z').press('Enter');
    await at(page, '2.125');
    const value = await number(page, 'a').innerText();
    await page.waitForFunction(() => location.hash.includes('look=1,3,8,2125'));
    await page.reload();
    await at(page, '2.125');
    await eventually(async () => assert.equal(await number(page, 'a').innerText(), value));
    assert.deepEqual(page.troubles, []);
  });
});

test('three linear layers are one, proved on the rows of the run', async () => {
  await withSite(async ({ open }) => {
    const page = await open('~gallery');
    await settled(page);
    await page
      .getByRole('link', { name: /Linear stays linear/ })
      .first()
      .click();
    const collapse = page.locator('gb-structure .t-collapse');
    await collapse.waitFor();
    await eventually(async () =>
      assert.match(
        await collapse.innerText(),
        /Hidden 1, Hidden 2 and Output .* 41 parameters → 4\..*at step 0: the largest difference of an answer is \d/s,
      ),
    );
    await act(page, 'epoch').click();
    await collapse.getByText(/at step [1-9]/).waitFor();
    await picture(page, 'structure-3-collapse');
    await collapse.getByRole('link').click();
    await page.locator('gb-structure .t-status', { hasText: '4 parameters, 3 multiply-adds' }).waitFor();
    await page.waitForFunction(() => document.querySelector('gb-structure .t-collapse') === null);
    assert.deepEqual(page.troubles, []);
  });
});

test('the structure serves screen readers, in both themes and on a phone, whatever the network', async () => {
  await withSite(async ({ open }) => {
    for (const [name, hash, options] of [
      ['dark', digits, { dark: true }],
      ['phone', 'data=plane&net=6:tanh,ln,res(6:tanh),act:sine&precision=64&at=200', { width: 390, height: 844 }],
    ]) {
      const page = await open(`${hash}~tool=structure&look=0,0,-1,1000`, options);
      await page.locator('gb-structure tr[data-layer]').first().waitFor();
      await settled(page);
      assert.deepEqual(await violations(page), []);
      await picture(page, `structure-${name}`);
      await page.getByRole('button', { name: 'Activation curve' }).click();
      await page.locator('gb-structure .t-explorer').waitFor();
      await page.getByText(/receives z from/).waitFor();
      assert.deepEqual(await violations(page), []);
      await picture(page, `structure-${name}-curve`);
      const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(sizes[0] <= sizes[1], 'nothing scrolls sideways');
      assert.deepEqual(page.troubles, []);
      await page.context().close();
    }
  });
});

test('two units trade places, a unit turns its signs, dead units go, and no answer changes', async () => {
  await withSite(async ({ open }) => {
    const page = await open('~gallery');
    await settled(page);
    await page
      .getByRole('link', { name: /Ten million twins/ })
      .first()
      .click();
    const proof = page.locator('gb-structure [data-difference]');
    await proof.waitFor();
    await page.getByText('8 units: 8! · 2⁸ = 10,321,920 networks with the same answers.').waitFor();
    const rows = (label) => page.getByRole('group', { name: `Hidden 1, ${label}` }).locator('tbody tr');
    const line = async (label, unit) =>
      (
        await rows(label)
          .nth(unit - 1)
          .locator('td')
          .allInnerTexts()
      ).join(' ');
    assert.equal(await line('Before', 2), await line('After', 6));
    assert.equal(await line('Before', 6), await line('After', 2));
    assert.ok(Number(await proof.getAttribute('data-difference')) < 1e-6);
    await act(page, 'epoch').click();
    await proof.getByText(/at step [1-9]/).waitFor();
    assert.deepEqual(await violations(page), []);
    await picture(page, 'structure-4-swap');

    // By keys: signs turn without a rounding, and putting back needs one press.
    await act(page, 'twin-back').press('Enter');
    await proof.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Turn signs' }).press('Enter');
    await page.locator('#twin-first').selectOption('unit 3');
    await page.getByRole('button', { name: 'Turn the signs of unit 3' }).press('Enter');
    await proof.getByText('equal to the last bit').waitFor();
    assert.equal(await proof.getAttribute('data-difference'), '0');
    const turned = (text) => text.replace(/[+−]/g, (sign) => (sign === '+' ? '−' : '+'));
    assert.equal(await line('After', 3), turned(await line('Before', 3)));

    // The link is that of the twin itself, which has a twin with the weights before.
    await page.waitForFunction(() => location.hash.includes('look=2,0,-1,1000,1,2,5,1'));
    await proof.getByRole('link').click();
    await page.waitForFunction(() => location.hash.includes('&w='));
    await page.getByRole('button', { name: 'Remove dead' }).click();
    await page.getByText('None is dead').waitFor();
    assert.deepEqual(page.troubles, []);
    await page.context().close();

    // Of x = 1, 2, 3: relu(−x) never speaks, relu(0 x + 5) always says 5, on a phone.
    const small = 'data=rows&rows=value(x):1,0;2,0;3,0&test=0&scale=none&out=linear&net=3:relu&w=-1,1,0,0,0,5,10,20,30,7';
    const phone = await open(`${small}~tool=structure&look=2,0,-1,1000,1,0,1,0`, { width: 390, height: 844, dark: true });
    await phone.getByText('ReLU is no odd function').waitFor();
    await phone.getByRole('button', { name: 'Remove dead' }).click();
    await phone.getByText('unit 3 hands on 5 at every row').waitFor();
    await act(phone, 'twin').click();
    await phone.getByText('Equal to the last bit. 10 parameters → 4.').waitFor();
    assert.deepEqual(await violations(phone), []);
    await picture(phone, 'structure-5-dead');
    const sizes = await phone.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(sizes[0] <= sizes[1], 'nothing scrolls sideways');
    await phone.getByRole('link', { name: 'Open the twin' }).click();
    await phone.waitForFunction(() => location.hash.includes('net=1:relu') && location.hash.includes('w=1,0,20,157'));
    assert.deepEqual(phone.troubles, []);
  });
});

test('two shapes meet axis by axis: what fits, what is refused, and what is wrong in silence', async () => {
  await withSite(async ({ open }) => {
    const page = await open('~gallery');
    await settled(page);
    await page
      .getByRole('link', { name: /A loss of two million/ })
      .first()
      .click();
    const fit = page.locator('gb-structure .t-fit');
    const of = (shapes, fits) => page.locator(`gb-structure .t-fit[data-of="${shapes}"][data-fits=${fits}]`).waitFor();
    await of('(1437,) with (1437, 1)', true);
    await fit.getByText('(1437,) with (1437, 1) makes (1437, 1437): 2,064,969 numbers.').waitFor();
    await fit.getByText('A has no such axis: all of it is repeated 1,437 times.').waitFor();
    await fit.getByText('2,064,969 numbers instead of 1,437').waitFor();
    await picture(page, 'structure-6-shapes');
    await page.getByRole('button', { name: 'B without its axis of 1' }).press('Enter');
    await of('(1437,) with (1437,)', true);
    assert.equal(await page.locator('.t-warning').count(), 0);

    // Typed by hand, wrong and right; the link is that of the pair.
    await page.getByRole('button', { name: 'Product @' }).press('Enter');
    await of('(1437,) @ (1437,)', true);
    await page.locator('#shape-a').fill('5; 3');
    await page.locator('#shape-a').press('Enter');
    await page.getByText('A: “5; 3” cannot be read').waitFor();
    assert.equal(await page.locator('#shape-a').inputValue(), '5; 3');
    await page.getByRole('button', { name: /Targets against answers/ }).click();
    await of('(1437,) with (1437, 1)', true);
    assert.equal(await page.locator('#shape-a').inputValue(), '(1437,)');
    await page.getByRole('button', { name: 'Product @' }).click();
    await of('(1437,) @ (1437, 1)', true);
    await page.locator('#shape-a').fill('5 x 3');
    await page.locator('#shape-a').press('Enter');
    await of('(5, 3) @ (1437, 1)', false);
    await page.locator('#shape-b').fill('[4, 3]');
    await page.locator('#shape-b').press('Enter');
    await of('(5, 3) @ (4, 3)', false);
    await fit.getByText('The last axis of A and the last but one of B are 3 and 4').waitFor();
    await page.waitForFunction(() => location.hash.endsWith('look=3,0,-1,1000,1,5-3,4-3'));
    await page.reload();
    await of('(5, 3) @ (4, 3)', false);
    await page.getByRole('button', { name: 'B transposed: (5, 3) @ (3, 4) makes (5, 4)' }).click();
    await of('(5, 3) @ (3, 4)', true);
    await page.getByRole('button', { name: /x Wᵀ of Output/ }).click();
    await of('(32, 64) @ (64, 1)', true);
    assert.deepEqual(page.troubles, []);
    await page.context().close();

    for (const [name, look, options] of [
      ['dark', '3,0,-1,1000,1,9-2-3,8-3-4', { dark: true }],
      ['phone', '3,0,-1,1000,0,1437,1437-1', { width: 390, height: 844 }],
    ]) {
      const other = await open(`data=moons~tool=structure&look=${look}`, options);
      await other.locator('gb-structure .t-fit').waitFor();
      await settled(other);
      assert.deepEqual(await violations(other), []);
      await picture(other, `structure-7-shapes-${name}`);
      const sizes = await other.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(sizes[0] <= sizes[1], 'nothing scrolls sideways');
      assert.deepEqual(other.troubles, []);
      await other.context().close();
    }
  });
});

test('a refusal that is about shapes leads to the shapes, and back to its link', async () => {
  await withSite(async ({ open }) => {
    const refusal = (page) => page.locator('gb-structure .t-refusal');
    const met = (page, shapes, fits) => page.locator(`gb-structure .t-fit[data-of="${shapes}"][data-fits=${fits}]`).waitFor();

    // A newcomer makes the first layer wider, and the block behind it ends too narrow.
    const page = await open('data=moons&net=4:tanh,res(4:tanh)&at=20');
    const before = await settled(page);
    await page
      .locator('gb-rail')
      .getByRole('button', { name: /^Network/ })
      .click();
    await page.locator('gb-layers-control').getByRole('button', { name: 'One unit more in Hidden 1' }).click();
    const message = page.locator('gb-layers-control .problem');
    await message.getByText('its last layer needs 5 units').waitFor();
    await picture(page, 'structure-8-refused');
    await message.getByRole('button', { name: 'Explain axis by axis' }).press('Enter');
    await met(page, '(10, 5) with (10, 4)', false);
    await refusal(page).getByText('A is what the block begins with').waitFor();
    await page.locator('gb-structure .t-fit').getByText('5 and 4: neither equal nor 1').waitFor();
    assert.deepEqual(await settled(page), before, 'the run is as it was');
    assert.deepEqual(await violations(page), []);
    await picture(page, 'structure-9-explained');

    // Other shapes are no longer about it, and a closed instrument opens where the link says.
    await page.getByRole('button', { name: 'Product @' }).click();
    await refusal(page).waitFor({ state: 'detached' });
    await act(page, 'tool-close').click();
    await act(page, 'tool-structure').click();
    await page.locator('gb-structure tr[data-layer]').first().waitFor();
    await page.waitForFunction(() => document.querySelector('gb-structure .structure')?.dataset.pane === '0');
    assert.deepEqual(page.troubles, []);
    await page.context().close();

    // A link with images, on a phone: opened, explained, and back to it.
    const phone = await open('data=digits&net=conv:4x3:relu,res(conv:4x3:relu)', { width: 390, height: 844, dark: true });
    await settled(phone);
    await phone.getByRole('dialog').getByRole('button', { name: 'Explain axis by axis' }).click();
    await met(phone, '(10, 4, 6, 6) with (10, 4, 4, 4)', false);
    await refusal(phone).getByText('rows of a batch, channels, height, width').waitFor();
    assert.deepEqual(await violations(phone), []);
    await picture(phone, 'structure-10-explained-phone');
    const sizes = await phone.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(sizes[0] <= sizes[1], 'nothing scrolls sideways');
    await act(phone, 'refused-link').click();
    await phone.getByRole('dialog').getByText('res(conv:4x3:relu)').first().waitFor();

    // What others would take without a word is refused, and says so.
    await phone.getByRole('button', { name: 'Edit the link' }).click();
    await phone.getByRole('dialog').getByRole('textbox').fill('data=plane&net=1:tanh,res(4:tanh)');
    await act(phone, 'open-edited').click();
    await phone.getByRole('dialog').getByRole('button', { name: 'Explain axis by axis' }).click();
    await met(phone, '(10, 1) with (10, 4)', true);
    await refusal(phone).getByText('NumPy and PyTorch would take these two').waitFor();
    assert.deepEqual(phone.troubles, []);
  });
});

test('a refusal within a sweep or a comparison leads to its shapes, and what was asked there is kept', async () => {
  await withSite(async ({ open }) => {
    const explained = async (page) => {
      await page.locator('gb-structure .t-fit[data-of="(10, 5) with (10, 4)"][data-fits=false]').waitFor();
      await page.locator('gb-structure .t-refusal').getByText('its last layer needs 5 units').waitFor();
    };
    const page = await open('data=moons&net=4:tanh,res(4:tanh)~sweep=net=4:tanh%205:tanh,res(4:tanh)&tool=sweep');
    const before = await settled(page);
    await act(page, 'sweep-start').click();
    const problem = page.locator('#sweep-problem');
    await problem.getByText('its last layer needs 5 units').waitFor();
    await picture(page, 'structure-11-refused-sweep');
    await problem.getByRole('button', { name: 'Explain axis by axis' }).press('Enter');
    await explained(page);
    await act(page, 'tool-sweep').click();
    await eventually(async () => assert.equal(await page.locator('#sweep-values-0').inputValue(), '4:tanh 5:tanh,res(4:tanh)'));

    // Side by side: typed into the form, and in a link.
    await act(page, 'tool-compare').click();
    await page.locator('#side-field').selectOption('net');
    await page.locator('#side-value').fill('5:tanh,res(4:tanh)');
    await act(page, 'side-add').click();
    await page.locator('#side-problem').getByRole('button', { name: 'Explain axis by axis' }).click();
    await explained(page);
    assert.deepEqual(await settled(page), before, 'the run is as it was');
    assert.deepEqual(page.troubles, []);
    await page.context().close();

    const phone = await open('data=moons~vary=net=5:tanh,res(4:tanh)&tool=compare', { width: 390, height: 844 });
    await settled(phone);
    const wrong = phone.locator('gb-side article[data-run="B"]');
    await wrong.getByText('its last layer needs 5 units').waitFor();
    assert.deepEqual(await violations(phone), []);
    await picture(phone, 'structure-12-refused-comparison-phone');
    await wrong.getByRole('button', { name: 'Explain axis by axis' }).click();
    await explained(phone);
    assert.deepEqual(phone.troubles, []);
  });
});
