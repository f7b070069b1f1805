/** Styles of the instrument that looks beyond the rows. */
import { css } from 'lit';

const styles = css`
  .generalise { display: grid; height: 100%; overflow: auto; padding: 12px 16px 24px; gap: 8px 32px; grid-template-columns: minmax(300px, 1fr) minmax(360px, 1.3fr) minmax(280px, 1fr); align-content: start; }
  gb-generalise-rows, gb-generalise-sweep, gb-generalise-parts { display: contents; }
  .generalise p { margin: 0; color: var(--ink-2); font-size: 12px; }
  .generalise .status { grid-column: 1 / -1; font-size: 13px; }
  .generalise h2, .generalise h3 { margin: 0; font-size: 13px; font-weight: 600; }
  .generalise .parts h2 { line-height: 32px; }
  .generalise h3 { margin-top: 8px; font-size: 12px; }
  .generalise section { display: grid; gap: 8px; min-width: 0; align-content: start; }
  .generalise .head { display: flex; align-items: center; min-height: 32px; gap: 8px; }
  .generalise .spacer { flex: 1; }
  .generalise .figures { width: 100%; border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; }
  .generalise .figures :is(td, th) { padding: 3px 8px 3px 0; border-bottom: 1px solid var(--line); font-weight: 400; text-align: right; white-space: nowrap; }
  .generalise .figures th:first-child { text-align: left; }
  .generalise .figures thead th { color: var(--ink-3); font-size: 11px; }
  .generalise .alarms { display: grid; margin: 0; padding: 0; gap: 4px; font-size: 12px; list-style: none; }
  .generalise .alarms [data-verdict='wrong'] b { color: var(--error); }
  .generalise .segments { display: flex; padding: 2px; border-radius: 6px; background: var(--sunken); }
  .generalise .segments button { min-height: 24px; padding: 0 8px; border: 0; border-radius: 5px; background: none; color: var(--ink-2); font-size: 12px; }
  .generalise .segments [aria-pressed='true'] { background: var(--surface); box-shadow: 0 0 0 1px var(--line); color: var(--ink); font-weight: 500; }
  .generalise ol { display: grid; margin: 0; padding: 0; list-style: none; }
  .generalise ol button { display: grid; width: 100%; min-height: 28px; align-items: center; padding: 3px 8px; border: 0; border-radius: 4px; background: none; color: inherit; font: inherit; font-size: 12px; text-align: left; gap: 8px; white-space: nowrap; grid-template-columns: 60px minmax(92px, 1fr) 46px minmax(144px, 1fr); }
  .generalise ol button:hover { background: var(--sunken); }
  .generalise ol button.chosen { background: var(--select); }
  .generalise ol gb-row-image { position: relative; display: block; width: 32px; height: 32px; }
  .generalise .amount { display: flex; align-items: center; gap: 6px; }
  .generalise .bar { width: 100%; min-width: 0; height: 8px; border-radius: 2px; background: var(--sunken); }
  .generalise .chosen .bar { background: var(--surface); }
  .generalise .bar > span { display: block; height: 100%; border-radius: inherit; background: var(--ink-2); }
  .generalise .share { flex: none; width: 48px; text-align: right; }
  .generalise .loss { color: var(--ink-2); font-variant-numeric: tabular-nums; text-align: right; }
  .generalise .said { overflow-wrap: anywhere; white-space: normal; }
  .generalise .said.wrong { color: var(--error); }
  .generalise em { margin-left: 6px; padding: 0 3px; border: 1px solid var(--field); border-radius: 4px; color: var(--ink-2); font-size: 10px; font-style: normal; }
  .generalise .swept { display: block; width: 100%; height: auto; max-height: 320px; }
  .generalise .tick { fill: var(--ink-2); font-size: 11px; }
  .generalise .grid { stroke: var(--line); }
  .generalise .outside { fill: url(#beyond); }
  .generalise pattern .ground { fill: var(--sunken); }
  .generalise pattern .stripe { stroke: var(--field); stroke-width: 1; }
  .generalise path { fill: none; stroke-linejoin: round; }
  .generalise path.line { stroke-width: 2; }
  .generalise path.truth { stroke: var(--ink-3); stroke-dasharray: 4 3; stroke-width: 1.75; }
  .generalise .cursor { stroke: var(--edge); }
  .generalise circle.target { fill: var(--surface); stroke: var(--ink); stroke-width: 1.75; }
  .generalise .place { width: calc(100% * 504 / 560 + 16px); margin: 0 0 0 calc(100% * 48 / 560 - 8px); }
  .generalise .legend { display: flex; flex-wrap: wrap; color: var(--ink-2); font-size: 12px; gap: 4px 16px; }
  .generalise .legend span { display: inline-flex; align-items: center; gap: 6px; }
  .generalise .key { width: 20px; height: 8px; }
  .generalise .swatch { display: inline-block; width: 72px; height: 10px; border-radius: 2px; }
  .generalise .reads { min-height: 18px; color: var(--ink); font-variant-numeric: tabular-nums; }
  .generalise .pictures { display: flex; gap: 16px; }
  .generalise figure { display: grid; width: min(200px, 45%); margin: 0; gap: 4px; }
  .generalise figure gb-row-image { position: relative; display: block; width: 100%; }
  .generalise figcaption { color: var(--ink-2); font-size: 12px; }
  .generalise select { min-height: 28px; }
  @media (max-width: 1179px) {
    .generalise { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
    .generalise .parts { grid-column: 1 / -1; }
  }
  @media (max-width: 719px) {
    .generalise { grid-template-columns: minmax(0, 1fr); gap: 16px; }
    .generalise ol button { min-height: 44px; gap: 0 8px; grid-template-columns: 60px minmax(60px, 1fr) 60px; }
    .generalise .said { grid-column: 1 / -1; }
    .generalise .tick { font-size: 16px; }
    .generalise select, .generalise .segments button { min-height: 40px; }
  }
`;

if (styles.styleSheet) document.adoptedStyleSheets.push(styles.styleSheet);
