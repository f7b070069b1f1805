/** Left and right move between the tabs of a row, as everywhere. */
export function moveTabs(event: KeyboardEvent): void {
  const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (direction === 0 || !(event.currentTarget instanceof HTMLElement)) return;
  const tabs: Element[] = [...event.currentTarget.querySelectorAll('[role=tab]')];
  const present = document.activeElement ? tabs.indexOf(document.activeElement) : -1;
  const next = tabs[(present + direction + tabs.length) % tabs.length];
  event.preventDefault();
  if (!(next instanceof HTMLElement)) return;
  next.focus();
  next.click();
}
