import { exampleArtifact } from '../support/example-model.ts';
import { scoreText } from '../support/score-text.ts';

const HEADER = 'note,source,visits,opened,first_contact';
const rows = (count: number, row: string): string => `${row}\n`.repeat(count);

/** Files of leads: of more chunks than a page of them, of some with quoted line ends and bad rows, of one chunk, and one that cannot be read. */
export const JOB_FILES: readonly Buffer[] = [
  `${HEADER}\n${rows(60, 'x,web,1,yes,2026-01-31')}`,
  `${HEADER}\r\n${rows(6, '"a\nb",referral,4,no,\r')}${rows(3, 'x,web,many,,\r')}${rows(9, 'y,other,9,,,too many\r')}`,
  `${HEADER}\n`,
  `${HEADER}\n${rows(12, 'x,web,1,yes,')}"x"y,web,1,,\n${rows(3, 'x,web,1,yes,')}`,
].map((text) => Buffer.from(text));

type Expected =
  | { readonly error: string }
  | {
      readonly result: string;
      readonly rejected: string;
      readonly rows: number;
      readonly badRows: number;
    };

const known = new Map<number, Promise<Expected>>();

/** What scoring a file in one go gives. */
export function expectedOf(file: number): Promise<Expected> {
  const expected = known.get(file) ?? scoreHere(file);
  known.set(file, expected);
  return expected;
}

const scoreHere = (file: number): Promise<Expected> =>
  scoreText(exampleArtifact(), JOB_FILES[file]!, {
    fileName: `${file}.csv`,
    badRows: 'set aside',
    reasons: 1,
  }).then(
    ({ text, rejected, rows, badRows }) => ({ result: text, rejected, rows, badRows }),
    (error: Error) => ({ error: error.message }),
  );
