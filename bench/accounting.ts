import { readdirSync, readFileSync } from 'node:fs';

/** Processes whose CPU is told apart. Everything else on the machine is "other". */
export type Trees = Readonly<Record<'server' | 'postgres' | 'client' | 'bench', readonly number[]>>;
export type TreeName = keyof Trees;

/** CPU used so far, in seconds, by each tree and by the whole machine. */
export type CpuSnapshot = {
  readonly atMs: number;
  readonly seconds: Readonly<Record<TreeName, number>>;
  readonly machineBusy: number;
  readonly machineStolen: number;
};

/** What a stretch of time cost. Shares are of all cores. */
export type CpuUse = {
  readonly wallSeconds: number;
  readonly seconds: Readonly<Record<TreeName, number>>;
  readonly otherShare: number;
  readonly stolenShare: number;
  readonly idleShare: number;
};

const TICKS_A_SECOND = 100;
const CORES = readFileSync('/proc/cpuinfo', 'utf8').match(/^processor\s*:/gm)?.length ?? 1;

type Process = { readonly parent: number; readonly own: number; readonly reaped: number };

function readProcess(pid: number): Process | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return {
      parent: fields[1] ?? 0,
      own: (fields[11] ?? 0) + (fields[12] ?? 0),
      // Children that ended and were waited for: backends of closed connections, pgbench, a finished generator.
      reaped: (fields[13] ?? 0) + (fields[14] ?? 0),
    };
  } catch {
    return null;
  }
}

function readProcesses(): Map<number, Process> {
  const found = new Map<number, Process>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const process = readProcess(Number(name));
    if (process !== null) found.set(Number(name), process);
  }
  return found;
}

/** Pid of the parent of a process: the postmaster, when asked for a backend. */
export function parentOf(pid: number): number {
  const process = readProcess(pid);
  if (process === null) throw new Error(`no process ${pid} on this machine: the database must run here to be measured`);
  return process.parent;
}

/** Reads the CPU of every tree and of the machine now. A process below two roots counts for the nearest one. */
export function snapshotCpu(trees: Trees): CpuSnapshot {
  const stat = readFileSync('/proc/stat', 'latin1');
  const processes = readProcesses();
  const owner = new Map<number, TreeName>();
  for (const name of Object.keys(trees) as TreeName[]) for (const pid of trees[name]) owner.set(pid, name);
  const seconds: Record<TreeName, number> = { server: 0, postgres: 0, client: 0, bench: 0 };
  for (const [pid, process] of processes) {
    const name = ownerOf(pid, processes, owner);
    if (name === null) continue;
    seconds[name] += process.own / TICKS_A_SECOND;
    // The only children the benchmark itself waits for between two snapshots are load clients.
    seconds[name === 'bench' ? 'client' : name] += process.reaped / TICKS_A_SECOND;
  }
  const [user = 0, nice = 0, system = 0, , , interrupt = 0, soft = 0, stolen = 0] = stat
    .slice(4, stat.indexOf('\n'))
    .trim()
    .split(/\s+/)
    .map(Number);
  return {
    atMs: performance.now(),
    seconds,
    machineBusy: (user + nice + system + interrupt + soft) / TICKS_A_SECOND,
    machineStolen: stolen / TICKS_A_SECOND,
  };
}

function ownerOf(pid: number, processes: Map<number, Process>, owner: Map<number, TreeName>): TreeName | null {
  for (let at: number | undefined = pid; at !== undefined && at > 0; at = processes.get(at)?.parent) {
    const name = owner.get(at);
    if (name !== undefined) return name;
  }
  return null;
}

/** CPU between two snapshots, and what the rest of the machine used meanwhile. */
export function cpuBetween(from: CpuSnapshot, to: CpuSnapshot): CpuUse {
  const wallSeconds = (to.atMs - from.atMs) / 1000;
  const seconds = { ...from.seconds };
  let ours = 0;
  for (const name of Object.keys(seconds) as TreeName[]) {
    seconds[name] = Math.max(0, to.seconds[name] - from.seconds[name]);
    ours += seconds[name];
  }
  const all = wallSeconds * CORES;
  const stolen = to.machineStolen - from.machineStolen;
  const busy = to.machineBusy - from.machineBusy;
  const other = Math.max(0, busy - ours);
  return {
    wallSeconds,
    seconds,
    // Time the hypervisor gave to somebody else is other CPU as well: we wanted it and did not get it.
    otherShare: (other + stolen) / all,
    stolenShare: stolen / all,
    idleShare: Math.max(0, all - busy - stolen) / all,
  };
}
