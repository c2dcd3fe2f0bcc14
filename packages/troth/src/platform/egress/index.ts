/** Calls out of the house to addresses that others chose. */
export { reachOf, type AddressReach } from './addresses.ts';
export { checkEndpointUrl, PUBLIC_PORTS, type EgressReach, type UrlRefusal } from './endpoint-url.ts';
export { pinnedRequest, type EgressRefusal, type EgressRequest, type EgressResponse } from './pinned-request.ts';
export { resolveByDns, type ResolveName } from './resolve-name.ts';
