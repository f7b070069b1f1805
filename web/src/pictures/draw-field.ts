/** Fields of a form and measures, as their present value. */
import { drawBox } from './draw-box';
import { measure, type Pen } from './svg-pen';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement | HTMLMeterElement;

export const isField = (element: Element): element is Field =>
  element instanceof HTMLInputElement ||
  element instanceof HTMLSelectElement ||
  element instanceof HTMLTextAreaElement ||
  element instanceof HTMLMeterElement;

function drawMeter(meter: HTMLMeterElement, style: CSSStyleDeclaration, pen: Pen): void {
  const { left, top, width, height } = meter.getBoundingClientRect();
  const share = (meter.value - meter.min) / (meter.max - meter.min || 1);
  pen.fillStyle = style.getPropertyValue('--select') || '#e3e6ec';
  pen.fillRect(left, top, width, height);
  pen.fillStyle = style.getPropertyValue('--ink-2') || '#414955';
  pen.fillRect(left, top, width * share, height);
}

function drawCheck(box: HTMLInputElement, style: CSSStyleDeclaration, pen: Pen): void {
  const { left, top, width, height } = box.getBoundingClientRect();
  pen.strokeStyle = style.color;
  pen.lineWidth = 1;
  pen.strokeRect(left + 0.5, top + 0.5, width - 1, height - 1);
  if (!box.checked) return;
  pen.lineWidth = 1.75;
  pen.beginPath();
  pen.moveTo(left + 0.22 * width, top + 0.52 * height);
  pen.lineTo(left + 0.42 * width, top + 0.72 * height);
  pen.lineTo(left + 0.8 * width, top + 0.26 * height);
  pen.stroke();
}

export function drawField(field: Field, style: CSSStyleDeclaration, pen: Pen): void {
  if (field instanceof HTMLMeterElement) {
    drawMeter(field, style, pen);
    return;
  }
  if (field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio')) {
    drawCheck(field, style, pen);
    return;
  }
  const text = field instanceof HTMLSelectElement ? (field.selectedOptions[0]?.text ?? '') : field.value;
  const font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  const box = field.getBoundingClientRect();
  drawBox(box, style, pen);
  const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent, width } = measure(text, font);
  const room = box.width - Number.parseFloat(style.paddingLeft) - 4;
  const right = style.textAlign === 'right' || style.textAlign === 'end';
  pen.save();
  pen.beginPath();
  pen.rect(box.left, box.top, box.width, box.height);
  pen.clip();
  pen.font = font;
  pen.textAlign = 'left';
  pen.textBaseline = 'alphabetic';
  pen.fillStyle = style.color;
  const left = right
    ? box.right - Number.parseFloat(style.paddingRight) - Math.min(width, room) - 1
    : box.left + Number.parseFloat(style.paddingLeft) + 1;
  pen.fillText(text, left, box.top + (box.height - ascent - descent) / 2 + ascent);
  pen.restore();
}
