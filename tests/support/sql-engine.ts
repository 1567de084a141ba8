import { PGlite } from '@electric-sql/pglite';
import { sqlName } from '../../lib/exporting/sql/quote.ts';
import type { Lead, LeadSchema } from '../../lib/lead/schema.ts';

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

/** PostgreSQL in this process, with a table of leads that is made anew for every statement. It takes ten seconds to start. */
export class SqlEngine {
  readonly #db: PGlite;

  private constructor(db: PGlite) {
    this.#db = db;
  }

  static start = async (): Promise<SqlEngine> => new SqlEngine(await PGlite.create());

  close = (): Promise<void> => this.#db.close();

  run = (sql: string): Promise<unknown> => this.#db.exec(sql);

  /** Rows of a query. */
  async query(sql: string): Promise<readonly Record<string, unknown>[]> {
    return (await this.#db.query<Record<string, unknown>>(sql)).rows;
  }

  /** Makes the table `leads` of leads in columns of the schema's types, or of others. */
  async makeTable(
    { fields }: LeadSchema,
    leads: readonly Lead[],
    types: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const columns = fields.map(({ name, type }) => `${sqlName(name)} ${types[name] ?? TYPES[type]}`);
    const all = [`"${PLACE}" integer`, ...columns].join(', ');
    await this.#db.exec(`DROP TABLE IF EXISTS "leads"; CREATE TABLE "leads" (${all})`);
    const rows = leads.map((lead, i) => ({ ...lead, [PLACE]: i }));
    await this.#db.query(`INSERT INTO "leads" SELECT * FROM json_to_recordset($1) AS row(${all})`, [
      JSON.stringify(rows),
    ]);
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
