/** Words of the structure and of the activation explorer. */
import { whole } from '../state/format';
import type { LayerStructure, Shape, Structure } from './structure-state';

const many = (count: number, one: string) => `${whole(count)} ${one}${count === 1 ? '' : 's'}`;

export const isImage = ([height, width]: Shape): boolean => height * width > 1;
export const shapeText = ([height, width, channels]: Shape): string =>
  isImage([height, width, channels]) ? `[N × ${channels} × ${height} × ${width}]` : `[N × ${channels}]`;

const sides = (shape: Shape): string =>
  isImage(shape)
    ? `${many(shape[2], 'channel')}, each ${shape[0]} pixels high and ${shape[1]} wide`
    : `a column for each of ${many(shape[2], 'number')}`;

/** What one row of W is called. */
const unitName = ({ kind, shape }: LayerStructure) => (kind === 'dense' || !isImage(shape) ? 'unit' : 'filter');

/** A tensor, its shape, and what each of its axes counts. */
export interface TensorWords {
  symbol: string;
  shape: string;
  axes: string;
}

function ofWeights(layer: LayerStructure): TensorWords[] {
  const { rows, columns, drawn, parts } = layer;
  if (rows === 0) return [];
  if (!drawn)
    return parts.map((part, index) => ({
      symbol: part,
      shape: `[${rows}]`,
      axes: `one for each ${isImage(layer.shape) ? 'channel' : 'unit'}${index < 2 ? '' : ', kept and not trained'}`,
    }));
  const unit = unitName(layer);
  const from = unit === 'unit' ? 'a column for each input' : 'a column for each number that a filter sees at one place';
  return [
    { symbol: 'W', shape: `[${rows} × ${columns}]`, axes: `a row for each ${unit}, ${from}` },
    { symbol: 'b', shape: `[${rows}]`, axes: `one bias for each ${unit}` },
  ];
}

export const structureWords = {
  layer: 'Structure of the network',
  pane: 'What is shown',
  panes: ['Layers', 'Activation curve', 'Twins', 'Shapes'],
  loading: 'Reading the structure',
  totals: ({ parameters, multiplyAdds }: Structure) =>
    `${many(parameters, 'parameter')}, ${many(multiplyAdds, 'multiply-add')} for one row`,
  statistics: (count: number) => `${whole(count)} more ${count === 1 ? 'number is' : 'numbers are'} kept and not trained`,
  about:
    'Where the parameters are and where the work is are two questions: a convolution uses each of its few weights at every place. A multiply-add is one weight times one value, added up; this is the way forward, and going back costs about twice as much.',
  formula: 'z = W x + b   ⇒   O · I + O parameters',
  copy: 'Copy as text',
  copied: 'The summary is copied: glassbox summary prints the same',
  notCopied: 'The browser allows no copying here. The text stands below the table',
  asText: 'As text',
  list: 'Layers, their shapes, parameters and arithmetic',
  columns: ['Layer', 'Output', 'Parameters', 'Multiply-adds a row'],
  input: 'Input',
  total: 'Total',
  share: (share: string, of: string) => `${share} of the ${of}`,
  ofParameters: 'parameters',
  ofWork: 'arithmetic',
  notTrained: (count: number) => `+ ${whole(count)} not trained`,
  axes: (name: string) => `${name}, axis by axis`,
  rows: (batch: number) =>
    batch === 0
      ? 'N counts the rows of a batch: all training rows.'
      : `N counts the rows of a batch: ${whole(batch)}, the last one may have fewer.`,
  tensors: (layer: LayerStructure): TensorWords[] => [
    { symbol: 'x', shape: shapeText(layer.input), axes: `what goes in: a row for each example, ${sides(layer.input)}` },
    ...ofWeights(layer),
    ...(layer.activation === ''
      ? []
      : [
          { symbol: 'z', shape: shapeText(layer.shape), axes: `before ${layer.activation}: a row for each example, ${sides(layer.shape)}` },
        ]),
    {
      symbol: layer.activation === '' ? 'out' : 'a',
      shape: shapeText(layer.shape),
      axes: `what comes out: a row for each example, ${sides(layer.shape)}`,
    },
  ],
  count: ({ rows, columns, drawn, parts, parameters, kind, shape, ...layer }: LayerStructure): string => {
    if (rows === 0) return 'Nothing to learn here: 0 parameters';
    if (!drawn) return `${many(rows, parts[0] ?? '')} + ${many(rows, parts[1] ?? '')} = ${whole(parameters)} parameters`;
    const unit = unitName({ rows, columns, drawn, parts, parameters, kind, shape, ...layer });
    return `${many(columns, 'input')} × ${many(rows, unit)} + ${many(rows, 'bias').replace(/biass$/, 'biases')} = ${whole(parameters)} parameters`;
  },
  work: ({ rows, columns, multiplyAdds, shape }: LayerStructure): string => {
    if (multiplyAdds === 0) return 'No weight is multiplied here: the cost is one pass over the values';
    const places = isImage(shape) ? ` × ${many(shape[0] * shape[1], 'place')}` : '';
    return `${whole(columns)} × ${whole(rows)}${places} = ${whole(multiplyAdds)} multiply-adds for one row`;
  },
  collapse: 'Linear layers collapse',
  collapses: (layers: readonly string[], before: number, after: number) =>
    `${layers.slice(0, -1).join(', ')} and ${layers.at(-1)} compute no more than fewer layers would: without a bend between them, W x + b of W x + b is one W x + b again. ${whole(before)} parameters → ${whole(after)}.`,
  collapseFormula: 'W₂ (W₁ x + b₁) + b₂ = (W₂ W₁) x + (W₂ b₁ + b₂)',
  proof: (difference: string, largest: string, rows: number, allRows: number, step: number) =>
    `Both were sent ${rows === allRows ? `all ${whole(rows)}` : `the first ${whole(rows)} of ${whole(allRows)}`} training rows at step ${whole(step)}: the largest difference of an answer is ${difference}, the largest answer ${largest}.`,
  rounding: 'Sums in another order round differently: that is all the difference there is.',
  openCollapsed: 'Open the collapsed network',
  explore: 'Explore its activation',

  activation: 'Activation',
  ofLayer: 'Layer',
  z: 'Point z',
  zProblem: (most: number) => `A number from −${whole(most)} to ${whole(most)} is wanted.`,
  zHint: 'Type it, drag the point, or use arrow keys: Shift for larger steps.',
  curve: (label: string) => `${label} and its slope`,
  point: (z: string, a: string, slope: string) => `z ${z}, value ${a}, slope ${slope}`,
  value: 'f(z)',
  slope: "f'(z)",
  legend: { value: 'value f(z)', slope: "slope f'(z)", tangent: 'tangent', seen: 'z of this layer' },
  digits: (precision: number) => `All digits in ${precision === 64 ? 'double' : 'single'} precision, as the run computes them`,
  seen: (name: string, low: string, high: string, rows: number, allRows: number, step: number) =>
    `${name} receives z from ${low} to ${high}, in ${rows === allRows ? `all ${whole(rows)}` : `the first ${whole(rows)} of ${whole(allRows)}`} training rows at step ${whole(step)}.`,
  notOwn: (name: string) => `${name} has another function, or one of all its units together: no z is marked.`,
  gradient: 'The slope is what a gradient is multiplied by on its way back: where it is 0, nothing before this unit learns from this row.',
  flat: (below: string | null, above: string | null): string => {
    if (below !== null && above !== null)
      return `The slope is exactly 0 from z = ${below} down and from z = ${above} up: all digits are used up.`;
    if (below !== null)
      return below === '0'
        ? 'The slope is exactly 0 for all z below 0.'
        : `The slope is exactly 0 from z = ${below} down: all digits are used up.`;
    if (above !== null) return `The slope is exactly 0 from z = ${above} up: all digits are used up.`;
    return 'The slope is lost nowhere, however large z is.';
  },
  flatEverywhere: 'The slope is exactly 0 everywhere.',
  far: 'Far out',
  farColumns: ['z', 'e^|z|', 'f(z)', "f'(z)"],
  overflow: 'e^|z| overflows where it reads ∞: a formula typed in as it stands would give ∞ or NaN there. What the run uses stays finite.',
};
