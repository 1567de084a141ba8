import type { FileCase } from '../file-case.ts';

export const cases: readonly FileCase[] = [
  {
    file: 'plain.csv',
    shows: 'is read as programs write it',
    rows: 40,
    fields: {
      country: { type: 'category', required: true },
      employees: { type: 'number', integer: true, required: false },
      budget: { type: 'number', integer: false },
      created: { type: 'date', range: ['2026-01-10', '2026-09-18'] },
      newsletter: { type: 'boolean' },
    },
    values: { employees: [null, 390, 250], budget: [56.92, 44.95, 2.83], created: ['2026-01-10'] },
    leftOut: { lead_id: 'identifier' },
  },
];
