/** The module with everything: what core.d.ts says, in both precisions, and what wasm/instruments.cpp exposes. */
import type { CoreModule } from '@core';

export interface Instruments {
  provideTable(name: string, bytes: Uint8Array): void;
  tableNeeded(text: string): string;
  /** journey_json of the step that a run at that checkpoint takes next, or {ok: false, problems}. */
  trace(text: string, checkpoint: Uint8Array): string;
  /** example_json and look_json of the last trace. */
  example(row: number): string;
  look(item: number, row: number, layer: number, unit: number, input: number): string;
  profile(text: string): string;
}

export interface FullModule extends CoreModule {
  Instruments: new () => Instruments;
}

export default function createFullCore(): Promise<FullModule>;
