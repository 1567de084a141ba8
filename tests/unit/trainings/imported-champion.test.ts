import type { ModelArtifact } from '../../../lib/model/artifact.ts';
import { promoteVersion } from '../../../lib/registry/move-alias.ts';
import { publishModel } from '../../../lib/registry/publish-model.ts';
import { sha256Of } from '../../../lib/sha256.ts';
import { resolveTraining } from '../../../lib/trainings/resolve-training.ts';
import { REQUESTED_POLICY } from '../../../lib/trainings/training-policy.ts';
import { exampleArtifact } from '../../support/example-model.ts';
import { importedExample } from '../../support/imported-example.ts';
import { createTrainingLab, leads } from '../../support/run-training.ts';

/** A champion that was made elsewhere: it has no metrics and no leads.json, and its lineage tells of no outcome. */
const { model, checks } = importedExample({ changes: { name: 'm' } });
const FIRST = leads(600);
let lab: ReturnType<typeof createTrainingLab>;
beforeEach(async () => {
  lab = createTrainingLab();
  await publishModel(lab, {
    artifact: model,
    files: [{ name: 'checks.json', bytes: checks }],
    by: 'jane',
  });
  await lab.put('a', FIRST);
});

test('a training beside it ends as its challenger, and says why they were not compared', async () => {
  const training = await lab.train('a');
  expect(await lab.failureOf(training)).toBeUndefined();
  expect(training).toMatchObject({
    status: 'succeeded',
    newVersion: 'v2',
    decision: { champion: 'v1' },
  });
  expect(training.decision!.reason).toContain(
    'v1 was imported without outcomes, so it is not known which of these it has learned from, nor whether it predicts “converted”. Import it again with --leads and --on, or compare',
  );
  expect(await lab.champion()).toBe('v1');
});

test('a policy that always promotes promotes, once callers are ready for other fields', async () => {
  const allow_fields = ['opened', 'visits', 'source', 'first_contact', ...FIRST.split('\n')[0]!.split(',')];
  const known = [...new Set(allow_fields)].filter((name) => name !== 'converted');
  const training = await lab.train('a', {}, { promotion: 'always', allow_fields: known });
  expect(training).toMatchObject({ status: 'succeeded', decision: { outcome: 'promoted', champion: 'v1' } });
  expect(await lab.champion()).toBe('v2');
});

test('what a policy asks of new leads is counted in the whole file, and told so', async () => {
  const training = await lab.train('a', {}, { minimum_new_rows: 601 });
  expect(training).toMatchObject({ status: 'succeeded', decision: { outcome: 'skipped', champion: 'v1' } });
  expect(training.decision!.reason).toBe('the policy asks for 601 leads in the file; there are 600');
  expect((await lab.train('a', {}, { minimum_new_rows: 600 })).newVersion).toBe('v2');
});

test('the target must be said: the champion does not know it', async () => {
  const plan = (settings = {}) => resolveTraining(lab, 'm', settings, {}, REQUESTED_POLICY);
  await expect(plan()).rejects.toThrow(
    'target: expected the column that says whether a lead converted; the champion m@v1 does not name it, and m has no policy file that does.',
  );
  expect(await plan({ target: 'converted' })).toMatchObject({
    options: { target: 'converted' },
    inherited: [],
  });
  await lab.put('policies/m.json', JSON.stringify({ target: 'converted' }));
  expect((await plan()).options.target).toBe('converted');
});

describe('one that was imported with the outcomes of its leads', () => {
  const lineage = {
    ...importedExample().artifact.lineage,
    rows: 600,
    converted: 121,
    data_sha256: sha256Of(Buffer.from(FIRST)),
  };
  const publish = async (changes: Partial<ModelArtifact>) => {
    const imported = importedExample({ changes: { name: 'm', lineage, ...changes } });
    const files = [{ name: 'checks.json', bytes: imported.checks } as const];
    const { version } = await publishModel(lab, { artifact: imported.model, files, by: 'jane' });
    await promoteVersion(lab, { name: 'm', alias: 'champion', version, by: 'jane' });
  };

  test('tells the next training what it predicts', async () => {
    await publish({});
    const planned = await resolveTraining(lab, 'm', {}, {}, REQUESTED_POLICY);
    expect(planned.options).toMatchObject({ target: 'converted', positive: 'yes' });
  });

  test('has learned from its leads, unless they were held out', async () => {
    await publish({});
    const learned = await lab.train('a');
    expect(learned.decision!.reason).toContain('v2 has learned from this very file');
    await publish({ metrics: exampleArtifact().metrics });
    const heldOut = await lab.train('a');
    expect(heldOut.decision!.reason).toContain(
      'v4 was published without leads.json, so it is not known which leads',
    );
    const skipped = await lab.train('a', {}, { minimum_new_rows: 601 });
    expect(skipped.decision!.reason).toBe('the policy asks for 601 leads in the file; there are 600');
  });
});
