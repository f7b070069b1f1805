import { css } from 'lit';

export const answerStyles = css`
  /* A legend with an instrument's key has a line more. */
  .view:has(gb-beyond-key[shown]) {
    --more: 28px;
  }
  .plot {
    position: relative;
    flex: none;
    width: min(100cqw - 56px, 100cqh - 112px - var(--more, 0px));
    margin: 0 16px 0 40px;
    aspect-ratio: 1;
  }
  :host([priced]) .plot {
    width: min(100cqw - 56px, 100cqh - 160px - var(--more, 0px));
  }
  @container (max-width: 320px) {
    .plot {
      width: min(100cqw - 40px, 100cqh - 96px - var(--more, 0px));
      margin: 0 8px 0 32px;
    }
    .legend {
      margin: 20px 8px 4px 8px !important;
      gap: 2px 8px !important;
      height: calc(36px + var(--more, 0px)) !important;
      font-size: 11px;
    }
    :host([priced]) .plot {
      width: min(100cqw - 40px, 100cqh - 116px - var(--more, 0px));
    }
    :host([priced]) .legend {
      height: calc(56px + var(--more, 0px)) !important;
    }
    :host([priced]) .legend > span:not(.always) {
      display: none;
    }
    .legend .always {
      height: 32px !important;
      white-space: normal;
    }
    .legend .cost {
      line-height: 16px !important;
    }
    .legend span {
      height: 16px !important;
    }
  }
  :host([compact]) .plot,
  :host([compact][priced]) .plot {
    width: min(100cqw - 16px, 100cqh - 16px);
    margin: 8px;
  }
  :host([compact]) .legend,
  :host([compact]) .tick {
    display: none;
  }
  .plot > canvas {
    position: absolute;
    inset: 0;
    border-radius: 4px;
  }
  .plot:focus-visible {
    border-radius: 4px;
  }
  .plot.editing {
    cursor: crosshair;
    touch-action: none;
  }
  .tick {
    position: absolute;
    font-size: 11px;
    line-height: 16px;
    color: var(--ink-3);
    white-space: nowrap;
    pointer-events: none;
  }
  .tick.y {
    right: calc(100% + 6px);
    left: auto !important;
    transform: translateY(-50%);
  }
  .tick.x {
    transform: translateX(-50%);
    margin-top: 4px;
  }
  .axis {
    position: absolute;
    font-size: 11px;
    color: var(--ink-3);
    pointer-events: none;
  }
  .axis.y {
    left: 6px;
    top: 4px;
  }
  .axis.x {
    right: 6px;
    bottom: 4px;
  }
  .legend {
    position: relative;
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-content: start;
    gap: 8px 10px;
    height: calc(24px + var(--more, 0px));
    font-size: 12px;
    margin: 24px 16px 8px 16px;
    color: var(--ink-2);
    white-space: nowrap;
    overflow: hidden;
  }
  .legend span {
    display: inline-flex;
    align-items: center;
    height: 24px;
    gap: 5px;
  }
  :host([priced]) .legend {
    gap: 0 10px;
    height: calc(72px + var(--more, 0px));
  }
  .legend .cost {
    width: 100%;
    color: var(--ink);
    font-weight: 600;
    line-height: 24px;
  }
  .legend svg {
    width: 16px;
    height: 16px;
    flex: none;
  }
  .legend.reading > :not(.reading) {
    visibility: hidden;
  }
  .legend .reading {
    display: none;
    position: absolute;
    inset: 0;
    color: var(--ink);
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .legend.reading .reading {
    display: block;
    line-height: 24px;
  }
  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-content: center;
    text-align: center;
    border: 1px solid var(--edge);
    border-radius: 4px;
    color: var(--ink-2);
    pointer-events: none;
  }
  .empty b {
    display: block;
    color: var(--ink);
  }
  .mark {
    fill: none;
    stroke: var(--ink-2);
    stroke-width: 1.75;
  }
  .mark.class-0 {
    stroke: var(--class-0, var(--negative));
  }
  .mark.class-1 {
    stroke: none;
    fill: var(--class-1, var(--positive));
  }
  .mark.class-2 {
    stroke: var(--class-2, #007e8a);
  }
  .mark.half {
    stroke: none;
    fill: var(--class-2, #007e8a);
  }
  .mark.solid {
    stroke: none;
    fill: var(--ink-2);
  }
  .mark.ring {
    stroke: var(--ink);
  }
  .mark.dot {
    stroke: none;
    fill: var(--ink);
  }
  .swatch {
    display: inline-block;
    width: 72px;
    height: 8px;
    border-radius: 2px;
  }
`;
