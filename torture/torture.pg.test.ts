import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';
import { type CampaignReport, runCampaign } from './campaign.ts';
import { checkAllLaws, type Remains } from './checks/all-laws.ts';
import { Findings, type Law } from './checks/law.ts';
import type { State } from './checks/state.ts';
import { reportLines } from './report.ts';
import type { CampaignSettings } from './settings.ts';

const SETTINGS = { seed: 1, kills: 3, plant: 'nothing', shops: 4, people: 16, workers: 40 } as const;
let report: CampaignReport;
let settings: CampaignSettings;

before(async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'troth-torture-'));
  // PostgreSQL may run as another user, who has to pass through.
  chmodSync(directory, 0o755);
  settings = { ...SETTINGS, directory };
  try {
    report = await runCampaign(settings, { say: () => undefined, onKill: () => undefined });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test('what was answered before kill -9 of the server and of PostgreSQL is there after it, once, and nothing else', () => {
  assert.deepEqual(report.findings.violations, [], reportLines(settings, report).join('\n'));
  for (const law of ['up', 'L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'L7', 'audit'] as const)
    assert.ok((report.findings.compared.get(law) ?? 0) > 0, `${law} compared nothing`);
  assert.ok(report.kills.every((kill) => kill.inFlight > 0));
});

type Spoil = (remains: Remains) => Partial<Remains>;
const inState =
  (change: (state: State) => Partial<State>): Spoil =>
  (remains) => ({
    state: { ...remains.state, ...change(remains.state) },
  });
const changeFirst = <T>(rows: readonly T[], change: Partial<T>, fits: (row: T) => boolean = () => true): T[] => {
  const at = rows.findIndex(fits);
  assert.ok(at >= 0, 'the campaign left no such row');
  return rows.map((row, index) => (index === at ? { ...row, ...change } : row));
};
const withoutFirst = <T>(rows: readonly T[], fits: (row: T) => boolean = () => true): T[] => {
  const at = rows.findIndex(fits);
  assert.ok(at >= 0, 'the campaign left no such row');
  return rows.filter((_, index) => index !== at);
};

const SPOILT: readonly (readonly [Law, string, Spoil])[] = [
  ['L1', 'an answered pledge is gone', inState(({ pledges }) => ({ pledges: withoutFirst(pledges) }))],
  [
    'L1',
    'a pledge grants something else',
    inState(({ pledges }) => ({ pledges: changeFirst(pledges, { granted_minor: 1 }) })),
  ],
  [
    'L1',
    'an answered move is gone',
    inState(({ facts }) => ({
      facts: withoutFirst(facts, (fact) => fact.kind === 'accepted' && fact.detail.born === undefined),
    })),
  ],
  [
    'L1',
    'a key is forgotten',
    inState(({ idempotency }) => ({ idempotency: withoutFirst(idempotency, (row) => row.answer === 'done') })),
  ],
  [
    'L1',
    'a leaf is gone',
    inState(({ bundles }) => ({ bundles: changeFirst(bundles, { fact_ids: bundles[0]?.fact_ids.slice(1) ?? [] }) })),
  ],
  ['L2', 'a key was never answered', ({ asked }) => ({ asked: changeFirst(asked, { finals: [] }) })],
  [
    'L2',
    'a key was answered twice, differently',
    ({ asked }) => ({
      asked: asked.map((one) =>
        one.kind === 'order' && one.finals[0] !== undefined
          ? { ...one, finals: [one.finals[0], { status: 201, body: {} }] }
          : one,
      ),
    }),
  ],
  [
    'L3',
    'a pledge that nobody asked for',
    inState(({ pledges }) => ({ pledges: [...pledges, { ...pledges[0], pledge_id: '0'.repeat(32) }] })),
  ],
  [
    'L3',
    'a fact that nobody asked for',
    inState(({ facts }) => ({
      facts: [
        ...facts,
        // Of a kind that somebody reports: a charge that is raised is nobody's word.
        {
          ...(facts.at(-1) as State['facts'][number]),
          fact_id: '0'.repeat(32),
          kind: 'begun',
          reporter: 'merchant',
          detail: {},
        },
      ],
    })),
  ],
  [
    'L3',
    'a consent that nobody gave',
    inState(({ consents }) => ({ consents: [...consents, { ...consents[0], consent_id: '0'.repeat(32) }] })),
  ],
  [
    'L3',
    'a transfer that no fact names',
    inState(({ transfers }) => ({ transfers: [...transfers, { ...transfers[0], transfer_id: '0'.repeat(32) }] })),
  ],
  [
    'L3',
    'time moved a pledge too early',
    inState(({ facts }) => ({
      facts: changeFirst(
        facts,
        { recorded_at: '2026-01-01T00:00:00.000000Z' },
        (fact) => fact.reporter === 'system' && fact.detail.after !== undefined,
      ),
    })),
  ],
  [
    'L4',
    'a pledge is reserved twice',
    inState(({ transfers }) => ({
      transfers: [...transfers, { ...transfers.find((row) => row.debit_account === 'trust_extended') }],
    })),
  ],
  [
    'L4',
    'a pledge is never released',
    inState(({ transfers }) => ({
      transfers: withoutFirst(transfers, (row) => row.debit_account === 'trust_granted'),
    })),
  ],
  [
    'L4',
    'an ended pledge runs',
    inState(({ pledges }) => ({
      pledges: changeFirst(pledges, { state: 'active' }, (row) => row.state === 'expired'),
    })),
  ],
  ['L6', 'an event is not delivered', inState(({ deliveries }) => ({ deliveries: withoutFirst(deliveries) }))],
  [
    'L6',
    'a delivery waits for ever',
    inState(({ deliveries }) => ({ deliveries: changeFirst(deliveries, { state: 'pending' }) })),
  ],
  [
    'L6',
    'the receiver never got it',
    ({ received }) => ({ received: received.filter((line) => line.id !== received[0]?.id) }),
  ],
  ['L6', 'a message is forged', ({ received }) => ({ received: changeFirst(received, { verdict: 'forged' }) })],
  [
    'L6',
    'a message is about nothing',
    ({ received }) => ({ received: changeFirst(received, { id: `fct_${'0'.repeat(32)}` }) }),
  ],
  [
    'L7',
    'an exposure is off by one',
    inState(({ parties }) => ({
      parties: parties.map((row) => ({
        ...row,
        exposure: { CNY: { ...row.exposure.CNY, open: (row.exposure.CNY?.open ?? 0) + 1 } },
      })),
    })),
  ],
  [
    'L7',
    'an open pledge is not counted',
    inState(({ parties }) => ({ parties: changeFirst(parties, { open_count: 99 }) })),
  ],
  [
    'L7',
    'a due time is another',
    inState(({ pledges }) => ({ pledges: changeFirst(pledges, { due_at: '2030-01-01T00:00:00.000000Z' }) })),
  ],
  [
    'L7',
    'a fold says what no facts say',
    // Put behind the others: in a short run nobody may have kept or broken anything yet.
    inState(({ folds, parties }) => ({
      folds: [...folds, { party_id: parties[0]?.party_id ?? '', context: 'mobility', buckets: [[1, 1, 1, 1]] }],
    })),
  ],
  [
    'L7',
    'a budget is off by one',
    inState(({ budgets }) => ({ budgets: changeFirst(budgets, { expected_minor: 1 }) })),
  ],
  [
    'L7',
    'a leaf commits to something else',
    inState(({ facts }) => ({ facts: changeFirst(facts, { commitment: 'AAAA' }) })),
  ],
];

for (const [law, what, spoil] of SPOILT) {
  test(`${law} notices: ${what}`, () => {
    const findings = new Findings();
    checkAllLaws({ ...report.remains, ...spoil(report.remains) }, findings);
    assert.ok(
      findings.violations.some((violation) => violation.law === law),
      JSON.stringify(findings.violations.slice(0, 3)),
    );
  });
}
