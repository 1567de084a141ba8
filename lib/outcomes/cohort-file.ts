import { gunzipSync, gzipSync } from 'node:zlib';
import type { LeadOutcome } from './outcome.ts';
import type { ScoredLead } from './scored-lead.ts';

/** What was read of a model's week that is over. */
export interface Cohort {
  /** How often the week had been noted as changed before its leads were read. */
  readonly changes: number;
  readonly readAt: Date;
  readonly leads: readonly ScoredLead[];
}

/** Another form is read by nobody: the leads are read from their table again. */
const FORMAT = 'scorelane-cohort/1';

type Cell = string | number | null;
const CELLS = 13;

/** The bytes of a cohort: gzip of JSON, a lead a list. It holds no reference and no value of a lead. */
export const encodeCohort = ({ changes, readAt, leads }: Cohort): Uint8Array =>
  gzipSync(JSON.stringify({ format: FORMAT, changes, read_at: readAt.getTime(), leads: leads.map(toCells) }));

/** A cohort of these bytes; undefined: they are not of this format. */
export function decodeCohort(model: string, bytes: Uint8Array): Cohort | undefined {
  let file: { format?: unknown; changes?: unknown; read_at?: unknown; leads?: unknown };
  try {
    file = JSON.parse(gunzipSync(bytes).toString());
  } catch {
    return undefined;
  }
  const { format, changes, read_at, leads } = file ?? {};
  if (format !== FORMAT || typeof changes !== 'number' || typeof read_at !== 'number') return undefined;
  if (!Array.isArray(leads) || !leads.every((cells) => Array.isArray(cells) && cells.length === CELLS))
    return undefined;
  return { changes, readAt: new Date(read_at), leads: leads.map((cells) => fromCells(model, cells)) };
}

const toCells = (lead: ScoredLead): Cell[] => [
  lead.id,
  lead.version,
  lead.leadKey,
  lead.scoredAt.getTime(),
  lead.expiresAt.getTime(),
  lead.probability,
  lead.score ?? null,
  lead.grade ?? null,
  lead.challenger?.version ?? null,
  lead.challenger?.probability ?? null,
  lead.outcome?.kind ?? null,
  lead.outcome?.occurredAt.getTime() ?? null,
  lead.outcome?.value ?? null,
];

function fromCells(model: string, cells: readonly Cell[]): ScoredLead {
  const [id, version, leadKey, scoredAt, expiresAt, probability, score, grade, ...rest] = cells;
  const [challenger, challengerProbability, kind, occurredAt, value] = rest;
  return {
    id: id as string,
    model,
    version: version as string,
    leadKey: leadKey as string,
    scoredAt: new Date(scoredAt as number),
    expiresAt: new Date(expiresAt as number),
    probability: probability as number,
    ...(score === null ? {} : { score: score as number }),
    ...(grade === null ? {} : { grade: grade as NonNullable<ScoredLead['grade']> }),
    ...(challenger === null
      ? {}
      : { challenger: { version: challenger as string, probability: challengerProbability as number } }),
    ...(kind === null
      ? {}
      : {
          outcome: {
            kind: kind as LeadOutcome['kind'],
            occurredAt: new Date(occurredAt as number),
            ...(value === null ? {} : { value: value as number }),
          },
        }),
  };
}
