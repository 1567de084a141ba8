import { compareOutcomes, type OutcomeEvent } from '../../../lib/outcomes/outcome.ts';
import type { OutcomeStore } from '../../../lib/outcomes/ports.ts';
import { type ScoredLead, type ScoredPlace, weekOf } from '../../../lib/outcomes/scored-lead.ts';

const pointerOf = ({ model, version, leadKey }: ScoredPlace) => `${leadKey}#${model}#${version}`;
const isEarlier = (one: ScoredPlace, other: ScoredPlace) =>
  one.scoredAt < other.scoredAt || (Number(one.scoredAt) === Number(other.scoredAt) && one.id < other.id);

export interface MemoryOutcomeStore extends OutcomeStore {
  /** By id. */
  readonly rows: Map<string, ScoredLead>;
}

export function createMemoryOutcomeStore(): MemoryOutcomeStore {
  const rows = new Map<string, ScoredLead>();
  const pointers = new Map<string, ScoredPlace>();
  const events = new Map<string, Map<string, OutcomeEvent>>();
  const changes = new Map<string, Map<string, number>>();
  const place = ({ id, model, version, leadKey, scoredAt }: ScoredPlace): ScoredPlace => ({
    id,
    model,
    version,
    leadKey,
    scoredAt,
  });
  return {
    rows,
    async addScored(added) {
      const kept: ScoredPlace[] = [];
      for (const row of added) {
        const known = pointers.get(pointerOf(row));
        if (known !== undefined && known.id !== row.id) {
          if (!isEarlier(row, known)) continue;
          rows.delete(known.id);
        }
        pointers.set(pointerOf(row), place(row));
        if (!rows.has(row.id)) rows.set(row.id, row);
        kept.push(place(row));
      }
      return kept;
    },
    async removeRows(places) {
      for (const { id } of places) rows.delete(id);
    },
    async removeScored(places) {
      for (const each of places) {
        rows.delete(each.id);
        if (pointers.get(pointerOf(each))?.id === each.id) pointers.delete(pointerOf(each));
      }
    },
    async addEvent({ leadKey }, event) {
      const ofLead = events.get(leadKey) ?? new Map<string, OutcomeEvent>();
      events.set(leadKey, ofLead);
      const key = `${event.occurredAt.toISOString()}#${event.kind}#${event.value ?? ''}`;
      if (ofLead.has(key)) return false;
      ofLead.set(key, event);
      return true;
    },
    async readLead(leadKey) {
      return {
        events: [...(events.get(leadKey)?.values() ?? [])].sort(
          (a, b) => Number(b.occurredAt) - Number(a.occurredAt),
        ),
        scored: [...pointers.values()].filter((each) => each.leadKey === leadKey),
      };
    },
    async join({ id }, outcome) {
      const row = rows.get(id);
      if (row === undefined) return false;
      if (row.outcome !== undefined && compareOutcomes(outcome, row.outcome) <= 0) return false;
      rows.set(id, { ...row, outcome });
      return true;
    },
    async removeEvents(leadKey) {
      events.delete(leadKey);
      return true;
    },
    async *readCohort(model, week) {
      for (const row of [...rows.values()])
        if (row.model === model && weekOf(row.scoredAt) === week) yield row;
    },
    async noteChange(model, week) {
      const ofModel = changes.get(model) ?? new Map<string, number>();
      changes.set(model, ofModel.set(week, (ofModel.get(week) ?? 0) + 1));
    },
    async countChanges(model) {
      return new Map(changes.get(model));
    },
  };
}
