/** What is tried line by line: lines stay what they were, come back once, and what is asked for is the price of the others. */
import type { AuditWorld, FactSeen, Named } from './dossier.ts';
import type { Place } from './findings.ts';

type Line = readonly [lineNo: string, priceMinor: number, isBack: number];

/** The lines of one obligation as its fact says them. */
export function linesOf(owed: Named | undefined): readonly Line[] {
  return ((owed as readonly unknown[] | undefined)?.[9] ?? []) as readonly Line[];
}

/** Every fact of one pledge against the one before it. */
export function checkLines(
  { findings }: AuditWorld,
  { kind, detail }: FactSeen,
  before: readonly Named[],
  after: readonly Named[],
  at: Place,
): void {
  after.forEach((owed, index) => {
    const [were, are] = [linesOf(before[index]), linesOf(owed)];
    if (were.length === 0 && are.length === 0) return;
    const named = (lines: readonly Line[]) => lines.map(([lineNo, price]) => `${lineNo} ${price}`).join(' ');
    findings.same('lives', at, 'obligations', named(were), named(are));
    const back = (lines: readonly Line[]) => lines.filter(([, , isBack]) => isBack === 1).map(([lineNo]) => lineNo);
    const [wasBack, isBack] = [back(were), back(are)];
    const stays = wasBack.every((lineNo) => isBack.includes(lineNo));
    findings.expect('lives', stays, at, 'obligations', 'what came back stays back', `${wasBack} then ${isBack}`);
    const ended = owed[5] !== before[index]?.[5] && ['met', 'met_late'].includes(String(owed[5]));
    const count = isBack.length - wasBack.length;
    const said = kind === 'returned' ? Number(detail.said?.lineCount) : ended ? are.length - wasBack.length : 0;
    findings.same('lives', at, 'obligations', `${said} came back`, `${count} came back`);
    const keptMinor = are.reduce((sum, [, price, came]) => sum + (came === 1 ? 0 : price), 0);
    findings.same('lives', at, 'obligations', `${keptMinor} asked`, `${after[index + 1]?.[6] ?? null} asked`);
    if (kind !== 'returned') return;
    const saidMoney = `${detail.said?.returnedMinor} back, ${detail.said?.leftMinor} left`;
    const wereMinor = were.reduce((sum, [, price, came]) => sum + (came === 1 ? 0 : price), 0);
    findings.same('lives', at, 'obligations', `${wereMinor - keptMinor} back, ${keptMinor} left`, saidMoney);
  });
}
