/** One line that says how far a long run has come: redrawn on a terminal, and now and then where nobody watches. */

export interface Progress {
  /** `done` of the total, with a word on what is going on. */
  show(done: number, what: string): void;
  finish(what: string): void;
}

const BAR_WIDTH = 24;
const REDRAW_MS = 100;
/** Into a file or a pipe, a line every tenth of the way is enough. */
const QUIET_STEPS = 10;

/** The bar as text, e.g. `[#####·····]  41 %  2016-05-12`. */
export function barOf(done: number, total: number, what: string): string {
  const share = total === 0 ? 1 : Math.min(1, done / total);
  const filled = Math.floor(share * BAR_WIDTH);
  return `[${'#'.repeat(filled)}${'·'.repeat(BAR_WIDTH - filled)}] ${String(Math.floor(share * 100)).padStart(3)} %  ${what}`;
}

/** Shows progress on a stream; `nowMs` is handed in. */
export function progressOn(
  stream: { isTTY?: boolean; write(text: string): unknown },
  total: number,
  nowMs: () => number,
): Progress {
  let shownAt = -Infinity;
  let shownStep = -1;
  const show = (done: number, what: string): void => {
    if (stream.isTTY === true) {
      if (nowMs() - shownAt < REDRAW_MS) return;
      shownAt = nowMs();
      stream.write(`\r\u001b[K${barOf(done, total, what)}`);
      return;
    }
    const step = total === 0 ? QUIET_STEPS : Math.floor((done / total) * QUIET_STEPS);
    if (step === shownStep) return;
    shownStep = step;
    stream.write(`${barOf(done, total, what)}\n`);
  };
  const finish = (what: string): void => {
    stream.write(`${stream.isTTY === true ? '\r\u001b[K' : ''}${barOf(total, total, what)}\n`);
  };
  return { show, finish };
}
