import type { PredictionStore } from '../prediction/ports.ts';
import type { EventOf } from './record-events.ts';

/** An event by the reference of its lead, or by one of its predictions. */
export type NamedEvent = EventOf | (Omit<EventOf, 'reference'> & { readonly predictionId: string });

/** Ids of one call. */
const PART = 100;

/**
 * Events by the references of their leads.
 *
 * @returns the events, in their order; or what is wrong with which of them, by their places: a prediction is not known, or
 *   knows no reference
 */
export async function resolveEvents(
  { store }: { readonly store: Pick<PredictionStore, 'getMany'> },
  events: readonly NamedEvent[],
): Promise<
  | { readonly ok: true; readonly events: readonly EventOf[] }
  | { readonly ok: false; readonly wrong: readonly { readonly index: number; readonly message: string }[] }
> {
  const ids = [...new Set(events.flatMap((event) => ('predictionId' in event ? event.predictionId : [])))];
  const found = new Map<string, string | { readonly message: string }>();
  for (let from = 0; from < ids.length; from += PART) {
    const part = ids.slice(from, from + PART);
    const rows = await store.getMany(part, { asOfLastWrite: true });
    for (const [i, id] of part.entries()) found.set(id, referenceOf(rows[i]));
  }
  const resolved: EventOf[] = [];
  const wrong: { index: number; message: string }[] = [];
  events.forEach((event, index) => {
    if (!('predictionId' in event)) {
      resolved.push(event);
      return;
    }
    const { predictionId, ...facts } = event;
    const reference = found.get(predictionId)!;
    if (typeof reference === 'string') resolved.push({ ...facts, reference });
    else wrong.push({ index, ...reference });
  });
  return wrong.length === 0 ? { ok: true, events: resolved } : { ok: false, wrong };
}

function referenceOf(
  row: Awaited<ReturnType<PredictionStore['getMany']>>[number],
): string | { readonly message: string } {
  if (row === undefined)
    return {
      message:
        'there is no prediction with this id, or it has expired or is a lead of a batch that is not scored yet; send the reference of the lead instead',
    };
  if (row.status === 'erased') return { message: 'the data of this prediction was erased' };
  if (row.reference === undefined)
    return {
      message:
        'this prediction was submitted without a reference, so that nothing connects it with its lead; submit leads as {"lead": …, "reference": …}',
    };
  return row.reference;
}
