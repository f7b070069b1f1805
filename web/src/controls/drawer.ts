/** The drawer of instruments: a row of tabs, and under it the one that is open. Each instrument is loaded when it is first opened. */
import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit';
import { setTool } from '../state/actions';
import { blocked, view } from '../state/store';
import { Watching } from '../state/watching';
import { words } from '../words';
import { type IconName, icon } from './icons';
import { saveButton } from './save-button';
import { moveTabs } from './tabs';

interface Instrument {
  name: keyof typeof words.tools;
  symbol: IconName;
  load: () => Promise<unknown>;
  show: () => TemplateResult;
}

/** In the order of keys 1 to 9. */
const instruments: readonly Instrument[] = [
  {
    name: 'microscope',
    symbol: 'microscope',
    load: () => import('../instruments/microscope'),
    show: () => html`<gb-microscope></gb-microscope>`,
  },
  { name: 'compare', symbol: 'compare', load: () => import('../instruments/side'), show: () => html`<gb-side></gb-side>` },
  { name: 'checks', symbol: 'check', load: () => import('../instruments/checks'), show: () => html`<gb-checks></gb-checks>` },
  { name: 'layers', symbol: 'layers', load: () => import('../instruments/layers'), show: () => html`<gb-layers></gb-layers>` },
  { name: 'sweep', symbol: 'sweep', load: () => import('../instruments/sweep'), show: () => html`<gb-sweep></gb-sweep>` },
  {
    name: 'landscape',
    symbol: 'landscape',
    load: () => import('../instruments/landscape'),
    show: () => html`<gb-landscape></gb-landscape>`,
  },
  {
    name: 'generalise',
    symbol: 'search',
    load: () => import('../instruments/generalise'),
    show: () => html`<gb-generalise></gb-generalise>`,
  },
  {
    name: 'structure',
    symbol: 'structure',
    load: () => import('../instruments/structure'),
    show: () => html`<gb-structure></gb-structure>`,
  },
  { name: 'speed', symbol: 'speed', load: () => import('../instruments/speed'), show: () => html`<gb-speed></gb-speed>` },
];

export const toolNames = instruments.map(({ name }) => name as string);

const least = 320;
const nudge = 16;
const loaded = signal<readonly string[]>([]);
const failed = signal('');
const height = signal(0);

async function load({ name, load: fetchIt }: Instrument): Promise<void> {
  try {
    await fetchIt();
    if (!loaded.peek().includes(name)) loaded.value = [...loaded.peek(), name];
  } catch {
    failed.value = name;
  }
}

function resize(element: Element, to: number): void {
  height.value = Math.round(Math.max(least, Math.min(to, innerHeight * 0.6)));
  element.closest<HTMLElement>('.tools')?.style.setProperty('--drawer', `${height.value}px`);
}

/** The upper edge of the drawer, by pointer or arrow keys. */
function edge(): TemplateResult {
  const present = (element: Element) => element.parentElement?.querySelector('.tool-panel')?.clientHeight ?? least;
  const drag = (event: PointerEvent) => {
    const bar = event.currentTarget as HTMLElement;
    if (bar.hasPointerCapture(event.pointerId)) resize(bar, innerHeight - event.clientY - 40);
  };
  const onKey = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? nudge : event.key === 'ArrowDown' ? -nudge : 0;
    if (by === 0) return;
    event.preventDefault();
    resize(event.currentTarget as HTMLElement, present(event.currentTarget as HTMLElement) + by);
  };
  return html`<div class="tool-edge" role="separator" tabindex="0" data-arrows aria-orientation="horizontal" aria-label=${words.toolsEdge}
    aria-valuemin=${least} aria-valuemax=${Math.max(least, Math.round(innerHeight * 0.6))} aria-valuenow=${height.value || Math.round(innerHeight * 0.4533)}
    @keydown=${onKey} @pointermove=${drag}
    @pointerdown=${(event: PointerEvent) => (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)}></div>`;
}

export class Drawer extends Watching {
  #shown = '';

  /** Phones have more tabs than room. */
  protected override updated(): void {
    const { tool } = view.value;
    if (tool !== this.#shown) this.querySelector(`#tool-${CSS.escape(tool)}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this.#shown = tool;
  }

  override render() {
    const open = blocked.value === '' ? instruments.find(({ name }) => name === view.value.tool) : undefined;
    const ready = open && loaded.value.includes(open.name);
    if (open && !ready && failed.value !== open.name) void load(open);
    return html`${open ? edge() : nothing}
      <div class="tool-bar">
        <div class="tool-tabs" role="tablist" aria-label=${words.regions.tools} @keydown=${moveTabs}>
          ${instruments.map(
            ({
              name,
              symbol,
            }) => html`<button role="tab" id="tool-${name}" data-act="tool-${name}" aria-selected=${open?.name === name ? 'true' : 'false'}
              aria-controls=${open ? 'tool-panel' : nothing} ?disabled=${blocked.value !== ''} @click=${() => setTool(name)}>
              ${icon(symbol)}<span>${words.tools[name]}</span></button>`,
          )}
        </div>
        ${
          open
            ? html`${saveButton('tool')}<button class="square tool tool-close" data-act="tool-close" aria-label=${words.toolsClose} title=${words.toolsClose}
                @click=${() => setTool('')}>${icon('chevron')}</button>`
            : nothing
        }
      </div>
      ${
        open
          ? html`<div class="tool-panel" id="tool-panel" role="tabpanel" aria-labelledby="tool-${open.name}">
              ${ready ? open.show() : html`<p class="tool-wait" role="status">${failed.value === open.name ? words.toolsFailed : words.toolsLoading}</p>`}
            </div>`
          : nothing
      }`;
  }
}

customElements.define('gb-drawer', Drawer);
