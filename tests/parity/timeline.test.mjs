// Going back and forth leads to the same numbers as training straight on.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coreFor, gallery, loadCore, openSession } from './core.mjs';

const experiments = gallery.filter((card) => card.id !== 'own');
const forever = Number.POSITIVE_INFINITY;

/** Goes to a step as the worker does. */
function goTo(session, step) {
  session.seek(step);
  session.advance(step, forever);
}

const core = await loadCore();

for (const { id, text } of experiments)
  test(`${id}: 500 steps, back to 137 and on by 363 end with the weights of 500 steps`, async () => {
    const session = openSession(await coreFor(text), text);
    goTo(session, 500);
    const [hash, state] = [session.weightsHash(), session.stateHash()];
    goTo(session, 137);
    const { step } = session.status();
    goTo(session, step + 363);
    assert.equal(session.weightsHash(), hash);
    assert.equal(session.stateHash(), state);
    session.delete();
  });

test('a change at an earlier step and its removal lead back to the first run', () => {
  const text = 'data=spiral&net=8:tanh,8:tanh&epochs=0';
  const session = openSession(core, text);
  goTo(session, 20000);
  const hash = session.weightsHash();
  goTo(session, 9000);
  const branch = JSON.parse(session.withEdit(text, 9000, 'lr', '0.1')).canonical;
  assert.equal(JSON.parse(session.amend(branch)).adopted, 1);
  goTo(session, 20000);
  assert.notEqual(session.weightsHash(), hash);
  assert.equal(
    session.weightsHash(),
    (() => {
      const fresh = openSession(core, branch);
      fresh.advance(20000, forever);
      return fresh.weightsHash();
    })(),
  );
  assert.ok(JSON.parse(session.open(text)).ok);
  goTo(session, 20000);
  assert.equal(session.weightsHash(), hash);
});

test('a step back in a long run trains a small part of it again, not the whole', () => {
  const session = openSession(core, 'data=spiral&net=8:tanh,8:tanh&epochs=0');
  const whole = 200000;
  goTo(session, whole);
  for (const step of [whole - 1, whole - 2, 123456, 2]) {
    session.seek(step);
    const again = step - session.status().step;
    assert.ok(again >= 0 && again < whole / 10, `${again} steps for step ${step}`);
    session.advance(step, forever);
    assert.equal(session.status().step, step);
  }
});
