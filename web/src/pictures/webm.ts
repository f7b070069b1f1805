/** Encoded pictures as a WebM file (RFC 9559): with its length, and an index, so that players can seek in it. */

export interface Piece {
  /** Milliseconds from the beginning. */
  time: number;
  key: boolean;
  bytes: Uint8Array;
}

export interface Film {
  codec: 'V_VP8' | 'V_VP9';
  width: number;
  height: number;
  title: string;
  /** Milliseconds. */
  length: number;
  /** In order of time; the first one is a key. */
  pieces: readonly Piece[];
}

type Bytes = Uint8Array<ArrayBuffer>;

const ids = {
  header: 0x1a45dfa3,
  version: 0x4286,
  readVersion: 0x42f7,
  mostIdBytes: 0x42f2,
  mostSizeBytes: 0x42f3,
  kind: 0x4282,
  kindVersion: 0x4287,
  kindReadVersion: 0x4285,
  segment: 0x18538067,
  info: 0x1549a966,
  timeUnit: 0x2ad7b1,
  length: 0x4489,
  muxer: 0x4d80,
  writer: 0x5741,
  title: 0x7ba9,
  tracks: 0x1654ae6b,
  track: 0xae,
  trackNumber: 0xd7,
  trackId: 0x73c5,
  trackType: 0x83,
  lacing: 0x9c,
  codec: 0x86,
  video: 0xe0,
  width: 0xb0,
  height: 0xba,
  cues: 0x1c53bb6b,
  cue: 0xbb,
  cueTime: 0xb3,
  cuePlaces: 0xb7,
  cueTrack: 0xf7,
  cuePlace: 0xf1,
  cluster: 0x1f43b675,
  clusterTime: 0xe7,
  block: 0xa3,
} as const;

const nanosecondsInUnit = 1_000_000;
const keyFlag = 0x80;
const firstTrack = 0x81;

function joined(parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function idBytes(id: number): Bytes {
  const bytes: number[] = [];
  for (let rest = id; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.from(bytes);
}

/** Sizes are written in eight bytes: where an element ends does not depend on where it stands. */
function element(id: number, ...content: Uint8Array[]): Bytes {
  const size = new DataView(new ArrayBuffer(8));
  size.setBigUint64(0, BigInt(content.reduce((sum, { length }) => sum + length, 0)));
  size.setUint8(0, 1);
  return joined([idBytes(id), new Uint8Array(size.buffer), ...content]);
}

function whole(id: number, value: number): Bytes {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setBigUint64(0, BigInt(Math.round(value)));
  return element(id, new Uint8Array(bytes.buffer));
}

function real(id: number, value: number): Bytes {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setFloat64(0, value);
  return element(id, new Uint8Array(bytes.buffer));
}

const text = (id: number, value: string): Bytes => element(id, new TextEncoder().encode(value));

function block({ time, key, bytes }: Piece, from: number): Bytes {
  const head = new DataView(new ArrayBuffer(4));
  head.setUint8(0, firstTrack);
  head.setInt16(1, Math.round(time) - Math.round(from));
  head.setUint8(3, key ? keyFlag : 0);
  return element(ids.block, new Uint8Array(head.buffer), bytes);
}

/** A cluster begins with each key. */
function clustersOf(pieces: readonly Piece[]): { time: number; bytes: Bytes }[] {
  const groups: Piece[][] = [];
  for (const piece of pieces) {
    if (piece.key || groups.length === 0) groups.push([]);
    groups.at(-1)?.push(piece);
  }
  return groups.map((group) => {
    const time = group[0]?.time ?? 0;
    return { time, bytes: element(ids.cluster, whole(ids.clusterTime, time), ...group.map((piece) => block(piece, time))) };
  });
}

function cuesOf(clusters: readonly { time: number; bytes: Bytes }[], first: number): Bytes {
  let at = first;
  const cues = clusters.map(({ time, bytes }) => {
    const place = at;
    at += bytes.length;
    return element(ids.cue, whole(ids.cueTime, time), element(ids.cuePlaces, whole(ids.cueTrack, 1), whole(ids.cuePlace, place)));
  });
  return element(ids.cues, ...cues);
}

export function webm({ codec, width, height, title, length, pieces }: Film): Bytes {
  const header = element(
    ids.header,
    whole(ids.version, 1),
    whole(ids.readVersion, 1),
    whole(ids.mostIdBytes, 4),
    whole(ids.mostSizeBytes, 8),
    text(ids.kind, 'webm'),
    whole(ids.kindVersion, 4),
    whole(ids.kindReadVersion, 2),
  );
  const app = 'Glassbox';
  const info = element(
    ids.info,
    whole(ids.timeUnit, nanosecondsInUnit),
    real(ids.length, length),
    text(ids.title, title),
    text(ids.muxer, app),
    text(ids.writer, app),
  );
  const size = element(ids.video, whole(ids.width, width), whole(ids.height, height));
  const track = [
    whole(ids.trackNumber, 1),
    whole(ids.trackId, 1),
    whole(ids.trackType, 1),
    whole(ids.lacing, 0),
    text(ids.codec, codec),
    size,
  ];
  const tracks = element(ids.tracks, element(ids.track, ...track));
  const clusters = clustersOf(pieces);
  const before = info.length + tracks.length;
  // The index has the same size wherever it points.
  const cues = cuesOf(clusters, before + cuesOf(clusters, 0).length);
  return joined([header, element(ids.segment, info, tracks, cues, ...clusters.map(({ bytes }) => bytes))]);
}
