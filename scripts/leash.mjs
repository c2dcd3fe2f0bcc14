// Preloaded by run.mjs into the process it starts: if the runner dies without being able to say so (kill -9), this
// process is asked to stop cleanly, so that no server stays behind on a machine where nobody sees it any more.
import { isMainThread } from 'node:worker_threads';

const LOOK_EVERY_MS = 500;

if (isMainThread && process.env.TROTH_RUNNER_PID === String(process.ppid)) {
  const runner = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === runner) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, LOOK_EVERY_MS);
  watch.unref();
}
