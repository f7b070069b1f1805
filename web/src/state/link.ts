/** The address: `#<experiment>~<view>`. Text surgery only; what an experiment means is the core's business. */
import { defaultView, type View } from './store';

export interface Address {
  experiment: string;
  view: Partial<View>;
  gallery: boolean;
}

const choices = {
  unitsShow: ['output', 'sum', 'gradient', 'weights'],
  mapStyle: ['smooth', 'classes'],
  chart: ['loss', 'score'],
  scale: ['linear', 'log'],
  confusionPart: ['train', 'test'],
  codeShows: ['rows', 'decoded'],
  speed: ['step', '1', '10', '30', '100', '300', 'fastest'],
} as const satisfies Partial<Record<keyof View, readonly string[]>>;

/** Written names of the parts of the view that a link carries. */
const names = {
  units: 'unitsShow',
  map: 'mapStyle',
  chart: 'chart',
  axis: 'scale',
  confusion: 'confusionPart',
  code: 'codeShows',
  speed: 'speed',
} as const satisfies Record<string, keyof typeof choices>;

export const speeds: readonly string[] = choices.speed;

/** Text of a link as it was before it was one; what is no such thing stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Readable where a link allows it. */
const encoded = (text: string): string => encodeURIComponent(text).replace(/%(?:3D|3A|2C)/g, decoded);

export function readAddress(hash: string): Address {
  const fragment = hash.replace(/^#/, '');
  const tilde = fragment.indexOf('~');
  const address: Address = { experiment: tilde < 0 ? fragment : fragment.slice(0, tilde), view: { vary: [], sweep: [] }, gallery: false };
  if (tilde < 0) return address;
  for (const part of fragment.slice(tilde + 1).split('&')) {
    const [name = '', value = ''] = part.split('=');
    if (name === 'vary') address.view.vary = [...(address.view.vary ?? []), part.slice(name.length + 1)];
    if (name === 'sweep') address.view.sweep = [...(address.view.sweep ?? []), decoded(part.slice(name.length + 1))];
    if (name === 'gallery') address.gallery = true;
    if ((name === 'tool' && /^[a-z]+$/.test(value)) || (name === 'look' && /^[\d,-]+$/.test(value))) address.view[name] = value;
    if (!Object.hasOwn(names, name)) continue;
    const key = names[name as keyof typeof names];
    if ((choices[key] as readonly string[]).includes(value)) Object.assign(address.view, { [key]: value });
  }
  return address;
}

export function writeAddress(experiment: string, view: View, gallery: boolean): string {
  const parts = Object.entries(names).flatMap(([name, key]) => (view[key] === defaultView[key] ? [] : [`${name}=${view[key]}`]));
  parts.push(...view.vary.map((changes) => `vary=${changes}`));
  if (view.tool === 'sweep') parts.push(...view.sweep.map((entry) => `sweep=${encoded(entry)}`));
  if (view.tool !== '') parts.push(`tool=${view.tool}`, ...(view.look === '' ? [] : [`look=${view.look}`]));
  if (gallery) parts.unshift('gallery');
  const fragment = parts.length > 0 ? `${experiment}~${parts.join('&')}` : experiment;
  return fragment === '' ? '' : `#${fragment}`;
}

const position = /^(at|expect)=/;

/** The experiment without the place where a link opens it. */
export function withoutPosition(text: string): string {
  return text
    .split('&')
    .filter((part) => !position.test(part))
    .join('&');
}

/** `at` and `expect` stand last in the canonical order. */
export function withPosition(text: string, step: number, hash: string): string {
  const parts = text === '' ? [] : [text];
  if (step > 0) parts.push(`at=${step}`);
  if (hash !== '') parts.push(`expect=${hash}`);
  return parts.join('&');
}

export function valueIn(text: string, key: string): string {
  const part = text.split('&').find((entry) => entry.startsWith(`${key}=`));
  return part === undefined ? '' : part.slice(key.length + 1);
}

export interface WrittenEdit {
  step: number;
  key: string;
  value: string;
}

export function editsIn(text: string): WrittenEdit[] {
  const written = valueIn(text, 'edits');
  if (written === '') return [];
  return written.split(';').map((entry) => {
    const [, step = '0', key = '', value = ''] = /^(\d+):([^=]*)=(.*)$/.exec(entry) ?? [];
    return { step: Number(step), key, value };
  });
}
