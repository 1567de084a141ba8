import { parentPort } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';

/** What `SqlEngine` asks of its thread. */
export interface SqlRequest {
  readonly sql: string;
  /** Without them the text may hold several statements, and gives no rows. */
  readonly parameters?: readonly unknown[];
}
export type SqlAnswer = { readonly rows: readonly Record<string, unknown>[] } | { readonly error: string };

const db = await PGlite.create();
parentPort!.on('message', async ({ sql, parameters }: SqlRequest) => {
  const answer: SqlAnswer = await (parameters === undefined
    ? db.exec(sql).then(() => ({ rows: [] }))
    : db.query<Record<string, unknown>>(sql, [...parameters])
  ).then(
    ({ rows }) => ({ rows }),
    (error: Error) => ({ error: error.message }),
  );
  parentPort!.postMessage(answer);
});
parentPort!.postMessage('ready');
