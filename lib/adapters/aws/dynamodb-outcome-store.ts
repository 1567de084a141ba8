import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { forAll } from '../../for-all.ts';
import type { OutcomeStore } from '../../outcomes/ports.ts';
import { isScoredEarlier, placeOf, type ScoredLead, type ScoredPlace } from '../../outcomes/scored-lead.ts';
import { toAttributes } from './item.ts';
import {
  changeKey,
  changesPartition,
  EVENTS,
  eventFromItem,
  eventToItem,
  leadPartition,
  orderOf,
  outcomeAttributes,
  placeFromItem,
  pointerKey,
  pointerToItem,
  rowFromItem,
  rowKey,
  rowsPartition,
  rowToItem,
} from './outcome-item.ts';
import { SHARDS } from './shards.ts';
import { openTable, partitionOf } from './table.ts';

/** Calls at a time. */
const AT_ONCE = 20;
/** Events that one call removes. */
const MOST_REMOVED = 500;

export function createDynamoDbOutcomeStore(client: DynamoDBClient, name: string): OutcomeStore {
  const table = openTable(client, name, 'pk');

  const removeRow = (place: ScoredPlace) => table.remove('removing a scored lead', rowKey(place));

  const readPointer = async (place: ScoredPlace): Promise<ScoredPlace | undefined> => {
    const item = await table.get('finding a scored lead', pointerKey(place));
    return item && placeFromItem(place.leadKey, item);
  };

  /**
   * The pointer comes before the row, so that an erasure finds the row, and is read again after it: who is scored earlier may have
   * taken the place in between, and removed a row that was not there yet.
   */
  const add = async (row: ScoredLead): Promise<boolean> => {
    for (;;) {
      if (!(await table.insert('noting a scored lead', pointerToItem(row)))) {
        const known = await readPointer(row);
        // It was removed meanwhile.
        if (known === undefined) continue;
        if (known.id !== row.id) {
          if (!isScoredEarlier(row, known)) {
            // Its row may be there: this call may have ended before, when another took the place.
            await removeRow(row);
            return false;
          }
          if (!(await takePlace(row, known))) continue;
        }
      }
      await table.insert('keeping a scored lead', rowToItem(row));
      const holder = await readPointer(row);
      if (holder?.id === row.id) return true;
      if (holder !== undefined) await removeRow(row);
      else continue;
      return false;
    }
  };

  /** The other's row goes before the pointer that leads to it. @returns false: the place was taken or given up meanwhile */
  const takePlace = async (row: ScoredLead, known: ScoredPlace): Promise<boolean> => {
    await removeRow(known);
    const moved = await table.update('noting a scored lead', pointerKey(row), {
      set: toAttributes({ id: row.id, scored_at: row.scoredAt }),
      when: [['in', 'id', [known.id]]],
    });
    return moved !== undefined;
  };

  return {
    async addScored(rows) {
      const kept = await forAll(rows, AT_ONCE, async (row) => ((await add(row)) ? [placeOf(row)] : []));
      return kept.flat();
    },

    async removeRows(places) {
      await forAll(places, AT_ONCE, removeRow);
    },

    async removeScored(places) {
      await forAll(places, AT_ONCE, async (place) => {
        await removeRow(place);
        await table.remove('forgetting a scored lead', pointerKey(place), [['in', 'id', [place.id]]]);
      });
    },

    addEvent: (lead, event, expiresAt) =>
      table.insert('keeping what was reported', eventToItem(lead, event, expiresAt)),

    async readLead(leadKey) {
      const items = await table.queryAll('reading what was reported', leadPartition(leadKey));
      return {
        events: items.flatMap((item) => eventFromItem(item) ?? []).toReversed(),
        scored: items.flatMap((item) => placeFromItem(leadKey, item) ?? []),
      };
    },

    async join(place, outcome) {
      const joined = await table.update('joining an outcome', rowKey(place), {
        set: outcomeAttributes(outcome),
        remove: outcome.value === undefined ? ['outcome_value'] : [],
        when: [
          ['exists', 'pk'],
          ['before', 'outcome_order', orderOf(outcome)],
        ],
      });
      return joined !== undefined;
    },

    async removeEvents(leadKey) {
      const { items, last } = await table.query('finding what was reported', {
        ...partitionOf(leadPartition(leadKey), EVENTS),
        Limit: MOST_REMOVED,
      });
      await forAll(items, AT_ONCE, ({ pk, sk }) =>
        table.remove('removing what was reported', { pk: pk!, sk: sk! }),
      );
      return last === undefined;
    },

    async *readCohort(model, week) {
      for (let shard = 0; shard < SHARDS; shard++) {
        let from: Awaited<ReturnType<typeof table.query>>['last'];
        do {
          const page = await table.query('reading scored leads', {
            ...partitionOf(rowsPartition(model, week, shard)),
            ...(from === undefined ? {} : { ExclusiveStartKey: from }),
          });
          for (const item of page.items) yield rowFromItem(model, item);
          from = page.last;
        } while (from !== undefined);
      }
    },

    async noteChange(model, week) {
      await table.update('noting a change', changeKey(model, week), { add: { changes: { N: '1' } } });
    },

    async countChanges(model) {
      const items = await table.queryAll('reading changes', changesPartition(model));
      return new Map(items.map(({ sk, changes }) => [sk!.S!, Number(changes!.N)]));
    },
  };
}
