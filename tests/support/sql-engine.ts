import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { sqlName } from '../../lib/exporting/sql/quote.ts';
import type { Lead, LeadSchema } from '../../lib/lead/schema.ts';
import { ROOT } from './node24.ts';
import type { SqlAnswer, SqlRequest } from './sql-engine-worker.ts';

/** What a row of the exported statement says of a lead. */
export interface SqlScore {
  readonly probability: number;
  readonly score: number;
  readonly grade: string;
  readonly log_odds?: number;
}

const TYPES = { number: 'double precision', category: 'text', boolean: 'boolean', date: 'text' } as const;
/** Of the row, which no field is called. */
const PLACE = 'place of the row';

/**
 * PostgreSQL (PGlite) with a table of leads that is made anew for every statement. It takes ten seconds to start, and runs in a thread
 * because Jest's sandbox lets nothing be imported later.
 */
export class SqlEngine {
  readonly #thread: Worker;

  private constructor(thread: Worker) {
    this.#thread = thread;
  }

  static async start(): Promise<SqlEngine> {
    const thread = new Worker(join(ROOT, 'tests/support/sql-engine-worker.ts'));
    await once(thread, 'message');
    return new SqlEngine(thread);
  }

  close = (): Promise<number> => this.#thread.terminate();

  async #ask(request: SqlRequest): Promise<readonly Record<string, unknown>[]> {
    this.#thread.postMessage(request);
    const [answer] = (await once(this.#thread, 'message')) as [SqlAnswer];
    if ('error' in answer) throw new Error(`${answer.error} in ${request.sql.slice(0, 3000)}`);
    return answer.rows;
  }

  /** Statements without rows. */
  run = (sql: string): Promise<unknown> => this.#ask({ sql });

  /** Rows of a query. */
  query = (sql: string): Promise<readonly Record<string, unknown>[]> => this.#ask({ sql, parameters: [] });

  /** Makes the table `leads` of leads in columns of the schema's types, or of others. */
  async makeTable(
    { fields }: LeadSchema,
    leads: readonly Lead[],
    types: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const columns = fields.map(
      ({ name, type }) => `${sqlName(name)} ${Object.hasOwn(types, name) ? types[name] : TYPES[type]}`,
    );
    const all = [`"${PLACE}" integer`, ...columns].join(', ');
    await this.run(`DROP TABLE IF EXISTS "leads"; CREATE TABLE "leads" (${all})`);
    const rows = leads.map((lead, i) => ({ ...lead, [PLACE]: i }));
    await this.#ask({
      sql: `INSERT INTO "leads" SELECT * FROM json_to_recordset($1) AS row(${all})`,
      parameters: [JSON.stringify(rows)],
    });
  }

  /** The results of an exported statement, in the order of the leads. */
  async score(sql: string, results: readonly string[]): Promise<SqlScore[]> {
    const rows = await this.query(`SELECT * FROM (${sql}) AS scored ORDER BY "${PLACE}"`);
    const usual = ['probability', 'score', 'grade', 'log_odds'];
    return rows.map(
      (row) => Object.fromEntries(results.map((name, i) => [usual[i]!, row[name]])) as unknown as SqlScore,
    );
  }
}
