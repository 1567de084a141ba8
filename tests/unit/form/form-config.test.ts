import fc from 'fast-check';
import { arrangeForm } from '../../../lib/form/arrange-form.ts';
import type { FormConfig } from '../../../lib/form/form-config.ts';
import { readFormConfig } from '../../../lib/form/read-form-config.ts';
import type { LeadSchema } from '../../../lib/lead/schema.ts';

const SCHEMA: LeadSchema = {
  fields: [
    { name: 'source', type: 'category', levels: ['web', 'referral'], required: true },
    { name: 'visits', type: 'number', integer: true, range: [0, 60], required: true },
    { name: 'opened', type: 'boolean', required: false },
    { name: 'first_contact', type: 'date', range: ['2025-01-01', '2026-01-01'], required: false },
  ],
  missing_words: ['na'],
};
const read = (config: unknown) => readFormConfig(config, SCHEMA, 'form.config.yml');
const names = (config: FormConfig) =>
  arrangeForm(SCHEMA, config).groups.map(({ title, fields }) => [title, ...fields.map(({ name }) => name)]);

describe('a form’s configuration', () => {
  test('an empty file shows every field, in the schema’s order', () => {
    expect(names(read(null))).toEqual([[undefined, 'source', 'visits', 'opened', 'first_contact']]);
  });

  test('an order names what comes first', () => {
    expect(names(read({ order: ['opened', 'visits'] }))).toEqual([
      [undefined, 'opened', 'visits', 'source', 'first_contact'],
    ]);
  });

  test('groups have titles; what is in none comes last', () => {
    const groups = [{ title: 'Web', fields: ['visits', 'opened'] }];
    expect(names(read({ groups, words: { others: 'Sonstiges' } }))).toEqual([
      ['Web', 'visits', 'opened'],
      ['Sonstiges', 'source', 'first_contact'],
    ]);
  });

  test('labels, help and units are the team’s; types and ranges stay the schema’s', () => {
    const config = read({
      fields: { visits: { label: 'Besuche', help: 'der letzten 30 Tage', unit: 'Stück' } },
    });
    const field = arrangeForm(SCHEMA, config).groups[0]!.fields[1];
    expect(field).toEqual({
      ...SCHEMA.fields[1],
      label: 'Besuche',
      help: 'der letzten 30 Tage',
      unit: 'Stück',
    });
  });

  test('a hidden field is sent with its default, or as not known', () => {
    const config = read({
      fields: { source: { hidden: true, default: 'web' }, opened: { hidden: true }, visits: { default: 3 } },
    });
    const form = arrangeForm(SCHEMA, config);
    expect(form.hidden).toEqual({ source: 'web', opened: null });
    expect(form.defaults).toEqual({ visits: 3 });
    expect(form.groups[0]!.fields.map(({ name }) => name)).toEqual(['visits', 'first_contact']);
  });

  test.each([
    [{ tittle: 'x' }, 'tittle'],
    [{ language: 'klingon!' }, 'expected a language such as en'],
    [{ views: ['scores'] }, 'views.0'],
    [{ order: ['vists'] }, 'order: the model has no field “vists”; did you mean “visits”?'],
    [{ order: ['visits', 'visits'] }, '“visits” is named twice'],
    [{ order: [], groups: [] }, 'groups have an order of their own'],
    [{ groups: [{ title: 'A', fields: ['budget'] }] }, 'groups, “A”: the model has no field “budget”'],
    [{ fields: { visits: { default: 'many' } } }, 'fields.visits.default: expected a number, got'],
    [{ fields: { source: { hidden: true } } }, 'fields.source: it is required'],
    [{ fields: { visits: { lable: 'x' } } }, 'fields.visits'],
    [{ words: { sumbit: 'x' } }, 'words'],
    ['a text', 'the file'],
  ])('%j is refused, and why', (config, why) => {
    expect(() => read(config)).toThrow(why);
  });

  test('every field is shown once or hidden, whatever the configuration says', () => {
    const some = fc.subarray(SCHEMA.fields.map(({ name }) => name).concat('gone'), { minLength: 0 });
    fc.assert(
      fc.property(some, some, some, (order, group, hidden) => {
        const form = arrangeForm(SCHEMA, {
          order,
          groups: [{ title: 'A', fields: group }],
          fields: Object.fromEntries(hidden.map((name) => [name, { hidden: true }])),
        });
        const shown = form.groups.flatMap(({ fields }) => fields.map(({ name }) => name));
        expect([...shown, ...Object.keys(form.hidden)].sort()).toEqual(
          SCHEMA.fields.map(({ name }) => name).sort(),
        );
      }),
    );
  });
});
