import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { forAll } from '../../for-all.ts';
import type { KeptLead, KeptLeadStore } from '../../outcomes/ports.ts';
import { placeOf, type ScoredPlace } from '../../outcomes/scored-lead.ts';
import { type Item, readItem, secondsOf, toAttributes } from './item.ts';
import { openTable, partitionOf } from './table.ts';

/** Calls at a time. */
const AT_ONCE = 20;
/** Leads that one call removes. */
const MOST_REMOVED = 500;

/** Under the lead, by model and version. */
export function createDynamoDbKeptLeadStore(client: DynamoDBClient, name: string): KeptLeadStore {
  const table = openTable(client, name, 'pk');
  const keyOf = ({ leadKey, model, version }: Omit<ScoredPlace, 'scoredAt'>): Item => ({
    pk: { S: leadKey },
    sk: { S: `${model}#${version}` },
  });
  return {
    keep: (kept) =>
      table.put('keeping a lead', {
        ...keyOf(kept),
        ...toAttributes({
          id: kept.id,
          scored_at: kept.scoredAt,
          lead: kept.lead,
          expires_at: secondsOf(kept.expiresAt),
        }),
      }),

    remove: (place) => table.remove('removing a lead', keyOf(place), [['in', 'id', [place.id]]]),

    async removeLead(leadKey) {
      const { items, last } = await table.query('finding a lead', {
        ...partitionOf(leadKey),
        Limit: MOST_REMOVED,
      });
      await forAll(items, AT_ONCE, ({ pk, sk }) => table.remove('removing a lead', { pk: pk!, sk: sk! }));
      return last === undefined;
    },

    getMany: (places) =>
      forAll(places, AT_ONCE, async (place) => {
        const item = await table.get('reading a lead', keyOf(place));
        return item?.id?.S === place.id ? fromItem(place, item) : undefined;
      }),
  };
}

function fromItem(place: ScoredPlace, item: Item): KeptLead {
  const { text, seconds } = readItem(item);
  return { ...placeOf(place), lead: JSON.parse(text('lead')), expiresAt: seconds('expires_at') };
}
