/** What all views share: heads, segmented controls, captions, focus. Colours are tokens of the page. */
import { css } from 'lit';

export const shared = css`
  :host {
    display: block;
    position: relative;
    min-width: 0;
    min-height: 0;
    box-sizing: border-box;
    color: var(--ink);
    font: 400 12px/16px system-ui, sans-serif;
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]) {
    display: none;
  }
  /* The page gives every view its box; what is inside follows that box. */
  .view {
    position: absolute;
    inset: 0;
    display: flex;
    flex-direction: column;
    min-width: 0;
    min-height: 0;
    contain: strict; /* what changes in here is laid out in here */
    container-type: size;
  }
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  h2 {
    margin: 0;
    font: 650 13px/20px system-ui, sans-serif;
    white-space: nowrap;
  }
  .head {
    display: flex;
    flex: none;
    align-items: center;
    gap: 5px;
    height: 48px;
    padding: 0 var(--head-end, 12px) 0 16px;
    white-space: nowrap;
    overflow: hidden;
  }
  .quiet {
    color: var(--ink-3);
  }
  .head .of {
    font-size: 11px;
  }
  .head > span:not(.spacer) {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .head > .spacer {
    min-width: 0;
  }
  .head .spacer {
    flex: 1;
  }
  .head b {
    font-weight: 600;
  }
  .segments {
    display: flex;
    flex: none;
    padding: 2px;
    border-radius: 6px;
    background: var(--sunken);
  }
  button {
    font: inherit;
    color: inherit;
    cursor: pointer;
    touch-action: manipulation;
  }
  .segments button {
    min-height: 24px;
    min-inline-size: 28px;
    padding: 0 4px;
    border: 0;
    border-radius: 5px;
    background: none;
    color: var(--ink-2);
  }
  .segments button:hover {
    color: var(--ink);
  }
  .segments button[aria-pressed='true'] {
    background: var(--surface);
    color: var(--ink);
    font-weight: 500;
    box-shadow: 0 0 0 1px var(--line);
  }
  :focus-visible {
    outline: 2px solid var(--ink);
    outline-offset: 2px;
  }
  .hidden:not(:focus-within):not([open]) {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  details.table {
    z-index: 5;
  }
  details.table[open],
  details.table:focus-within {
    position: absolute;
    inset: auto 8px 8px 8px;
    max-height: 60%;
    overflow: auto;
    padding: 8px;
    border: 1px solid var(--field);
    border-radius: 6px;
    background: var(--surface);
  }
  details.table table {
    border-collapse: collapse;
  }
  details.table td,
  details.table th {
    padding: 2px 8px;
    text-align: right;
    font-weight: 400;
  }
  details.table th {
    color: var(--ink-3);
  }
  canvas {
    display: block;
    width: 100%;
    height: 100%;
  }
  :host([compact]) .head {
    display: none;
  }
  @container (max-width: 320px) {
    .head {
      height: 36px;
      padding: 0 var(--head-end, 8px) 0 8px;
    }
    .head .segments,
    .head .quiet {
      display: none;
    }
  }
  @media (pointer: coarse) {
    .segments button {
      min-height: 32px;
    }
  }
`;
