/** The sheet of the layers, adopted when it is loaded. */
import { css } from 'lit';

const styles = css`
  .layers { display: grid; overflow: auto; height: 100%; align-content: start; overscroll-behavior: contain; }
  .layers:focus-visible { outline-offset: -3px; }
  .layers p { margin: 0; }
  .layers h2 { margin: 0; font-size: 12px; line-height: 16px; font-weight: 650; }
  .layers small { color: var(--ink-3); font-size: 11px; font-weight: 400; }
  .y-panes { padding: 12px 16px 0; }
  .y-panes .segments { display: inline-flex; padding: 2px; border-radius: 6px; background: var(--sunken); }
  .y-panes .segments button { min-height: 24px; padding: 0 10px; border: 0; border-radius: 5px; background: none; color: var(--ink-2); font-size: 12px; }
  .y-panes .segments [aria-pressed="true"] { background: var(--surface); box-shadow: 0 0 0 1px var(--line); color: var(--ink); font-weight: 500; }
  .y-pane, .y-pane > gb-layers-worth { display: grid; padding: 12px 16px 24px; gap: 16px 32px; grid-template: "about result" auto "explain result" 1fr / 256px minmax(0, 1fr); align-items: start; }
  .y-pane > gb-layers-worth { padding: 0; grid-area: 1 / 1 / -1 / -1; }
  .y-about { display: grid; grid-area: about; gap: 12px; color: var(--ink-2); font-size: 12px; line-height: 18px; }
  .y-explain { grid-area: explain; }
  .y-result { min-width: 0; grid-area: result; }
  .y-about progress { width: 100%; height: 6px; }
  .y-status { color: var(--ink); font-size: 13px; font-weight: 600; }
  .y-formula { color: var(--ink); font-size: 13px; font-style: italic; }
  .y-seen { color: var(--ink-3); font-size: 11px; line-height: 16px; }
  .y-findings ul { display: grid; margin: 4px 0 0; padding: 0; gap: 8px; list-style: none; }
  .y-findings li { padding-left: 10px; border-left: 3px solid var(--ink); color: var(--ink); }
  .y-findings li small { white-space: nowrap; }
  .y-rows { display: grid; gap: 4px; }
  .y-row { display: grid; gap: 4px 20px; grid-template-columns: 104px repeat(4, minmax(0, 1fr)) minmax(0, 0.72fr); }
  .y-row h2 { overflow-wrap: anywhere; }
  .y-row h2 small { display: block; }
  .y-row[data-found] h2 { text-decoration: underline; text-underline-offset: 3px; }
  .y-head { position: sticky; z-index: 1; top: 0; padding: 4px 0; background: var(--surface); color: var(--ink-3); font-size: 11px; line-height: 16px; }
  .y-head b { color: var(--ink); font-weight: 600; }
  .y-cell { display: grid; min-width: 0; grid-template: 56px 32px / 34px minmax(0, 1fr); gap: 2px 4px; font-size: 11px; line-height: 16px; font-variant-numeric: tabular-nums; }
  .y-cell .y-name { display: none; }
  .y-ends { display: flex; height: 56px; flex-direction: column; justify-content: space-between; color: var(--ink-3); line-height: 12px; text-align: right; white-space: nowrap; }
  .y-note { overflow: hidden; color: var(--ink-2); grid-column: 2; text-overflow: ellipsis; white-space: nowrap; }
  .y-axis { margin-top: -8px; color: var(--ink-3); font-size: 11px; line-height: 16px; font-variant-numeric: tabular-nums; }
  .y-axis > span { display: flex; justify-content: space-between; padding-left: 38px; }
  .y-axis > span > span:nth-child(3) { width: 44px; margin-left: 4px; }
  .y-empty { color: var(--ink-3); }
  .y-empty span { grid-column: 2; }
  .y-table { display: block; margin-top: 16px; font-size: 12px; }
  .y-table summary { color: var(--ink-2); cursor: pointer; }
  .y-table > details > div { overflow: auto; }
  :is(.y-table, .y-worth) table { margin-top: 8px; border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; }
  :is(.y-table, .y-worth) :is(td, th) { padding: 2px 16px 2px 0; border-bottom: 1px solid var(--line); font-weight: 400; text-align: right; white-space: nowrap; }
  :is(.y-table, .y-worth) thead :is(td, th) { color: var(--ink-3); font-size: 11px; }
  :is(.y-table, .y-worth) th:first-child, .y-table td:nth-child(2) { text-align: left; }
  .y-unit { padding: 2px 0; border: 0; background: none; color: inherit; text-decoration: underline; text-decoration-color: var(--line); text-underline-offset: 3px; }
  .y-bar meter { width: 160px; height: 8px; border: 0; border-radius: 2px; background: none; }
  .y-bar meter::-webkit-meter-bar { border: 0; border-radius: 2px; background: none; }
  .y-bar meter::-webkit-meter-optimum-value { border-radius: 2px; background: var(--ink-2); }
  .y-bar meter::-moz-meter-bar { border-radius: 2px; background: var(--ink-2); }
  .y-bar meter[data-less]::-webkit-meter-optimum-value { background: var(--field); }
  .y-bar meter[data-less]::-moz-meter-bar { background: var(--field); }
  .y-useless { color: var(--ink-2); font-size: 12px; }
  @media (max-width: 1023px) {
    .y-row { grid-template-columns: repeat(2, minmax(0, 1fr)); }
    .y-row h2 { grid-column: 1 / -1; }
    .y-head, .y-axis { display: none; }
    .y-cell { grid-template: 16px 56px 32px / 34px minmax(0, 1fr); }
    .y-cell .y-name { display: block; color: var(--ink-2); grid-column: 2; }
    .y-cell :is(.y-ends, gb-layer-strip, gb-layer-ratio) { grid-row: 2; }
    .y-empty { display: none; }
  }
  @media (max-width: 719px) {
    .y-pane, .y-pane > gb-layers-worth { grid-template: "about" "result" "explain" / minmax(0, 1fr); }
    .y-panes .segments button { min-height: 40px; }
    .y-unit { min-height: 40px; }
    .y-bar meter { width: 64px; }
  }
`;
if (styles.styleSheet) document.adoptedStyleSheets.push(styles.styleSheet);
