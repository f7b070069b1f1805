/** What every unit of the network shows, chosen by a row of segments or from a list. */
import { html, type TemplateResult } from 'lit';
import { setView } from '../state/actions';
import { type View, view } from '../state/store';
import { segmented } from './dom';
import { viewWords } from './words';

const words = viewWords.network;

type Choice = View['unitsShow'];

function choices(image: boolean): { name: Choice; label: string }[] {
  const { shows } = words;
  return [
    { name: 'output', label: image ? shows.weights : shows.output },
    { name: 'sum', label: shows.sum },
    { name: 'gradient', label: shows.gradient },
  ];
}

function chosen(): Choice {
  return view.value.unitsShow === 'weights' ? 'output' : view.value.unitsShow;
}

/** `image`: units have weights that are pictures. */
export function showsSegments(image: boolean): TemplateResult {
  return segmented(image ? words.showImages : words.show, choices(image), chosen(), (unitsShow) => setView({ unitsShow }));
}

/** The same choice where there is no room for a row of segments. */
export function showsSelect(): TemplateResult {
  const choose = (event: Event) => setView({ unitsShow: (event.target as HTMLSelectElement).value as Choice });
  return html`<select class="shows" aria-label=${words.show} @change=${choose}>
    ${choices(false).map(({ name, label }) => html`<option value=${name} ?selected=${name === chosen()}>${label}</option>`)}
  </select>`;
}
