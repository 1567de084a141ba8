import { readTranscript } from '../../support/transcript.ts';

const PAGE = [
  'Text `$ no command`.',
  '```console',
  "$ curl http://here/predict -d '{",
  '    "a": 1 }\'',
  '{"prediction_id":"82f4f1c0-64c4-4106-81e3-6651da8fd65c", …}',
  '',
  '…',
  '$ scorelane get 82f4f1c0-64c4-4106-81e3-6651da8fd65c',
  '```',
  '```bash',
  '$ not this',
  '```',
].join('\n');

test('commands, their output, ids and addresses of the console blocks', () => {
  expect(readTranscript(PAGE, { 'http://here': 'http://there:1' })).toEqual([
    {
      command: 'curl http://there:1/predict -d \'{\n    "a": 1 }\'',
      line: 3,
      output: ['{"prediction_id":"[ID_A]", [..]}', '...'],
      errors: [],
      exitCode: 0,
    },
    { command: 'scorelane get [ID_A]', line: 8, output: [], errors: [], exitCode: 0 },
  ]);
});

test('output without a command is refused', () => {
  expect(() => readTranscript('```console\nWrote x\n```')).toThrow(
    'line 2: expected a command first, found output',
  );
});
