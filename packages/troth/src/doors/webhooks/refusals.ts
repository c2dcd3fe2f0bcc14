/** Every reason for which an endpoint cannot be registered, in the order in which they are looked for. */
import type { UrlRefusal } from '../../platform/egress/index.ts';

type EndpointRule = UrlRefusal | 'events_are_empty' | 'events_too_many' | 'event_unknown' | 'event_named_twice';

export const ENDPOINT_REFUSALS = {
  url_too_long: { zh: '网址太长。', en: 'The URL is too long.' },
  url_does_not_parse: { zh: '这不是一个网址。', en: 'This is not a URL.' },
  url_scheme_refused: { zh: '只能用 https。', en: 'Only https is called.' },
  url_carries_credentials: { zh: '网址里不能带用户名和密码。', en: 'A URL may not carry a name and a password.' },
  url_host_spelled_oddly: {
    zh: '主机名写得不寻常，请照常写。',
    en: 'The host is spelled in an unusual way; write it plainly.',
  },
  url_host_is_not_public: { zh: '这个地址不在公网上。', en: 'This host is not on the public internet.' },
  url_port_refused: { zh: '不能用这个端口。', en: 'This port is not called.' },
  events_are_empty: { zh: '至少选一种事件。', en: 'Choose at least one event.' },
  events_too_many: { zh: '选的事件比有的还多。', en: 'More events are named than there are.' },
  event_unknown: { zh: '没有这种事件。', en: 'There is no such event.' },
  event_named_twice: { zh: '同一种事件写了两次。', en: 'An event is named twice.' },
} as const satisfies Record<EndpointRule, { readonly zh: string; readonly en: string }>;

export type EndpointRefusal = keyof typeof ENDPOINT_REFUSALS;
