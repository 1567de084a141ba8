import fc from 'fast-check';
import { InputError } from '../../../lib/errors.ts';
import { publishModel } from '../../../lib/registry/publish-model.ts';
import { artifactBytes, exampleArtifact } from '../../support/example-model.ts';
import { type Imported, importedExample } from '../../support/imported-example.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

const publish = (
  world: ReturnType<typeof createMemoryWorld>,
  { model, checks }: Pick<Imported, 'model'> & { readonly checks?: Uint8Array | undefined },
  once = false,
) =>
  publishModel(world, {
    artifact: model,
    files: checks === undefined ? [] : [{ name: 'checks.json', bytes: checks }],
    by: 'jane',
    once,
  });

test('an imported model is published with its checks, whose leads are scored again', async () => {
  const world = createMemoryWorld();
  const imported = importedExample();
  expect(await publish(world, imported)).toMatchObject({
    files: ['checks.json'],
    trainer: 'lightgbm',
    metrics: {},
  });
  expect(await world.artifacts.get('models/leads/v1/checks.json')).toEqual(imported.checks);
  expect((await world.serve('leads')).ref.version).toBe('v1');
});

/** The same import, and what somebody has made of it. */
const spoiled: readonly (readonly [string, Pick<Imported, 'model'> & { checks?: Uint8Array }, RegExp])[] = [
  [
    'no checks.json',
    { model: importedExample().model },
    /expected the file of the model’s import beside it, SHA-256 [0-9a-f]{12}…, found none\. Put it there, or import the model again\.$/,
  ],
  [
    'the checks of another import',
    { model: importedExample().model, checks: importedExample({ changes: { intercept: 3 } }).checks },
    /expected the file of the model, SHA-256 [0-9a-f]{12}…, got [0-9a-f]{12}…: it is of another import\. Import the model again\.$/,
  ],
  [
    'checks that a blank was added to',
    { model: importedExample().model, checks: Buffer.concat([importedExample().checks, Buffer.from(' ')]) },
    /it is of another import/,
  ],
  [
    'checks of a model that names none',
    { model: artifactBytes(exampleArtifact()), checks: importedExample().checks },
    /whose artifact names none/,
  ],
  [
    'a leaf that was changed after the import',
    (() => {
      const { artifact, checks } = importedExample();
      const [first, ...rest] = artifact.trees!.members;
      if (first?.kind !== 'trees') throw new Error('expected trees');
      const member = { ...first, value: first.value.map((leaf) => leaf + 1e-6) };
      const trees = { ...artifact.trees!, members: [member, ...rest] };
      return { model: artifactBytes({ ...artifact, trees }), checks };
    })(),
    /check 1 of 3: expected the probability that LightGBM 4\.6\.0 gave this lead, 0\.\d+, got 0\.\d+: they differ by \d\.\de-7, more than 1e-12\. Import the model again\.$/,
  ],
  [
    'a schema that refuses a lead of the checks',
    (() => {
      const { artifact, checks } = importedExample();
      const fields = artifact.schema.fields.map((field) => ({ ...field, required: true }));
      return { model: artifactBytes({ ...artifact, schema: { ...artifact.schema, fields } }), checks };
    })(),
    /check 1 of 3: expected a lead of the model, got one whose first_contact: /,
  ],
  [
    'no file of checks',
    (() => {
      const { artifact } = importedExample();
      // SHA-256 of nothing.
      const checks_sha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
      return { model: artifactBytes({ ...artifact, checks_sha256 }), checks: new Uint8Array() };
    })(),
    /checks\.json: expected a JSON object/,
  ],
];

test.each(spoiled)('%s: refused in words, nothing is registered', async (_, files, message) => {
  const world = createMemoryWorld();
  const publishing = publish(world, files);
  await expect(publishing).rejects.toThrow(InputError);
  await expect(publishing).rejects.toThrow(message);
  await expect(publishing).rejects.toThrow(/^cannot publish: /);
  expect([...world.files.objects.keys()]).toEqual([]);
  expect(await world.registry.nextVersion('leads')).toBe(1);
});

test('a refusal quotes no value of a lead', async () => {
  const leads = [{ source: 'Jana Novak', visits: 3, opened: true, first_contact: null }];
  const checks = importedExample({
    leads,
    checks: ([check]) => [{ ...check!, probability: 0.123 }],
  });
  await expect(publish(createMemoryWorld(), checks)).rejects.toThrow(/^(?!.*Jana).*gave this lead, 0\.123,/);
});

test('one probability that is off by more than the tolerance, of whichever lead, refuses the model', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(2),
      fc.double({ min: 2e-12, max: 0.1, noNaN: true }),
      fc.constantFrom(-1, 1),
      async (at, distance, sign) => {
        const imported = importedExample({
          checks: (list) =>
            list.map((check, i) =>
              i === at ? { ...check, probability: check.probability + sign * distance } : check,
            ),
        });
        await expect(publish(createMemoryWorld(), imported)).rejects.toThrow(`check ${at + 1} of 3: `);
      },
    ),
    { numRuns: 30 },
  );
});

test('once: of the very file that a version is, the checks may be gone by now', async () => {
  const world = createMemoryWorld();
  const imported = importedExample();
  await publish(world, imported);
  expect((await publish(world, { model: imported.model }, true)).version).toBe('v1');
  await expect(publish(world, { model: imported.model })).rejects.toThrow('found none');
});
