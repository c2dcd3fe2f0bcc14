/**
 * Who is being called now. Each endpoint is a lane of its own with few calls at once, all lanes together are bounded, and lanes
 * that were slow last time share half of the places: no receiver, and no dozen of them, can stand in front of the others.
 */
import { assert, type Id } from '../../kernel/index.ts';

export interface LaneBounds {
  /** Calls to one endpoint at the same time, 1 to 4. */
  readonly perEndpointMax: number;
  readonly callCountMax: number;
}

export const LANE_BOUNDS: LaneBounds = { perEndpointMax: 2, callCountMax: 32 };

/** A lane with this many waiting is not filled further; what is due stays in the database. */
const WAITING_PER_ENDPOINT_MAX = 16;
/** Nor are all lanes together: what waits here must be called well before its hold runs out. */
const WAITING_MAX = 256;

type Pace = 'prompt' | 'slow';

interface Lane {
  readonly waiting: (() => void)[];
  runningCount: number;
  pace: Pace;
}

export interface Lanes {
  /** Endpoints that should be given nothing more for now. */
  fullEndpoints(): readonly Id<'whe'>[];
  hasRoom(): boolean;
  isUnderWay(deliveryId: Id<'whd'>): boolean;
  /** Runs `call` when its lane has a place; `call` says whether the endpoint was slow. */
  run(endpointId: Id<'whe'>, deliveryId: Id<'whd'>, call: () => Promise<Pace>): Promise<void>;
}

/** One for the whole process, shared by all worlds and by overlapping runs. */
export function createLanes(bounds: LaneBounds): Lanes {
  assert(bounds.perEndpointMax >= 1 && bounds.perEndpointMax <= 4, 'an_endpoint_gets_one_to_four_calls_at_once');
  const lanes = new Map<Id<'whe'>, Lane>();
  const underWay = new Set<Id<'whd'>>();
  const slowMax = Math.max(1, bounds.callCountMax >> 1);
  let runningCount = 0;
  let slowCount = 0;

  const mayStart = (lane: Lane): boolean =>
    lane.waiting.length > 0 &&
    lane.runningCount < bounds.perEndpointMax &&
    runningCount < bounds.callCountMax &&
    (lane.pace === 'prompt' || slowCount < slowMax);

  const startMore = (): void => {
    for (let started = true; started; ) {
      started = false;
      // One call per lane and round: a lane with a long queue waits its turn like the rest.
      for (const lane of lanes.values()) {
        if (!mayStart(lane)) continue;
        lane.waiting.shift()?.();
        started = true;
      }
    }
  };

  return {
    fullEndpoints: () =>
      [...lanes]
        .filter(([, lane]) => lane.waiting.length >= WAITING_PER_ENDPOINT_MAX)
        .map(([endpointId]) => endpointId),
    hasRoom: () => underWay.size - runningCount < WAITING_MAX,
    isUnderWay: (deliveryId) => underWay.has(deliveryId),
    async run(endpointId, deliveryId, call) {
      underWay.add(deliveryId);
      const lane = lanes.get(endpointId) ?? { waiting: [], runningCount: 0, pace: 'prompt' };
      lanes.set(endpointId, lane);
      // What is counted at the start is what is taken away at the end, whatever pace the lane has by then.
      let countedAs: Pace = 'prompt';
      await new Promise<void>((resolve) => {
        lane.waiting.push(() => {
          countedAs = lane.pace;
          lane.runningCount += 1;
          runningCount += 1;
          if (countedAs === 'slow') slowCount += 1;
          resolve();
        });
        startMore();
      });
      try {
        lane.pace = await call();
      } finally {
        lane.runningCount -= 1;
        runningCount -= 1;
        if ((countedAs as Pace) === 'slow') slowCount -= 1;
        underWay.delete(deliveryId);
        if (lane.runningCount === 0 && lane.waiting.length === 0 && lane.pace === 'prompt') lanes.delete(endpointId);
        startMore();
      }
    },
  };
}
