/** The one stylesheet of the pages, served at `/assets/troth.css`. The pages have no inline style and no script. */
import { styleBase } from './style-base.ts';
import { styleParts } from './style-parts.ts';
import { styleTokens } from './style-tokens.ts';

export const trothCss = styleTokens + styleBase + styleParts;

/** The policy under which every page works unchanged. */
export const PAGE_CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
