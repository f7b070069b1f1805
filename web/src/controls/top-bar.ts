import { html, nothing, type TemplateResult } from 'lit';
import { newSeed, setGallery, setView } from '../state/actions';
import { runShare } from '../state/document';
import { epoch, reset, step, toggle } from '../state/drive';
import { duration, loss, percent, rate, whole } from '../state/format';
import { speeds } from '../state/link';
import { share } from '../state/share';
import { blocked, dialog, form, railOpen, readings, runState, samplesPerSecond, secondsLeft, type View, view } from '../state/store';
import { theme } from '../state/theme';
import { Watching } from '../state/watching';
import { words } from '../words';
import { type IconName, icon } from './icons';
import { moveTabs } from './tabs';

const stopped = () => blocked.value !== '' || runState.value === 'diverged' || runState.value === 'loading' || runState.value === 'failed';

export function runButton(): TemplateResult {
  const moving = runState.value === 'running' || runState.value === 'replaying';
  return html`<button class="primary run" data-act="run" ?disabled=${stopped()} aria-describedby="run-reason run-stopped" @click=${toggle}>
    ${moving ? icon('pause') : icon('run')}<span>${moving ? words.pause : words.run}</span>
  </button>`;
}

export function toolButton(act: string, name: IconName, text: string, hint: string, work: () => void): TemplateResult {
  return html`<button class="tool" data-act=${act} title=${hint} ?disabled=${stopped() && act !== 'reset' && act !== 'seed'} @click=${work}>
    ${icon(name)}<span>${text}</span>
  </button>`;
}

export const tools = () => [
  toolButton('step', 'step', words.step, words.stepHint, step),
  toolButton('epoch', 'epoch', words.epoch, words.epochHint, epoch),
  toolButton('reset', 'reset', words.reset, words.resetHint, reset),
  toolButton('seed', 'seed', words.newSeed, words.newSeedHint, newSeed),
];

export function speedSelect(): TemplateResult {
  const choose = (event: Event) => setView({ speed: (event.target as HTMLSelectElement).value });
  return html`<label class="speed"><span>${words.speed}</span>
    <select data-act="speed" @change=${choose}>
      ${speeds.map((value) => html`<option value=${value} ?selected=${value === view.value.speed}>${words.speeds(value)}</option>`)}
    </select>
  </label>`;
}

function readout(name: string, label: string, value: string, rest = ''): TemplateResult {
  return html`<div class="readout" data-readout=${name}><dt>${label}</dt><dd>${value}${rest ? html`<span>${rest}</span>` : nothing}</dd></div>`;
}

/** The length of the run in epochs, as written in the experiment; 0: open end. */
const runLength = () => Number(form.value?.fields.find((field) => field.key === 'epochs')?.value ?? 0);

export class TopBar extends Watching {
  override render() {
    const present = readings.value;
    const length = runLength();
    const dark = theme.value === 'dark';
    const classes = form.value?.dataset.target !== 'number';
    const nextTheme = dark ? 'light' : 'dark';
    return html`
      <div class="brand">
        <button class="tool sheet-button" aria-expanded=${railOpen.value ? 'true' : 'false'} @click=${() => {
          railOpen.value = !railOpen.value;
        }}>${icon('controls')}<span>${words.controls}</span></button>
        <h1>${icon('logo', 20)}<span class="wordmark">${words.name}</span><span class="subject">${form.value?.title ?? words.name}</span></h1>
        <button class="framed tool" data-act="gallery" aria-label=${words.gallery} @click=${() => setGallery(true)}>${icon('gallery')}<span>${words.gallery}</span></button>
      </div>
      <div class="acts">
        ${runButton()}${tools()}
        <span class="rule"></span>
        ${speedSelect()}
      </div>
      <p class="reason" id="run-reason">${blocked.value}</p>
      <span class="unseen" id="run-stopped">${runState.value === 'diverged' ? words.stoppedReason : ''}</span>
      <dl class="readouts">
        ${readout('epoch', words.readouts.epoch, whole(present?.epoch ?? 0), length > 0 ? words.readouts.of(whole(length)) : '')}
        ${readout('step', words.readouts.step, whole(present?.step ?? 0))}
        ${readout('score', words.readouts.testScore(classes), classes ? percent(present?.score[1] ?? Number.NaN) : loss(present?.score[1] ?? Number.NaN))}
        ${readout('loss', words.readouts.testLoss, loss(present?.loss[1] ?? Number.NaN))}
        ${readout('samples', words.readouts.samples, rate(samplesPerSecond.value))}
        ${readout('left', words.readouts.left, duration(secondsLeft.value))}
      </dl>
      <div class="ends">
        <button class="framed tool" data-act="share" aria-label=${words.share} @click=${() => void share()}>${icon('share')}<span>${words.share}</span></button>
        <button class="tool square more" data-act="more" aria-label=${words.more} title=${words.more} @click=${() => {
          dialog.value = 'menu';
        }}>${icon('menu')}</button>
        <button class="tool square" data-act="theme" aria-label=${words.theme(nextTheme)} title=${words.theme(nextTheme)} @click=${() => setView({ theme: nextTheme })}>
          ${icon(dark ? 'sun' : 'moon')}
        </button>
        <button class="tool square" data-act="help" aria-label=${words.help} title=${words.help} @click=${() => {
          dialog.value = 'help';
        }}>${icon('help')}</button>
      </div>
      ${progressLine()}`;
  }
}

function progressLine(): TemplateResult | typeof nothing {
  const share = runShare.value;
  if (Number.isNaN(share)) return nothing;
  const now = Math.floor(share * 100);
  return html`<div class="progress-line" role="progressbar" aria-valuemin="0" aria-valuemax="100" aria-valuenow=${now} aria-label=${words.progress(share)}>
    <div .style=${`transform: scaleX(${share})`}></div>
  </div>`;
}

/** Phones: the run bar that never leaves the thumb, and the tabs below it. */
export class RunBar extends Watching {
  override render() {
    const [stepTool, epochTool, resetTool, seedTool] = tools();
    const tab = (name: View['phoneTab'], symbol: IconName, text: string) =>
      html`<button role="tab" id="tab-${name}" aria-selected=${view.value.phoneTab === name ? 'true' : 'false'} @click=${() =>
        setView({ phoneTab: name, tool: name === 'instruments' ? view.peek().tool || 'microscope' : '' })}>
        ${icon(symbol, 20)}<span>${text}</span>
      </button>`;
    return html`
      <div class="thumb">${resetTool}${stepTool}${runButton()}${epochTool}${seedTool}</div>
      <div class="tabs" role="tablist" aria-label=${words.views} @keydown=${moveTabs}>${tab('picture', 'network', words.picture)}${tab('controls', 'controls', words.controls)}
        ${tab('instruments', 'microscope', words.regions.tools)}${tab('timeline', 'timeline', words.regions.strip)}</div>`;
  }
}

customElements.define('gb-top-bar', TopBar);
customElements.define('gb-run-bar', RunBar);
