import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Check } from '../../lib/importing/imported-model.ts';
import { GUIDE, preparePython } from '../support/bring-your-own.ts';
import { installCommand, placeStack } from '../support/installed-command.ts';
import { type LocalStack, startLocalStack } from '../support/local-stack.ts';
import { runStory } from '../support/story.ts';
import { readTranscript } from '../support/transcript.ts';

/** A data scientist's way from a pickle to a URL: as the guide tells it, and what comes afterwards. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-own-'));
const at = (name: string) => join(folder, name);
const path = installCommand(at('node_modules/.bin'));
const { prelude, recorded } = preparePython(folder);
if (recorded.length > 0)
  console.warn(
    `bring-your-own.test.ts: no Python on this machine has the libraries of ${recorded.join(', ')}: their recorded results are used`,
  );
const env = {
  ...Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(AWS|SCORELANE)_/.test(key))),
  PATH: path,
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};
let stack: LocalStack;
beforeAll(async () => {
  stack = await startLocalStack({ env: { ALIAS_TTL_SECONDS: '0' } });
  placeStack(folder, stack.dataDir);
});
afterAll(async () => {
  await stack?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function scorelane(...args: string[]) {
  const { status, stdout, stderr } = spawnSync('scorelane', args, { cwd: folder, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}
const json = (...args: string[]) => {
  const { status, stdout, stderr } = scorelane(...args, '--json');
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
};
const ask = async (method: string, url: string, body?: unknown, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${stack.apiUrl}${url}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, text, body: text.startsWith('{') ? JSON.parse(text) : undefined };
};
const checksOf = (file: string): readonly Check[] => JSON.parse(readFileSync(at(file), 'utf8')).checks;

test('docs/how-to/bring-your-own-model.md: every command prints what the guide says', () => {
  const steps = readTranscript(readFileSync(GUIDE, 'utf8'), { 'http://127.0.0.1:3000': stack.apiUrl });
  expect(steps.length).toBeGreaterThan(15);
  runStory(steps, folder, env, `npx() { npm_command=exec "$@"; }\n${prelude}`);
});

describe('the model that was published', () => {
  test('gives raw leads the probabilities that the pickle gives them', async () => {
    const checks = checksOf('model-export.json');
    expect(checks).toHaveLength(200);
    const { status, body } = await ask(
      'POST',
      '/predict_batch',
      checks.map(({ lead }) => lead),
      { prefer: 'wait=60' },
    );
    expect([status, body.predictions.length]).toEqual([200, 200]);
    body.predictions.forEach(({ prediction }: { prediction: { probability: number } }, i: number) => {
      expect(Math.abs(prediction.probability - checks[i]!.probability)).toBeLessThanOrEqual(1e-12);
    });
  });

  test('scores a file as it scores leads one by one', () => {
    const scored = readFileSync(at('scored.csv'), 'utf8').trimEnd().split('\n');
    expect(scored).toHaveLength(1001);
    const probability = scored[0]!.split(',').indexOf('probability');
    const values = scored.slice(1).map((line) => Number(line.split(',')[probability]));
    expect(values.every((value) => value > 0 && value < 1)).toBe(true);
    expect(new Set(values).size).toBeGreaterThan(100);
  });

  test('validates raw leads: all wrong fields at once, missing values and new words are fine', async () => {
    const wrong = await ask('POST', '/predict', { employees: 'many', visits: true, budget: 3 });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors.map(({ field }: { field: string }) => field).toSorted()).toEqual([
      ...['budget', 'employees', 'visits'],
    ]);
    const { lead } = checksOf('model-export.json')[0]!;
    const odd = await ask(
      'POST',
      '/predict',
      { ...lead, employees: null, source: 'skywriting' },
      { prefer: 'wait' },
    );
    expect(odd).toMatchObject({ status: 200, body: { status: 'succeeded', model_version: 'v2' } });
    expect(JSON.stringify(odd.body.prediction)).toContain('skywriting');
  });

  test('an id comes at once, and its answer with reasons that verify', async () => {
    const { lead, probability } = checksOf('model-export.json')[7]!;
    const { status, body } = await ask('POST', '/predict', lead);
    expect(status).toBe(202);
    const answer = await ask('GET', `/predict/${body.prediction_id}?wait=20`);
    expect(answer.body).toMatchObject({ status: 'succeeded', model_version: 'v2' });
    expect(Math.abs(answer.body.prediction.probability - probability)).toBeLessThanOrEqual(1e-12);
    expect(answer.body.prediction.reasons.length).toBeGreaterThan(0);
    expect(scorelane('verify', body.prediction_id)).toMatchObject({ status: 0 });
  });

  test('nothing that the API answers holds the checks', async () => {
    expect((await ask('GET', '/models/leads/versions/v2')).body.files).toEqual([]);
    expect((await ask('GET', '/models/leads/versions/v2/files/checks.json')).status).toBe(404);
    expect((await ask('GET', '/models/leads/versions/v2/files/model.json')).status).toBe(200);
    for (const url of ['/', '/schema', '/openapi.json', '/docs', '/models/leads'])
      expect((await ask('GET', url)).text).not.toContain(
        String(checksOf('model-export.json')[0]!.probability),
      );
  });
});

describe('what comes afterwards', () => {
  test('a model that was changed since its import is neither published nor uploaded', () => {
    const model = readFileSync(at('imported-model/model.json'), 'utf8');
    const changed = model.replace(
      /"intercept": (-?[\d.]+)/,
      (_, intercept) => `"intercept": ${Number(intercept) + 0.01}`,
    );
    expect(changed).not.toBe(model);
    writeFileSync(at('imported-model/model.json'), changed);
    const message =
      /check 1 of 200: expected the probability that scikit-learn \S+ gave this lead, 0\.\d+, got 0\.\d+/;
    const publish = scorelane('publish', 'imported-model/model.json', '--yes');
    expect([publish.status, publish.stdout]).toEqual([1, '']);
    expect(publish.stderr).toMatch(message);
    const upload = scorelane('upload', 'acme-models', 'imported-model', '--force');
    expect([upload.status, upload.stdout]).toEqual([1, '']);
    expect(upload.stderr).toMatch(message);
    writeFileSync(at('imported-model/model.json'), model);
  });

  test('without its checks it is refused, in words that can be followed', () => {
    const checks = readFileSync(at('imported-model/checks.json'));
    rmSync(at('imported-model/checks.json'));
    for (const args of [
      ['publish', 'imported-model/model.json', '--yes'],
      ['upload', 'acme-models', 'imported-model', '--force'],
      ['upload', 'acme-models', 'imported-model/model.json', '--force'],
    ]) {
      const { status, stderr } = scorelane(...args);
      expect([args, status]).toEqual([args, 1]);
      expect(stderr).toContain('expected the file of the model’s import beside it, SHA-256');
    }
    // That version is there already.
    for (const how of [['--once'], ['--once', '--promote']])
      expect(json('publish', 'imported-model/model.json', ...how).version).toBe('v2');
    writeFileSync(at('imported-model/checks.json'), checks);
  });

  test('one without figures is shown, listed, compared, promoted and rolled back', () => {
    expect(scorelane('publish', 'lightgbm-model/model.json')).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('it was measured on no leads, so it is not known how good it is'),
    });
    expect(json('publish', 'lightgbm-model/model.json', '--yes').version).toBe('v3');
    expect(scorelane('models', 'show', 'leads@v3').stdout).toMatch(
      /Learned from +not known \(imported; fields and scale described by 1,000 leads\)/,
    );
    expect(scorelane('models', 'show', 'leads@v2').stdout).toMatch(
      /Learned from +not known \(imported; measured on 1,000 leads, \d+ converted\)/,
    );
    expect(scorelane('models', 'list', 'leads').stdout).toMatch(/v3 .* lightgbm +– +– +–/);
    expect(scorelane('models', 'compare', 'leads@v2', 'leads@v3').stdout).toContain(
      'leads@v3 has not been measured on leads, so they cannot be compared.',
    );
    const compared = scorelane('models', 'compare', 'leads@v2', 'leads@v3', '--leads', 'later.csv');
    expect(compared.stderr + compared.stdout).toContain(
      'v3 was imported without outcomes: it is taken to predict “converted” as v2 does.',
    );
    expect(scorelane('models', 'promote', 'leads@v3', '--yes')).toMatchObject({ status: 1 });
    expect(scorelane('models', 'promote', 'leads@v3', '--yes', '--force')).toMatchObject({ status: 0 });
    expect(scorelane('models', 'rollback', 'leads')).toMatchObject({ status: 0 });
    expect(json('models', 'show', 'leads').version).toBe('v2');
  });

  test('its files can be saved for another stage; when its checks were erased, it serves as before', async () => {
    expect(scorelane('models', 'show', 'leads@v2', '--save', 'saved').status).toBe(0);
    expect(readFileSync(at('saved/checks.json'))).toEqual(readFileSync(at('imported-model/checks.json')));
    const { AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, BUCKET } =
      stack.environment;
    const s3 = new S3Client({
      endpoint: (AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL)!,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { accessKeyId: AWS_ACCESS_KEY_ID!, secretAccessKey: AWS_SECRET_ACCESS_KEY! },
    });
    await s3.send(new DeleteObjectCommand({ Bucket: BUCKET!, Key: 'models/leads/v2/checks.json' }));
    s3.destroy();
    const { lead } = checksOf('model-export.json')[0]!;
    expect((await ask('POST', '/predict', lead, { prefer: 'wait' })).body.status).toBe('succeeded');
    const saved = scorelane('models', 'show', 'leads@v2', '--save', 'erased');
    expect(saved).toMatchObject({ status: 0, stderr: expect.stringContaining('not written: checks.json') });
    expect(scorelane('publish', 'erased/model.json', '--yes').stderr).toContain(
      'checks.json: expected the file',
    );
  });

  test('a training beside it becomes its challenger, or says what it needs', () => {
    const trained = json(
      'train',
      'past.csv',
      '--target',
      'converted',
      '--trainer',
      'logistic',
      '--out',
      'trained-model',
    );
    expect(trained.model).toContain('model.json');
    expect(json('publish', 'trained-model/model.json', '--yes').version).toMatch(/^v\d$/);
    expect(scorelane('models', 'compare', 'leads', 'leads@latest')).toMatchObject({ status: 0 });
  });
});
