import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { createApi } from '../../../lib/http/create-api.ts';
import type { ModelArtifact } from '../../../lib/model/artifact.ts';
import { createCaller } from '../../support/call-api.ts';
import { exampleArtifact } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';
import { arbitraryOf } from '../../support/openapi/arbitrary-of-schema.ts';
import { fakeLeads } from '../../support/openapi/fake-leads.ts';

const { schema } = exampleArtifact();
const [source, visits, opened, firstContact] = schema.fields;
const fields = (...list: readonly unknown[]): Partial<ModelArtifact> =>
  ({ schema: { ...schema, fields: list }, terms: [] }) as Partial<ModelArtifact>;

/** What those who make a form or test data of the schema meet. */
const MODELS: Readonly<Record<string, Partial<ModelArtifact>>> = {
  'every type, all but one optional': {},
  'every field required': fields(...schema.fields.map((field) => ({ ...field, required: true }))),
  'numbers with ranges': fields(
    { ...visits, range: [-1e6, 1e6] },
    { ...visits, name: 'share', integer: false, range: [0, 1] },
    { ...visits, name: 'constant', range: [5, 5] },
  ),
  'levels with cases, and words of its own that mean “missing”': fields(
    {
      ...source,
      levels: ['Web', 'Referral'],
      merge_case: true,
      missing_words: ['n.a.', '-', 'Unbekannt'.toLowerCase()],
    },
    { ...source, name: 'no level is known', levels: [], required: false },
  ),
  'dates in a form of their own': fields(
    { ...firstContact, form: 'dd/mm/yyyy', required: true, range: ['2024-02-29', '2024-02-29'] },
    { ...firstContact, name: 'other', label: 'Letzter Kontakt', help: 'Wann zuletzt' },
  ),
  'fields that are not used': fields(
    source,
    ...[visits, opened, firstContact].map((field) => ({ ...field, unused: true, required: true })),
  ),
};

const start = async (changes: Partial<ModelArtifact>) => {
  const world = createMemoryWorld();
  await world.publish(changes);
  const call = createCaller(createApi(world, { info() {}, error() {} }));
  const { body } = await call('GET', '/schema');
  const post = async (lead: unknown) => {
    const { status, text } = await call('POST', '/predict', { body: JSON.stringify(lead) });
    return [lead, status, status === 202 ? '' : text];
  };
  return { body, post, call };
};

describe.each(Object.entries(MODELS))('%s', (_name, changes) => {
  test('leads that json-schema-faker makes of GET /schema are accepted', async () => {
    const { body, post } = await start(changes);
    // It does not know `not`: a few of its leads are none of the schema.
    const validate = addFormats.default(new Ajv2020({ strict: false })).compile(body);
    const leads = fakeLeads(body, 60).filter((lead) => validate(lead));
    expect(leads.length).toBeGreaterThan(50);
    for (const lead of leads) expect(await post(lead)).toEqual([lead, 202, '']);
  });

  test('so are others that are made of it, and its examples', async () => {
    const { body, post, call } = await start(changes);
    await fc.assert(
      fc.asyncProperty(arbitraryOf(body), async (lead) => expect(await post(lead)).toEqual([lead, 202, ''])),
      { numRuns: 60 },
    );
    const [example] = body.examples;
    expect(await post(example)).toEqual([example, 202, '']);
    for (const [name, { title, description, examples }] of Object.entries<Record<string, string[]>>(
      body.properties,
    )) {
      expect([name, typeof title, typeof description, examples!.length > 0]).toEqual([
        name,
        'string',
        'string',
        true,
      ]);
      for (const value of examples!)
        expect(await post({ ...example, [name]: value })).toMatchObject({ 1: 202 });
    }
    const { Lead } = (await call('GET', '/openapi.json')).body.components.schemas;
    expect(Lead.properties).toEqual(body.properties);
  });
});

test('every date field has the format of a date, so that a form shows a calendar', async () => {
  const { body } = await start(MODELS['every field required']!);
  expect(body.properties.first_contact).toMatchObject({ type: 'string', format: 'date' });
});
