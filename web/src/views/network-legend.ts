/** The row under the network: what widths and colours mean, and what can be done, or why a change was refused. */
import { html, nothing, type TemplateResult } from 'lit';
import { divergingTable, tableGradient } from './colormaps';
import { background } from './dom';
import type { NetworkModel } from './model';
import type { Shows } from './picture';
import { tokens } from './theme';
import { viewWords } from './words';

const words = viewWords.network;

export interface LegendParts {
  /** What units show, to be chosen here where the network's head has no room. */
  choice: TemplateResult | typeof nothing;
  /** Why the last change was refused. */
  problem: string;
  /** Fits the colours to what is shown now. */
  fit(): void;
}

/** Numbers in `.limit` and `.against` are written by who follows the snapshots. */
export function legend(model: NetworkModel | null, shows: Shows, { choice, problem, fit }: LegendParts): TemplateResult {
  const bars = model !== null && model.imageSide > 0;
  const label = !model?.mapped && shows === 'gradient' ? words.meanGradient : words.legendOf[shows];
  return html`<div class="legend">
    ${
      bars
        ? nothing
        : html`<span class="item"><i class="stroke"></i><i class="stroke thin"></i><i class="stroke thin plus"></i><i class="stroke plus"></i>
            ${words.weightLegend}</span>`
    }
    <span class="item"><span class="limit"></span>
      <i class="swatch" ${background(tableGradient(divergingTable(tokens().dark)))}></i>
      <span><span class="limit"></span> ${label}</span></span>
    ${bars && model.columns.at(-1)?.kind === 'bars' ? html`<span class="item"><i class="stroke"></i><i class="stroke plus"></i><span class="against"></span></span>` : nothing}
    ${shows !== 'output' ? html`<button class="fit" type="button" title=${words.fitMeaning} @click=${fit}>${words.fit}</button>` : nothing}
    <span class="spacer"></span>
    ${choice}
    ${problem ? html`<span class="problem" role="alert">${problem}</span>` : hint(bars, model)}
  </div>`;
}

function hint(bars: boolean, model: NetworkModel | null): TemplateResult {
  const [long, short] = bars ? words.pointHint(model?.columns.find(({ fanIn }) => fanIn > 0)?.fanIn ?? 0) : words.editHint;
  return html`<span class="hint"><span>${long}</span><span class="short">${short}</span></span>`;
}
