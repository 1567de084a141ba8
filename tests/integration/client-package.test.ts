import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NODE_24, ROOT } from '../support/node24.ts';

/** The package that is published, used as its users do. */
const folder = mkdtempSync(join(tmpdir(), 'scorelane-client-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => {
  execFileSync(NODE_24, [join(ROOT, 'infra/build/build-client.ts')]);
  cpSync(join(ROOT, 'dist/scorelane'), join(folder, 'node_modules/scorelane'), { recursive: true });
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

test('the example of its README compiles without the types of Node', () => {
  writeFileSync(join(folder, 'example.ts'), `${example('http://127.0.0.1:3000')}export {};\n`);
  const tsconfig = {
    compilerOptions: {
      strict: true,
      noEmit: true,
      module: 'nodenext',
      target: 'es2022',
      lib: ['es2022', 'dom'],
      types: [],
    },
    files: ['example.ts'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
  expect(compile(folder)).toBe('');
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
    const child = spawn(NODE_24, ['--no-experimental-strip-types', join(folder, 'example.mjs')]);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    await once(child, 'close');
    expect(output).toBe('99 A because\n');
    expect(polls).toBe(2);
  } finally {
    server.close();
  }
});
