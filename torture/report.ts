/** The numbers of a campaign as text, and whether they are good. */
import type { CampaignReport } from './campaign.ts';
import { type CampaignSettings, IN_FLIGHT_MIN, UNDER_LOAD_SHARE_MIN } from './settings.ts';

const SHOWN_MAX = 20;

function underLoadShare(report: CampaignReport): number {
  return report.kills.filter((kill) => kill.inFlight >= IN_FLIGHT_MIN).length / report.kills.length;
}

/** The first kill after which an answer given before it was not as answered; null when there is none. */
function firstCaught(report: CampaignReport): number | null {
  const kills = report.findings.violations.flatMap(({ beforeKill }) => beforeKill ?? []);
  return kills.length === 0 ? null : Math.min(...kills);
}

function plantLine(settings: CampaignSettings, report: CampaignReport): string[] {
  if (settings.plant === 'nothing') return [];
  const kill = firstCaught(report);
  return [kill === null ? 'THE PLANTED FAULT WAS NOT CAUGHT' : `the planted fault was caught at kill ${kill}`];
}

/**
 * 0: no law is broken, and the kills came when there was something to break. 1: a law is broken, as with a planted fault it should be.
 * 3: a fault was planted, and nobody noticed. 4: too few kills came under load to say anything.
 */
export function exitCodeOf(settings: CampaignSettings, report: CampaignReport): 0 | 1 | 3 | 4 {
  if (report.findings.violations.length > 0) return 1;
  if (settings.plant !== 'nothing') return 3;
  return underLoadShare(report) >= UNDER_LOAD_SHARE_MIN ? 0 : 4;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/** What happened how often, so that everybody sees that the load was mixed. */
function kindsLine({ remains }: CampaignReport): string {
  const counts = new Map<string, number>();
  for (const { kind } of remains.state.facts) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const parts = [...counts].sort(([, a], [, b]) => b - a).map(([kind, count]) => `${kind} ${count}`);
  return `facts: ${parts.join(', ')}`;
}

export function reportLines(settings: CampaignSettings, report: CampaignReport): string[] {
  const { findings, counts, kills, events, statuses } = report;
  const inFlight = kills.map((kill) => kill.inFlight);
  const byLaw = [...findings.compared].sort(([a], [b]) => (a < b ? -1 : 1));
  const broken = (law: string) => findings.violations.filter((violation) => violation.law === law).length;
  return [
    '',
    `seed ${settings.seed}, planted fault: ${settings.plant}`,
    `${kills.length} kills: ${kills.filter((kill) => kill.target === 'server').length} of the server, ${kills.filter((kill) => kill.target === 'postgres').length} of PostgreSQL; back after ${median(kills.map((kill) => kill.backAfterMs))} ms (median)`,
    `in flight at a kill: least ${Math.min(...inFlight)}, median ${median(inFlight)}; ${(underLoadShare(report) * 100).toFixed(0)} % of the kills with ${IN_FLIGHT_MIN} or more (must be ${UNDER_LOAD_SHARE_MIN * 100} %)`,
    `${counts.requests} requests with ${counts.keys} keys, ${counts.answers} answers (${[...statuses]
      .sort(([a], [b]) => a - b)
      .map(([status, count]) => `${status}: ${count}`)
      .join(', ')})`,
    `${counts.unanswered} had no answer when the load ended and were repeated; ${counts.replayed} answers were asked for again`,
    `${counts.pledges} pledges, ${counts.facts} facts, ${counts.transfers} transfers, ${counts.charges} charges`,
    kindsLine(report),
    `${events.deliveries} deliveries, ${events.dead} dead; ${events.received} messages received, ${events.receivedTwice} of them more than once`,
    ...plantLine(settings, report),
    ...byLaw.map(([law, count]) => `${law}: ${count} comparisons, ${broken(law)} violations`),
    ...findings.violations.slice(0, SHOWN_MAX).map(({ law, what }) => `  ${law} ${what.slice(0, 400)}`),
    ...(findings.violations.length > SHOWN_MAX ? [`  … and ${findings.violations.length - SHOWN_MAX} more`] : []),
  ];
}
