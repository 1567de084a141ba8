import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findDeadLinks, listLinks } from '../../../tools/docs/dead-links.ts';
import { slugger } from '../../../tools/docs/slug.ts';
import { NODE_24, ROOT } from '../../support/node24.ts';

const root = mkdtempSync(join(tmpdir(), 'scorelane-links-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(root, 'r-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const findIn = (files: Readonly<Record<string, string>>) =>
  findDeadLinks(
    write(files),
    Object.keys(files).filter((path) => path.endsWith('.md')),
  ).map(({ file, line, target, why }) => `${file}:${line}: ${target}: ${why}`);

test('names file, line and target of a link to a file that is not there', () => {
  expect(
    findIn({ 'README.md': 'good\n\n[a](docs/a.md) and [b](docs/b.md)', 'docs/a.md': '![c](c.png)' }),
  ).toEqual(['README.md:3: docs/b.md: there is no such file', 'docs/a.md:1: c.png: there is no such file']);
});

test('names an anchor that no heading has, on the same page and on another', () => {
  const files = {
    'a.md':
      '# One\n[1](#one) [2](#two) [3](b.md#b-two) [4](b.md#none) [5](b.md#by-hand) [6](#code)\n```\n# code\n```',
    'b.md': '# `B` *two*!\n<a id="by-hand"></a>',
  };
  expect(findIn(files)).toEqual([
    'a.md:2: #two: a.md has no such heading',
    'a.md:2: b.md#none: b.md has no such heading',
    'a.md:2: #code: a.md has no such heading',
  ]);
});

test('folders, encoded names, lines of code and other hosts are good; what leads out of the repository is not', () => {
  const files = {
    'docs/a.md':
      '[1](.) [2](../lib/x.ts#L3) [3](b%20c.md) [4](https://x.example/no) [5](mailto:a@x.example) [6](/lib/)',
    'docs/b c.md': '[out](../../shared/x.md)',
    'lib/x.ts': '',
  };
  expect(findIn(files)).toEqual(['docs/b c.md:1: ../../shared/x.md: it leads out of the repository']);
});

test('names a path of the sources that is not there, and leaves patterns, placeholders and data alone', () => {
  const files = {
    'a.md':
      'in `lib/x.ts` and `lib/`\n`lib/y.ts`, `lib/*.ts`, `cli/<subject>/`, `models/leads/`\n```\n`lib/z.ts`\n```',
    'lib/x.ts': '',
  };
  expect(findIn(files)).toEqual(['a.md:2: lib/y.ts: there is no such file']);
});

test('finds links of every form, and none in code or comments', () => {
  const markdown = [
    '[a](one.md "title") ![b](<two three.md>) [c](four_(five).md)',
    '[ref]: six.md',
    '<img alt="x" src="seven.png"> `[no](code.md)` ``[no](`code.md)``',
    '<!-- [no](comment.md)',
    '--> [d](eight.md)',
    '```md',
    '[no](fence.md)',
    '```',
    '[![e](nine.png)](ten.md)',
  ].join('\n');
  expect(listLinks(markdown).map(({ line, target }) => [line, target])).toEqual([
    [1, 'one.md'],
    [1, 'two three.md'],
    [1, 'four_(five).md'],
    [2, 'six.md'],
    [3, 'seven.png'],
    [5, 'eight.md'],
    [9, 'nine.png'],
    [9, 'ten.md'],
  ]);
});

// The last nine: what GitHub made of them, by test/fixtures.json of Flet/github-slugger at 285fe87.
test.each([
  ['GET /predict/{id}', 'get-predictid'],
  ['`POST /predict_batch`', 'post-predict_batch'],
  ['1. Start the stack', '1-start-the-stack'],
  ['A [link](x.md) and **bold** words', 'a-link-and-bold-words'],
  ['bravoCharlieDelta', 'bravocharliedelta'],
  ['heading with a - dash', 'heading-with-a---dash'],
  ['heading with an _ underscore', 'heading-with-an-_-underscore'],
  [
    'exchange.bind_headers(exchange, routing [, bindCallback])',
    'exchangebind_headersexchange-routing--bindcallback',
  ],
  ['apostrophe’s should be trimmed', 'apostrophes-should-be-trimmed'],
  ['I ♥ unicode', 'i--unicode'],
  ['en–dash', 'endash'],
  ['😄 - an emoji', '---an-emoji'],
  ['Привет non-latin 你好', 'привет-non-latin-你好'],
])('%s → #%s', (heading, anchor) => {
  expect(slugger()(heading)).toBe(anchor);
});

test.each([
  [
    ['echo', 'echo', 'echo 1', 'echo-1', 'echo'],
    ['echo', 'echo-1', 'echo-1-1', 'echo-1-2', 'echo-2'],
  ],
  [
    ['foxtrot-1', 'foxtrot', 'foxtrot'],
    ['foxtrot-1', 'foxtrot', 'foxtrot-2'],
  ],
])('headings that are alike are numbered: %j', (headings, anchors) => {
  expect(headings.map(slugger())).toEqual(anchors);
});

test('the script names what it finds, and only then fails', () => {
  const folder = write({ 'a.md': '[b](b.md)' });
  const script = join(ROOT, 'tools/docs/check-links.ts');
  const run = (...args: string[]) => {
    const { status, stderr } = spawnSync(NODE_24, [script, ...args], { encoding: 'utf8' });
    return { status, stderr };
  };
  expect(run(folder)).toEqual({ status: 1, stderr: 'a.md:1: b.md: there is no such file\n' });
  writeFileSync(join(folder, 'b.md'), '');
  expect(run(folder)).toEqual({ status: 0, stderr: '' });
});
