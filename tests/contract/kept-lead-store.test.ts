import { randomUUID } from 'node:crypto';
import { createDynamoDbKeptLeadStore } from '../../lib/adapters/aws/dynamodb-kept-lead-store.ts';
import type { KeptLead, KeptLeadStore } from '../../lib/outcomes/ports.ts';
import { leadKeyOf, placeOf } from '../../lib/outcomes/scored-lead.ts';
import { createMemoryKeptLeadStore } from '../support/memory/memory-kept-lead-store.ts';
import { describePort, inMemory, onAws } from './adapters.ts';

const kept = (changes: Partial<KeptLead> = {}): KeptLead => ({
  id: randomUUID(),
  model: 'leads',
  version: 'v1',
  leadKey: leadKeyOf(randomUUID()),
  scoredAt: new Date('2026-02-02T10:11:12.345Z'),
  lead: { source: 'web “ü” 💡', visits: 0.1 + 0.2, opened: false, note: null },
  expiresAt: new Date('2027-03-02T10:11:12.000Z'),
  ...changes,
});

describePort<KeptLeadStore>(
  'KeptLeadStore',
  [
    inMemory(createMemoryKeptLeadStore),
    onAws(({ dynamoDb, resource }) => createDynamoDbKeptLeadStore(dynamoDb, resource('KeptLeadsTable'))),
  ],
  (store) => {
    test('gives back what was kept, in the order of the places, and undefined for others', async () => {
      const [one, two] = [kept(), kept({ version: 'v2' })];
      await store().keep(one);
      await store().keep(two);
      await store().keep(two);
      const places = [placeOf(two), placeOf(kept()), placeOf(one)];
      expect(await store().getMany(places)).toEqual([two, undefined, one]);
      expect(await store().getMany([])).toEqual([]);
    });

    test('of a lead, a model and a version the last is kept', async () => {
      const one = kept();
      const another = { ...one, id: randomUUID(), lead: { source: 'fair' } };
      await store().keep(one);
      await store().keep(another);
      expect(await store().getMany([placeOf(one), placeOf(another)])).toEqual([undefined, another]);
      await store().remove(placeOf(one));
      expect(await store().getMany([placeOf(another)])).toEqual([another]);
      for (const _ of ['once', 'again']) await store().remove(placeOf(another));
      expect(await store().getMany([placeOf(another)])).toEqual([undefined]);
    });

    test('all of a lead can be removed, and others stay', async () => {
      const one = kept();
      const more = Array.from({ length: 40 }, (_, i) => kept({ leadKey: one.leadKey, version: `v${i + 2}` }));
      const others = [kept(), kept({ leadKey: `${one.leadKey}0` })];
      for (const each of [one, ...more, ...others]) await store().keep(each);
      while (!(await store().removeLead(one.leadKey)));
      expect(await store().removeLead(one.leadKey)).toBe(true);
      const found = await store().getMany([one, ...more, ...others].map(placeOf));
      expect(found.filter((each) => each !== undefined)).toEqual(others);
    });
  },
);
