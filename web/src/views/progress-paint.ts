/** The curves of the progress chart on its canvas. */
import type { ValueScale } from './chart-scale';
import type { Curve, Quantity } from './history';
import { tokens } from './theme';

export interface Chart {
  quantity: Quantity;
  curves: readonly Curve[];
  scale: ValueScale;
  end: number;
  base: number;
  best: { epoch: number; value: number } | null;
  /** The epoch at which the run stopped by itself. */
  stop: number | null;
  /** Other lines of this run, and what this one comes to later: test curves, or training where there is no test. */
  others: readonly { id: string; curve: Curve }[];
}

interface Frame {
  width: number;
  height: number;
  /** The epoch under the pointer. */
  hover: number | null;
  /** The branch that is pointed at. */
  pointed: string | null;
}

export function paintChart(context: CanvasRenderingContext2D, chart: Chart, frame: Frame): void {
  const { width, height, hover } = frame;
  const colours = tokens();
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  for (const value of chart.scale.ticks) {
    const y = Math.round((1 - chart.scale.share(value)) * (height - 1)) + 0.5;
    context.beginPath();
    context.moveTo(0, y);
    context.lineTo(width, y);
    context.stroke();
  }
  paintBase(context, chart, frame);
  if (chart.stop !== null) paintRule(context, chart.stop / chart.end, frame, colours['ink-2']);
  paintOthers(context, chart, frame);
  paintCurve(context, chart, 0, frame, { colour: colours['ink-3'], line: 1.25, dash: [] });
  paintCurve(context, chart, 2, frame, { colour: colours.ink, line: 1.5, dash: [4, 3] });
  paintCurve(context, chart, 1, frame, { colour: colours.ink, line: 2, dash: [] });
  if (hover !== null) paintRule(context, hover / chart.end, frame, colours.edge);
}

function paintRule(context: CanvasRenderingContext2D, share: number, { width, height }: Frame, colour: string): void {
  const x = Math.round(share * width) + 0.5;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, height);
  context.stroke();
}

function paintBase(context: CanvasRenderingContext2D, chart: Chart, { width, height }: Frame): void {
  if (!Number.isFinite(chart.base)) return;
  const y = (1 - chart.scale.share(chart.base)) * height;
  context.strokeStyle = tokens().edge;
  context.lineWidth = 1.5;
  context.setLineDash([1.5, 3.5]);
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(width, y);
  context.stroke();
  context.setLineDash([]);
}

function paintOthers(context: CanvasRenderingContext2D, chart: Chart, { width, height, pointed }: Frame): void {
  for (const { id, curve } of chart.others) {
    const strong = id !== '' && id === pointed;
    context.globalAlpha = strong ? 1 : 0.45;
    context.strokeStyle = tokens()[strong ? 'ink' : 'ink-3'];
    context.lineWidth = strong ? 2 : 1.25;
    context.beginPath();
    curve.visit(chart.end / (2 * width), (epoch, _low, _high, last) => {
      context.lineTo((epoch / chart.end) * width, (1 - chart.scale.share(last)) * height);
    });
    context.stroke();
  }
  context.globalAlpha = 1;
}

interface Pen {
  colour: string;
  line: number;
  dash: number[];
}

/** A line through the last value of each stretch, and the range of the stretch as a vertical line. */
function paintCurve(context: CanvasRenderingContext2D, chart: Chart, part: number, { width, height }: Frame, pen: Pen): void {
  const curve = chart.curves[part];
  const last = curve?.at(-1);
  if (!curve || !last) return;
  const x = (epoch: number): number => (epoch / chart.end) * width;
  const y = (value: number): number => (1 - chart.scale.share(value)) * height;
  const line = new Path2D();
  const ranges = new Path2D();
  curve.visit(chart.end / (2 * width), (epoch, low, high, value) => {
    line.lineTo(x(epoch), y(value));
    if (high - low <= 0) return;
    ranges.moveTo(x(epoch), y(low));
    ranges.lineTo(x(epoch), y(high));
  });
  context.strokeStyle = pen.colour;
  context.lineJoin = 'round';
  context.setLineDash(pen.dash);
  context.lineWidth = pen.line;
  context.stroke(line);
  context.setLineDash([]);
  context.globalAlpha = 0.35;
  context.lineWidth = 1;
  context.stroke(ranges);
  context.globalAlpha = 1;
  context.fillStyle = pen.colour;
  context.beginPath();
  context.arc(x(last.epoch), y(last.last), part === 1 ? 3 : 2.25, 0, 2 * Math.PI);
  context.fill();
}
