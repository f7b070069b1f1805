/** Which parts of a snapshot the present picture needs, and nothing else. */
import { computed } from '@preact/signals-core';
import { facts, form, Part, selection, view } from './store';

/** Points along a side of a unit's map: fine for a few large tiles, coarse for many small ones. */
const mapSizes = [
  { units: 24, size: 40 },
  { units: 64, size: 32 },
  { units: Number.POSITIVE_INFINITY, size: 24 },
];

const unitParts = { output: Part.unitMaps, sum: Part.sumMaps, gradient: Part.gradientMaps, weights: 0 };

export const wanted = computed(() => {
  const present = form.value;
  if (!present || !facts.value) return { mask: 0, unitMapSize: 0 };
  const { kind, target, rebuilds } = present.dataset;
  let mask = Part.parameters | Part.history | (rebuilds ? Part.code : Part.predictions);
  if (kind === 'plane' || kind === 'line') mask |= unitParts[view.value.unitsShow] | Part.decision;
  else mask |= Part.trace;
  if (target === 'classes') mask |= Part.confusion;
  if (selection.value !== null || view.value.unitsShow === 'gradient') mask |= Part.gradients;
  const units = present.layers.reduce((sum, layer) => sum + layer.units, 0);
  const unitMapSize = mapSizes.find((row) => units <= row.units)?.size ?? 24;
  return { mask, unitMapSize };
});
