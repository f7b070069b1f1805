/** The microscope's sheet, adopted when it is loaded. Blue is what goes forward, green what comes back. */
import { css } from 'lit';

const styles = css`
  .m-wait { padding: 24px 16px; color: var(--ink-2); }
  .m-scope { display: flex; height: 100%; flex-direction: column; }
  .m-scope h2 { font-size: 13px; line-height: 20px; font-weight: 650; }
  .m-scope .quiet { color: var(--ink-3); }
  .m-top { display: flex; flex: none; align-items: end; padding: 12px 16px; gap: 24px; border-bottom: 1px solid var(--line); }
  .m-group { display: grid; flex: none; gap: 4px; }
  .m-group > :is(span, label) { color: var(--ink-3); font-size: 11px; line-height: 16px; }
  .m-line { display: flex; height: 32px; align-items: center; gap: 4px; }
  .m-top select { height: 32px; background-position: calc(100% - 12px) 14px, calc(100% - 8px) 14px; }
  .m-top .quiet { padding: 0 8px 0 4px; }
  .m-top .segments { display: flex; padding: 2px; border-radius: 6px; background: var(--sunken); }
  .m-top .segments button { min-height: 28px; padding: 0 8px; border: 0; border-radius: 5px; background: none; color: var(--ink-2); }
  .m-top .segments [aria-pressed="true"] { background: var(--surface); box-shadow: 0 0 0 1px var(--line); color: var(--ink); font-weight: 500; }
  .m-journey { position: relative; display: flex; overflow: auto hidden; min-width: 0; flex: 1; margin: -4px; padding: 4px; gap: 16px; scrollbar-width: thin; }
  .m-stop { min-width: 34px; height: 32px; padding: 0 8px; border: 1px solid var(--line); border-radius: 6px; background: var(--surface); color: var(--ink-2); font-size: 13px; white-space: nowrap; }
  .m-stop:hover { background: var(--sunken); }
  .m-stop[data-known].forward { border-color: transparent; background: var(--forward-soft); color: var(--forward); }
  .m-stop[data-known].backward { border-color: transparent; background: var(--backward-soft); color: var(--backward); }
  .m-stop[data-known].update { border-color: transparent; background: var(--select); color: var(--ink); }
  .m-stop[aria-current="step"].forward { background: var(--forward); color: var(--surface); font-weight: 600; }
  .m-stop[aria-current="step"].backward { background: var(--backward); color: var(--surface); font-weight: 600; }
  .m-stop[aria-current="step"].update { background: var(--ink); color: var(--surface); font-weight: 600; }
  .m-player .primary { min-height: 32px; border-radius: 6px; }
  .m-body { display: grid; min-height: 0; flex: 1; grid-template-columns: minmax(288px, 1fr) minmax(0, 1.5fr) minmax(200px, 256px); }
  .m-body > section { overflow: auto; min-width: 0; padding: 16px; border-left: 1px solid var(--line); overscroll-behavior: contain; }
  .m-body > section:first-child { border-left: 0; }
  .m-body > :focus-visible { outline-offset: -3px; }
  .m-formula { display: flex; flex-direction: column; align-items: flex-start; gap: 12px; }
  .m-aim { display: flex; flex-wrap: wrap; gap: 8px; margin-top: -8px; color: var(--ink-2); font-size: 12px; }
  .m-aim:not(:has(*)) { display: none; }
  .m-stepper { display: inline-flex; align-items: center; }
  .m-stepper .tool { min-height: 24px; }
  .m-why { color: var(--ink-2); line-height: 20px; }
  .m-meaning { color: var(--ink-3); font-size: 12px; line-height: 16px; }
  .equation { max-width: 100%; }
  .equation .columns { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 8px 6px; }
  .equation .factor { display: grid; justify-items: center; }
  .equation .symbol { font-size: 15px; line-height: 28px; }
  .equation .value { font-size: 15px; font-weight: 600; line-height: 24px; overflow-wrap: anywhere; }
  .equation .note { color: var(--ink-3); font-size: 11px; line-height: 16px; }
  .equation .sign { font-size: 15px; line-height: 52px; }
  .equation .inline { font-size: 15px; line-height: 28px; }
  .equation .inline sup { white-space: nowrap; }
  .equation .inline .numbers { font-weight: 600; overflow-wrap: anywhere; }
  .equation .inline .numbers span:not(.f) { font-weight: 400; }
  :is(.equation, .matrix, .m-sofar) .forward, .matrix.forward { color: var(--forward); }
  :is(.equation, .matrix, .m-sofar) .backward, .matrix.backward { color: var(--backward); }
  .m-scope sup, .m-scope sub { font-size: 0.7em; line-height: 0; }
  .m-scope .scripts { display: inline-flex; flex-direction: column; vertical-align: middle; }
  .m-scope .scripts :is(sup, sub) { line-height: 1.25; vertical-align: baseline; }
  .m-head { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 16px; }
  .m-head .quiet { font-size: 12px; }
  .product { display: flex; flex-wrap: wrap; align-items: center; margin-top: 12px; gap: 12px 10px; }
  .product > .sign { color: var(--ink-2); font-size: 15px; }
  .matrix { display: grid; margin: 0; justify-items: center; gap: 4px; }
  .matrix figcaption { font-size: 13px; font-weight: 600; line-height: 20px; }
  .matrix .shape { color: var(--ink-3); font-size: 11px; line-height: 16px; }
  .bracket { position: relative; padding: 4px 6px; }
  .bracket::before, .bracket::after { position: absolute; top: 0; bottom: 0; left: 0; width: 5px; border: 1px solid var(--edge); border-right: 0; border-radius: 2px 0 0 2px; content: ""; }
  .bracket::after { right: 0; left: auto; border: 1px solid var(--edge); border-left: 0; border-radius: 0 2px 2px 0; }
  .matrix table { border-collapse: separate; border-spacing: 0; }
  .matrix td { height: 24px; padding: 0 8px; border-radius: 3px; text-align: right; white-space: nowrap; }
  .matrix td.more { color: var(--ink-3); text-align: center; }
  .matrix td.marked { background: var(--select); font-weight: 600; }
  .matrix.forward td.marked { background: var(--forward-soft); }
  .matrix.backward td.marked { background: var(--backward-soft); }
  .matrix .image { position: relative; width: 120px; height: 120px; border: 1px solid var(--edge); }
  .matrix canvas { width: 100%; height: 100%; image-rendering: pixelated; }
  .matrix .image svg { position: absolute; width: 100%; height: 100%; inset: 0; }
  .matrix rect { fill: none; stroke: var(--ink); stroke-width: 0.2; }
  .m-next { margin-top: 16px; padding-top: 12px; border-top: 1px solid var(--line); color: var(--ink-2); }
  .m-next b { margin-right: 8px; }
  .m-sofar ul { margin: 8px 0 0; padding: 0; list-style: none; }
  .m-sofar .m-back:has(li) { padding-top: 8px; border-top: 1px solid var(--line); }
  .m-scope .csv { margin-top: 8px; }
  .m-sofar li button { display: flex; width: 100%; min-height: 24px; justify-content: space-between; gap: 12px; padding: 0 4px; border: 0; border-radius: 4px; background: none; text-align: left; }
  .m-sofar li button:hover { background: var(--sunken); }
  .m-sofar li button span:last-child { overflow: hidden; text-align: right; text-overflow: ellipsis; white-space: nowrap; }
  @media (max-width: 1279px) {
    .m-top { flex-wrap: wrap; gap: 8px 16px; }
    .m-journey { order: 3; flex-basis: 100%; }
    .m-player { margin-left: auto; }
    .m-body { grid-template-columns: minmax(0, 1fr) minmax(0, 1.2fr); }
    .m-sofar { display: none; }
  }
  @media (max-width: 719px) {
    .m-scope { overflow: auto; }
    .m-top { position: sticky; z-index: 1; top: 0; padding: 8px 16px; background: var(--surface); }
    .m-body { display: block; flex: none; }
    .m-body > section { overflow: visible; border: 0; border-bottom: 1px solid var(--line); }
    .m-matrices { overflow-x: auto; }
    .m-group > :is(span, label) { position: absolute; overflow: hidden; width: 1px; height: 1px; clip-path: inset(50%); }
    .m-player > span, .m-journey .m-group > span { position: static; width: auto; height: auto; clip-path: none; }
    .m-line { height: 40px; }
    .m-stop, .m-top .tool, .m-top select { height: 40px; min-width: 40px; }
    .m-player .primary { min-height: 40px; min-width: 40px; }
    .m-sofar { display: block; }
  }
`;

if (styles.styleSheet) document.adoptedStyleSheets.push(styles.styleSheet);
