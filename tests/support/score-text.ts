import type { ScoreFileOptions } from '../../lib/files/scoring/options.ts';
import { type ScoreWork, scoreFile } from '../../lib/files/scoring/score-file.ts';
import type { CsvData } from '../../lib/files/text/byte-source.ts';
import type { ModelArtifact } from '../../lib/model/artifact.ts';

/** What `scorelane score` makes of a file, as texts. */
export async function scoreText(
  artifact: ModelArtifact,
  data: CsvData,
  options: Partial<ScoreFileOptions> = {},
  work: ScoreWork = { threads: 1 },
) {
  const [result, rejected]: [Buffer[], Buffer[]] = [[], []];
  const sink = {
    write: (bytes: Uint8Array) => result.push(Buffer.from(bytes)),
    writeRejected: (bytes: Uint8Array) => rejected.push(Buffer.from(bytes)),
  };
  const scored = await scoreFile(artifact, data, { fileName: 'new.csv', ...options }, sink, work);
  return { ...scored, text: Buffer.concat(result).toString(), rejected: Buffer.concat(rejected).toString() };
}
