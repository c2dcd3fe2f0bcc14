/** The front page, signing in and out, and the clock of a test world. */
import { HOUR_US, isId } from '../../kernel/index.ts';
import { moveClock } from '../api/clock.ts';
import { afterwards } from '../api/sign-in.ts';
import { findLink, LINK_MINUTES, type SignInContext, signInAtOnce, signOut, useLink } from '../api/sign-in-links.ts';
import { renderLinkLanding, renderSignIn, renderSignInSent } from './doors.ts';
import { renderFront } from './front.ts';
import { readFront } from './read-front.ts';
import { readPeople } from './read-people.ts';
import { CLOCK_STEPS_HOURS } from './shell.ts';
import { go, nothingHere, type Pages, refusedPage, show } from './visit.ts';
import { dropSession, keepSession, ownPath } from './visitor.ts';

export function doorRoutes(pages: Pages, context: SignInContext): void {
  pages.get('/', async (visit) => show(renderFront(await readFront(context, visit))));

  pages.get('/sign-in', async (visit) => {
    const back = ownPath(visit.query('back') ?? '/me');
    if (visit.visitor.person !== null) return go(back);
    return show(renderSignIn({ shell: visit.shell(), signIn: await readPeople(context, visit, back) }));
  });

  pages.post('/sandbox/sign-in', async (visit) => {
    const person = visit.field('person') ?? '';
    const { worldId, mode } = visit.visitor;
    if (mode !== 'test') return refusedPage('test_worlds_only', '/sign-in');
    const session = isId('pty', person) ? await signInAtOnce(context, worldId, person) : null;
    if (session === null) return nothingHere;
    keepSession(visit.reply, mode, session);
    return go(ownPath(visit.field('back')));
  });

  pages.post('/sign-in', async (visit) => {
    const contact = visit.field('contact');
    if (contact === null || contact.length > 254)
      return { kind: 'error', status: 422, toFix: [], retryHref: '/sign-in' };
    if (context.sendLink === null) return refusedPage('sign_in_links_unavailable', '/sign-in');
    afterwards(context, visit.visitor.worldId, contact);
    return go('/sign-in/sent');
  });
  pages.get('/sign-in/sent', async (visit) =>
    show(renderSignInSent({ shell: visit.shell(), validMinutes: LINK_MINUTES, againHref: '/sign-in' })),
  );

  pages.get('/s/:token', async (visit) => {
    const token = visit.part('token');
    const holder = await findLink(context, token);
    const link =
      holder === null
        ? ({ kind: 'used', againHref: '/sign-in' } as const)
        : ({ kind: 'usable', target: visit.target(`/s/${token}`), name: null } as const);
    return show(renderLinkLanding({ shell: visit.shell(), link }));
  });
  pages.post('/s/:token', async (visit) => {
    const holder = await findLink(context, visit.part('token'));
    const session = holder === null ? null : await useLink(context, holder);
    if (holder === null || session === null) return go(`/s/${visit.part('token')}`);
    keepSession(visit.reply, context.installation.worlds.find(holder.worldId)?.mode ?? 'live', session);
    return go('/me');
  });

  pages.post('/sign-out', async (visit) => {
    if (visit.visitor.person !== null) await signOut(context, visit.visitor.person);
    dropSession(visit.reply, visit.visitor.mode);
    return go('/');
  });

  pages.post('/sandbox/clock', async (visit) => {
    const hours = Number(visit.field('hours'));
    const back = ownPath(visit.field('back'));
    if (!Object.values<number>(CLOCK_STEPS_HOURS).includes(hours))
      return { kind: 'error', status: 422, toFix: [], retryHref: back };
    const { worldId } = visit.visitor;
    const moved = await moveClock(context, worldId, visit.now + BigInt(hours) * HOUR_US);
    return 'code' in moved ? refusedPage(moved.code, back) : go(back);
  });
}
