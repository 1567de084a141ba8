import { isPublicAddress, mayBePublic } from '../../../lib/webhook/public-host.ts';

const PRIVATE: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  unspecified: ['0.0.0.0', '0.1.2.3', '::'],
  private: ['10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12:3456::1'],
  'link-local': ['169.254.0.1', '169.254.169.253', 'fe80::1', 'febf::1', 'fec0::1'],
  'metadata of a cloud': [
    '169.254.169.254',
    '169.254.170.2',
    '168.63.129.16',
    '100.100.100.200',
    '192.0.0.192',
    'fd00:ec2::254',
    'fd20:ce::254',
  ],
  'carrier-grade NAT': ['100.64.0.1', '100.127.255.255'],
  multicast: ['224.0.0.1', '239.255.255.255', 'ff02::1', 'ff0e::1'],
  broadcast: ['255.255.255.255'],
  reserved: [
    '192.0.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.7',
    '203.0.113.9',
    '240.0.0.1',
    '192.88.99.1',
  ],
  'mapped, or compatible, IPv4': [
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    '::ffff:168.63.129.16',
    '::127.0.0.1',
  ],
  'a tunnel': [
    '64:ff9b::7f00:1',
    '64:ff9b:1::a00:1',
    '2002:7f00:1::',
    '2002:5db8:d822::1',
    '2001:0:4136:e378:8000:63bf:3fff:fdd2',
    '::ffff:0:7f00:1',
  ],
  'not given out': ['2001:db8::1', '3fff::1', '4000::1', '100::1', '5f00::1', '1234::1', 'e000::1'],
};
const PUBLIC = [
  '93.184.216.34',
  '1.1.1.1',
  '11.0.0.1',
  '126.255.255.255',
  '128.0.0.1',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '192.169.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '168.63.129.15',
  '168.63.129.17',
  '223.255.255.255',
  '2606:2800:220:1:248:1893:25c8:1946',
  '2a00:1450:4001:80b::200e',
  '::ffff:93.184.216.34',
];

const urlOf = (address: string) => `https://${address.includes(':') ? `[${address}]` : address}/`;

test.each(Object.entries(PRIVATE))(
  '%s is not public, neither as an address nor as a host',
  (_, addresses) => {
    for (const address of addresses) {
      expect([address, isPublicAddress(address)]).toEqual([address, false]);
      expect([address, mayBePublic(new URL(urlOf(address)).hostname)]).toEqual([address, false]);
    }
  },
);

test.each(PUBLIC)('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true);
  expect(mayBePublic(new URL(urlOf(address)).hostname)).toBe(true);
});

test.each([
  '2130706433',
  '0x7f000001',
  '0x7f.1',
  '017700000001',
  '0177.0.0.1',
  '127.1',
  '127.0.0.1.',
  '0',
  '2852039166',
  '0xa9.0xfe.0xa9.0xfe',
  '0251.0376.0251.0376',
  '2822734096',
  '①②⑦.⓪.⓪.①',
  '[::ffff:127.0.0.1]',
  '[0:0:0:0:0:ffff:7f00:1]',
  '[::]',
])('an address is the same however it is written: %s', (host) => {
  expect(mayBePublic(new URL(`https://${host}/`).hostname)).toBe(false);
});

test.each([
  'localhost',
  'LOCALHOST',
  'localhost.',
  'a.localhost',
  'localhost.localdomain',
  'printer.local',
  'metadata.google.internal',
  'metadata.google.internal.',
  'router.home.arpa',
  'nowhere.invalid',
  'instance-data',
  'metadata',
])('the name %s leads to no public host', (host) => {
  expect(mayBePublic(new URL(`https://${host}/`).hostname)).toBe(false);
});

test.each([
  'example.com',
  'example.com.',
  'hooks.zapier.com',
  'xn--mnchen-3ya.de',
  'local.example.com',
  'localhost.com',
])('the name %s may lead to one', (host) => {
  expect(mayBePublic(new URL(`https://${host}/`).hostname)).toBe(true);
});

test.each(['', 'no address', '1.2.3.4.5', '1.2.3.4/8', 'fe80::1%eth0', '::g'])(
  '“%s” is no address of the public internet',
  (text) => {
    expect(isPublicAddress(text)).toBe(false);
  },
);
