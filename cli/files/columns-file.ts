import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import * as z from 'zod/mini';
import { COLUMN_TYPES, ColumnSetting, ColumnSettings } from '../../lib/contract/column-settings.ts';
import { InputError } from '../../lib/errors.ts';
import { nearestName } from '../../lib/lead/nearest-name.ts';
import { readColumnSettings } from '../../lib/lead/read-column-settings.ts';
import { fileNameOf } from '../terminal/standard-streams.ts';
import { parseType } from './column-options.ts';
import { readInput } from './files.ts';

const name = z.string().check(z.minLength(1), z.maxLength(255));
const oneOrMore = z.union([name, z.array(name).check(z.minLength(1))]);
const shape = z.strictObject({
  target: z.exactOptional(name),
  positive: z.exactOptional(name),
  negative: z.exactOptional(oneOrMore),
  group: z.exactOptional(name),
  time: z.exactOptional(name),
  columns: z.exactOptional(z.nullable(ColumnSettings)),
});

const EXPECTED: Readonly<Record<string, string>> = {
  target: 'expected the name of a column',
  positive:
    'expected the value of the target that means “converted”, in quotes where it is a number or yes or no',
  negative:
    'expected the values of the target that mean “not converted”, in quotes where they are numbers or yes or no',
  group: 'expected the name of a column',
  time: 'expected the name of a column',
  columns: 'expected the columns by their names, and what is said of each',
  type: `expected ${COLUMN_TYPES.slice(0, -1).join(', ')} or ${COLUMN_TYPES.at(-1)}`,
  form: 'expected an example of its numbers such as 1.234,5, or a pattern of its dates such as dd/mm/yyyy, in quotes',
  missing: 'expected a list of words, in quotes where they are numbers or yes or no; [] for none',
  merge_case: 'expected true or false',
  required: 'expected true or false',
  drop: 'expected true or false',
};
const FILE_MEMBERS = Object.keys(shape.shape);
const COLUMN_MEMBERS = Object.keys(ColumnSetting.shape);

/** What a file of columns says; an option of the command goes before it. */
export interface ColumnsFile {
  readonly target?: string;
  readonly positive?: string;
  readonly negative?: readonly string[];
  readonly group?: string;
  readonly time?: string;
  readonly columns: ColumnSettings;
}

/**
 * Reads a file such as `leads.columns.yml`, as `scorelane profile --write-columns` writes it. A column has an object of its settings,
 * or a short form: `zip: category`, `created: date:dd/mm/yyyy`, `deal_id: drop`.
 *
 * @throws {InputError} everything that is wrong with it, a line each, with the line that it stands in
 */
export function readColumnsFile(path: string): ColumnsFile {
  const fileName = fileNameOf(path);
  const lines = new LineCounter();
  const text = new TextDecoder().decode(readInput(path));
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineOf = (offset: number) => lines.linePos(offset).line;
  const failures = document.errors.map(
    ({ message, pos }) => `line ${lineOf(pos[0])}: ${message.split('\n')[0]}`,
  );
  if (failures.length > 0) refuse(fileName, failures);
  const lineAt = (place: readonly PropertyKey[]): number => {
    for (let depth = place.length; depth > 0; depth--) {
      const parent = depth === 1 ? document.contents : document.getIn(place.slice(0, depth - 1), true);
      // A member begins where its name stands.
      const key = isMap(parent)
        ? parent.items.find(({ key }) => isScalar(key) && key.value === place[depth - 1])?.key
        : undefined;
      if (isNode(key) && key.range != null) return lineOf(key.range[0]);
    }
    return 1;
  };
  const problems: string[] = [];
  const file = expandShort(document.toJS() ?? {}, (column, message) =>
    problems.push(`line ${lineAt(['columns', column])}: columns.${column}: ${message}`),
  );
  if (problems.length > 0) refuse(fileName, problems);
  const parsed = shape.safeParse(file);
  if (!parsed.success)
    refuse(
      fileName,
      parsed.error.issues.map((issue) => {
        const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0]! : undefined;
        const place = [...issue.path, ...(unknown === undefined ? [] : [unknown])];
        return `line ${lineAt(place)}: ${place.map(String).join('.') || 'the file'}: ${explain(place, unknown)}`;
      }),
    );
  const { negative, columns, ...told } = parsed.data;
  try {
    readColumnSettings(columns ?? {});
  } catch (error) {
    if (error instanceof InputError) refuse(fileName, [error.message]);
    throw error;
  }
  return {
    ...told,
    ...(negative === undefined ? {} : { negative: [negative].flat() }),
    columns: columns ?? {},
  };
}

function refuse(fileName: string, problems: readonly string[]): never {
  throw new InputError(problems.map((problem) => `${fileName}: ${problem.replace(/[.]?$/, '.')}`).join('\n'));
}

function explain(place: readonly PropertyKey[], unknown: string | undefined): string {
  const inColumn = place[0] === 'columns' && place.length > 1;
  const members = inColumn ? COLUMN_MEMBERS : FILE_MEMBERS;
  if (unknown !== undefined) {
    const nearest = nearestName(unknown, members);
    return `${nearest === undefined ? '' : `did you mean “${nearest}”? `}expected ${members.join(', ')}`;
  }
  const member = [...place].reverse().find((part) => typeof part === 'string' && part in EXPECTED);
  if (inColumn && place.length === 2)
    return `expected what is said of the column (${members.join(', ')}), or in short: category, number:1.234,5, date:dd/mm/yyyy, drop`;
  return EXPECTED[String(member)] ?? `expected an object of ${members.join(', ')}`;
}

/** Replaces short forms by objects. */
function expandShort(file: unknown, complain: (column: string, message: string) => void): unknown {
  const columns = isObject(file) ? file.columns : undefined;
  if (!isObject(file) || !isObject(columns)) return file;
  const full = Object.entries(columns).map(([column, said]) => {
    if (typeof said !== 'string') return [column, said ?? {}];
    if (said.trim() === 'drop') return [column, { drop: true }];
    try {
      return [column, parseType(said)];
    } catch (error) {
      complain(column, (error as Error).message);
      return [column, {}];
    }
  });
  return { ...file, columns: Object.fromEntries(full) };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
