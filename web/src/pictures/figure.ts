/** A panel as a picture for a page of paper: the panel, under a title where it has none, above what it shows and the link to it. */
import { shareLink } from '../state/actions';
import { hashGroups, whole } from '../state/format';
import { form, snapshot } from '../state/store';
import { theme } from '../state/theme';
import { words as shell } from '../words';
import { drawChildren } from './draw';
import { extentOf } from './extent';
import { measure, type Pen, SvgPen, short } from './svg-pen';
import { TracedPath } from './traced-path';
import { picturesWords as words } from './words';
import { escapeXml } from './xml';

/** A part of the page that can be saved. */
export interface Panel {
  /** Of the file: glassbox-NAME.png. */
  name: string;
  title: string;
  root: HTMLElement;
}

export interface Caption {
  title: string;
  says: string;
  link: string;
}

const family = 'system-ui, sans-serif';
const fonts = { title: `650 14px ${family}`, says: `400 11px ${family}`, link: `400 10px ${family}` };
const margin = 16;
const titleHeight = 28;
const lineHeight = 15;
const footGap = 20;
const mostLinkLines = 3;
const leastWidth = 280;
const drawer = '#tool-panel';
/** Lines at the edge of a panel may stand so far beside its contents. */
const overhang = 8;
/** Pixels of a PNG in one of CSS. */
const pngScale = 2;

/** What stands under a picture. Waits until the run is at rest. */
export async function captionOf(panel: Panel): Promise<Caption> {
  const { link } = await shareLink();
  const { step = 0, epoch = 0, hash = '' } = snapshot.peek()?.status ?? {};
  const titles = panel.root.closest(drawer) ? [] : [...elementsOf(panel.root)].filter((element) => element.matches('.head > h2'));
  const hasTitle = titles.some((element) => element.getBoundingClientRect().width > 0);
  return {
    title: hasTitle ? '' : panel.title,
    says: words.says(form.peek()?.title ?? '', whole(step), whole(epoch), hashGroups(hash)),
    link,
  };
}

/** Words in lines of at most `width`. */
function wrapped(text: string, font: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length > 0 && measure(longer, font).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** A text without spaces, broken where the line is full. */
function broken(text: string, font: string, width: number, most: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest !== '' && lines.length < most) {
    let count = Math.min(rest.length, Math.max(8, Math.floor((rest.length * width) / measure(rest, font).width)));
    while (count > 8 && measure(rest.slice(0, count), font).width > width) count -= 1;
    lines.push(rest.slice(0, count));
    rest = rest.slice(count);
  }
  const last = lines.at(-1);
  if (rest !== '' && last !== undefined) lines[lines.length - 1] = `${last.slice(0, -1)}…`;
  return lines;
}

export interface Figure {
  width: number;
  height: number;
  /** Draws it with its upper left corner at 0, 0. */
  draw(pen: Pen, scale: number): void;
}

/** Lays the picture out; it is to be drawn before the page changes. */
export function layOut({ root }: Panel, caption: Caption): Figure {
  const box = extentOf(root);
  const width = Math.ceil(Math.max(box.width, leastWidth) + 2 * margin);
  const says = wrapped(caption.says, fonts.says, width - 2 * margin);
  const link = broken(caption.link, fonts.link, width - 2 * margin, mostLinkLines);
  const head = caption.title === '' ? 0 : titleHeight;
  const foot = footGap + lineHeight * (says.length + link.length);
  const height = Math.ceil(2 * margin + head + box.height + foot);
  const style = getComputedStyle(document.documentElement);
  const draw = (pen: Pen, scale: number): void => {
    pen.fillStyle = style.getPropertyValue('--surface').trim();
    pen.fillRect(0, 0, width, height);
    pen.textAlign = 'left';
    pen.textBaseline = 'alphabetic';
    if (head > 0) {
      pen.font = fonts.title;
      pen.fillStyle = style.getPropertyValue('--ink').trim();
      pen.fillText(caption.title, margin, margin + 14);
    }
    pen.save();
    pen.beginPath();
    pen.rect(margin - overhang, margin + head - overhang, box.width + 2 * overhang, box.height + 2 * overhang);
    pen.clip();
    pen.translate(margin - box.left, margin + head - box.top);
    drawChildren(root, pen, scale);
    pen.restore();
    pen.fillStyle = style.getPropertyValue('--ink-2').trim();
    pen.font = fonts.says;
    let y = height - foot + 11;
    for (const line of says) {
      pen.fillText(line, margin, y);
      y += lineHeight;
    }
    pen.font = fonts.link;
    pen.fillStyle = style.getPropertyValue('--ink-3').trim();
    for (const line of link) {
      pen.fillText(line, margin, y);
      y += lineHeight;
    }
  };
  return { width, height, draw };
}

const frames = (count: number): Promise<void> =>
  new Promise((done) => {
    const next = (left: number): void => {
      if (left === 0) done();
      else requestAnimationFrame(() => next(left - 1));
    };
    next(count);
  });

function* elementsOf(root: Element): Iterable<Element> {
  yield root;
  for (const child of (root.shadowRoot ?? root).children) yield* elementsOf(child);
}

/** After a change of colours, words and canvases need a few frames. */
const settling = 4;

/**
 * Runs `take` with the page as the picture shall show it: on white where asked for, outlines traced, and scrolled to its beginning.
 * Everything is as before when it resolves.
 */
export async function posed<T>(root: HTMLElement, paper: boolean, take: () => T): Promise<T> {
  const page = document.documentElement;
  const NativePath = globalThis.Path2D;
  globalThis.Path2D = TracedPath;
  try {
    if (paper) {
      page.dataset.theme = 'light';
      page.style.setProperty('--ground', '#ffffff');
    }
    root.style.setProperty('--head-end', '12px');
    for (const element of elementsOf(root)) (element as Partial<{ requestUpdate(): void }>).requestUpdate?.();
    await frames(settling);
    // What was not chosen is left out, and the words beside it take its place.
    const hidden = [...elementsOf(root)].filter((element): element is HTMLElement => element.matches('.segments > [aria-pressed="false"]'));
    for (const element of hidden) element.style.display = 'none';
    const scrolled = [...elementsOf(root)].filter(({ scrollTop, scrollLeft }) => scrollTop !== 0 || scrollLeft !== 0);
    const places = scrolled.map(({ scrollTop, scrollLeft }) => ({ top: scrollTop, left: scrollLeft, behavior: 'instant' as const }));
    for (const element of scrolled) element.scrollTo({ top: 0, left: 0, behavior: 'instant' });
    try {
      return take();
    } finally {
      for (const element of hidden) element.style.removeProperty('display');
      for (const [index, element] of scrolled.entries()) element.scrollTo(places[index]);
    }
  } finally {
    globalThis.Path2D = NativePath;
    page.style.removeProperty('--ground');
    root.style.removeProperty('--head-end');
    page.dataset.theme = theme.peek();
  }
}

function drawnOn(figure: Figure, scale: number): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement('canvas'), { width: figure.width * scale, height: figure.height * scale });
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2d context');
  context.scale(scale, scale);
  figure.draw(context, scale);
  return canvas;
}

export async function pngOf(panel: Panel, paper: boolean): Promise<Blob> {
  const caption = await captionOf(panel);
  const canvas = await posed(panel.root, paper, () => drawnOn(layOut(panel, caption), pngScale));
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) throw new Error('no picture');
  return blob;
}

export async function svgOf(panel: Panel, paper: boolean): Promise<string> {
  const caption = await captionOf(panel);
  return posed(panel.root, paper, () => {
    const figure = layOut(panel, caption);
    const pen = new SvgPen();
    figure.draw(pen, pngScale);
    const size = `width="${short(figure.width)}" height="${short(figure.height)}" viewBox="0 0 ${short(figure.width)} ${short(figure.height)}"`;
    const title = escapeXml(`${panel.title} · ${shell.name}`);
    return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${size} role="img">
<title>${title}</title>
<desc>${escapeXml(`${caption.says} ${caption.link}`)}</desc>
${pen.markup()}
</svg>
`;
  });
}
