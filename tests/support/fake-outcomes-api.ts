import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as z from 'zod/mini';
import { OutcomeSubmission, ScoredLeads } from '../../lib/contract/outcome.ts';

type Event = { readonly reference: string; readonly outcome: string; readonly occurred_at: string };
type Lead = { readonly reference: string; readonly version?: string };

/** An API that takes outcomes and scored leads as the contract says, and keeps them in memory. */
export interface FakeOutcomesApi {
  readonly url: string;
  /** What each request brought, in the order in which they came. */
  readonly requests: readonly { readonly path: string; readonly body: unknown }[];
  /** Events that are new. */
  readonly events: ReadonlyMap<string, unknown>;
  /** References whose events it refuses, as an API may for reasons of its own. */
  readonly refused: Set<string>;
  /** The most requests that it had at a time. */
  readonly mostAtOnce: () => number;
  /** What other paths answer. */
  readonly answers: Map<string, unknown>;
  readonly reset: () => void;
  readonly close: () => void;
}

export async function startFakeOutcomesApi(): Promise<FakeOutcomesApi> {
  const requests: { path: string; body: unknown }[] = [];
  const events = new Map<string, unknown>();
  const leads = new Set<string>();
  const refused = new Set<string>();
  const answers = new Map<string, unknown>();
  let [now, most] = [0, 0];

  const record = (body: unknown): [number, unknown] => {
    const parsed = z.safeParse(OutcomeSubmission, body);
    if (!parsed.success) return [422, { title: 'The request is not valid', detail: String(parsed.error) }];
    const list = [parsed.data].flat() as Event[];
    const errors = list.flatMap(({ reference }, index) =>
      refused.has(reference) ? [{ index, field: 'reference', message: 'expected another one' }] : [],
    );
    if (errors.length > 0) return [422, { title: 'The request is not valid', detail: 'wrong', errors }];
    const fresh = list.filter((event) => {
      const key = JSON.stringify(event);
      const isNew = !events.has(key);
      events.set(key, event);
      return isNew;
    });
    const neverScored = fresh.filter(({ reference }) => reference.startsWith('unknown')).length;
    const answer = {
      recorded: fresh.length,
      repeated: list.length - fresh.length,
      never_scored: neverScored,
    };
    return [200, answer];
  };
  const add = (body: unknown): [number, unknown] => {
    const parsed = z.safeParse(ScoredLeads, body);
    if (!parsed.success) return [422, { title: 'The request is not valid', detail: String(parsed.error) }];
    const known = (lead: Lead) => `${lead.version}/${lead.reference}`;
    const fresh = (parsed.data.leads as Lead[]).filter((lead) => !leads.has(known(lead)));
    for (const lead of fresh) leads.add(known(lead));
    return [200, { kept: fresh.length, not_first: parsed.data.leads.length - fresh.length }];
  };

  const server = createServer(async (request, response) => {
    now += 1;
    most = Math.max(most, now);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const path = request.url!;
    requests.push({ path, body });
    const other = answers.get(path);
    const [status, answer] =
      path === '/outcomes'
        ? record(body)
        : path === '/scored_leads'
          ? add(body)
          : other === undefined
            ? [404, { title: 'Not found', detail: `there is no ${path}` }]
            : [200, other];
    // Others that were sent at the same time come in first.
    setImmediate(() => {
      now -= 1;
      response.writeHead(status as number, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    ...{ url: `http://127.0.0.1:${port}`, requests, events, refused, answers },
    mostAtOnce: () => most,
    reset() {
      requests.length = 0;
      for (const kept of [events, leads, refused, answers]) kept.clear();
      most = 0;
    },
    close: () => server.close(),
  };
}
