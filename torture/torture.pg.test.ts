import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { runCampaign } from './campaign.ts';
import { reportLines } from './report.ts';
import type { CampaignSettings } from './settings.ts';

test('what was answered before kill -9 of the server and of PostgreSQL is there after it, once, and nothing else', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'troth-torture-'));
  // PostgreSQL may run as another user, who has to pass through.
  chmodSync(directory, 0o755);
  const settings: CampaignSettings = {
    seed: 1,
    kills: 3,
    plant: 'nothing',
    shops: 4,
    people: 16,
    workers: 40,
    directory,
  };
  try {
    const report = await runCampaign(settings, { say: () => undefined, onKill: () => undefined });
    assert.deepEqual(report.findings.violations, [], reportLines(settings, report).join('\n'));
    for (const law of ['up', 'L1', 'L2', 'L3', 'L4', 'L5', 'L6', 'L7'] as const)
      assert.ok((report.findings.compared.get(law) ?? 0) > 0, `${law} compared nothing`);
    assert.ok(report.kills.every((kill) => kill.inFlight > 0));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
