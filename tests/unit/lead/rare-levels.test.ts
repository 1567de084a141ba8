import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { hashText256 } from '../../../lib/lead/hash-text.ts';
import { isKnownLevel } from '../../../lib/lead/known-level.ts';
import { HashedLevels, hashLevel } from '../../../lib/lead/rare-levels.ts';
import type { CategoryField } from '../../../lib/lead/schema.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test('the hash of a text is the SHA-256 of its UTF-8', () => {
  // FIPS 180-4, one block and two.
  expect(hashText256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(hashText256('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  );
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(hashText256(text)).toBe(sha256(text));
    }),
  );
});

test('a level’s hash is the beginning of that of salt, line feed and level', () => {
  expect(hashLevel('5a17', 'Müller')).toBe(sha256('5a17\nMüller').slice(0, 16));
});

test('hashed levels are found by their names, however many others are asked for', () => {
  const levels = new HashedLevels('s', new Map([[hashLevel('s', 'known'), 7]]));
  for (let i = 0; i < 10_050; i++) expect(levels.get(`other ${i}`)).toBeUndefined();
  expect(levels.get('known')).toBe(7);
  expect(levels.get('known')).toBe(7);
});

test('a level is known by its name or by its hash', () => {
  const named: CategoryField = { name: 'company', type: 'category', required: true, levels: ['Big'] };
  expect([isKnownLevel(named, 'Big'), isKnownLevel(named, 'Small')]).toEqual([true, false]);
  const field = { ...named, rare_levels: { salt: 's', hashes: [hashLevel('s', 'Small')] } };
  expect(['Big', 'Small', 'New', 'constructor'].map((value) => isKnownLevel(field, value))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
