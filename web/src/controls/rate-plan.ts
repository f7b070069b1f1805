/** The learning rate as the schedule plans it, with a mark where the run stands. */
import { html, nothing, svg, type TemplateResult } from 'lit';
import { whole, written } from '../state/format';
import { form, status } from '../state/store';
import { Watching } from '../state/watching';
import { words } from '../words';

const width = 208;
const height = 44;

export class RatePlan extends Watching {
  override render(): TemplateResult | typeof nothing {
    const plan = form.value?.ratePlan;
    if (!plan) return nothing;
    const { epochs, rates } = plan;
    const highest = Math.max(...rates, Number.MIN_VALUE);
    const x = (share: number): number => share * width;
    const y = (rate: number): number => 2 + (1 - rate / highest) * (height - 4);
    const line = rates.map((rate, i) => `${i === 0 ? 'M' : 'L'}${x(i / (rates.length - 1)).toFixed(1)} ${y(rate).toFixed(1)}`).join('');
    const present = status.value;
    const text = words.ratePlan;
    const short = (rate: number): string => written(String(Number(rate.toPrecision(3))));
    const last = rates.at(-1) ?? 0;
    const mark = present
      ? svg`<circle cx=${x(Math.min(1, present.epoch / epochs)).toFixed(1)} cy=${y(Math.min(present.rate, highest)).toFixed(1)} r="3.5" />`
      : nothing;
    return html`<figure class="rate-plan">
      <figcaption><span>${text.title}</span><output>${present ? text.now(short(present.rate)) : ''}</output></figcaption>
      <svg viewBox="-4 0 ${width + 8} ${height}" role="img" aria-label=${text.sentence(short(rates[0] ?? 0), short(highest), short(last), whole(epochs))}>
        <path d=${line} />${mark}
      </svg>
      <div class="plan-ends" aria-hidden="true"><span>0</span><span>${text.highest(short(highest))}</span><span>${text.end(whole(epochs))}</span></div>
    </figure>`;
  }
}

customElements.define('gb-rate-plan', RatePlan);
