import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkKind } from '../../../../cli/models/check-kind.ts';
import { exampleArtifact, exampleTreesArtifact } from '../../../support/example-model.ts';

let server: Server;
let body: string;
let asked = 0;
let apiUrl: string;

beforeAll(async () => {
  server = createServer((_, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/json').end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  asked = 0;
});

const WELCOME = { message: 'Welcome', links: { predict: '/predict' } };
const trees = exampleTreesArtifact();

test('an API of an earlier release does not score trees, and the command says what to do', async () => {
  body = JSON.stringify(WELCOME);
  await expect(checkKind({ apiUrl }, trees)).rejects.toThrow(
    /earlier release, which scores models of the kind additive; leads is of the kind trees.*Deploy this release/,
  );
});

test('one that names the kind scores it', async () => {
  body = JSON.stringify({ ...WELCOME, model_kinds: ['additive', 'trees'] });
  await expect(checkKind({ apiUrl }, trees)).resolves.toBeUndefined();
  expect(asked).toBe(1);
});

test('of what every release scores nothing is asked', async () => {
  await checkKind({ apiUrl }, exampleArtifact());
  expect(asked).toBe(0);
});

test.each([
  ['another server', '{"hello": 1}'],
  ['no JSON', '<html>'],
])('%s at the address, or none, is no reason to stop', async (_, answer) => {
  body = answer;
  await expect(checkKind({ apiUrl }, trees)).resolves.toBeUndefined();
  await expect(checkKind({ apiUrl: 'http://127.0.0.1:1' }, trees)).resolves.toBeUndefined();
});
