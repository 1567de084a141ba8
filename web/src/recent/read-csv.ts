import type { Requester } from '../../../lib/client/index.ts';
import { formatRow } from '../../../lib/files/csv/csv-cell.ts';
import { scanCells } from '../../../lib/files/csv/decode-cells.ts';

const MOST_ROWS = 2000;

/** A table, as its columns and rows of as many cells. */
interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * The CSV under a path and, while `Link` leads on, what follows it, until there are two thousand rows or more: rows of many
 * fields take more than one answer.
 */
export async function readCsv(request: Requester['request'], path: string): Promise<Blob> {
  const pages: Table[] = [];
  let rows = 0;
  for (let next: string | undefined = path; next !== undefined && rows < MOST_ROWS; ) {
    const response: Response = await request(next, { headers: { accept: 'text/csv' } });
    const page = readTable(new Uint8Array(await response.arrayBuffer()));
    pages.push(page);
    rows += page.rows.length;
    next = readLink(path, response.headers.get('link'));
  }
  return new Blob([writeTable(joinTables(pages))], { type: 'text/csv' });
}

/** The path of the page that follows: as it is behind the API's address, which may have a path of its own. */
function readLink(path: string, header: string | null): string | undefined {
  const [, address] = /^<([^>]+)>; rel="next"$/.exec(header ?? '') ?? [];
  return address && path.replace(/\?.*$/s, '') + new URL(address).search;
}

function readTable(text: Uint8Array): Table {
  const lines: (readonly string[])[] = [];
  scanCells(text, ',', (cells) => lines.push(cells), 'predictions.csv');
  const [columns = [], ...rows] = lines;
  return { columns, rows };
}

/** Each has the fields of its own leads, which may be those of another version. */
export function joinTables(tables: readonly Table[]): Table {
  const columns = [...new Set(tables.flatMap((table) => table.columns))];
  const rows = tables.flatMap((table) => {
    const places = columns.map((name) => table.columns.indexOf(name));
    return table.rows.map((cells) => places.map((place) => cells[place] ?? ''));
  });
  return { columns, rows };
}

const writeTable = ({ columns, rows }: Table): string =>
  [columns, ...rows].map((cells) => `${formatRow(cells, ',')}\r\n`).join('');
