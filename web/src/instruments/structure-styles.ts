/** The sheet of the structure, adopted when it is loaded. */
import { css } from 'lit';

const styles = css`
  .structure { display: grid; overflow: auto; height: 100%; align-content: start; overscroll-behavior: contain; }
  .structure:focus-visible { outline-offset: -3px; }
  .structure p { margin: 0; }
  .structure h2 { margin: 0; font-size: 12px; line-height: 16px; font-weight: 650; }
  .structure small { margin-left: 8px; color: var(--ink-3); font-size: 11px; font-weight: 400; }
  .structure .framed { min-height: 32px; padding: 0 12px; border-radius: 6px; justify-self: start; }
  .t-panes { padding: 12px 16px 0; }
  .t-panes .segments { display: inline-flex; padding: 2px; border-radius: 6px; background: var(--sunken); }
  .t-panes .segments button { min-height: 24px; padding: 0 10px; border: 0; border-radius: 5px; background: none; color: var(--ink-2); font-size: 12px; }
  .t-panes .segments [aria-pressed='true'] { background: var(--surface); box-shadow: 0 0 0 1px var(--line); color: var(--ink); font-weight: 500; }
  .t-pane { display: grid; padding: 12px 16px 24px; gap: 16px 32px; grid-template-columns: 256px minmax(0, 1fr); align-items: start; font-size: 12px; line-height: 18px; }
  .t-about { display: grid; color: var(--ink-2); gap: 12px; }
  .t-status { color: var(--ink); font-size: 13px; font-weight: 600; }
  .t-formula { color: var(--ink); font-size: 13px; font-style: italic; }
  .t-problem { color: var(--error); font-size: 12px; }
  .t-problem:empty { display: none; }
  .t-hint { color: var(--ink-3); font-size: 11px; line-height: 16px; }
  .t-result { display: grid; min-width: 0; gap: 16px 32px; grid-template-columns: minmax(0, 1.5fr) minmax(240px, 1fr); align-items: start; }
  .t-table { overflow: auto; }
  .structure table { border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; }
  .t-table table { width: 100%; }
  .structure :is(td, th) { padding: 3px 12px 3px 0; border-bottom: 1px solid var(--line); font-weight: 400; text-align: right; white-space: nowrap; }
  .structure thead th { color: var(--ink-3); font-size: 11px; }
  .structure tfoot :is(td, th) { border-bottom: 0; font-weight: 600; }
  .t-table :is(th:first-child, td:nth-child(2), th:nth-child(2)) { text-align: left; }
  .t-table tr[data-chosen] { background: var(--sunken); }
  .t-table td.t-bar { width: 96px; padding-left: 0; }
  .t-table meter { width: 88px; height: 8px; border: 0; border-radius: 2px; background: none; }
  .t-table meter::-webkit-meter-bar { border: 0; border-radius: 2px; background: var(--sunken); }
  .t-table tr[data-chosen] meter::-webkit-meter-bar { background: var(--surface); }
  .t-table meter::-webkit-meter-optimum-value { border-radius: 2px; background: var(--ink-2); }
  .t-table meter::-moz-meter-bar { border-radius: 2px; background: var(--ink-2); }
  .t-layer { min-height: 24px; padding: 2px 0; border: 0; background: none; color: inherit; font-weight: 500; text-decoration: underline; text-decoration-color: var(--line); text-underline-offset: 3px; }
  .t-layer[aria-pressed='true'] { text-decoration-color: currentcolor; }
  .t-axes { display: grid; gap: 8px; color: var(--ink-2); }
  .structure dl { display: grid; margin: 0; gap: 6px; }
  .structure dd { margin: 0; }
  .t-axes dt { color: var(--ink); }
  .t-axes dt b { font-weight: 500; font-variant-numeric: tabular-nums; }
  .t-sum { color: var(--ink); font-weight: 500; font-variant-numeric: tabular-nums; }
  .t-left { display: grid; min-width: 0; gap: 20px; }
  .t-collapse { display: grid; max-width: 640px; color: var(--ink-2); gap: 8px; }
  .t-collapse a { color: var(--ink); text-underline-offset: 3px; }
  .t-text { grid-column: 1 / -1; min-width: 0; }
  .t-text summary { color: var(--ink-2); cursor: pointer; }
  .t-text pre { overflow: auto; margin: 8px 0 0; font-size: 11px; line-height: 16px; }
  .t-choices { display: grid; gap: 4px; }
  .t-choices label { color: var(--ink-3); font-size: 11px; line-height: 14px; }
  .t-choices :is(select, input) { width: 100%; height: 32px; margin-bottom: 4px; padding: 0 8px; border-radius: 6px; }
  .t-explorer { display: grid; min-width: 0; gap: 16px 24px; grid-template-columns: minmax(0, 1.2fr) minmax(280px, 1fr); align-items: start; }
  .t-plot { display: grid; min-width: 0; gap: 6px; }
  .t-plot gb-activation-curve { display: block; height: 260px; }
  .t-legend { display: flex; flex-wrap: wrap; color: var(--ink-2); font-size: 11px; gap: 2px 16px; }
  .t-legend span::before { display: inline-block; width: 16px; margin-right: 6px; border-top: 2px solid currentcolor; content: ''; vertical-align: 3px; }
  .t-legend .t-backward::before { border-top-style: dashed; }
  .t-legend .t-tangent::before { border-top-width: 1px; }
  .t-legend .t-band::before { height: 10px; border: 1px solid var(--line); background: var(--select); vertical-align: -1px; }
  .t-forward { color: var(--forward); }
  .t-backward { color: var(--backward); }
  .t-numbers { display: grid; min-width: 0; color: var(--ink-2); gap: 8px; }
  .t-numbers dl > div { display: grid; gap: 0 16px; grid-template-columns: minmax(0, 1fr) auto; border-bottom: 1px solid var(--line); }
  .t-numbers dd { color: var(--ink); font-size: 13px; font-weight: 500; font-variant-numeric: tabular-nums; }
  .t-numbers :is(.t-seen, .t-flat) { color: var(--ink); }
  .t-far { overflow: auto; }
  .t-far caption { color: var(--ink); font-weight: 600; text-align: left; }
  .t-acts .segments { display: flex; padding: 2px; border-radius: 6px; background: var(--sunken); margin: 4px 0; }
  .t-acts .segments button { flex: 1; min-height: 28px; padding: 0 6px; border: 0; border-radius: 5px; background: none; color: var(--ink-2); font-size: 12px; white-space: nowrap; }
  .t-acts .segments [aria-pressed='true'] { background: var(--surface); box-shadow: 0 0 0 1px var(--line); color: var(--ink); font-weight: 500; }
  .t-twins { display: grid; min-width: 0; color: var(--ink-2); gap: 16px 40px; grid-template-columns: minmax(280px, 1fr) minmax(0, 2fr); align-items: start; }
  .t-told { display: grid; min-width: 0; gap: 12px; }
  .t-dead { display: grid; overflow: auto; max-height: 160px; padding: 0 0 0 16px; margin: 0; color: var(--ink); gap: 4px; }
  .t-moved { display: grid; min-width: 0; gap: 4px; color: var(--ink); }
  .t-pair { display: flex; flex-wrap: wrap; gap: 12px 32px; }
  .t-matrix { overflow: auto; max-width: 100%; }
  .t-matrix caption { color: var(--ink-2); text-align: left; }
  .t-matrix :is(td, th) { padding: 3px 8px; }
  .t-matrix th { color: var(--ink-2); font-size: 11px; }
  .t-matrix :is(.one, .two) { color: var(--ink); }
  .t-matrix .one { background: color-mix(in srgb, var(--forward) 20%, transparent); }
  .t-matrix .two { background: color-mix(in srgb, var(--backward) 24%, transparent); }
  .t-matrix .gone { color: var(--ink-2); text-decoration: line-through; }
  .t-matrix .clash { color: var(--error); font-weight: 600; }
  .t-matrix .repeated { color: var(--ink-3); background: repeating-linear-gradient(135deg, var(--sunken) 0 4px, transparent 4px 8px); }
  .t-matrix tr.t-result-row :is(td, th) { border-top: 2px solid var(--ink-3); font-weight: 600; }
  .t-shapes, .t-fit { display: grid; min-width: 0; max-width: 720px; color: var(--ink); gap: 12px; justify-items: start; }
  .t-fit .t-matrix tfoot td { color: var(--ink-2); font-size: 11px; font-weight: 400; }
  .t-fit .t-matrix tfoot .clash { color: var(--error); font-weight: 600; }
  .t-fit .t-matrix td { min-width: 64px; }
  .t-fit ol { list-style: none; padding: 0; }
  .t-refusal { display: grid; max-width: 1008px; grid-column: 1 / -1; padding: 8px 12px; border-radius: 6px; background: var(--error-soft); color: var(--ink); gap: 6px; }
  .t-refusal h2 { color: var(--error); }
  .t-warning { padding: 8px 12px; border: 1px solid var(--line); border-left: 3px solid var(--error); border-radius: 6px; }
  .t-examples { display: grid; gap: 6px; justify-items: start; }
  .structure .t-examples button { display: block; height: auto; max-width: 100%; padding: 6px 12px; text-align: left; white-space: normal; }
  .structure .t-examples small { display: block; margin: 0; }
  .t-matrix .fresh { background: var(--select); }
  @media (max-width: 1199px) {
    .t-result, .t-explorer, .t-twins { grid-template-columns: minmax(0, 1fr); }
  }
  @media (max-width: 719px) {
    .structure small { display: block; margin: 0; }
    .t-pane { grid-template-columns: minmax(0, 1fr); }
    :is(.t-panes, .t-acts) .segments button, .structure .framed, .t-layer, .t-choices :is(select, input) { min-height: 40px; }
    .structure :is(td, th) { padding-right: 6px; }
    .t-table td.t-bar { width: 40px; }
    .t-pane:has(.t-refusal) > .t-refusal { order: -2; }
    .t-pane:has(.t-refusal) > .t-shapes { order: -1; }
    .t-table meter { width: 36px; }
  }
`;
if (styles.styleSheet) document.adoptedStyleSheets.push(styles.styleSheet);
