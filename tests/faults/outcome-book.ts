import { isDeepStrictEqual } from 'node:util';
import { holdingOutcome, type OutcomeEvent } from '../../lib/outcomes/outcome.ts';
import type { OutcomeStore } from '../../lib/outcomes/ports.ts';
import { leadKeyOf, type ScoredLead } from '../../lib/outcomes/scored-lead.ts';
import { findByReference, type HistoryDeps } from '../../lib/prediction/find-by-reference.ts';
import type { Prediction } from '../../lib/prediction/prediction.ts';
import type { createCaller } from '../support/call-api.ts';
import { REFERENCES } from './leads.ts';
import type { Action } from './schedule.ts';
import { Violation } from './violation.ts';

type Call = ReturnType<typeof createCaller>;
type Report = Extract<Action, { readonly kind: 'report' }>;

const START = Date.parse('2026-02-01T09:00:00.000Z');

/** What was reported of each lead, as callers know it, and what has to be kept of them in the end. */
export class OutcomeBook {
  /** Since the lead was erased. */
  readonly #reported = new Map<string, OutcomeEvent[]>();
  /** Requests that were not answered: an at-least-once caller sends them again. */
  readonly #unanswered: Report[] = [];
  /** Leads of which a result may lack its row: a request that waited was not answered, or an earlier prediction is gone. */
  readonly #mayLackRow = new Set<string>();

  mayLackRow(reference: string | undefined): void {
    if (reference !== undefined) this.#mayLackRow.add(reference);
  }

  async report(call: Call, action: Report): Promise<void> {
    const body = action.events.map(({ lead, outcome, minute }) => ({
      reference: REFERENCES[lead],
      outcome,
      occurred_at: new Date(START + 60_000 * minute).toISOString(),
      ...(outcome === 'converted' ? { value: minute } : {}),
    }));
    const { status } = await call('POST', '/outcomes', { body: JSON.stringify(body) });
    if (status !== 200) {
      this.#unanswered.push(action);
      return;
    }
    for (const { reference, outcome: kind, occurred_at, value } of body) {
      const event = { kind, occurredAt: new Date(occurred_at), receivedAt: new Date(START), value };
      const { value: worth, ...facts } = event;
      const known = this.#reported.get(reference!) ?? [];
      this.#reported.set(reference!, [
        ...known,
        { ...facts, ...(worth === undefined ? {} : { value: worth }) },
      ]);
    }
  }

  /** Until it is erased: half of it is nothing that a caller may rely on. @param pass lets time pass, as what is in flight needs */
  async erase(faulty: Call, sound: Call, reference: string, pass: () => void): Promise<void> {
    this.mayLackRow(reference);
    const path = `/leads/${reference}`;
    for (let { status, body } = await faulty('DELETE', path); status !== 200 || !body.complete; pass())
      ({ status, body } = await sound('DELETE', path));
    this.#reported.delete(reference);
  }

  /** What was not answered is sent again. */
  async settle(call: Call): Promise<void> {
    for (const action of this.#unanswered.splice(0)) await this.report(call, action);
  }

  async check(
    deps: HistoryDeps & { readonly outcomes: OutcomeStore },
    weeks: readonly string[],
  ): Promise<void> {
    const rows: ScoredLead[] = [];
    for (const week of weeks) for await (const row of deps.outcomes.readCohort('leads', week)) rows.push(row);
    for (const reference of REFERENCES) {
      const ofLead = rows.filter(({ leadKey }) => leadKey === leadKeyOf(reference));
      const { predictions } = await findByReference(deps, { reference, limit: 1000 });
      for (const version of ['v1', 'v2'])
        await this.#checkRow(
          deps,
          reference,
          ofLead.filter((row) => row.version === version),
          predictions.filter(({ model }) => model.version === version).toReversed(),
        );
      const holds = holdingOutcome(this.#reported.get(reference) ?? []);
      for (const row of ofLead)
        if (!isDeepStrictEqual(row.outcome, holds))
          throw new Violation(
            `${row.id} has the outcome ${JSON.stringify(row.outcome)}, not ${JSON.stringify(holds)}`,
          );
    }
    const known = new Set(REFERENCES.map(leadKeyOf));
    if (!rows.every(({ leadKey }) => known.has(leadKey))) throw new Violation('a row is of no lead');
  }

  /** @param predictions of one version, the earliest first */
  async #checkRow(
    { store }: HistoryDeps,
    reference: string,
    rows: readonly ScoredLead[],
    predictions: readonly Prediction[],
  ): Promise<void> {
    if (rows.length > 1) throw new Violation(`a version has ${rows.length} rows of ${reference}`);
    const [row] = rows;
    const first = predictions.find(({ status }) => status === 'succeeded');
    if (row === undefined) {
      const isSure = first !== undefined && first === predictions[0] && !this.#mayLackRow.has(reference);
      if (isSure) throw new Violation(`${first.id} has a result and no row`);
      return;
    }
    // An erasure that was not answered may have taken it out of the lead's history.
    const of = await store.get(row.id);
    if (of?.status !== 'succeeded')
      throw new Violation(`${row.id} has a row, and is ${of?.status ?? 'gone'}`);
    if (of.result.probability !== row.probability || of.createdAt.getTime() !== row.scoredAt.getTime())
      throw new Violation(`${row.id} has a row that says something else`);
    if (of.id !== first?.id && !this.#mayLackRow.has(reference))
      throw new Violation(`${row.id} has the row of ${first?.id}, which came before`);
  }
}
