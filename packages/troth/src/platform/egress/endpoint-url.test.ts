import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { reachOf, type AddressReach } from './addresses.ts';
import { checkEndpointUrl, type EgressReach, type UrlRefusal } from './endpoint-url.ts';

const reaches: readonly (readonly [string, AddressReach])[] = [
  ['8.8.8.8', 'public'],
  ['1.1.1.1', 'public'],
  ['223.5.5.5', 'public'],
  ['100.63.255.255', 'public'],
  ['100.128.0.0', 'public'],
  ['172.15.255.255', 'public'],
  ['172.32.0.0', 'public'],
  ['169.253.255.255', 'public'],
  ['223.255.255.255', 'public'],
  ['2606:4700:4700::1111', 'public'],
  ['2400:3200::1', 'public'],
  ['2001:200::1', 'public'],
  ['2620:fe::fe', 'public'],
  ['127.0.0.1', 'loopback'],
  ['127.255.255.254', 'loopback'],
  ['::1', 'loopback'],
  ['0.0.0.0', 'inside'],
  ['10.1.2.3', 'inside'],
  ['100.64.0.0', 'inside'],
  ['100.100.100.200', 'inside'],
  ['100.127.255.255', 'inside'],
  ['169.254.169.254', 'inside'],
  ['172.16.0.0', 'inside'],
  ['172.31.255.255', 'inside'],
  ['192.168.1.1', 'inside'],
  ['192.0.0.192', 'inside'],
  ['192.0.2.1', 'inside'],
  ['192.88.99.1', 'inside'],
  ['198.18.0.1', 'inside'],
  ['198.51.100.1', 'inside'],
  ['203.0.113.1', 'inside'],
  ['224.0.0.1', 'inside'],
  ['239.255.255.255', 'inside'],
  ['240.0.0.1', 'inside'],
  ['255.255.255.255', 'inside'],
  ['168.63.129.16', 'inside'],
  ['::', 'inside'],
  ['::ffff:127.0.0.1', 'inside'],
  ['::ffff:a9fe:a9fe', 'inside'],
  ['::ffff:8.8.8.8', 'inside'],
  ['::127.0.0.1', 'inside'],
  ['64:ff9b::a9fe:a9fe', 'inside'],
  ['64:ff9b:1::1', 'inside'],
  ['100::1', 'inside'],
  ['2001::1', 'inside'],
  ['2001:0:4136:e378::1', 'inside'],
  ['2001:db8::1', 'inside'],
  ['2002:7f00:1::1', 'inside'],
  ['2002:a9fe:a9fe::', 'inside'],
  ['3fff::1', 'inside'],
  ['fc00::1', 'inside'],
  ['fd00:ec2::254', 'inside'],
  ['fe80::1', 'inside'],
  ['fe80::1%eth0', 'inside'],
  ['fec0::1', 'inside'],
  ['ff02::1', 'inside'],
  ['2606:4700::5efe:7f00:1', 'inside'],
  ['2606:4700::200:5efe:a00:1', 'inside'],
  ['5f00::1', 'inside'],
  ['127.1', 'not_an_address'],
  ['0x7f.0.0.1', 'not_an_address'],
  ['0177.0.0.1', 'not_an_address'],
  ['2130706433', 'not_an_address'],
  ['', 'not_an_address'],
];

for (const [address, reach] of reaches) {
  test(`the address ${address || '(empty)'} is ${reach}`, () => assert.equal(reachOf(address), reach));
}

const refused: readonly (readonly [string, UrlRefusal])[] = [
  ['', 'url_does_not_parse'],
  ['example.com/hook', 'url_does_not_parse'],
  ['https://', 'url_does_not_parse'],
  ['https:example.com', 'url_does_not_parse'],
  ['https:\\\\example.com\\@127.0.0.1', 'url_does_not_parse'],
  ['https://exa\tmple.com/', 'url_does_not_parse'],
  [' https://example.com/', 'url_does_not_parse'],
  [`https://example.com/${'x'.repeat(2_048)}`, 'url_too_long'],
  ['http://example.com/', 'url_scheme_refused'],
  ['http://127.0.0.1/', 'url_scheme_refused'],
  ['file:///etc/passwd', 'url_scheme_refused'],
  ['gopher://example.com/', 'url_scheme_refused'],
  ['ftp://example.com/', 'url_scheme_refused'],
  ['data:text/plain,x', 'url_scheme_refused'],
  ['javascript:alert(1)', 'url_scheme_refused'],
  ['https://user@example.com/', 'url_carries_credentials'],
  ['https://user:word@example.com/', 'url_carries_credentials'],
  ['https://@example.com/', 'url_carries_credentials'],
  ['https://example.com@127.0.0.1/', 'url_carries_credentials'],
  ['https://127.1/', 'url_host_spelled_oddly'],
  ['https://0x7f.1/', 'url_host_spelled_oddly'],
  ['https://0x7f000001/', 'url_host_spelled_oddly'],
  ['https://2130706433/', 'url_host_spelled_oddly'],
  ['https://0177.0.0.1/', 'url_host_spelled_oddly'],
  ['https://127.0.0.1./', 'url_host_spelled_oddly'],
  ['https://１２７.0.0.1/', 'url_host_spelled_oddly'],
  ['https://127。0。0。1/', 'url_host_spelled_oddly'],
  ['https://%31%32%37.0.0.1/', 'url_host_spelled_oddly'],
  ['https://example。com/', 'url_host_spelled_oddly'],
  ['https://example.com./', 'url_host_spelled_oddly'],
  ['https://[::ffff:169.254.169.254]/', 'url_host_spelled_oddly'],
  ['https://[0:0:0:0:0:0:0:1]/', 'url_host_spelled_oddly'],
  ['https://127.0.0.1/', 'url_host_is_not_public'],
  ['https://0.0.0.0/', 'url_host_is_not_public'],
  ['https://[::1]/', 'url_host_is_not_public'],
  ['https://[::ffff:a9fe:a9fe]/', 'url_host_is_not_public'],
  ['https://[64:ff9b::a9fe:a9fe]/', 'url_host_is_not_public'],
  ['https://[2002:7f00:1::]/', 'url_host_is_not_public'],
  ['https://[fd00:ec2::254]/', 'url_host_is_not_public'],
  ['https://169.254.169.254/latest/meta-data/', 'url_host_is_not_public'],
  ['https://10.0.0.1/', 'url_host_is_not_public'],
  ['https://100.100.100.200/', 'url_host_is_not_public'],
  ['https://localhost/', 'url_host_is_not_public'],
  ['https://intranet/', 'url_host_is_not_public'],
  ['https://metadata.google.internal/', 'url_host_is_not_public'],
  ['https://printer.local/', 'url_host_is_not_public'],
  ['https://example.com:5432/', 'url_port_refused'],
  ['https://example.com:22/', 'url_port_refused'],
  ['https://example.com:6379/', 'url_port_refused'],
  ['https://8.8.8.8:25/', 'url_port_refused'],
];

for (const [url, reason] of refused) {
  test(`a live world never calls ${JSON.stringify(url.slice(0, 60))}: ${reason}`, () => {
    const outcome = checkEndpointUrl(url, 'public');
    assert.equal(!outcome.ok && outcome.reason, reason);
  });
}

for (const url of [
  'https://example.com/hook?a=1#b',
  'https://EXAMPLE.com',
  'https://8.8.8.8/',
  'https://shop.example:8443/x',
  'https://[2606:4700:4700::1111]/',
  'https://例え.jp/钩子',
  'https://a-b.co.uk:443/',
]) {
  test(`a live world may call ${url}`, () => assert.equal(checkEndpointUrl(url, 'public').ok, true));
}

const testWorld: EgressReach = { loopbackPorts: [3000] };
const inTestWorld: readonly (readonly [string, UrlRefusal | 'allowed'])[] = [
  ['http://localhost:3000/hook', 'allowed'],
  ['http://127.0.0.1:3000/hook', 'allowed'],
  ['https://[::1]:3000/hook', 'allowed'],
  ['https://example.com/hook', 'allowed'],
  ['http://localhost:5432/', 'url_port_refused'],
  ['http://localhost/', 'url_port_refused'],
  ['http://127.0.0.2:3000/', 'url_scheme_refused'],
  ['https://127.0.0.2:3000/', 'url_host_is_not_public'],
  ['http://127.1:3000/', 'url_host_spelled_oddly'],
  ['http://10.0.0.1:3000/', 'url_scheme_refused'],
  ['http://example.com:3000/', 'url_scheme_refused'],
  ['http://a.localhost:3000/', 'url_scheme_refused'],
];

for (const [url, expected] of inTestWorld) {
  test(`a test world with loopback port 3000 and ${url}: ${expected}`, () => {
    const outcome = checkEndpointUrl(url, testWorld);
    assert.equal(outcome.ok ? 'allowed' : outcome.reason, expected);
  });
}

test('no text makes the check throw, and what a live world may call is https to a public port without credentials', () => {
  const piece = fc.constantFrom(
    'https://',
    'http://',
    '127.0.0.1',
    'example.com',
    '@',
    ':',
    '443',
    '22',
    '/',
    '\\',
    '[::1]',
    '%31',
    '。',
    '?',
    '#',
    'x',
    ' ',
    '0x7f',
    '.',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const outcome = checkEndpointUrl(pieces.join(''), 'public');
      if (!outcome.ok) return;
      assert.equal(outcome.value.protocol, 'https:');
      assert.equal(outcome.value.username + outcome.value.password, '');
      assert.ok(['', '8443', '80', '8080'].includes(outcome.value.port));
      assert.doesNotMatch(outcome.value.hostname, /^127\.0\.0\.1$|::1|^x?$/);
    }),
    { numRuns: 3_000 },
  );
});
