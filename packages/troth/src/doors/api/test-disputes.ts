/** What tests about disputes say on all sides, on a stage whose person can be changed. */
import { askAsOwner } from '../../platform/db/test-migrated.ts';
import { pledgeIn, setStage, type Stage } from './test-stage.ts';
import { must } from './test-story.ts';
import type { Reply, TestTroth } from './test-troth.ts';

export interface Broken {
  readonly pledgeId: string;
  readonly factId: string;
  readonly charges: readonly { readonly chargeId: string; readonly kind: string; readonly amountMinor: number }[];
}

type Ask = (method: string, path: string, body?: object) => Promise<Reply>;

export class DisputeScene {
  readonly troth: TestTroth;
  stage: Stage;

  private constructor(troth: TestTroth, stage: Stage) {
    this.troth = troth;
    this.stage = stage;
  }

  static async open(troth: TestTroth): Promise<DisputeScene> {
    return new DisputeScene(troth, await setStage(troth));
  }

  /** A person with a file of their own, so that numbers do not mix. */
  async fresh(): Promise<void> {
    this.stage = { ...this.stage, person: await this.troth.createPerson() };
  }

  readonly asPerson: Ask = (method, path, body) =>
    this.troth.call(method, `/v1/me${path}`, { token: this.stage.person.session, ...(body && { body }) });
  readonly asShop: Ask = (method, path, body) =>
    this.troth.call(method, `/v1${path}`, { token: this.stage.shop.key, ...(body && { body }) });
  readonly asOperator: Ask = (method, path, body) =>
    this.troth.call(method, `/v1/operator${path}`, { token: this.troth.operatorKey, ...(body && { body }) });

  readonly contest = async (factId: string): Promise<string> => {
    const said = await this.asPerson('POST', `/facts/${factId}/contest`, { statement: '不是这样' });
    return must(said, 201, 'contest').body.disputeId;
  };
  readonly answer = async (disputeId: string): Promise<void> => {
    must(await this.asShop('POST', `/disputes/${disputeId}/answer`, { statement: '就是这样' }), 200, 'answer');
  };
  readonly decide = (disputeId: string, outcome: string, norm = 'evidence_for_a_break'): Promise<Reply> =>
    this.asOperator('POST', `/disputes/${disputeId}/decide`, { outcome, norm, text: '看过照片，写在这里。' });

  readonly broken = async (): Promise<Broken> => {
    const pledgeId = await pledgeIn('answered', this.stage);
    const { factId, charges } = must(await this.asShop('POST', `/pledges/${pledgeId}/break`, {}), 200, 'break').body;
    return { pledgeId, factId, charges };
  };

  /** The sums of the person's file, or of the shop's own, in thousandths. */
  readonly folds = async (of: 'person' | 'shop'): Promise<{ kept: number; broken: number; late: number }> => {
    const partyId = of === 'person' ? this.stage.person.partyId : this.stage.shop.merchantId;
    await this.troth.background.settle(this.troth.worldId);
    const [row] = await askAsOwner(
      this.troth.ownerUrl,
      `select coalesce(sum((b->>1)::int), 0)::int as kept, coalesce(sum((b->>2)::int), 0)::int as broken, coalesce(sum((b->>3)::int), 0)::int as late
       from folds, jsonb_array_elements(buckets) b where party_id = '${partyId.slice(4)}'`,
    );
    return row as { kept: number; broken: number; late: number };
  };
  readonly unpaid = async (): Promise<number> => (await this.asPerson('GET', '')).body.exposure.CNY?.unpaid ?? 0;
  readonly facts = async (pledgeId: string) => (await this.asPerson('GET', `/pledges/${pledgeId}`)).body.facts;
  readonly onFile = async (pledgeId: string, factId: string) =>
    (await this.facts(pledgeId)).find((fact: { factId: string }) => fact.factId === factId);
}
