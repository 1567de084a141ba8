import { PROBLEM_TEXTS } from '../../../lib/contract/problem-texts.ts';
import { PROBLEMS } from '../../../lib/contract/words.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { createCaller } from '../../support/call-api.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

const world = createMemoryWorld();
const call = createCaller(createApi(world, { info() {}, error() {} }));
const TYPES = Object.keys(PROBLEMS) as (keyof typeof PROBLEMS)[];

test.each(['', '/crm/api'])(
  'the type of a problem is an address that answers with a page, under “%s”',
  async (basePath) => {
    const call = createCaller(createApi({ ...world, basePath }, { info() {}, error() {} }));
    const { body } = await call('GET', `${basePath}/none/such`);
    const { pathname, host } = new URL(body.type, `https://api.example.com${basePath}/none/such`);
    expect([host, pathname]).toEqual(['api.example.com', `${basePath}/problems/not-found`]);
    const answer = await call('GET', pathname);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.text).toContain(`<h1>${body.title}</h1>`);
    expect(answer.text).toContain(`href="${basePath}/docs#problems"`);
    const docs = await call('GET', `${basePath}/docs`);
    expect(docs.text).toContain(`href="${pathname}"`);
  },
);

test.each(TYPES)('%s: a page, and the same in JSON', async (type) => {
  const [status, title] = PROBLEMS[type];
  const { means, remedy } = PROBLEM_TEXTS[type];
  const page = await call('GET', `/problems/${type}`, { headers: { accept: 'text/html,*/*;q=0.8' } });
  expect(page.text).toContain(`Status ${status}`);
  expect(page.text).not.toMatch(/undefined|<script|(src|href)="?(https?:)?\/\//);
  const json = await call('GET', `/problems/${type}`, { headers: { accept: 'application/json' } });
  expect(json.body).toEqual({ type: `/problems/${type}`, title, status, means, remedy });
  for (const text of [means, remedy]) expect(text).toMatch(/^[A-Z`].*[.]$/s);
});

test.each([
  [undefined, 'text/html'],
  ['*/*', 'text/html'],
  ['text/html, application/json;q=0.9', 'text/html'],
  ['application/json, text/html;q=0.5', 'application/json'],
  ['application/json;q=0, text/html', 'text/html'],
])('Accept: %s → %s', async (accept, expected) => {
  const { headers } = await call(
    'GET',
    '/problems/no-model',
    accept === undefined ? {} : { headers: { accept } },
  );
  expect(String(headers['content-type'])).toContain(expected);
});

test.each(['none', '__proto__', 'constructor', 'invalid-lead%20', '%3Cscript%3E'])(
  'there is no problem of the type %s',
  async (type) => {
    expect(await call('GET', `/problems/${type}`)).toMatchObject({
      status: 404,
      body: { type: '/problems/not-found' },
    });
  },
);
