// Everything the benchmark knows about Troth: how a world is filled, how a server is started, what a request looks like.
// Nothing else in this folder names a table, a route or an id of Troth.
import type { Progress } from './progress.ts';

/** How many live in the world, and whom the orders go to. */
export type WorldSize = { readonly shops: number; readonly people: number };
export type Crowd = 'zipf' | 'uniform';

/** A filled world: what is needed to render requests against it. */
export type World = {
  readonly databaseUrl: string;
  readonly size: WorldSize;
  /** One line of prose for the report: what is switched on, what was left out. */
  readonly features: string;
  /** Rendered single requests, never the same order twice in the life of this world. */
  readonly singles: (count: number, crowd: Crowd) => Iterable<string>;
  /** Rendered bulk requests of `ordersEach` orders. */
  readonly bulks: (count: number, ordersEach: number, crowd: Crowd) => Iterable<string>;
};

/** A running server. `pid` is the root of its process tree. */
export type Server = { readonly pid: number; readonly port: number; readonly stop: () => Promise<void> };

export type Target = {
  /** Text that stands exactly once in an answer for every order that was made. */
  readonly okToken: string;
  /** Migrates an empty database and fills it by set-based statements: shops, offers, keys, people, consents. */
  readonly prepare: (databaseUrl: string, size: WorldSize, progress: Progress) => Promise<World>;
  /** Starts a server on a free port of 127.0.0.1 in a process of its own. */
  readonly boot: (world: World) => Promise<Server>;
};

/** Null until the server can be started from a program; the other half of the benchmark runs without it. */
export const target: Target | null = null;
