import type { FileCase } from '../file-case.ts';

const target = { target: 'stage', positive: 'Won' } as const;
const amount = { type: 'number', form: '1.234,5' } as const;
const created = { type: 'date', form: 'mm/dd/yyyy' } as const;
const zip = 'zip, code';

export const cases: readonly FileCase[] = [
  {
    file: 'crm.csv',
    shows: 'is read as it is told: types, forms, missing words, case, open deals',
    told: {
      ...target,
      negative: ['Lost'],
      columns: {
        amount,
        created,
        [zip]: { type: 'category' },
        region: { missing: ['-'], merge_case: true, required: false },
        lead_id: { drop: true },
      },
    },
    rows: 60,
    fields: {
      [zip]: { type: 'category', levels: expect.arrayContaining(['10115', '20095', '80331']) },
      amount: { type: 'number', form: { decimal: ',', thousands: '.' } },
      created: { type: 'date', form: 'mm/dd/yyyy' },
      region: { type: 'category', levels: ['EU', 'NA'], missing_words: ['-'], merge_case: true },
    },
    values: { region: ['NA', 'EU', 'EU', null], [zip]: [expect.any(String)] },
    leftOut: { lead_id: 'named by --drop' },
    warnings: ['12 open leads left out: stage is “Open”'],
  },
  {
    file: 'crm.csv',
    shows: 'other forms give other values',
    told: {
      ...target,
      columns: { amount: { type: 'number', form: '1234.5' }, created: { form: 'dd/mm/yyyy' } },
    },
    fields: {
      [zip]: { type: 'number' },
      amount: { type: 'number', integer: false },
      created: { type: 'date', form: 'dd/mm/yyyy' },
      region: { type: 'category' },
    },
    warnings: ['stage: “Lost”, “Open” count as not converted'],
  },
  {
    file: 'crm.csv',
    shows: 'orders by a date that is told',
    told: { ...target, time: 'created', columns: { amount, created } },
    fields: {
      [zip]: { type: 'number' },
      amount: { type: 'number' },
      created: { type: 'date', form: 'mm/dd/yyyy' },
      region: { type: 'category' },
    },
  },
  {
    file: 'crm.csv',
    shows: 'says what must be told, with the options that tell it',
    told: target,
    refused: ["--type 'amount=number:1.234,5'", '--type created=date:dd/mm/yyyy'],
  },
];
