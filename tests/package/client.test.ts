import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as client from '../../lib/client/index.ts';
import { buildPackage } from '../support/build-package.ts';
import { NODE_24, ROOT } from '../support/node24.ts';

/** The client of the package that is published, used as its users do. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-client-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => {
  mkdirSync(join(folder, 'node_modules'));
  renameSync(buildPackage(join(folder, 'dist')).directory, join(folder, 'node_modules/scorelane'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
});

/** What the compiler says. */
const compile = (project: string): string =>
  spawnSync(NODE_24, [join(ROOT, 'node_modules/typescript/bin/tsc'), '--project', project], {
    encoding: 'utf8',
  }).stdout;

/** The example of docs/client.md, to the API of the test. */
const example = (baseUrl: string) =>
  /```ts\n([\s\S]*?)```/
    .exec(readFileSync(join(ROOT, 'docs/client.md'), 'utf8'))![1]!
    .replace(/http:\/\/[\d.:]+/, baseUrl);

const plain = { strict: true, noEmit: true, target: 'es2022', lib: ['es2022', 'dom'], types: [] };

test.each([
  ['nodenext', 'a module', 'example.ts'],
  ['node16', 'a module', 'example.ts'],
  ['nodenext', 'CommonJS', 'example.cts'],
  ['node16', 'CommonJS', 'example.cts'],
  ['bundler', 'a module', 'example.ts'],
])('the example of its documentation compiles: resolution %s, %s', (resolution, _, file) => {
  const text = example('http://127.0.0.1:3000');
  // CommonJS waits in functions only.
  const [, imported, rest] = /^(import.*\n)([\s\S]*)$/.exec(text)!;
  const whole = file.endsWith('.cts')
    ? `${imported}export async function run() {\n${rest}}\n`
    : `${text}export {};\n`;
  writeFileSync(join(folder, file), whole);
  const compilerOptions = {
    ...plain,
    module: resolution === 'bundler' ? 'esnext' : resolution,
    moduleResolution: resolution,
  };
  const project = join(folder, `tsconfig.${resolution}.${file}.json`);
  writeFileSync(project, JSON.stringify({ compilerOptions, files: [file] }));
  expect(compile(project)).toBe('');
});

test('its types are those of the contract, without its schemas', () => {
  const contract = join(ROOT, 'lib/contract');
  // Of the wire; what an artifact is made of stands in the contract, too, and is no answer.
  const index = readFileSync(join(contract, 'index.ts'), 'utf8');
  const names = [...index.matchAll(/from '\.\/(.+)'/g)].flatMap(([, file]) =>
    [...readFileSync(join(contract, file!), 'utf8').matchAll(/^export type (\w+) = Wire/gm)].map(
      ([, name]) => name!,
    ),
  );
  expect(names).toContain('Prediction');
  const published = join(folder, 'node_modules/scorelane/contract/index.d.ts');
  expect(readFileSync(published, 'utf8')).not.toContain('zod');
  const checks = names.map(
    (name) =>
      `export const as${name} = [(one: Here.${name}): There.${name} => one, (one: There.${name}): Here.${name} => one];`,
  );
  writeFileSync(
    join(folder, 'types.ts'),
    `import type * as Here from '${contract}/index.ts';\nimport type * as There from '${published.replace('.d.ts', '.js')}';\n${checks.join('\n')}\n`,
  );
  const tsconfig = {
    extends: join(ROOT, 'tsconfig.json'),
    compilerOptions: { types: [], lib: ['es2024', 'dom'], typeRoots: [] },
    include: ['types.ts'],
  };
  writeFileSync(join(folder, 'tsconfig.types.json'), JSON.stringify(tsconfig));
  expect(compile(join(folder, 'tsconfig.types.json'))).toBe('');
});

/** Runs a program under Node without its TypeScript. */
const run = async (...args: readonly string[]) => {
  const child = spawn(NODE_24, ['--no-experimental-strip-types', ...args], { cwd: folder });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  await once(child, 'close');
  return output;
};

test('and runs as plain JavaScript', async () => {
  let polls = 0;
  const server = createServer((request, response) => {
    const done = request.method === 'GET' && ++polls > 1;
    const prediction = { probability: 0.75, score: 99, grade: 'A', reasons: [{ text: 'because' }] };
    response.writeHead(request.method === 'POST' ? 202 : 200, { 'retry-after': '0' });
    response.end(
      JSON.stringify({
        prediction_id: 'p1',
        status: done ? 'succeeded' : 'queued',
        prediction: done ? prediction : null,
      }),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    writeFileSync(join(folder, 'example.mjs'), example(`http://127.0.0.1:${port}`));
    expect(await run('example.mjs')).toBe('99 A because\n');
    expect(polls).toBe(2);
  } finally {
    server.close();
  }
});

const names = JSON.stringify(Object.keys(client).sort());

test('a module and CommonJS get the same names', async () => {
  const print = 'console.log(JSON.stringify(Object.keys(client).sort()))';
  expect(await run('--input-type=module', '-e', `import * as client from 'scorelane/client'; ${print}`)).toBe(
    `${names}\n`,
  );
  expect(
    await run('--input-type=commonjs', '-e', `const client = require('scorelane/client'); ${print}`),
  ).toBe(`${names}\n`);
});

test('in the checkout it is the source', () => {
  const program = `import * as client from 'scorelane/client'; console.log(JSON.stringify(Object.keys(client).sort()))`;
  const { stdout } = spawnSync(NODE_24, ['--input-type=module', '-e', program], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(stdout).toBe(`${names}\n`);
});
