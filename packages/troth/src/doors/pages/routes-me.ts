/** The person's home: number, pledges, consents, who looked. */
import { isId } from '../../kernel/index.ts';
import { isIdempotencyKey } from '../api/context.ts';
import { sayConsent } from '../api/me.ts';
import { listConsents, listLooks } from '../api/person-consents.ts';
import { listOpenPledges, listPledges } from '../api/person-file.ts';
import type { SignInContext } from '../api/sign-in-links.ts';
import { renderMyWord } from './my-word.ts';
import { consentLine, lookLine, pledgeLine } from './read-me.ts';
import { readNumber } from './read-number.ts';
import { nothingHere, type Pages, refusedPage, show } from './visit.ts';
import { isConsentRunning } from '../../rooms/consent/index.ts';

const ENDED_MAX = 20;
const LOOKS_MAX = 20;

export function meRoutes(pages: Pages, context: SignInContext): void {
  pages.getAsPerson('/me', async (visit, person) => {
    const { view: number } = await readNumber(context, person);
    const open = await listOpenPledges(context, person);
    const latest = await listPledges(context, person, { before: null, limit: ENDED_MAX });
    const ended = latest.filter(({ pledge }) => pledge.endedAt !== null);
    const consents = await listConsents(context, person, { before: null, limit: 100 });
    const looks = await listLooks(context, person, LOOKS_MAX);
    return show(
      renderMyWord({
        shell: visit.shell(),
        number,
        pledges: [...open, ...ended].map((one) => pledgeLine(one, visit)),
        consents: consents.filter((one) => isConsentRunning(one, visit.now)).map((one) => consentLine(one, visit)),
        looks: looks.map((look) => lookLine(look, visit)),
        offersHref: '/',
      }),
    );
  });

  pages.postAsPerson('/me/consents/:consentId/revoke', async (visit, person) => {
    const consentId = visit.part('consentId');
    if (!isId('cns', consentId)) return nothingHere;
    if (!isIdempotencyKey(visit.key)) return { kind: 'error', status: 400, toFix: [], retryHref: '/me' };
    const said = await sayConsent(context, person, { kind: 'revoke', consentId }, visit.key);
    return said.ok ? { kind: 'go', to: '/me' } : refusedPage(said.code, '/me');
  });
}
