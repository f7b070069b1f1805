/** Ready experiments as cards. Each card is a link; the experiment on the page stays until one is chosen. */
import { signal } from '@preact/signals-core';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../controls/icons';
import { fetchWhole, open, setGallery, setTool, setView } from '../state/actions';
import { writeAddress } from '../state/link';
import { defaultView, dialog, galleryOpen, type View } from '../state/store';
import { theme } from '../state/theme';
import { Watching } from '../state/watching';
import '../views/thumbnail';
import { words } from '../words';
import gallery from './gallery.json';

type Card = (typeof gallery.cards)[number];

const query = signal('');
/** Results stored with the build, by card id; fetched when the gallery is first opened. */
const thumbnails = signal<Record<string, { shape?: string; data?: unknown }>>({});
let asked = false;

/** The pictures on the cards, and what half of the cards need. */
async function fetchOnce(): Promise<void> {
  if (asked) return;
  asked = true;
  fetchWhole();
  const response = await fetch(new URL('thumbnails.json', document.baseURI)).catch(() => null);
  if (response?.ok) thumbnails.value = (await response.json().catch(() => ({}))) as typeof thumbnails.value;
}

function matches(card: Card): boolean {
  const text = `${card.title} ${card.sentence} ${card.text} ${card.words ?? ''}`.toLowerCase();
  return query.value
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const viewOf = ({ tool = '', look = '', vary = [], sweep = [] }: Card): Partial<View> => ({ tool, look, vary, sweep });

function cardView(card: Card): TemplateResult {
  const stored = Object.hasOwn(thumbnails.value, card.id) ? thumbnails.value[card.id] : undefined;
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    open(card.text);
    if (card.tool) setTool(card.tool);
    setView(viewOf(card));
  };
  return html`<li><a class="card" data-card=${card.id} href=${`./${writeAddress(card.text, { ...defaultView, ...viewOf(card) }, false)}`} @click=${follow}>
    <span class="face">${
      stored?.data
        ? html`<gb-thumbnail .data=${stored.data}></gb-thumbnail>`
        : html`<span class="blank">${icon(card.id === 'own' ? 'plus' : 'network', 28)}</span>`
    }</span>
    <span class="title">${card.title}</span>
    <span class="sentence">${card.sentence}</span>
    <span class="facts">${stored?.shape ?? card.shape}</span>
  </a></li>`;
}

export class Gallery extends Watching {
  #wasOpen = false;

  protected override updated(): void {
    if (galleryOpen.value && !this.#wasOpen) this.querySelector<HTMLElement>('.gallery h1')?.focus();
    if (!galleryOpen.value && this.#wasOpen) document.querySelector<HTMLElement>('[data-act=gallery]')?.focus();
    this.#wasOpen = galleryOpen.value;
  }

  #chapter(chapter: (typeof gallery.chapters)[number]): TemplateResult | typeof nothing {
    const cards = gallery.cards.filter((card) => card.chapter === chapter.id && matches(card));
    if (cards.length === 0) return nothing;
    return html`<section .style=${`--cards: ${cards.length}`}>
      <h2>${chapter.title}<span>${chapter.aside}</span></h2>
      <ul>${cards.map(cardView)}</ul>
    </section>`;
  }

  override render() {
    if (!galleryOpen.value) return nothing;
    void fetchOnce();
    const page = words.galleryPage;
    const nextTheme = theme.value === 'dark' ? 'light' : 'dark';
    const found = gallery.cards.some(matches);
    return html`<div class="gallery" data-region="gallery">
      <header>
        <button class="framed tool" data-act="back" @click=${() => setGallery(false)}>${icon('back')}<span>${page.back}</span></button>
        <span class="brand-name">${icon('logo', 20)}${words.name}</span>
        <button class="tool square" aria-label=${words.theme(nextTheme)} title=${words.theme(nextTheme)} @click=${() => setView({ theme: nextTheme })}>
          ${icon(nextTheme === 'light' ? 'sun' : 'moon')}
        </button>
        <button class="tool square" aria-label=${words.help} title=${words.help} @click=${() => {
          dialog.value = 'help';
        }}>${icon('help')}</button>
      </header>
      <main class="page">
        <div class="lead">
          <div><h1 tabindex="-1">${page.title}</h1><p>${page.body}</p></div>
          <label class="search">${icon('search')}<input id="gallery-search" type="search" placeholder=${page.find} aria-label=${page.search} .value=${query.value}
            @input=${(event: Event) => {
              query.value = (event.target as HTMLInputElement).value;
            }} /><kbd>/</kbd></label>
        </div>
        <div class="chapters">${gallery.chapters.map((chapter) => this.#chapter(chapter))}</div>
        ${found ? nothing : html`<p class="nothing" role="status">${page.nothing}</p>`}
      </main>
    </div>`;
  }
}

customElements.define('gb-gallery', Gallery);
