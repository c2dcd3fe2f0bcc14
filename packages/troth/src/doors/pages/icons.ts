/** Icons: a 20 px box, 1.5 px round stroke, no fill; only ever beside words, so they are hidden from screen readers. */
import { html } from './html.ts';
import type { Html } from './html.ts';

export type Icon = 'back' | 'next' | 'clock' | 'handshake' | 'shield' | 'eye' | 'item' | 'seat' | 'shop' | 'person';

const PATHS: Readonly<Record<Icon, string>> = {
  back: 'M12.5 4.5L7 10l5.5 5.5',
  next: 'M8 5l5 5-5 5',
  clock: 'M10 2.75a7.25 7.25 0 1 0 0 14.5a7.25 7.25 0 0 0 0-14.5M10 6v4.2l2.6 1.6',
  handshake:
    'M2.5 6.5L6 5l4 1.6L14 5l3.5 1.5M10 6.6L6.8 9.4c1.2 1.2 2.6 1 3.8-.2l4 3.6M4 13l3.2 2.6 1.6-1.2 1.4 1.2 4.4-2.8',
  shield: 'M10 2.75l6 2v5c0 3.6-2.4 6.2-6 7.5c-3.6-1.3-6-3.9-6-7.5v-5z',
  eye: 'M2 10c1.8-3.3 4.5-5 8-5s6.2 1.7 8 5c-1.8 3.3-4.5 5-8 5s-6.2-1.7-8-5M10 7.6a2.4 2.4 0 1 0 0 4.8a2.4 2.4 0 0 0 0-4.8',
  item: 'M3 6.5l7-3.5 7 3.5v7l-7 3.5-7-3.5zM3 6.5l7 3.5 7-3.5M10 10v7',
  seat: 'M5 3.5v6.5h10v-6.5M4 10h12v3.5H4zM5.5 13.5V17M14.5 13.5V17',
  shop: 'M3.5 8v8.5h13V8M2.5 8l1.5-4.5h12L17.5 8c0 1.2-1 2-2 2s-2-.8-2-2c0 1.2-1.5 2-3.5 2S6.5 9.2 6.5 8c0 1.2-1 2-2 2s-2-.8-2-2zM8 16.5v-4h4v4',
  person: 'M10 3a3.25 3.25 0 1 0 0 6.5a3.25 3.25 0 0 0 0-6.5M3.5 17c.6-3.4 3-5 6.5-5s5.9 1.6 6.5 5',
};

export function icon(name: Icon): Html {
  return html`<svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false"><path d="${PATHS[name]}"/></svg>`;
}
