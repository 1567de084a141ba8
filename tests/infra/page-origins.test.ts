import { join } from 'node:path';
import { ROOT } from '../support/node24.ts';

const { readPageOrigins } = require(join(ROOT, 'infra/cloudformation/page-origins.cjs')) as {
  readPageOrigins: (text: string, isProtected: boolean) => string[];
};

test.each([
  ['https://Acme-Inc.github.io', ['https://acme-inc.github.io']],
  ['https://leads.acme.com/page/', ['https://leads.acme.com']],
  ['https://acme.github.io:443', ['https://acme.github.io']],
  [
    'https://a.example, http://B.example:8080,https://A.example',
    ['https://a.example', 'http://b.example:8080'],
  ],
])('%s is what browsers send: %j', (text, origins) => {
  expect(readPageOrigins(text, true)).toEqual(origins);
});

test('without any a development server may call a stage, and nothing a protected one', () => {
  expect(readPageOrigins('', false)).toEqual(['http://localhost:5173']);
  expect(readPageOrigins(' , ', true)).toEqual(['https://no-page.invalid']);
});

test.each(['*', 'acme.github.io', 'https://*.acme.com', 'file:///page', 'ftp://acme.com'])(
  '%s is refused',
  (text) => {
    expect(() => readPageOrigins(text, true)).toThrow(
      `PAGE_ORIGIN: expected origins such as https://you.github.io`,
    );
  },
);
