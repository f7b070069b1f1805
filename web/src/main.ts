import './state/trusted';
import { effect } from '@preact/signals-core';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/tools.css';
import './styles/top-bar.css';
import './styles/narrow.css';
import './styles/phone.css';
import './styles/rail.css';
import './styles/chips.css';
import './styles/strip.css';
import './styles/rail-narrow.css';
import './styles/rate-plan.css';
import './styles/notices.css';
import './styles/toasts.css';
import './styles/gallery.css';
import { startDrop } from './controls/own-data';
import './page';
import { followAddress } from './state/actions';
import { onAddress } from './state/address';
import { startDocument } from './state/document';
import { startKeyboard } from './state/keyboard';
import { readAddress } from './state/link';
import { readMeanings } from './state/meanings';
import { startRun } from './state/run';
import { galleryOpen, snapshot, view } from './state/store';
import { startTheme } from './state/theme';

const address = readAddress(location.hash);
startTheme();
view.value = { ...view.peek(), ...(address.view.tool ? { phoneTab: 'instruments' } : {}), ...address.view };
galleryOpen.value = address.gallery;
startDocument();
startKeyboard();
startDrop();
onAddress(followAddress);
startRun(address.experiment);

// What the first picture does without comes after it.
const stop = effect(() => {
  if (!snapshot.value) return;
  queueMicrotask(() => stop());
  import('./views/timeline').catch(() => undefined);
  readMeanings().catch(() => undefined);
});
