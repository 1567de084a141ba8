import { decodeArtifact, MOST_ARTIFACT_BYTES } from '../../../lib/model/decode-artifact.ts';
import { artifactBytes, exampleArtifact } from '../../support/example-model.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

test('reads what was written', () => {
  expect(decodeArtifact(artifactBytes(exampleArtifact()))).toEqual(exampleArtifact());
});

test.each([
  ['too much of it', new Uint8Array(MOST_ARTIFACT_BYTES + 1), 'expected at most 20 MB, got 20.0 MB'],
  ['no JSON', bytesOf('{"secret": '), 'expected JSON in UTF-8'],
  ['no UTF-8', Uint8Array.of(0xff, 0xfe, 0x7b), 'expected JSON in UTF-8'],
  ['a list', bytesOf('[]'), 'the file: expected an object'],
  ['a million brackets', bytesOf('['.repeat(1_000_000) + ']'.repeat(1_000_000)), 'expected'],
  [
    'depth where a number belongs',
    bytesOf(
      JSON.stringify(exampleArtifact()).replace(
        '"intercept":-1',
        `"intercept":${'['.repeat(100_000)}${']'.repeat(100_000)}`,
      ),
    ),
    'intercept: expected a finite number',
  ],
  [
    'a prototype',
    bytesOf(JSON.stringify(exampleArtifact()).replace('{', '{"__proto__":{"intercept":1},')),
    undefined,
  ],
])('%s', (_, bytes, message) => {
  if (message !== undefined) return expect(() => decodeArtifact(bytes)).toThrow(message);
  expect(decodeArtifact(bytes).intercept).toBe(exampleArtifact().intercept);
  expect(({} as Record<string, unknown>).intercept).toBeUndefined();
});

test('numbers that are none', () => {
  const text = JSON.stringify(exampleArtifact()).replace('"intercept":-1', '"intercept":1e999');
  expect(() => decodeArtifact(bytesOf(text))).toThrow('intercept: expected a finite number');
});
