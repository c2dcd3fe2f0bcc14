/** One line on the terminal that is rewritten; plain lines, at most one every five seconds, where there is no terminal. */
export type Progress = { readonly at: (done: number, total: number) => void; readonly done: () => void };

/** Says a thing once, on stderr, so that stdout stays the table. */
export function say(text: string): void {
  process.stderr.write(`bench: ${text}\n`);
}

/** Starts showing how far something long has come. */
export function showProgress(label: string): Progress {
  const startedAt = performance.now();
  let shownAt = 0;
  const isTerminal = process.stderr.isTTY === true;
  const show = (text: string): void => {
    process.stderr.write(isTerminal ? `\r\u001b[K${text}` : `${text}\n`);
  };
  return {
    at(done, total) {
      const now = performance.now();
      if (now - shownAt < (isTerminal ? 100 : 5000)) return;
      shownAt = now;
      const share = total === 0 ? 1 : done / total;
      const leftSeconds = share > 0 ? ((now - startedAt) / 1000 / share) * (1 - share) : 0;
      show(
        `bench: ${label} ${done.toLocaleString('en')} of ${total.toLocaleString('en')} · ${leftSeconds.toFixed(0)} s left`,
      );
    },
    done() {
      show(`bench: ${label} done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
      if (isTerminal) process.stderr.write('\n');
    },
  };
}
