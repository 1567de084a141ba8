import type { FileCase } from '../file-case.ts';

const told = { on: 'lead_id' } as const;

export const cases: readonly FileCase[] = [
  {
    file: 'leads.csv',
    joined: 'deals.csv',
    shows: 'joins with keys that are written alike',
    told,
    rows: 40,
    converted: 14,
    fields: { source: { type: 'category' }, visits: { type: 'number' } },
    leftOut: { lead_id: 'the key of --join' },
  },
  {
    file: 'leads-zeros.csv',
    joined: 'deals-no-zeros.csv',
    shows: 'does not join with keys that have lost their leading zeros',
    told,
    refused: [
      'deals-no-zeros.csv: expected keys of leads-zeros.csv in the column lead_id, found none among 14 keys.',
      'Keys there: “1000” and “1003”; keys of leads: “00001000” and “00001001”.',
      'Without leading zeros, 14 more keys would meet a lead. Write the keys alike in both files.',
    ],
  },
  {
    file: 'leads-letters.csv',
    joined: 'deals-lower-case.csv',
    shows: 'does not join with keys in lower case',
    told,
    refused: ['“aba000x” and ', '“ABA000x” and ', 'Without the case of letters, 14 more keys'],
  },
  {
    file: 'leads.csv',
    joined: 'deals-spaces.csv',
    shows: 'does not join with keys with a no-break space',
    told,
    refused: ['Without spaces, 14 more keys would meet a lead'],
  },
  {
    file: 'leads-zeros.csv',
    joined: 'deals-decimals.csv',
    shows: 'does not join with keys that were numbers of a spreadsheet',
    told,
    refused: ['Without an ending such as “.0” and leading zeros, 14 more keys would meet a lead'],
  },
  {
    file: 'leads.csv',
    joined: 'deals-no-prefix.csv',
    shows: 'does not join with keys without their prefix',
    told,
    refused: ['Without the prefix “L-”, 14 more keys would meet a lead'],
  },
  {
    file: 'leads-letters.csv',
    joined: 'deals-prefix-and-case.csv',
    shows: 'does not join with keys that differ in two ways',
    told,
    refused: ['Without the prefix “crm:” and the case of letters', 'Keys there: “crm:aba000X” and'],
  },
  {
    file: 'leads.csv',
    joined: 'deals-of-others.csv',
    shows: 'does not join when most keys meet no lead',
    told: { ...told, force: false },
    refused: [
      'found 14 among 54 keys. Keys there: “M-0x” and “M-1x”; keys of leads: “L-1000” and “L-1001”.',
      'if deals-of-others.csv has deals of other leads, too, pass --force.',
    ],
  },
  {
    file: 'leads.csv',
    joined: 'deals-of-others.csv',
    shows: 'joins with deals of other leads when it is told to',
    told,
    converted: 14,
    warnings: ['deals-of-others.csv: keys that belong to no lead, ignored: 40'],
  },
  {
    file: 'leads.csv',
    joined: 'deals-few-others.csv',
    shows: 'tells keys that repeat, are missing or meet no lead',
    told,
    converted: 14,
    warnings: [
      'deals-few-others.csv: rows without a lead_id, ignored: 1',
      'deals-few-others.csv: rows that repeat a lead_id, counted once: 2',
      'deals-few-others.csv: keys that belong to no lead, ignored: 1',
    ],
  },
  {
    file: 'leads.csv',
    joined: 'deals-mixed.csv',
    shows: 'tells how keys that meet no lead differ when most do',
    told,
    converted: 10,
    warnings: [
      'deals-mixed.csv: 4 keys of those that belong to no lead would, without the case of letters: write the keys alike in both files',
    ],
  },
];
