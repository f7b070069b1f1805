import { css } from 'lit';

export const timelineStyles = css`
  :host {
    --row: 24px;
  }
  .timeline {
    position: absolute;
    inset: 0 24px 0 32px;
    display: flex;
    flex-direction: column;
    contain: layout size;
    container-type: size;
  }
  .name,
  .remark {
    position: absolute;
    top: 4px;
    right: 0;
    z-index: 1;
    max-width: 48%;
    margin: 0;
    overflow: hidden;
    background: var(--surface);
    color: var(--ink-2);
    text-overflow: ellipsis;
    white-space: nowrap;
    pointer-events: none;
  }
  .name:empty {
    display: none;
  }
  .remark {
    right: auto;
    left: 96px;
  }
  .name b,
  .open b {
    color: var(--ink);
    font-weight: 600;
  }
  .track {
    position: relative;
    flex: none;
    height: 24px;
    margin-top: 22px;
    cursor: pointer;
    touch-action: pan-y;
    user-select: none;
  }
  .line {
    position: absolute;
    top: 11px;
    left: 0;
    width: 100%;
    height: 0;
    border-top: 2px dotted var(--line);
    pointer-events: none;
  }
  /* Its line is 34 px below its top. */
  .moving {
    position: absolute;
    inset: -22px 0 auto;
    width: 100%;
    height: 48px;
    overflow: visible;
    pointer-events: none;
  }
  .reached {
    stroke: var(--edge);
    stroke-width: 2px;
  }
  .done {
    stroke: var(--ink);
    stroke-width: 3px;
  }
  .knob {
    r: 8px;
    fill: var(--ink);
  }
  .ring {
    r: 11px;
    fill: none;
    stroke-width: 2px;
  }
  .thumb:focus-visible ~ .moving .ring {
    stroke: var(--ink);
  }
  .thumb[aria-disabled='true'] ~ .moving .knob {
    fill: var(--field);
  }
  .edit,
  .end {
    position: absolute;
    top: 8px;
    box-sizing: border-box;
    width: 8px;
    height: 8px;
    margin-left: -4px;
    border: 2px solid var(--ink);
    border-radius: 50%;
    background: var(--surface);
  }
  .carrier {
    position: absolute;
    inset: 0;
    transform: translateX(calc(100% * var(--place, 0)));
    pointer-events: none;
  }
  .carrier[data-near] .best-label,
  [hidden] {
    display: none;
  }
  .best {
    pointer-events: auto;
    position: absolute;
    top: 7px;
    box-sizing: border-box;
    width: 9px;
    height: 9px;
    margin-left: -4.5px;
    border: 1.5px solid var(--ink);
    background: var(--surface);
    transform: rotate(45deg);
  }
  .best-label {
    position: absolute;
    top: -14px;
    color: var(--ink-3);
    font-size: 11px;
    transform: translateX(-50%);
    pointer-events: none;
  }
  /* As large as the line: it is taken hold of anywhere. */
  .thumb {
    position: absolute;
    inset: 0;
    outline: none;
  }
  .track:active {
    cursor: grabbing;
  }
  .bubble {
    fill: var(--ink);
    font-weight: 600;
    paint-order: stroke;
    stroke: var(--surface);
    stroke-width: 4px;
  }
  .branches {
    position: relative;
    flex: 1 1 0;
    min-height: 0;
    margin: -12px 0 0;
    padding: 14px 0 0;
    overflow: hidden auto;
    list-style: none;
  }
  /* The track above keeps the pointer. */
  .track {
    z-index: 1;
  }
  .branches li {
    position: relative;
    height: var(--row);
    margin: 0;
  }
  .stem {
    position: absolute;
    top: calc(-1 * var(--above));
    bottom: 11px;
    left: calc(100% * var(--fork));
    width: calc(100% * (var(--last) - var(--fork)));
    border: solid var(--edge);
    border-width: 0 0 2px 2px;
    border-radius: 0 0 0 10px;
    pointer-events: none;
  }
  .end {
    left: calc(100% * var(--last));
    border-color: var(--edge);
  }
  li[data-pointed] .stem,
  li[data-pointed] .end {
    border-color: var(--ink);
  }
  .label {
    position: absolute;
    top: 0;
    display: flex;
    align-items: center;
    gap: 4px;
    height: 24px;
    background: var(--surface);
  }
  li[data-side='right'] .label {
    left: calc(100% * var(--last) + 10px);
    max-width: calc(100% * (1 - var(--last)) - 10px);
  }
  li[data-side='left'] .label {
    right: calc(100% * (1 - var(--fork)) + 10px);
    max-width: calc(100% * var(--fork) - 10px);
  }
  li[data-side='over'] .label {
    right: calc(100% * (1 - var(--last)) + 10px);
    max-width: calc(100% * var(--last) - 24px);
  }
  .open,
  .act {
    min-height: 24px;
    padding: 0 4px;
    border: 0;
    border-radius: 4px;
    background: none;
    color: var(--ink-2);
    white-space: nowrap;
  }
  .open {
    flex: 0 1 auto;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .open:hover,
  .act:hover {
    background: var(--sunken);
    color: var(--ink);
  }
  .act {
    flex: none;
    color: var(--ink-3);
    font-size: 11px;
  }
  .label input {
    width: 160px;
    height: 22px;
    padding: 0 6px;
    border: 1px solid var(--field);
    border-radius: 5px;
    background: var(--surface);
    color: var(--ink);
    font: inherit;
  }
  :focus-visible {
    outline-offset: 0;
  }
  @media (hover: hover) {
    li:not(:hover, :focus-within) .act {
      position: absolute;
      overflow: hidden;
      width: 1px;
      clip-path: inset(50%);
    }
  }
  .axis {
    position: relative;
    flex: none;
    height: 24px;
    color: var(--ink-3);
    font-size: 11px;
    white-space: nowrap;
  }
  :host([data-forked]) .axis {
    border-top: 1px solid var(--line);
  }
  .axis span {
    position: absolute;
    top: 4px;
    transform: translateX(-50%);
  }
  .axis span::before {
    content: '';
    position: absolute;
    top: -4px;
    left: 50%;
    height: 4px;
    border-left: 1px solid var(--edge);
  }
  .axis em {
    position: absolute;
    top: 4px;
    left: calc(100% + 4px);
    font-style: normal;
  }
  .axis span:first-child {
    transform: none;
  }
  .axis span:first-child::before {
    left: 0;
  }
  .axis .last {
    transform: translateX(-100%);
  }
  .axis .last::before {
    left: 100%;
  }
  /* Beside an open drawer: the line and its axis alone. */
  @container (max-height: 60px) {
    .track {
      margin-top: 1px;
    }
    .track:not(:active) .bubble,
    .best-label,
    .name,
    .remark,
    .branches {
      display: none;
    }
    .track:active .bubble {
      text-anchor: start;
      translate: 12px 22px;
    }
    :host([data-forked]) .axis {
      border: 0;
    }
  }
  @media (max-width: 719px) {
    .timeline {
      inset: 0 24px;
    }
    .axis em {
      display: none;
    }
    .track {
      height: 44px;
      margin-top: 18px;
      touch-action: none;
    }
    .line {
      top: 21px;
    }
    .moving {
      top: -12px;
    }
    .knob {
      r: 12px;
    }
    .ring {
      r: 15px;
    }
    .edit {
      top: 18px;
    }
    .best {
      top: 17px;
    }
    .best-label {
      top: 0;
    }
    .name,
    .remark {
      position: static;
      flex: none;
      max-width: none;
    }
    .axis {
      order: 1;
      border: 0;
    }
    :host([data-forked]) .axis {
      border: 0;
    }
    .branches {
      order: 2;
      margin: 0;
      padding: 0;
    }
    .branches li {
      height: auto;
      border-top: 1px solid var(--line);
    }
    .stem,
    .end {
      display: none;
    }
    .branches li .label {
      position: static;
      max-width: none;
      height: auto;
      min-height: 48px;
    }
    .open {
      flex: 1;
      min-height: 44px;
      text-align: left;
      white-space: normal;
    }
    .act {
      min-height: 44px;
      min-width: 44px;
    }
    .label input {
      flex: 1;
      height: 40px;
      font-size: 16px;
    }
  }
`;
