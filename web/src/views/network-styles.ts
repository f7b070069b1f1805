import { css } from 'lit';

export const networkStyles = css`
  :host {
    background: var(--ground);
  }
  .stage {
    position: relative;
    flex: 1;
    min-height: 0;
    overflow: hidden;
  }
  .stage > canvas {
    position: absolute;
    inset: 0;
  }
  :host([lens][narrow]) .caption,
  :host([lens]) .under {
    visibility: hidden;
  }
  .stage.pointing {
    cursor: pointer;
  }
  .column,
  .bundle {
    position: absolute;
    top: 0;
    display: flex;
    flex-direction: column;
    align-items: center;
    transform: translateX(-50%);
    white-space: nowrap;
    text-align: center;
    z-index: 1;
  }
  .column .name {
    display: flex;
    align-items: center;
    height: 24px;
    gap: 4px;
    font-weight: 600;
  }
  .column .caption,
  .bundle {
    color: var(--ink-3);
    font-size: 11px;
    line-height: 16px;
  }
  .bundle {
    padding-top: 4px;
  }
  .column .caption {
    margin-top: -4px;
    display: flex;
    align-items: center;
  }
  .crowded .name span,
  .crowded .caption {
    display: block;
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .crowded .name {
    max-width: 100%;
    font-size: 11px;
    letter-spacing: -0.02em;
  }
  .column.many .name,
  .column.many .caption {
    font-size: 9px;
  }
  .small {
    display: inline-grid;
    place-items: center;
    width: 24px;
    height: 24px;
    padding: 0;
    border: 0;
    border-radius: 6px;
    background: none;
    color: var(--ink-2);
    font: 500 16px/16px system-ui, sans-serif;
  }
  .small:hover {
    background: var(--sunken);
    color: var(--ink);
  }
  .small:active {
    background: var(--select);
  }
  .small:disabled {
    color: var(--ink-3);
    cursor: default;
    background: none;
    opacity: 0.5;
  }
  .aside {
    position: absolute;
    top: 0;
    left: 100%;
    background: var(--ground);
    box-shadow: 12px 2px 0 12px var(--ground); /* where columns are near each other it stands over a shape */
  }
  .shy {
    opacity: 0;
    transition: opacity var(--quick, 0ms);
  }
  .column:hover .shy,
  .column:focus-within .shy,
  .bundle:hover .shy,
  .bundle:focus-within .shy {
    opacity: 1;
  }
  @media (hover: none) {
    .shy {
      opacity: 1;
    }
    .column:not(:hover, :focus-within) .aside {
      opacity: 0; /* not hidden: who hears the page finds it */
      pointer-events: none;
    }
  }
  .unit {
    position: absolute;
    padding: 0;
    border: 0;
    border-radius: 6px;
    background: none;
    outline-offset: 3px;
  }
  .under,
  .value,
  .shortbias,
  .label,
  .ribbon {
    position: absolute;
    pointer-events: none;
    white-space: nowrap;
  }
  .under {
    width: 72px;
    height: 16px;
    text-align: center;
    font-size: 11px;
    color: var(--ink-2);
  }
  .label {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    font-size: 12px;
    -webkit-line-clamp: 2;
    overflow: hidden;
    overflow-wrap: anywhere;
    white-space: normal;
    line-height: 14px;
    transform: translateY(calc(8px - 50%));
    text-align: right;
    font-weight: 600;
  }
  .output.label {
    display: block;
    white-space: nowrap;
    text-overflow: ellipsis;
    line-height: inherit;
    transform: none;
    text-align: left;
    font-size: 13px;
    font-weight: 500;
    color: var(--ink-2);
  }
  .value,
  .shortbias {
    height: 16px;
    text-align: right;
  }
  .value {
    color: var(--ink-2);
  }
  .value.best,
  .output.label.best {
    color: var(--ink);
    font-weight: 700;
  }
  :host([narrow]) .label:not(.output) {
    font-size: 11px;
  }
  .value.tight,
  .output.label.tight {
    font-size: 9px;
  }
  .shortbias {
    font-size: 11px;
    color: var(--ink-3);
  }
  .ribbon {
    transform: translate(-50%, -50%);
    text-align: center;
    font-size: 11px;
    color: var(--ink-2);
  }
  .ribbon b {
    display: block;
  }
  gb-pad {
    position: absolute;
  }
  .legend {
    display: flex;
    flex: none;
    align-items: center;
    gap: 0 16px;
    height: 40px;
    padding: 0 16px;
    color: var(--ink-2);
    white-space: nowrap;
    overflow: hidden;
    container-type: inline-size;
  }
  .head .spacer {
    display: flex;
    flex-wrap: wrap; /* words without room are on a second row, which is not seen */
    justify-content: flex-end;
    height: 20px;
    line-height: 20px;
    overflow: hidden;
  }
  .head .spacer::before {
    width: 1px;
    height: 20px;
    content: '';
  }
  .legend:has(.hint) {
    flex-wrap: wrap; /* a hint without room is on a second row, which is not seen */
    align-content: flex-start;
  }
  .legend:has(.hint)::before {
    height: 40px;
    margin-right: -16px;
    content: '';
  }
  .legend .item {
    display: flex;
    align-items: center;
    gap: 6px;
  }
  .legend .spacer {
    flex: 1;
  }
  .legend .hint {
    color: var(--ink-3);
    line-height: 40px;
  }
  .hint .short {
    display: none;
  }
  @container (max-width: 680px) {
    .hint :first-child {
      display: none;
    }
    .hint .short {
      display: inline;
    }
  }
  .legend .problem {
    width: auto;
    min-width: 0;
    line-height: 16px;
    white-space: normal;
  }
  .legend:has(.problem) .item {
    display: none; /* why something was refused needs the room */
  }
  .swatch {
    width: 64px;
    height: 8px;
    border-radius: 2px;
  }
  .stroke {
    width: 18px;
    border-top: 4px solid var(--negative);
  }
  .stroke.thin {
    border-top-width: 1.5px;
  }
  .stroke.plus {
    border-color: var(--positive);
  }
  .legend .fit {
    padding: 0 8px;
    height: 24px;
    border: 1px solid var(--line);
    border-radius: 6px;
    background: none;
    color: var(--ink-2);
  }
  .walk {
    position: absolute;
    left: 16px;
    bottom: 4px;
    opacity: 0;
    pointer-events: none;
    border: 0;
    padding: 2px 6px;
    border-radius: 6px;
    background: var(--surface);
  }
  .walk:focus-visible {
    opacity: 1;
  }
  .waiting {
    position: absolute;
    inset: 16px;
    border-radius: 8px;
    background: var(--sunken);
    display: grid;
    place-items: center;
    padding: 16px;
    text-align: center;
    color: var(--ink-2);
  }
  .column.tight .before,
  .column.tight .after {
    position: absolute;
    top: 0;
    background: var(--ground);
  }
  .column.tight .before {
    right: 100%;
  }
  .column.tight .after {
    left: 100%;
  }
  .column.tight .aside {
    left: calc(100% + 24px);
  }
  .column:hover,
  .column:focus-within,
  .bundle.tight:hover,
  .bundle.tight:focus-within {
    z-index: 2;
  }
  .bundle.tight {
    display: block;
    padding: 0;
  }
  .bundle.tight span {
    display: inline-block;
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    vertical-align: top;
  }
  .bundle.tight .shy {
    position: absolute;
    top: -4px;
    background: var(--ground);
  }
  .shows {
    position: absolute;
    left: 8px;
    bottom: 6px;
    height: 32px;
    max-width: 104px;
    border: 1px solid var(--field);
    border-radius: 6px;
    background: var(--surface);
    color: var(--ink);
    font: inherit;
    font-size: 13px;
    z-index: 2;
  }
  :host([narrow]) .value {
    font-size: 11px;
  }
  :host([narrow]) .output.label {
    display: -webkit-box;
    white-space: normal;
    transform: translateY(calc(8px - 50%));
    font-size: 11px;
    line-height: 13px;
  }
  :host([narrow]) .legend {
    padding-right: 44px;
  }
  :host([narrow]) .head,
  :host([narrow]) .bundle,
  :host([narrow]) .legend .item,
  :host([narrow]) .legend .hint,
  :host([narrow]) .legend .fit,
  :host([narrow]) .legend:not(:has(.segments, .problem)) {
    display: none;
  }
  @media (forced-colors: active) {
    .stroke {
      border-top-style: dashed;
    }
    .stroke.plus {
      border-top-style: solid;
    }
  }
`;
