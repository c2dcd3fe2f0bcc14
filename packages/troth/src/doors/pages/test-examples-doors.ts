/** Examples of the front page and of errors. */
import { coverageOf } from '../../rooms/ledger/index.ts';
import type { CoverageLine, CoverageView } from './coverage.ts';
import type { ErrorView } from './doors.ts';
import { both, liveShell, shell } from './test-examples.ts';
import type { FrontView } from './front.ts';
import type { Locale } from './words.ts';

export const errorExample = (locale: Locale, status: number): ErrorView => ({
  shell: shell(locale),
  status,
  requestId: 'req_8f2',
  toFix: status === 422 ? [both('宽限要在 0 到 72 小时之间。', 'Grace must be between 0 and 72 hours.')] : [],
  retryHref: status >= 500 ? '/me' : null,
});

export const frontExample = (locale: Locale): FrontView => ({
  shell: { ...shell(locale), person: null },
  shops: [
    {
      name: 'Qinghe Camera 青禾影像',
      note: both('相机租借', 'Cameras to rent'),
      offers: [
        {
          title: both('佳能 R6 · 免押租借', 'Canon R6 · rent without deposit'),
          note: both('每天 ¥120', '¥120 a day'),
          href: '/a/canon',
          deed: 'return_item',
        },
      ],
    },
    {
      name: 'Chunshan Hair 春山',
      note: null,
      offers: [{ title: both('剪发预约', 'Haircut appointment'), note: null, href: '/a/hair', deed: 'attend' }],
    },
  ],
  myWordHref: '/me',
  docsHref: '/docs',
  openApiHref: '/openapi.json',
});

/** Every state that deposits can be in. */
export function coverageExample(locale: Locale): CoverageView {
  const of = (owedMinor: number, balanceMinor: number | null, owedThen: number): CoverageLine => ({
    ...coverageOf({
      owedMinor,
      statement: balanceMinor === null ? null : { balanceMinor, owedMinor: owedThen },
    }),
    name: { zh: '青禾影像', en: 'Qinghe Camera' },
    currency: 'KWD',
    statement: balanceMinor === null ? null : { at: 1n, suppliedBy: 'Bank <of> the Sandbox' },
  });
  const shops = [of(0, 0, 0), of(1, null, 0), of(1000, 999, 1000), of(1500, 1000, 1000), of(1000, 1000, 1000)];
  return { shell: liveShell(locale), at: 2n, shops };
}
