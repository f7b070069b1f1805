// The machine's Firefox, asked over Marionette, its own protocol: messages of JSON behind their length. Playwright starts it too, but asks
// for a command that the present ESR does not know (emulation.setMediaFeaturesOverride).
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './harness.mjs';

const executable = process.env.FIREFOX ?? ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find(existsSync);

/** With a mouse, which a headless Firefox has not by itself; nothing is fetched but the page. */
const preferences = {
  'marionette.port': 0,
  'ui.primaryPointerCapabilities': 6,
  'ui.allPointerCapabilities': 6,
  'intl.locale.requested': 'en-US',
  'browser.shell.checkDefaultBrowser': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.normandy.enabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'extensions.update.enabled': false,
  'services.settings.server': 'data:,',
};

/** Splits what arrives into messages and gives each answer to who asked. */
class Marionette {
  #socket;
  #arrived = Buffer.alloc(0);
  #asked = new Map();
  #next = 0;

  constructor(socket) {
    this.#socket = socket;
    socket.on('data', (bytes) => {
      this.#arrived = Buffer.concat([this.#arrived, bytes]);
      while (this.#take());
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      for (const { reject } of this.#asked.values()) reject(new Error('Firefox is gone'));
    });
  }

  #take() {
    const colon = this.#arrived.indexOf(':');
    const end = colon + 1 + Number(this.#arrived.subarray(0, Math.max(colon, 0)));
    if (colon < 0 || this.#arrived.length < end) return false;
    const message = JSON.parse(this.#arrived.subarray(colon + 1, end));
    this.#arrived = this.#arrived.subarray(end);
    if (!Array.isArray(message)) return true;
    const [, id, error, result] = message;
    const { resolve, reject } = this.#asked.get(id);
    this.#asked.delete(id);
    if (error) reject(new Error(error.message));
    else resolve(result);
    return true;
  }

  ask(command, parameters = {}) {
    const id = ++this.#next;
    const text = JSON.stringify([0, id, `WebDriver:${command}`, parameters]);
    this.#socket.write(`${Buffer.byteLength(text)}:${text}`);
    return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
  }
}

/** Runs `body({go, run})` in a Firefox of its own: `go(address)` opens a page, `run(script)` gives back what the script returns there. */
export async function withFirefox(body) {
  if (!executable) throw new Error('no Firefox is here: install firefox-esr, or say where one is in FIREFOX');
  const profile = mkdtempSync(join(tmpdir(), 'glassbox-firefox-'));
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`);
  writeFileSync(join(profile, 'user.js'), lines.join('\n'));
  const browser = spawn(executable, ['--headless', '--marionette', '--no-remote', '--profile', profile], { stdio: 'ignore' });
  const gone = new Promise((resolve) => {
    browser.on('exit', resolve);
    browser.on('error', resolve);
  });
  try {
    const port = await eventually(() => {
      const written = Number(readFileSync(join(profile, 'MarionetteActivePort'), 'utf8'));
      assert.ok(written > 0);
      return written;
    }, 60000);
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const marionette = new Marionette(socket);
    await marionette.ask('NewSession');
    const run = async (script) => (await marionette.ask('ExecuteScript', { script, args: [] })).value;
    const [wide, high] = await run('return [outerWidth - innerWidth, outerHeight - innerHeight]');
    await marionette.ask('SetWindowRect', { width: 1440 + wide, height: 900 + high });
    await body({ go: (url) => marionette.ask('Navigate', { url }), run });
    socket.destroy();
  } finally {
    browser.kill('SIGKILL');
    await gone;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
