/**
 * Names to addresses, by DNS alone: the hosts file and the search domains of this machine are not consulted, so that a name of
 * ours can never be reached by it. Answers are asked for once per call and then kept for that call.
 */
import { Resolver } from 'node:dns/promises';

/** All addresses of a name; rejects when there are none. Handed in so that a test can play the attacker's name server. */
export type ResolveName = (name: string) => Promise<readonly string[]>;

const TRY_TIMEOUT_MS = 2_500;

/** The machine's name servers. Unlike getaddrinfo it holds no thread, so slow names never starve file reads and hashing. */
export const resolveByDns: ResolveName = async (name) => {
  const resolver = new Resolver({ timeout: TRY_TIMEOUT_MS, tries: 2 });
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const addresses = [...(v4.status === 'fulfilled' ? v4.value : []), ...(v6.status === 'fulfilled' ? v6.value : [])];
  if (addresses.length > 0) return addresses;
  throw new Error('name has no address', { cause: v4.status === 'rejected' ? v4.reason : undefined });
};
