import { css } from 'lit';

export const progressStyles = css`
  .chart {
    position: relative;
    flex: 1 1 auto;
    min-height: 40px;
    margin: 8px 104px 20px 48px;
  }
  .chart > canvas {
    width: calc(100% + 6px);
  }
  .tick,
  .label {
    position: absolute;
    line-height: 16px;
    white-space: nowrap;
    pointer-events: none;
  }
  .tick {
    font-size: 11px;
    color: var(--ink-3);
  }
  .tick.y {
    right: calc(100% + 6px);
    transform: translateY(-50%);
  }
  .tick.x {
    top: calc(100% + 4px);
    transform: translateX(-50%);
  }
  .label {
    left: 0;
    top: 0;
    font-size: 11px;
    color: var(--ink-2);
  }
  .label.end {
    text-shadow:
      0 0 3px var(--surface),
      0 0 3px var(--surface),
      0 0 2px var(--surface);
  }
  .marks {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    overflow: visible;
    pointer-events: none;
  }
  .mark {
    fill: var(--ink-2);
    font-size: 11px;
    paint-order: stroke;
    stroke: var(--surface);
    stroke-linejoin: round;
    stroke-width: 3px;
  }
  .mark.test,
  .mark.blind {
    fill: var(--ink);
    font-weight: 600;
  }
  .mark.base,
  .mark.best-label {
    fill: var(--ink-3);
  }
  .diamond {
    fill: var(--surface);
    stroke: var(--ink);
    stroke-width: 1.5;
  }
  .leader {
    fill: none;
    stroke: var(--ink-3);
  }
  .gone {
    visibility: hidden;
  }
  .empty {
    position: absolute;
    inset: 0;
    display: grid;
    place-items: center;
    color: var(--ink-3);
    pointer-events: none;
  }
  .empty.gone {
    display: none;
  }
  .foot {
    display: flex;
    flex: none;
    justify-content: space-between;
    gap: 8px;
    height: 24px;
    padding: 0 16px 8px;
    font-size: 11px;
    white-space: nowrap;
  }
  .foot .reading {
    min-width: 0;
    color: var(--ink);
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .list {
    display: none;
  }
  @container (max-width: 320px) {
    .head .segments:last-child {
      display: flex;
    }
    .chart {
      margin: 8px 12px 20px 46px;
    }
    .foot,
    .marks,
    .label.end {
      display: none;
    }
    .list {
      display: grid;
      grid-template-columns: 1fr auto;
      gap: 2px 8px;
      margin: 0;
      padding: 4px 8px 8px;
      font-size: 11px;
    }
    .list dd {
      margin: 0;
      font-weight: 600;
    }
    .list dt::before {
      content: '';
      display: inline-block;
      width: 14px;
      margin-right: 6px;
      vertical-align: middle;
      border-top: 1.5px solid var(--ink-3);
    }
    .list dt.test::before {
      border-top: 3px solid var(--ink);
    }
    .list dt.best-mark::before {
      width: 7px;
      height: 7px;
      margin: 0 10px 0 3px;
      border: 1.5px solid var(--ink);
      transform: rotate(45deg);
    }
  }
  :host([compact]) .foot,
  :host([compact]) .list,
  :host([compact]) .marks,
  :host([compact]) .label {
    display: none;
  }
  :host([compact]) .chart {
    margin: 16px 16px 24px 40px;
  }
`;
