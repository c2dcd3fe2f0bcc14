/** The mark: two hooked fingers, one ink and one accent, each over the other once. Colours come from the stylesheet. */
import { html } from './html.ts';
import type { Html } from './html.ts';

/** `place` keeps the ids of the masks apart when the mark stands twice on one page. */
export function logo(place: 'head' | 'done', sizePx: number): Html {
  return html`<svg class="mark" viewBox="0 0 32 32" width="${sizePx}" height="${sizePx}" fill="none" stroke-linecap="round" aria-hidden="true" focusable="false">
<defs><mask id="${place}-a" maskUnits="userSpaceOnUse" x="0" y="0" width="32" height="32"><rect width="32" height="32" fill="#fff"/><path d="M12.7 22.7a6 6 0 0 1 0-7.4" stroke="#000" stroke-width="6" stroke-linecap="butt"/></mask>
<mask id="${place}-b" maskUnits="userSpaceOnUse" x="0" y="0" width="32" height="32"><rect width="32" height="32" fill="#fff"/><path d="M19.3 9.3a6 6 0 0 1 0 7.4" stroke="#000" stroke-width="6" stroke-linecap="butt"/></mask></defs>
<g class="mark-ink" mask="url(#${place}-a)"><path d="M3 7H14.5a6 6 0 0 1 0 12H4.8" stroke-width="3.6"/></g>
<g class="mark-accent" mask="url(#${place}-b)"><path d="M29 25H17.5a6 6 0 0 1 0-12H27.2" stroke-width="3.6"/></g></svg>`;
}
