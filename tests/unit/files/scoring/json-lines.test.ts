import fc from 'fast-check';
import { createRewriter } from '../../../../lib/files/scoring/create-rewriter.ts';
import { listNames } from '../../../../lib/files/scoring/json-object.ts';
import type { BadRows, ScoreFileOptions } from '../../../../lib/files/scoring/options.ts';
import { formatRejected } from '../../../../lib/files/scoring/rejected-rows.ts';
import { RowWriter } from '../../../../lib/files/scoring/row-writer.ts';
import { scoreFile } from '../../../../lib/files/scoring/score-file.ts';
import { compileModel } from '../../../../lib/model/compile-model.ts';
import { EXAMPLE_LEAD, exampleArtifact } from '../../../support/example-model.ts';

const artifact = exampleArtifact();

/** Every line scored by one rewriter, in the pieces that are given. */
function rewrite(pieces: readonly string[], badRows: BadRows = 'keep', reasons = 3) {
  const [out, rejected]: [Buffer[], string[]] = [[], []];
  const plan = { format: 'json lines', artifact, fileName: 'new.jsonl', reasons, badRows } as const;
  const writer = new RowWriter((piece) => out.push(Buffer.from(piece)));
  const rewriter = createRewriter(plan, writer, (row) =>
    rejected.push(Buffer.from(formatRejected(plan, row)).toString()),
  );
  const tallies = pieces.map((piece) => rewriter.addPiece(Buffer.from(piece)));
  writer.flush();
  return { text: Buffer.concat(out).toString(), rejected: rejected.join(''), tallies };
}

const lead = fc.record(
  {
    source: fc.constantFrom('web', 'referral', 'elsewhere', 'é{}"\\'),
    visits: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
    opened: fc.option(fc.boolean()),
    first_contact: fc.constantFrom('2026-01-31', null),
    note: fc.jsonValue(),
  },
  { requiredKeys: ['source'] },
);

test('a line stays as it is, and says in addition what the scorer says', () => {
  const model = compileModel(artifact);
  fc.assert(
    fc.property(
      lead,
      fc.constantFrom('', ' ', '\t'),
      fc.constantFrom('\n', '\r\n', ''),
      (given, space, end) => {
        const line = `{${space}${JSON.stringify(given).slice(1, -1)}${space}}`;
        const { text } = rewrite([line + end]);
        const { note, ...known } = given;
        const told = model.explain({ visits: null, opened: null, first_contact: null, ...known });
        expect(text.startsWith(line.slice(0, -1))).toBe(true);
        expect(text.endsWith(end === '\r\n' ? '}\r\n' : '}\n')).toBe(true);
        expect(JSON.parse(text)).toEqual({
          ...JSON.parse(JSON.stringify(given)),
          probability: Number(told.probability.toFixed(6)),
          score: told.score,
          grade: told.grade,
          reasons: told.reasons.slice(0, 3).map((reason) => reason.text),
        });
      },
    ),
  );
});

test('what is added, to the letter', () => {
  const { text, tallies } = rewrite([`${JSON.stringify(EXAMPLE_LEAD)}\n\n`], 'stop', 1);
  const added = /,"probability":0\.\d{6},"score":\d+,"grade":"[A-D]","reasons":\["[^"]+"\]\}\n$/;
  expect(text).toMatch(added);
  expect(text.replace(added, '}')).toBe(JSON.stringify(EXAMPLE_LEAD));
  expect(tallies[0]).toMatchObject({ rows: 1, badRows: 0, lines: 2 });
});

const BAD: readonly (readonly [string, string])[] = [
  [
    '{"source":"web","visits":"many"}',
    'visits: expected a number, got text "many"; send null when it is not known',
  ],
  ['{}', 'source: expected text such as "web"; this field is required'],
  [
    '{"source":"web","score":1}',
    'score: expected no field of this name, because scoring adds it; rename or remove it',
  ],
  ['{"source":"web","so\\u0075rce":"fair"}', 'source: expected once, found more than once'],
  [
    '{"source":"web","visits":1e999}',
    'visits: expected a number, got Infinity, or a number too large for JSON; send null when it is not known',
  ],
  ['[1]', 'expected a lead as a JSON object on a line of its own, got a list'],
  [
    '{"source":"web"',
    'expected a lead as a JSON object on a line of its own, got text that is no JSON: {"source":"web"',
  ],
];

test.each(BAD)('%s, set aside: its line, why, and the object or the text', (line, reason) => {
  const { text, rejected } = rewrite([`{"source":"web"}\n${line} \r\n`], 'set aside');
  expect(text.split('\n')).toHaveLength(2);
  expect(rejected).toBe(
    `{"line":2,"reason":${JSON.stringify(reason)},${line.startsWith('{') && line.endsWith('}') ? `"row":${line}` : `"text":${JSON.stringify(line)}`}}\n`,
  );
});

test('kept, their results are null; a text that is no object stays as it is', () => {
  const nothing = '"probability":null,"score":null,"grade":null,"reasons":[]';
  expect(rewrite(['{}\n{"source":{}}\nnot JSON\n'], 'keep').text).toBe(
    `{${nothing}}\n{"source":{},${nothing}}\nnot JSON\n`,
  );
});

const INNOCENT = [
  '{"source":"web","note":{"source":1,"score":2}}',
  '{"source":"web","__proto__":{"visits":"x"}}',
  '{"source":"web","note":1,"note":2}',
];
test.each(INNOCENT)('%s is scored: what the model does not know is not looked at', (line) => {
  expect(rewrite([line]).tallies[0]).toMatchObject({ rows: 1, badRows: 0 });
});

test('the names of an object are those that it is written with', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 2, '\t'), (object, indent) => {
      const text = JSON.stringify(object, null, indent);
      const plain = JSON.parse(text) as object;
      expect([...listNames(text)].sort()).toEqual(Object.keys(plain).sort());
    }),
  );
  expect(listNames('{"a":1, "\\u0061" : {"b":"}"}, "a\\\\":"\\\\"}')).toEqual(['a', 'a', 'a\\']);
});

const score = async (
  text: string,
  options: Partial<ScoreFileOptions>,
  threads: number,
  pieceBytes: number,
) => {
  const [out, rejected]: [Buffer[], Buffer[]] = [[], []];
  const sink = {
    write: (piece: Uint8Array) => out.push(Buffer.from(piece)),
    writeRejected: (piece: Uint8Array) => rejected.push(Buffer.from(piece)),
  };
  const settings = { fileName: 'new.jsonl', format: 'json lines', ...options } as const;
  return scoreFile(artifact, text, settings, sink, { threads, pieceBytes }).then(
    (scored) => ({
      ...scored,
      text: Buffer.concat(out).toString(),
      rejected: Buffer.concat(rejected).toString(),
    }),
    (error: Error) => error.message,
  );
};

test('threads give what one gives, wherever the file is cut', async () => {
  const line = fc.oneof(
    lead.map((given) => JSON.stringify(given)),
    fc.constantFrom('', '  ', ...BAD.map(([bad]) => bad)),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { maxLength: 12 }),
      fc.constantFrom('\n', '\r\n'),
      fc.constantFrom('', '\ufeff'),
      fc.constantFrom<BadRows>('stop', 'keep', 'set aside'),
      fc.integer({ min: 1, max: 120 }),
      async (lines, lineEnd, mark, badRows, pieceBytes) => {
        const text = mark + lines.join(lineEnd);
        const whole = await score(text, { badRows }, 1, 1 << 20);
        expect(await score(text, { badRows }, 1, pieceBytes)).toEqual(whole);
        expect(await score(text, { badRows }, 2, pieceBytes)).toEqual(whole);
      },
    ),
    // Each starts two threads.
    { numRuns: 25 },
  );
}, 120_000);

test('a byte order mark stays', async () => {
  expect(await score('\ufeff{"source":"web"}', {}, 1, 100)).toMatchObject({
    text: expect.stringMatching(/^\ufeff\{"source":"web","probability":/),
    rows: 1,
  });
});

test('bad rows are named as in CSV', async () => {
  expect(await score('{"source":"web"}\n\n{"source":[7]}\n', {}, 1, 10)).toMatch(
    /^new\.jsonl: 1 of 2 rows do not fit the model\. Line 3: source: expected text such as "web", got a list\.\n/,
  );
  expect(await score('', {}, 1, 10)).toBe(
    'new.jsonl: expected JSON Lines, a lead per line as a JSON object, found an empty file.',
  );
});
