import { readEnvelope } from '../../../lib/prediction/read-envelope.ts';
import { isReference } from '../../../lib/reference.ts';

const LEAD = { source: 'referral', visits: 3 };

describe('readEnvelope', () => {
  test('a plain lead stays as it is, also when it has a field called “lead”', () => {
    expect(readEnvelope(LEAD)).toEqual({ lead: LEAD, tags: {}, errors: [] });
    const odd = { lead: 'hot', reference: 'a' };
    expect(readEnvelope(odd)).toEqual({ lead: odd, tags: {}, errors: [] });
  });

  test('an object with a “lead” object is an envelope', () => {
    const tags = { reference: '00Q5e', metadata: { owner: 'jana' } };
    expect(readEnvelope({ lead: LEAD, ...tags })).toEqual({ lead: LEAD, tags, errors: [] });
    expect(readEnvelope({ lead: LEAD, metadata: {} })).toEqual({ lead: LEAD, tags: {}, errors: [] });
  });

  test('all that is wrong with an envelope is reported, each by its name', () => {
    const { errors } = readEnvelope({
      lead: LEAD,
      refrence: 'a',
      owner: 1,
      reference: '',
      metadata: { a: 1, b: 'x'.repeat(201) },
    });
    expect(errors.map(({ field }) => field)).toEqual([
      'refrence',
      'owner',
      'reference',
      'metadata.a',
      'metadata.b',
    ]);
  });

  test.each([null, 7, ['a'], 'a\nb', '\u0000', 'x'.repeat(129), ''])('%j is no reference', (reference) => {
    expect(readEnvelope({ lead: LEAD, reference }).errors).toHaveLength(1);
  });

  test('a reference is counted in characters', () => {
    expect(isReference('😀'.repeat(128))).toBe(true);
    expect(isReference('😀'.repeat(129))).toBe(false);
  });

  test.each([[[]], ['x'], [Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`n${i}`, 'x']))]])(
    'no metadata: %j',
    (metadata) => {
      expect(readEnvelope({ lead: LEAD, metadata }).errors).toEqual([
        { field: 'metadata', message: expect.stringMatching(/^expected/) },
      ]);
    },
  );
});
