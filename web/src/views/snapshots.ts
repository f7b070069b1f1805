/** Reading the self-describing buffer of a snapshot. */
import type { Snapshot, SnapshotEntry } from '../trainer/protocol';

export type Values = Float32Array | Float64Array;
export interface Part {
  values: Values;
  shape: readonly number[];
  single: boolean;
}

const caches = new WeakMap<Snapshot, Map<string, Part | null>>();

function open(snapshot: Snapshot, entry: SnapshotEntry): Part {
  const length = entry.shape.reduce((product, size) => product * size, 1);
  const single = entry.scalar === 'f32';
  const values = single ? new Float32Array(snapshot.bytes, entry.offset, length) : new Float64Array(snapshot.bytes, entry.offset, length);
  return { values, shape: entry.shape, single };
}

/** The part with this role of a layer (−1: inputs, or the whole network); null where the snapshot does not carry it. */
export function part(snapshot: Snapshot | null, layer: number, role: string): Part | null {
  if (!snapshot) return null;
  let cache = caches.get(snapshot);
  if (!cache) {
    cache = new Map();
    caches.set(snapshot, cache);
  }
  const key = `${layer} ${role}`;
  let found = cache.get(key);
  if (found === undefined) {
    const entry = snapshot.entries.find((candidate) => candidate.layer === layer && candidate.role === role);
    found = entry ? open(snapshot, entry) : null;
    cache.set(key, found);
  }
  return found;
}

/** A part of the whole network, whichever layer it is filed under. */
export function wholePart(snapshot: Snapshot | null, role: string): Part | null {
  const entry = snapshot?.entries.find((candidate) => candidate.role === role);
  return entry ? part(snapshot, entry.layer, role) : null;
}
