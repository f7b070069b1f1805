import { css } from 'lit';

/** The inspector and the editor, which lie over the network's picture. */
export const networkCardsStyles = css`
  .inspector {
    position: absolute;
    width: 196px;
    padding: 8px 12px;
    border-radius: 8px;
    background: var(--surface);
    box-shadow: var(--shadow, 0 2px 8px rgb(0 0 0 / 0.2));
    pointer-events: none;
    z-index: 3;
  }
  .inspector .weights {
    position: absolute;
    right: 12px;
    top: 12px;
    width: 80px;
    height: 80px;
  }
  .inspector.with-image {
    padding-right: 100px;
    min-height: 104px;
  }
  .inspector .title {
    color: var(--ink-2);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .inspector .figure {
    font: 600 14px/20px system-ui, sans-serif;
    letter-spacing: 0.02em;
  }
  .inspector dl {
    display: grid;
    grid-template-columns: 1fr auto;
    margin: 0;
  }
  .inspector dt {
    color: var(--ink-3);
  }
  .inspector dd {
    margin: 0;
  }
  .editor {
    position: absolute;
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    width: 176px;
    padding: 8px;
    border-radius: 8px;
    background: var(--surface);
    box-shadow: var(--shadow, 0 2px 8px rgb(0 0 0 / 0.2));
    z-index: 4;
  }
  .editor label {
    width: 100%;
    color: var(--ink-2);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .editor input {
    flex: 1;
    min-width: 0;
    height: 28px;
    padding: 0 6px;
    border: 1px solid var(--field);
    border-radius: 5px;
    background: var(--surface);
    color: var(--ink);
    font: inherit;
    text-align: right;
  }
  .editor input[aria-invalid='true'] {
    border-color: var(--error);
  }
  .editor button {
    height: 28px;
    padding: 0 8px;
    border: 0;
    border-radius: 6px;
    background: var(--ink);
    color: var(--surface);
    font-weight: 500;
  }
  .problem {
    width: 100%;
    color: var(--error);
  }
`;
