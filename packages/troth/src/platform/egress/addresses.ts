/**
 * Which addresses belong to the public internet. IPv4 is public unless listed; IPv6 is public only inside global unicast
 * (2000::/3) and outside the ranges that are reserved or carry another address inside (6to4, Teredo, ISATAP).
 */
import { BlockList, isIPv4, isIPv6 } from 'node:net';

export type AddressReach = 'public' | 'loopback' | 'inside' | 'not_an_address';

/** Address ranges that are not the public internet, with what they are (IANA special-purpose registries). */
export const INSIDE_IPV4: readonly (readonly [string, number, string])[] = [
  ['0.0.0.0', 8, 'this network'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'carrier-grade NAT; some clouds keep their metadata here'],
  ['127.0.0.0', 8, 'loopback'],
  ['169.254.0.0', 16, 'link-local; most clouds keep their metadata here'],
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'protocol assignments'],
  ['192.0.2.0', 24, 'documentation'],
  ['192.88.99.0', 24, '6to4 relays'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'benchmarks'],
  ['198.51.100.0', 24, 'documentation'],
  ['203.0.113.0', 24, 'documentation'],
  ['224.0.0.0', 4, 'multicast'],
  ['240.0.0.0', 4, 'reserved and broadcast'],
  ['168.63.129.16', 32, 'a public-looking address that one cloud answers from inside the host'],
];

/** Ranges inside 2000::/3 that are not the public internet. Everything outside 2000::/3 is refused without a list. */
export const INSIDE_IPV6: readonly (readonly [string, number, string])[] = [
  ['2001::', 23, 'protocol assignments: Teredo, ORCHID, benchmarks'],
  ['2001:db8::', 32, 'documentation'],
  ['2002::', 16, '6to4: carries an IPv4 address'],
  ['3fff::', 20, 'documentation'],
];

const insideIpv4 = new BlockList();
for (const [network, bits] of INSIDE_IPV4) insideIpv4.addSubnet(network, bits, 'ipv4');
const loopbackIpv4 = new BlockList();
loopbackIpv4.addSubnet('127.0.0.0', 8, 'ipv4');
const globalIpv6 = new BlockList();
globalIpv6.addSubnet('2000::', 3, 'ipv6');
const insideIpv6 = new BlockList();
for (const [network, bits] of INSIDE_IPV6) insideIpv6.addSubnet(network, bits, 'ipv6');

/** The last 64 bits say 0000:5efe or 0200:5efe when an IPv4 address rides in an ISATAP interface id. */
function carriesIpv4AsIsatap(address: string): boolean {
  const [head = '', tail] = address.split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const all =
    tail === undefined ? groups : [...groups, ...Array<string>(8 - groups.length - rest.length).fill('0'), ...rest];
  return /^0*5efe$/i.test(all[5] ?? '') && /^0*(?:0|200)$/.test(all[4] ?? '');
}

/** Where an address in canonical text form leads. A zone (`%eth0`) is never public. */
export function reachOf(address: string): AddressReach {
  if (isIPv4(address)) {
    if (loopbackIpv4.check(address, 'ipv4')) return 'loopback';
    return insideIpv4.check(address, 'ipv4') ? 'inside' : 'public';
  }
  if (!isIPv6(address)) return 'not_an_address';
  if (address === '::1') return 'loopback';
  if (address.includes('%') || address.includes('.') || !globalIpv6.check(address, 'ipv6')) return 'inside';
  return insideIpv6.check(address, 'ipv6') || carriesIpv4AsIsatap(address) ? 'inside' : 'public';
}
