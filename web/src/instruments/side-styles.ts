/** The sheet of runs side by side, adopted when it is loaded. Colours of runs are told apart by every eye, and by their dashes on paper. */
import { css } from 'lit';

const styles = css`
  gb-side { --run-0: #14181f; --run-1: #b0256e; --run-2: #2f7a1f; --run-3: #8f5f00; }
  :root[data-theme="dark"] gb-side { --run-0: #edf0f4; --run-1: #ff8fc7; --run-2: #86d873; --run-3: #e6b84a; }
  @media print { gb-side { --run-0: #14181f; --run-1: #b0256e; --run-2: #2f7a1f; --run-3: #8f5f00; } }
  .side { display: flex; overflow: auto; height: 100%; align-items: stretch; overscroll-behavior: contain; }
  .side h2 { font-size: 13px; line-height: 24px; font-weight: 650; }
  .side p { margin: 0; }
  .side .spacer { flex: 1; }
  .side:focus-visible { outline-offset: -3px; }
  .s-runs { display: flex; flex: none; }
  .s-card { display: flex; width: 192px; flex-direction: column; flex: none; padding: 12px 16px; gap: 8px; border-right: 1px solid var(--line); }
  .s-card header { display: flex; min-height: 24px; align-items: center; gap: 8px; }
  .s-card header .tool { min-height: 24px; padding: 0 6px; }
  .s-card header select { height: 24px; padding-block: 0; background-position: calc(100% - 12px) 10px, calc(100% - 8px) 10px; }
  .s-card header .tool:last-child { min-width: 24px; font-size: 16px; }
  .s-letter { font-weight: 700; }
  .s-stroke path { fill: none; stroke: currentcolor; stroke-width: 2.5; }
  .run-0 { color: var(--run-0); }
  .run-1 { color: var(--run-1); }
  .run-2 { color: var(--run-2); }
  .run-3 { color: var(--run-3); }
  .run-1 path { stroke-dasharray: 8 3; }
  .run-2 path { stroke-dasharray: 2 3; }
  .run-3 path { stroke-dasharray: 9 3 2 3; }
  .s-facts { display: grid; min-width: 0; align-content: start; gap: 6px; font-size: 12px; line-height: 16px; }
  .s-knobs { display: grid; margin: 0; padding: 0; gap: 4px; list-style: none; }
  .s-knobs li { overflow-wrap: anywhere; color: var(--ink-3); }
  .s-knobs b { color: var(--ink); font-weight: 500; }
  .s-knobs mark { display: inline-block; padding: 1px 5px; border-radius: 3px; background: var(--ink); color: var(--surface); font-weight: 600; }
  .s-start, .s-at, .s-way { color: var(--ink-3); font-size: 11px; }
  .s-way:empty { display: none; }
  .s-way { color: var(--ink); font-weight: 500; }
  .side dl { display: grid; margin: 0; gap: 2px; }
  .side dl div { display: flex; justify-content: space-between; gap: 8px; }
  .side dt { color: var(--ink-3); }
  .side dd { margin: 0; font-weight: 600; text-align: right; white-space: nowrap; }
  .s-hash dt { display: none; }
  .s-hash code { color: var(--ink-2); font-size: 11px; font-weight: 400; white-space: nowrap; }
  .s-problem { color: var(--error); font-size: 12px; line-height: 16px; overflow-wrap: anywhere; }
  .s-problem:empty { display: none; }
  .s-problem code { color: var(--ink); }
  .s-wait, .s-about { color: var(--ink-2); font-size: 12px; line-height: 18px; }
  .s-identical { line-height: 18px; }
  .s-scale { display: flex; align-items: center; gap: 6px; color: var(--ink-2); font-size: 11px; }
  .s-scale i { height: 8px; flex: 1; border-radius: 2px; }
  .s-add { width: 216px; }
  .s-add form { display: grid; justify-items: start; gap: 6px; }
  .s-add form > :is(select, input) { width: 100%; height: 32px; }
  .s-add input { padding: 0 8px; border: 1px solid var(--field); border-radius: 6px; background: var(--surface); color: var(--ink); font: inherit; }
  .s-add label { color: var(--ink-3); font-size: 11px; line-height: 16px; }
  .s-add .primary { min-height: 32px; margin-top: 4px; border-radius: 6px; }
  .s-add .tool { padding: 0; color: var(--ink-2); text-decoration: underline; }
  .s-add .segments { display: flex; padding: 2px; border-radius: 6px; background: var(--sunken); }
  .s-add .segments button { min-height: 24px; padding: 0 6px; border: 0; border-radius: 5px; background: none; color: var(--ink-2); font-size: 12px; }
  .s-add .segments [aria-pressed="true"] { background: var(--surface); box-shadow: 0 0 0 1px var(--line); color: var(--ink); font-weight: 500; }
  .s-card > :is(gb-side-picture, gb-side-difference) { flex: none; }
  .side gb-side-chart { position: sticky; right: 0; min-width: 336px; min-height: 240px; flex: 1; background: var(--surface); }
  @media (max-width: 1279px) {
    .side { display: block; }
    .s-runs { flex-wrap: wrap; }
    .s-card { border-bottom: 1px solid var(--line); }
    .side gb-side-chart { position: relative; height: 280px; }
  }
  @media (max-width: 719px) {
    .s-card { display: grid; width: 100%; align-items: start; border-right: 0; grid-template-columns: 104px minmax(0, 1fr); }
    .s-card > :is(header, p, form, gb-side-add) { grid-column: 1 / -1; }
    .s-card > .s-facts:only-of-type:nth-child(2) { grid-column: 1 / -1; }
    .s-card header .tool, .s-add .primary, .s-add form > :is(select, input), .s-card header select { min-height: 40px; }
    .s-card header .tool:last-child { min-width: 40px; }
    .s-add .segments button { min-height: 36px; }
    .s-add .tool { min-height: 40px; }
  }
`;

if (styles.styleSheet) document.adoptedStyleSheets.push(styles.styleSheet);
