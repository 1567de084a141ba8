import { readReplayedLeads } from '../../../cli/models/read-replayed-leads.ts';
import type { Field, LeadSchema } from '../../../lib/lead/schema.ts';

const schemaOf = (...fields: Field[]): LeadSchema => ({ fields, missing_words: ['n/a'] });
const visits: Field = { name: 'visits', required: true, type: 'number', integer: true, range: [0, 9] };
const category = (name: string): Field => ({ name, required: false, type: 'category', levels: ['pro'] });

test('each model reads the columns that it knows, as the type that it knows', () => {
  const bytes = Buffer.from('visits,plan,size\n1,pro,7\n2,,large\nmany,pro,8\n');
  const size: Field = { name: 'size', required: false, type: 'number', integer: false, range: [0, 9] };
  const { present, next } = readReplayedLeads(
    bytes,
    'leads.csv',
    schemaOf(visits, category('size')),
    schemaOf(visits, category('plan'), size),
  );
  // Rows that the present model cannot read were never answered; what only the next one cannot read it must refuse.
  expect(present).toEqual([
    { visits: 1, size: '7' },
    { visits: 2, size: 'large' },
  ]);
  expect(next).toEqual([
    { visits: 1, plan: 'pro', size: 7 },
    { visits: 2, plan: null, size: 'large' },
  ]);
});
