/** The module with everything: what core.d.ts says, of every part and in both precisions, and what wasm/instruments.cpp exposes. */
import type { CoreModule } from '@core';

/** What a landscape shows: LandscapeQuestion of the core. */
export interface LandscapeQuestion {
  plane: 'auto' | 'weights' | 'random' | 'path';
  /** Addresses as in edits; empty: the core's choice, or none held. */
  first: string;
  second: string;
  held: string;
  heldAt: number;
  seed: number;
  size: number;
  zoom: number;
  penalty: boolean;
  path: boolean;
}

export interface Instruments {
  provideTable(name: string, bytes: Uint8Array): void;
  tableNeeded(text: string): string;
  /** journey_json of the step that a run at that checkpoint takes next, or {ok: false, problems}. */
  trace(text: string, checkpoint: Uint8Array): string;
  /** example_json and look_json of the last trace. */
  example(row: number): string;
  look(item: number, row: number, layer: number, unit: number, input: number): string;
  /** Checks::json of a run at that checkpoint after a tenth of a second, then after another. */
  check(text: string, checkpoint: Uint8Array): string;
  checkOn(): string;
  /** Landscape::json of a run at that checkpoint after a tenth of a second, then after another. */
  landscape(text: string, checkpoint: Uint8Array, asked: LandscapeQuestion, past: readonly Uint8Array[]): string;
  landscapeOn(): string;
  /** [size × size], a view: copy at once. */
  landscapeGrid(): Float64Array;
  /** {overview, data} of a run at that checkpoint, or {ok: false, problems}; then rows_json, sweep_json and slopes_json of it. */
  examine(text: string, checkpoint: Uint8Array): string;
  dearest(part: number, count: number): string;
  swept(row: number, column: number): string;
  slopes(row: number): string;
  /** LayersOverTime::json after a tenth of a second on the way to a step, or {ok: false, problems}; its picture is a view: copy at once. */
  layers(text: string, step: number): string;
  /** The same at once, of a run at that checkpoint. */
  layersAt(text: string, checkpoint: Uint8Array): string;
  layersPicture(): Float32Array;
  /** Ablation::json of a run at that checkpoint after a tenth of a second, then after another. */
  ablate(text: string, checkpoint: Uint8Array): string;
  ablateOn(): string;
  /** structure_json, or {ok: false, problems}; {ranges, collapse} of a run at that checkpoint; curve_json. */
  structure(text: string): string;
  ranges(text: string, checkpoint: Uint8Array): string;
  curve(activation: string, precision: number, limit: number, at: number): string;
  /** twin_layers_json and twin_json of a run at that checkpoint, or {ok: false, problems}. */
  twins(text: string, checkpoint: Uint8Array): string;
  twin(text: string, checkpoint: Uint8Array, act: string, layer: number, units: Int32Array): string;
  /** shapes_json. */
  shapes(act: string, a: string, b: string): string;
  profile(text: string): string;
  /** change_json of a text with "key=value&…" set. */
  vary(text: string, changes: string): string;
  /** {ok, variation}: what vary() needs to make the other text of this one, or {ok: false, problems}. */
  variation(text: string, other: string): string;
  /** comparison_json, or {ok: false, problems}. */
  compare(first: string, second: string): string;
  /** difference_json; its values are a view: copy at once. */
  difference(first: Float32Array, second: Float32Array, outputs: number, firstClasses: Float32Array, secondClasses: Float32Array): string;
  /** sweep_json; spaces part the words. */
  sweep(text: string, words: string, seeds: number, epochs: string): string;
  /** Trains to the end: result_json, or {ok: false, problems}. */
  result(text: string): string;
  /** spread_json. */
  spread(numbers: Float64Array): string;
  differenceValues(): Float32Array;
}

export interface FullModule extends CoreModule {
  Instruments: new () => Instruments;
  /** history_columns_json. */
  historyColumns(): string;
}

export default function createFullCore(): Promise<FullModule>;
