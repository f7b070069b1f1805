/** The page: where everything stands. Controls and views meet here and nowhere else. */
import { html } from 'lit';
import './controls/dialogs';
import './controls/drawer';
import './controls/notices';
import { dropping } from './controls/own-data';
import './controls/rail';
import { saveButton } from './controls/save-button';
import './controls/strip';
import './controls/toasts';
import './controls/top-bar';
import { setGallery } from './state/actions';
import { blocked, branches, form, galleryOpen, railOpen, runState, snapshot, view } from './state/store';
import { Watching } from './state/watching';
import './views/answer';
import './views/network';
import './views/progress';
import { words } from './words';

export class Page extends Watching {
  override render() {
    const { phoneTab: tab, tool } = view.value;
    if (galleryOpen.value) import('./gallery/gallery').catch(() => setGallery(false));
    const compact = tab === 'controls' || tab === 'timeline';
    // A phone has room for one picture above an instrument: the one that the instrument draws on.
    const answerAbove = tool === 'generalise' && (form.value?.dataset.kind === 'plane' || form.value?.dataset.kind === 'line');
    const first = runState.value === 'ready' && blocked.value === '' && (snapshot.value?.status.step ?? 0) === 0;
    return html`
      <a class="skip" href="#network" @click=${(event: Event) => {
        event.preventDefault();
        this.querySelector<HTMLElement>('#network')?.focus();
      }}>${words.skip}</a>
      <div class="frame" data-tab=${tab} ?data-tool=${tool !== ''} ?data-answer-above=${answerAbove} ?data-forked=${branches.value.length > 0} ?data-rail-open=${railOpen.value} ?inert=${galleryOpen.value}>
        <header class="bar" data-region="bar" aria-label=${words.regions.bar}><gb-top-bar></gb-top-bar></header>
        <aside class="rail" data-region="rail" aria-label=${words.regions.rail}><gb-rail></gb-rail></aside>
        <main class="stage">
          <section class="network" id="network" data-region="network" tabindex="-1" aria-label=${words.regions.network}><gb-network></gb-network>${saveButton('network')}</section>
          <section class="answer" data-region="answer" tabindex="-1" aria-label=${words.regions.answer}><gb-answer ?compact=${compact}></gb-answer>${saveButton('answer')}</section>
          <section class="progress" data-region="progress" tabindex="-1" aria-label=${words.regions.progress}><gb-progress ?compact=${compact}></gb-progress>${saveButton('progress')}</section>
        </main>
        <gb-notices></gb-notices>
        <footer class="strip" data-region="strip" aria-label=${words.regions.strip}>
          <gb-strip></gb-strip>
          <gb-timeline></gb-timeline>
          <p class="hello" ?hidden=${!first}>${words.firstSentence(form.value?.dataset.kind === 'plane' && form.value.dataset.classes.length === 2)}</p>
        </footer>
        <section class="tools" data-region="tools" tabindex="-1" aria-label=${words.regions.tools}><gb-drawer></gb-drawer></section>
        <div class="scrim" @click=${() => {
          railOpen.value = false;
        }}></div>
        <nav class="run-bar"><gb-run-bar></gb-run-bar></nav>
      </div>
      <gb-gallery></gb-gallery>
      <div class="drop" ?hidden=${!dropping.value}><p>${words.own.dropHere}</p></div>
      <gb-dialogs></gb-dialogs>
      <gb-toasts></gb-toasts>`;
  }
}

customElements.define('gb-page', Page);
