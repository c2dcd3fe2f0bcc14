/** Public pages about the books: open to everybody, nothing on them is about a person. */
import { coverageOf, listCustody } from '../../rooms/ledger/index.ts';
import { readIso } from '../api/context.ts';
import type { SignInContext } from '../api/sign-in-links.ts';
import { renderChart } from './chart.ts';
import { renderCoverage } from './coverage.ts';
import { type Pages, show } from './visit.ts';

export function bookPages(pages: Pages, context: SignInContext): void {
  pages.get('/books/chart', async (visit) => show(renderChart(visit.shell())));

  pages.get('/books/coverage', async (visit) => {
    const asked = visit.query('at');
    const at = asked === null ? visit.now : readIso(asked);
    if (at === null || at > visit.now) return { kind: 'error', status: 422, toFix: [], retryHref: '/books/coverage' };
    const { worldId } = visit.visitor;
    const read = await context.installation.cold.within({ worldId }, (client) =>
      listCustody(client, { merchantId: null, at }),
    );
    const shops = read.map(({ name, currency, owedMinor, statement }) => ({
      ...coverageOf({ owedMinor, statement }),
      name,
      currency,
      statement: statement === null ? null : { at: statement.balanceAt, suppliedBy: statement.suppliedBy },
    }));
    return show(renderCoverage({ shell: visit.shell(), at, shops }));
  });
}
