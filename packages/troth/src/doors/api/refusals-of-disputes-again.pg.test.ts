// A refusal about a dispute, asked for twice with the same key: the second answer is the first one, to the letter.
import { after, before, test } from 'node:test';
import { type Asked, assertSameAgain } from './test-same-again.ts';
import { factOf, pledgeIn, setStage, type Stage } from './test-stage.ts';
import { move, must } from './test-story.ts';
import { openTestTroth, type TestTroth } from './test-troth.ts';

let troth: TestTroth;
let stage: Stage;
before(async () => {
  troth = await openTestTroth();
  stage = await setStage(troth);
});
after(() => troth.close());

test('a refused contest, answer, decision and repair are refused again to the letter', async () => {
  const pledgeId = await pledgeIn('answered', stage);
  const broken = must(await move(troth, stage.shop.key, pledgeId, 'break'), 200, 'break').body.factId;
  const [mine, theirs] = [stage.person.session, stage.shop.key];
  const contest = { token: mine, path: `/v1/me/facts/${broken}/contest`, body: { statement: '不是这样' } };
  const said = await troth.call('POST', contest.path, contest);
  const { disputeId } = must(said, 201, 'contest').body;
  const ask = (token: string, path: string, body: object): Asked => ({ token, path: `/v1${path}`, body });
  const text = { statement: '就是这样' };
  const norm = { outcome: 'upheld', norm: 'proportion', text: '看过' };
  const decide = ask(troth.operatorKey, `/operator/disputes/${disputeId}/decide`, norm);
  const accepted = await factOf(stage, pledgeId, 'accepted');
  await assertSameAgain(troth, 'fact_is_contested', contest);
  await assertSameAgain(troth, 'answer_time_still_runs', decide);
  await assertSameAgain(troth, 'dispute_is_your_own', ask(mine, `/me/disputes/${disputeId}/answer`, text));
  await assertSameAgain(
    troth,
    'nothing_to_put_right',
    ask(theirs, `/pledges/${pledgeId}/facts/${accepted}/put-right`, { how: 'late' }),
  );
  const answer = ask(theirs, `/disputes/${disputeId}/answer`, text);
  must(await troth.call('POST', answer.path, answer), 200, 'answer');
  await assertSameAgain(troth, 'dispute_is_answered', answer);
  must(await troth.call('POST', decide.path, decide), 200, 'decide');
  await assertSameAgain(troth, 'dispute_is_over', decide);
});
