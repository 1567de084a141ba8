import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import * as z from 'zod/mini';
import { countCharacters, firstCharacters, isLonger } from '../../../lib/contract/characters.ts';
import { COMPONENTS } from '../../../lib/contract/components.ts';
import { createApi } from '../../../lib/http/create-api.ts';
import { describeRoute } from '../../../lib/http/openapi/describe-route.ts';
import { API_ROUTES } from '../../../lib/http/routes.ts';
import { createCaller } from '../../support/call-api.ts';
import { EXAMPLE_LEAD } from '../../support/example-model.ts';
import { createMemoryWorld } from '../../support/memory-world.ts';

/** Letters that take one unit of UTF-16 and two, one byte of UTF-8 and up to four. */
const letters = fc.constantFrom('a', 'é', '漢', '😀', '𝒳', '\u0301');
const textsAround = (most: number) =>
  fc
    .tuple(letters, letters, fc.integer({ min: Math.max(0, most - 2), max: most + 2 }))
    .map(([a, b, length]) => Array.from({ length }, (_, i) => (i % 3 === 0 ? b : a)).join(''));

/** Every text of the contract that has a limit: what checks it, and its JSON Schema. */
const limited = (() => {
  const found = new Map<string, { readonly check: z.ZodMiniType; readonly json: Record<string, unknown> }>();
  for (const [name, schema] of Object.entries(COMPONENTS))
    z.toJSONSchema(schema, {
      io: 'input',
      override({ zodSchema, jsonSchema, path }) {
        if (jsonSchema.type !== 'string' || jsonSchema.maxLength === undefined) return;
        found.set(`${name} ${path.join('.')}`, {
          check: zodSchema as unknown as z.ZodMiniType,
          json: { ...jsonSchema },
        });
      },
    });
  return [...found].map(([where, pair]) => ({ where, ...pair }));
})();

test('texts of requests have limits, and they are found here', () => {
  expect(limited.map(({ where }) => where.split(' ')[0])).toEqual(
    expect.arrayContaining(['JobRequest', 'AliasMove', 'TrainingRequest']),
  );
});

test.each(limited)('$where: schema and server count alike', ({ check, json }) => {
  const validate = new Ajv2020({ strict: false }).compile(json);
  // A text that is refused for what it says, such as the name of no encoding, tells nothing about lengths.
  const [usual] = ['a', 's3://bucket/a', 'utf-8'].filter((text) => check.safeParse(text).success);
  expect(usual).toBeDefined();
  const isFree = check.safeParse('a').success;
  fc.assert(
    fc.property(textsAround(json.maxLength as number), (text) => {
      const sent = isFree ? text : `${usual}${text}`;
      const isRefused = !check.safeParse(sent).success;
      if (validate(sent) && isRefused) expect(usual).toBe('utf-8');
      else expect([sent.length, !isRefused]).toEqual([sent.length, validate(sent)]);
    }),
    { numRuns: 60 },
  );
});

const world = createMemoryWorld();
const call = createCaller(createApi(world, { info() {}, error() {} }));
beforeAll(() => world.publish());

const parameter = (name: string) => {
  const [operation] = API_ROUTES.filter(({ path }) => path === '/predict').map(describeRoute);
  return operation!.parameters.find((each) => each.name === name)!.schema!;
};

test('an Idempotency-Key is refused where its schema refuses it', async () => {
  const validate = new Ajv2020({ strict: false }).compile(parameter('Idempotency-Key'));
  const keys = fc.oneof(
    fc.integer({ min: 0, max: 257 }).map((length) => '~'.repeat(length)),
    fc.string({
      unit: fc.integer({ min: 32, max: 255 }).map((code) => String.fromCharCode(code)),
      maxLength: 5,
    }),
  );
  await fc.assert(
    fc.asyncProperty(keys, async (key) => {
      const { status } = await call('POST', '/predict', {
        body: JSON.stringify(EXAMPLE_LEAD),
        headers: { 'idempotency-key': key },
      });
      expect([key, status]).toEqual([key, validate(key) ? 202 : 400]);
    }),
    { numRuns: 200 },
  );
});

test('the address of a webhook has as many characters as its schema says', async () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  addFormats.default(ajv);
  const validate = ajv.compile(parameter('webhook'));
  const base = 'https://example.com/?q=';
  await fc.assert(
    fc.asyncProperty(textsAround(2000 - base.length), async (text) => {
      const url = `${base}${text}`;
      const { status } = await call('POST', `/predict?webhook=${encodeURIComponent(url)}`, {
        body: JSON.stringify(EXAMPLE_LEAD),
      });
      expect([countCharacters(url), status]).toEqual([countCharacters(url), validate(url) ? 202 : 422]);
    }),
    { numRuns: 60 },
  );
});

test('characters are code points, and none is cut in half', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.nat(30), (text, most) => {
      expect(countCharacters(text)).toBe([...text].length);
      expect(isLonger(text, most)).toBe([...text].length > most);
      expect(firstCharacters(text, most)).toBe([...text].slice(0, most).join(''));
    }),
  );
  expect(firstCharacters('😀😀', 1)).toBe('😀');
});
