import { ASSUMED } from './assumed.ts';
import { bytes, duration, whole } from './format.ts';
import { LIMITS } from './limits.ts';
import { renderTable } from './markdown-table.ts';
import { MEASURED } from './measured.ts';

/** The tables of what the simulation is fed with. */

const MIB = 2 ** 20;

export function renderMeasured(): string {
  const { date, machine, rowsPerSecond, bytesPerRow, cutBytesPerSecond, memory } = MEASURED;
  return renderTable(
    [`${date}, ${machine}`, ''],
    [
      ['rows a second, one thread, 18 columns, three reasons a row', whole(rowsPerSecond)],
      ['bytes of a row, of its row in the result', `${bytesPerRow.in}, ${bytesPerRow.out}`],
      [
        'splitter, plain cells; every cell in quotes',
        `${bytes(cutBytesPerSecond.plain)}/s; ${bytes(cutBytesPerSecond.quoted)}/s`,
      ],
      ...memory.map(({ chunkBytes, peakMegabytes }) => [
        `memory of a process that scores chunks of ${whole(chunkBytes / MIB)} MiB`,
        `${whole(peakMegabytes)} MB`,
      ]),
    ],
  );
}

export function renderAssumed(): string {
  const { coreSpeed, networkBytesPerSecond, copyBytesPerSecond, jitter, seconds } = ASSUMED;
  const ms = (value: number) => `${whole(1000 * value)} ms`;
  return renderTable(
    ['assumed', ''],
    [
      ['a core of Lambda (arm64, 1,769 MB) ÷ the measured one', `${coreSpeed} (unknown)`],
      ['between a function and S3', `${bytes(networkBytesPerSecond)}/s`],
      ['one copy within S3', `${bytes(copyBytesPerSecond)}/s (unknown)`],
      ['a transfer takes longer by', `${jitter[0]} to ${jitter[1]} times, at random`],
      ['a call of DynamoDB, of SQS', `${ms(seconds.table)}, ${ms(seconds.queue)}`],
      [
        'a call of S3 without its bytes: GET, PUT, copy, removal',
        [seconds.s3Get, seconds.s3Put, seconds.s3Copy, seconds.s3Remove].map(ms).join(', '),
      ],
      ['S3 puts the parts together', duration(seconds.s3Complete)],
      ['start of a function', ms(seconds.coldStart)],
    ],
  );
}

export const renderSources = (): string =>
  renderTable(
    ['limit', 'of', 'page'],
    Object.values(LIMITS).map(({ value, unit, page }) => [whole(value), unit, `<${page}>`]),
  );
