/** The sheet of the landscape, adopted when it is loaded. */
import { css } from 'lit';

const styles = css`
  .landscape { display: grid; height: 100%; grid-template-columns: 256px minmax(0, 1.4fr) minmax(0, 1fr); }
  .landscape p { margin: 0; }
  .landscape .segments { display: flex; padding: 2px; border-radius: 6px; background: var(--sunken); }
  .landscape .segments button { min-height: 28px; flex: 1 0 auto; padding: 0 6px; border: 0; border-radius: 5px; background: none; color: var(--ink-2); white-space: nowrap; }
  .landscape .segments [aria-pressed='true'] { background: var(--surface); box-shadow: 0 0 0 1px var(--line); color: var(--ink); font-weight: 500; }
  .l-controls { display: grid; overflow: auto; padding: 12px 16px; border-right: 1px solid var(--line); gap: 6px; align-content: start; grid-template-columns: minmax(0, 1fr); overscroll-behavior: contain; }
  .l-controls :is(select, input[type='text']) { width: 100%; height: 32px; }
  .l-controls input[type='text'] { padding: 0 8px; border: 1px solid var(--field); border-radius: 6px; background: var(--surface); color: var(--ink); font: inherit; }
  .l-controls label:not(.l-check) { color: var(--ink-3); font-size: 11px; line-height: 14px; }
  .l-controls .framed { min-height: 32px; border-radius: 6px; }
  .l-hint { min-height: 32px; color: var(--ink-3); font-size: 11px; line-height: 16px; }
  .l-problem { color: var(--error); font-size: 12px; }
  .l-check { display: flex; min-height: 24px; align-items: center; gap: 8px; color: var(--ink-2); }
  .l-zoom { display: flex; align-items: center; justify-content: space-between; color: var(--ink-2); }
  .l-zoom .square { width: 32px; height: 32px; border: 1px solid var(--field); border-radius: 6px; background: none; color: var(--ink); }
  .l-about { display: grid; padding-top: 8px; border-top: 1px solid var(--line); color: var(--ink-2); gap: 8px; line-height: 18px; }
  .l-formula { color: var(--ink); font-style: italic; }
  .l-main { display: flex; min-width: 0; min-height: 0; flex-direction: column; }
  .l-main > :last-child { min-height: 0; flex: 1; }
  .l-head { display: flex; min-height: 40px; flex: none; flex-wrap: wrap; align-items: center; padding: 6px 16px 0; gap: 4px 16px; }
  .l-status { display: flex; min-width: 240px; flex: 1; flex-wrap: wrap; align-items: center; gap: 4px 12px; color: var(--ink-2); }
  .l-status .spacer { flex: 1; }
  .l-status progress { width: 96px; height: 8px; border: 0; border-radius: 4px; background: var(--sunken); }
  .l-status progress::-webkit-progress-bar { border-radius: 4px; background: var(--sunken); }
  .l-status progress::-webkit-progress-value { border-radius: 4px; background: var(--ink-2); }
  .l-status progress::-moz-progress-bar { border-radius: 4px; background: var(--ink-2); }
  .l-side { display: flex; overflow: auto; min-width: 0; flex-direction: column; border-left: 1px solid var(--line); overscroll-behavior: contain; }
  .l-side gb-landscape-slice { min-height: 128px; flex: 1 0 128px; }
  .l-foot { display: grid; flex: none; grid-template-columns: minmax(0, 1fr); padding: 8px 16px 16px; gap: 8px; color: var(--ink-2); }
  .l-legend { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 8px; color: var(--ink-3); font-size: 11px; }
  .l-legend [data-mark] { width: 14px; height: 0; border-top: 2px solid var(--ink); }
  .l-legend [data-mark='present'] { width: 10px; height: 10px; border: 2px solid var(--ink); border-radius: 50%; background: var(--ink); }
  .l-legend [data-mark='present'][data-held] { background: none; }
  .l-legend [data-mark='descent'] { border-top: 2px dashed var(--backward); }
  .l-table > details > div { overflow: auto; max-height: 240px; margin-top: 4px; }
  .l-table .framed { min-height: 28px; margin-top: 8px; border-radius: 6px; }
  .l-table summary { cursor: pointer; }
  .l-table table { border-collapse: collapse; font-size: 11px; font-variant-numeric: tabular-nums; }
  .l-table :is(td, th) { padding: 2px 8px 2px 0; border-bottom: 1px solid var(--line); font-weight: 400; text-align: right; white-space: nowrap; }
  .l-table th { color: var(--ink-3); }
  .l-table thead th:first-child { min-width: 128px; white-space: normal; }
  .l-slices { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); }
  @media (max-width: 1023px) {
    .landscape { grid-template-columns: 224px minmax(0, 1fr); overflow: auto; }
    .l-side { border-left: 0; grid-column: 2; }
    .l-main { min-height: 320px; }
  }
  @media (max-width: 719px) {
    .landscape { display: flex; flex-direction: column; }
    .l-main { order: -1; flex: none; }
    .l-main > :last-child { height: 300px; flex: none; }
    .l-main > .l-slices { height: 440px; grid-template: repeat(2, minmax(0, 1fr)) / minmax(0, 1fr); }
    .l-side { flex: none; overflow: visible; }
    .l-side gb-landscape-slice { display: none; }
    .l-controls { flex: none; overflow: visible; border: 0; border-top: 1px solid var(--line); }
    .l-controls :is(select, input[type='text'], .framed), .l-status .framed, .landscape .segments button { min-height: 40px; }
    .l-check { min-height: 40px; }
    .l-zoom .square { width: 40px; height: 40px; }
  }
`;
if (styles.styleSheet) document.adoptedStyleSheets.push(styles.styleSheet);
