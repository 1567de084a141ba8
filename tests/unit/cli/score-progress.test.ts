import { describeProgress } from '../../../cli/score/score-progress.ts';

test.each([
  [25e6, 100e6, 5, `${'█'.repeat(8)}${'─'.repeat(22)} 25 %, 5 MB/s, 15 s left`],
  [1e6, 2e9, 1, `${'─'.repeat(30)} 0 %, 1 MB/s, 34 min left`],
  [120e6, 100e6, 10, `${'█'.repeat(30)} 100 %, 12 MB/s, 0 s left`],
  [30e6, undefined, 2, '30 MB, 15 MB/s'],
])('%d of %d bytes after %d s: %s', (bytes, size, seconds, text) => {
  expect(describeProgress(bytes, size, seconds)).toBe(text);
});
