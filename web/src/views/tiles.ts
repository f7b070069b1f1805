/** Units as pictures: maps over the input domain, incoming weights as images, or bars; biases and activations under them. */
import { fillPixels, Raster } from './canvas';
import { divergingIndex, tableColour, unitTable } from './colormaps';
import { barMiddle, type ColumnLayout } from './layout';
import type { Column } from './model';
import { gauge, mapRole, type Picture, unitValues, winner } from './picture';
import { type Part, part, type Values, wholePart } from './snapshots';

/** A bias bar is full at this size. */
const biasLimit = 4;
/** Activations grow during training: the bars under weight images leave this much room beyond those of the first weights. */
const levelRoom = 2;
const radius = 4;

function outline(context: CanvasRenderingContext2D, x: number, y: number, tile: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.roundRect(x + 0.5, y + 0.5, tile - 1, tile - 1, Math.min(radius, tile / 4));
  context.stroke();
}

/** Rounds the tiles of a column: one path covers all corners, one draws all outlines. */
function roundCorners(context: CanvasRenderingContext2D, place: ColumnLayout, units: number, { tokens }: Picture): void {
  const corners = new Path2D();
  const outlines = new Path2D();
  const round = Math.min(radius, place.tile / 4);
  for (let unit = 0; unit < units; unit++) {
    const left = place.x[unit] as number;
    const top = place.y[unit] as number;
    const right = left + place.tile;
    const bottom = top + place.tile;
    for (const [x, y, dx, dy] of [
      [left, top, round, round],
      [right, top, -round, round],
      [right, bottom, -round, -round],
      [left, bottom, round, -round],
    ] as const) {
      corners.moveTo(x, y);
      corners.lineTo(x + dx, y);
      corners.quadraticCurveTo(x + dx * 0.2, y + dy * 0.2, x, y + dy);
      corners.closePath();
    }
    outlines.roundRect(left + 0.5, top + 0.5, place.tile - 1, place.tile - 1, round);
  }
  context.fillStyle = tokens.ground;
  context.fill(corners);
  context.strokeStyle = tokens.edge;
  context.lineWidth = 1;
  context.stroke(outlines);
}

function ring(context: CanvasRenderingContext2D, x: number, y: number, tile: number, colour: string): void {
  context.strokeStyle = colour;
  context.lineWidth = 2;
  context.beginPath();
  context.roundRect(x - 3, y - 3, tile + 6, tile + 6, radius + 2);
  context.stroke();
}

/** A bar from the middle of a track: sign is colour and side, length is size. */
function signBar(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  width: number,
  value: number,
  limit: number,
  picture: Picture,
): void {
  const { tokens } = picture;
  context.fillStyle = tokens.line;
  context.fillRect(x, y, width, 3);
  if (!Number.isFinite(value)) return;
  const length = Math.min(1, Math.abs(value) / limit) * (width / 2);
  context.fillStyle = value < 0 ? tokens.negative : tokens.positive;
  context.fillRect(value < 0 ? x + width / 2 - length : x + width / 2, y, Math.max(length, value === 0 ? 0 : 1), 3);
}

function levelBar(context: CanvasRenderingContext2D, x: number, y: number, width: number, share: number, picture: Picture): void {
  context.fillStyle = picture.tokens.line;
  context.fillRect(x, y, width, 3);
  context.fillStyle = picture.tokens.ink;
  context.fillRect(x, y, width * Math.max(0, Math.min(1, share)), 3);
}

/** Draws the units of one picture; keeps the rasters between frames. */
export class TilePainter {
  readonly #rasters = new Map<number, Raster>();

  draw(context: CanvasRenderingContext2D, picture: Picture): void {
    picture.model.columns.forEach((column, index) => {
      const place = picture.layout.columns[index];
      if (!place) return;
      if (place.kind === 'bars') drawBars(context, column, place, picture);
      else if (place.kind === 'picture') this.#drawPicture(context, column, place, picture);
      else if (place.kind === 'tiles') this.#drawTiles(context, column, place, picture);
    });
    drawRings(context, picture);
  }

  #raster(layer: number): Raster {
    let raster = this.#rasters.get(layer);
    if (!raster) {
      raster = new Raster();
      this.#rasters.set(layer, raster);
    }
    return raster;
  }

  /** The input rebuilt: a pixel for each output. */
  #drawPicture(context: CanvasRenderingContext2D, column: Column, place: ColumnLayout, picture: Picture): void {
    const pixels = wholePart(picture.snapshot, 'rebuilt')?.values;
    const raster = this.#raster(column.layer);
    const rows = Math.ceil(column.units / place.across);
    fillPixels(raster, place.across, rows, pixels ?? [], picture.model.imageFull, picture.tokens.dark);
    context.imageSmoothingEnabled = false;
    context.drawImage(raster.canvas, place.left, place.top, place.across * place.tile, rows * place.tile);
    context.strokeStyle = picture.tokens.edge;
    context.strokeRect(place.left - 0.5, place.top - 0.5, place.across * place.tile + 1, rows * place.tile + 1);
  }

  #drawTiles(context: CanvasRenderingContext2D, column: Column, place: ColumnLayout, picture: Picture): void {
    const images = column.plane && picture.shows !== 'gradient' ? imagesOf(column, picture) : null;
    const role = images ? imageRole(picture) : mapRole(picture, column);
    const maps = images ?? (picture.model.mapped ? part(picture.snapshot, column.layer, role) : null);
    const weights = picture.shows === 'weights' && column.dense >= 0 ? part(picture.snapshot, column.layer, 'W') : null;
    if (maps) this.#drawMaps(context, column, place, picture, maps, role);
    else if (weights) this.#drawWeights(context, column, place, picture, weights);
    else drawLevels(context, column, place, picture);
    drawUnder(context, column, place, picture, weights !== null && maps === null);
  }

  #drawMaps(context: CanvasRenderingContext2D, column: Column, place: ColumnLayout, picture: Picture, maps: Part, role: string): void {
    const [units = 0, height = 1, width = 1] = maps.shape;
    const { middle, half } = gauge(picture, column, role);
    const raster = this.#fill(column.layer, maps.values, width, height * units, middle, half, picture);
    context.imageSmoothingEnabled = !column.plane;
    for (let unit = 0; unit < units; unit++) {
      const x = place.x[unit] as number;
      const y = place.y[unit] as number;
      context.drawImage(raster.canvas, 0, unit * height, width, height, x, y, place.tile, place.tile);
      if (height === 1) drawLine(context, maps.values.subarray(unit * width, (unit + 1) * width), x, y, place.tile, middle, half, picture);
    }
    roundCorners(context, place, units, picture);
  }

  #fill(layer: number, values: Values, width: number, height: number, middle: number, half: number, picture: Picture): Raster {
    const raster = this.#raster(layer);
    const pixels = raster.resize(width, height);
    const table = unitTable(picture.tokens.dark, picture.neutral);
    for (let i = 0; i < pixels.length; i++) pixels[i] = table[divergingIndex(((values[i] as number) - middle) / half)] as number;
    raster.commit();
    return raster;
  }

  /** Each unit's row of W as an image: in the shape of the pixels it looks at, or near a square. */
  #drawWeights(context: CanvasRenderingContext2D, column: Column, place: ColumnLayout, picture: Picture, weights: Part): void {
    const [units = 0, inputs = 1] = weights.shape;
    const across = column.layer === 0 && picture.model.imageSide > 0 ? picture.model.imageSide : Math.ceil(Math.sqrt(inputs));
    const rows = Math.ceil(inputs / across);
    const limit = weightLimit(picture, column);
    const raster = this.#raster(column.layer);
    const pixels = raster.resize(across, rows * units);
    const table = unitTable(picture.tokens.dark, picture.neutral);
    for (let unit = 0; unit < units; unit++) {
      for (let input = 0; input < inputs; input++) {
        pixels[unit * rows * across + input] = table[divergingIndex((weights.values[unit * inputs + input] as number) / limit)] as number;
      }
    }
    raster.commit();
    const activations = part(picture.snapshot, column.layer, 'activation')?.values;
    context.imageSmoothingEnabled = false;
    const cell = Math.max(1, Math.floor((place.tile * picture.ratio) / Math.max(across, rows)));
    for (let unit = 0; unit < units; unit++) {
      const width = (cell * across) / picture.ratio;
      const height = (cell * rows) / picture.ratio;
      const x = snap((place.x[unit] as number) + (place.tile - width) / 2, picture.ratio);
      const y = snap((place.y[unit] as number) + (place.tile - height) / 2, picture.ratio);
      const idle = activations?.[unit] === 0;
      context.globalAlpha = idle ? 0.28 : 1;
      context.drawImage(raster.canvas, 0, unit * rows, across, rows, x, y, width, height);
      context.globalAlpha = 1;
      outline(context, place.x[unit] as number, place.y[unit] as number, place.tile, idle ? picture.tokens.line : picture.tokens.edge);
    }
  }
}

const imageRole = (picture: Picture): string => (picture.shows === 'sum' ? 'sum' : 'activation');

/** What each channel of a layer on images makes of the traced example. */
function imagesOf(column: Column, picture: Picture): Part | null {
  const values = part(picture.snapshot, column.layer, imageRole(picture));
  return values && column.plane ? { ...values, shape: [column.units, column.plane.height, column.plane.width] } : null;
}

/** One unit's incoming weights as an image of the pixels it looks at, channels side by side, filling a square canvas. */
export function paintWeightImage(
  context: CanvasRenderingContext2D,
  side: number,
  raster: Raster,
  picture: Picture,
  layer: number,
  unit: number,
): void {
  const column = picture.model.columns[layer + 1];
  const source = picture.model.columns[layer];
  const weights = part(picture.snapshot, layer, 'W');
  if (!column || !source || !weights) return;
  const inputs = weights.shape[1] ?? 0;
  const channels = source.plane ? source.units : 1;
  const edge = Math.round(Math.sqrt(inputs / channels));
  const beside = Math.ceil(Math.sqrt(channels));
  const across = edge * beside;
  const limit = weightLimit(picture, column);
  const table = unitTable(picture.tokens.dark, picture.neutral);
  const pixels = raster.resize(across, edge * Math.ceil(channels / beside));
  for (let input = 0; input < inputs; input++) {
    const channel = Math.floor(input / (edge * edge));
    const row = Math.floor(channel / beside) * edge + (Math.floor(input / edge) % edge);
    pixels[row * across + (channel % beside) * edge + (input % edge)] = table[
      divergingIndex((weights.values[unit * inputs + input] as number) / limit)
    ] as number;
  }
  raster.commit();
  context.imageSmoothingEnabled = false;
  context.drawImage(raster.canvas, 0, 0, side, (side * Math.ceil(channels / beside)) / beside);
}

const snap = (value: number, ratio: number): number => Math.round(value * ratio) / ratio;

/** Room for weights to grow in. */
const weightRoom = 1.5;

export function weightLimit(picture: Picture, column: Column): number {
  return picture.scales.limit(
    `W ${column.layer}`,
    () => part(picture.snapshot, column.layer, 'W')?.values ?? null,
    column.weights * weightRoom,
  );
}

/** One input: the unit's output as a line over the domain, on its own colours. */
function drawLine(
  context: CanvasRenderingContext2D,
  values: Values,
  x: number,
  y: number,
  tile: number,
  middle: number,
  half: number,
  picture: Picture,
): void {
  context.beginPath();
  for (let i = 0; i < values.length; i++) {
    const height = Math.max(-1, Math.min(1, ((values[i] as number) - middle) / half));
    context.lineTo(x + (tile * (i + 0.5)) / values.length, y + tile / 2 - height * (tile / 2 - 3));
  }
  context.strokeStyle = picture.tokens.ink;
  context.lineWidth = 1.5;
  context.stroke();
}

/** Units without a map: the value of the traced example as a level from the middle of its range. */
function drawLevels(context: CanvasRenderingContext2D, column: Column, place: ColumnLayout, picture: Picture): void {
  const values = unitValues(picture, column);
  const role =
    picture.shows === 'gradient' && column.layer >= 0 ? 'd_b' : picture.shows === 'sum' && column.layer >= 0 ? 'sum' : 'activation';
  const { middle, half } = gauge(picture, column, role);
  const { tokens } = picture;
  const table = unitTable(tokens.dark, picture.neutral);
  const floor = role === 'activation' && column.layer >= 0 && column.low >= 0 && column.high > column.low;
  for (let unit = 0; unit < column.units; unit++) {
    const x = place.x[unit] as number;
    const y = place.y[unit] as number;
    context.fillStyle = tokens.surface;
    context.beginPath();
    context.roundRect(x, y, place.tile, place.tile, Math.min(radius, place.tile / 4));
    context.fill();
    const value = values?.[unit];
    if (value !== undefined && Number.isFinite(value)) {
      const base = floor ? y + place.tile - 1 : y + place.tile / 2;
      const reach = floor ? place.tile - 2 : place.tile / 2 - 1;
      const share = floor ? (value - column.low) / (column.high - column.low) : (value - middle) / half;
      const height = Math.max(-1, Math.min(1, share)) * reach;
      context.fillStyle = tableColour(table, divergingIndex(floor ? share : (value - middle) / half));
      context.fillRect(x + 1, height > 0 ? base - height : base, place.tile - 2, Math.max(Math.abs(height), 1));
    }
    outline(context, x, y, place.tile, tokens.edge);
  }
}

function drawUnder(context: CanvasRenderingContext2D, column: Column, place: ColumnLayout, picture: Picture, images: boolean): void {
  if (!place.showBar || column.layer < 0 || picture.neutral) return;
  const biases = part(picture.snapshot, column.layer, 'b')?.values;
  const activations = images ? part(picture.snapshot, column.layer, 'activation')?.values : undefined;
  const full = activations ? levelRoom * gauge(picture, column, 'activation').half : 1;
  const width = column.output ? Math.min(place.tile, 44) : place.tile;
  for (let unit = 0; unit < column.units; unit++) {
    const x = (place.x[unit] as number) + (place.tile - width) / 2;
    const y = (place.y[unit] as number) + place.tile + 4;
    if (activations) levelBar(context, x, y, width, Math.abs(activations[unit] ?? 0) / full, picture);
    else if (biases) signBar(context, x, y, width, biases[unit] ?? Number.NaN, biasLimit, picture);
  }
}

/** Left edge and width of the bars of an output column, between the names and the numbers. */
export function barSpan(place: ColumnLayout): { x: number; width: number } {
  const whole = place.right - place.left;
  const number = whole < 140 ? 58 : 70;
  return { x: place.left + place.nameWidth, width: Math.max(16, whole - place.nameWidth - number) };
}

function drawBars(context: CanvasRenderingContext2D, column: Column, place: ColumnLayout, picture: Picture): void {
  const values = part(picture.snapshot, column.layer, 'activation')?.values;
  const biases = part(picture.snapshot, column.layer, 'b')?.values;
  const { tokens } = picture;
  const best = winner(picture);
  const { x, width } = barSpan(place);
  const share = shareOf(column, picture);
  const height = place.showBar ? 16 : Math.max(4, place.tile - 4);
  for (let unit = 0; unit < column.units; unit++) {
    const middle = (place.y[unit] as number) + barMiddle(place);
    context.fillStyle = tokens.line;
    context.beginPath();
    context.roundRect(x, middle - height / 2, width, height, 3);
    context.fill();
    const value = values?.[unit];
    if (value !== undefined && Number.isFinite(value)) {
      const length = width * Math.max(0, Math.min(1, share(value)));
      context.fillStyle = unit === best || column.units === 1 ? tokens.ink : tokens.edge;
      context.beginPath();
      context.roundRect(x, middle - height / 2, Math.max(length, 1), height, Math.min(3, length / 2));
      context.fill();
    }
    if (place.showBar && biases) signBar(context, x, middle + height / 2 + 6, width, biases[unit] ?? Number.NaN, biasLimit, picture);
  }
}

/** Bars of probabilities start at 0; those of numbers cover the range of the first pictures. */
function shareOf(column: Column, picture: Picture): (value: number) => number {
  const { middle, half } = gauge(picture, column, 'activation');
  if (column.high > column.low && column.low >= 0) return (value) => (value - column.low) / (column.high - column.low);
  return (value) => (value - middle + half) / (2 * half);
}

/** The unit under the pointer or focus, and both ends of a weight. */
function drawRings(context: CanvasRenderingContext2D, picture: Picture): void {
  const { selection, model, layout, tokens } = picture;
  if (!selection) return;
  const ends = [{ layer: selection.layer, unit: selection.unit }];
  if (selection.kind === 'edge') ends.push({ layer: selection.layer - 1, unit: selection.input });
  for (const end of ends) {
    const index = model.columns.findIndex((column) => column.layer === end.layer);
    const place = layout.columns[index];
    if (place?.kind !== 'tiles' && place?.kind !== 'picture') continue;
    const x = place.x[end.unit];
    const y = place.y[end.unit];
    if (x !== undefined && y !== undefined) ring(context, x, y, place.tile, tokens.ink);
  }
}
