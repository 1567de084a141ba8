import { count } from '../count.ts';
import { validateLead } from '../lead/validate-lead.ts';
import type { LeakNote } from '../learning/training-record.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { usedFields } from '../model/used-fields.ts';
import { hideQuoted } from '../quoting.ts';
import { wilsonInterval } from '../statistics/wilson-interval.ts';
import { compareSchemas, type SchemaChange } from './compare-schemas.ts';
import type { PromotionFinding } from './promotion-finding.ts';

/** A field that a larger share of the leads lacks is not one to rely on. */
const MOST_LACKING = 0.05;

export interface Candidates {
  /** What serves; undefined: nothing does; `artifact` undefined: it cannot be read. */
  readonly present: { readonly version: string; readonly artifact: ModelArtifact | undefined } | undefined;
  readonly next: ModelArtifact;
  /** Of the next one. */
  readonly suspects: readonly LeakNote[];
  /** As they were sent lately, whatever version accepted them. */
  readonly leads: readonly Readonly<Record<string, unknown>>[];
  /** The same leads as the version that serves would be sent them, where it is sent other fields. */
  readonly leadsForPresent?: readonly Readonly<Record<string, unknown>>[];
  /** What the leads are, behind their number: `sent lately`, `of crm.csv`. */
  readonly source: string;
  /** Fields that the owner of the model vouches for. */
  readonly allowed?: readonly string[];
}

/**
 * What speaks against a version taking the place of the one that serves: by the schemas of both, by the leads that were sent
 * lately, and by what training has found out about its fields. Whether it is better is another question.
 */
export function findPromotionRisks(candidates: Candidates): PromotionFinding[] {
  const { present, next, suspects, source, allowed = [] } = candidates;
  const replay = replayLeads(candidates);
  const of = `${count(replay.leads, 'lead')} ${source}`;
  const changes =
    present?.artifact === undefined
      ? []
      : compareSchemas(present.artifact.schema, next.schema, present.version);
  const changed = new Set(changes.map(({ field }) => field));
  const findings: PromotionFinding[] = [
    ...changes.map((change) => describeChange(change, replay, next, of)),
    ...[...replay.refused].flatMap(([field, n]): PromotionFinding[] =>
      changed.has(field)
        ? []
        : [{ kind: 'refused', field, text: `${n} of ${of} would be refused for what they say in ${field}` }],
    ),
    ...findLacking(candidates, replay, of),
    ...suspects
      .filter(({ column }) => usedFields(next).has(column))
      .map(
        ({ column: field, text }): PromotionFinding => ({
          kind: 'leak_suspect',
          field,
          text: `${field} may give the outcome away: ${hideQuoted(text)}`,
        }),
      ),
    ...(present !== undefined && present.artifact === undefined
      ? [
          {
            kind: 'unreadable' as const,
            text: `${present.version} cannot be read, so it is not known which leads it accepts`,
          },
        ]
      : []),
  ];
  return findings.map((finding) =>
    finding.field !== undefined && allowed.includes(finding.field) ? { ...finding, allowed: true } : finding,
  );
}

/** What the next version makes of the leads that the present one accepts. */
interface LeadReplay {
  readonly leads: number;
  /** Field → how many leads are refused for it, one that is not known any more included. */
  readonly refused: ReadonlyMap<string, number>;
  /** Field → how many leads say something in it. */
  readonly filled: ReadonlyMap<string, number>;
}

/** A prediction has every field of the version that accepted it, with null for what was not sent. */
const withoutNull = (lead: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(lead).filter(([, value]) => value !== null));

function replayLeads({ present, next, leads, leadsForPresent = leads }: Candidates): LeadReplay {
  const refused = new Map<string, number>();
  const filled = new Map<string, number>();
  const add = (counts: Map<string, number>, field: string) => counts.set(field, (counts.get(field) ?? 0) + 1);
  let accepted = 0;
  for (const [i, lead] of leads.entries()) {
    const said = withoutNull(lead);
    const known = withoutNull(leadsForPresent[i]!);
    if (present?.artifact !== undefined && !validateLead(present.artifact.schema, known).ok) continue;
    accepted += 1;
    for (const field of Object.keys(said)) add(filled, field);
    const checked = validateLead(next.schema, said);
    if (!checked.ok)
      for (const field of new Set(checked.errors.map(({ field }) => field))) add(refused, field);
  }
  return { leads: accepted, refused, filled };
}

function describeChange(
  { kind, field, text }: SchemaChange,
  { leads, refused }: LeadReplay,
  { lineage }: ModelArtifact,
  of: string,
): PromotionFinding {
  const n = refused.get(field) ?? 0;
  const why = kind === 'removed' ? lineage.left_out[field] : undefined;
  const known = why === undefined ? text : `${text} (left out: ${hideQuoted(why)})`;
  const happens = {
    required: 'leads without it would be refused',
    removed: 'leads with it would be refused',
    changed: 'leads may be refused for it',
  }[kind];
  return {
    kind,
    field,
    text: `${known}: ${happens}${leads === 0 ? '' : `, ${n} of ${of}`}`,
  };
}

/**
 * Fields that the next version uses and the leads do not have. A field that both versions know may be missing as often as it was
 * when the next one was trained: what that means it has learned. What the present one does not know no caller can send yet.
 */
function findLacking(
  { present, next }: Candidates,
  { leads, filled }: LeadReplay,
  of: string,
): PromotionFinding[] {
  const known = new Set(present?.artifact?.schema.fields.map(({ name }) => name));
  const used = usedFields(next);
  return next.schema.fields.flatMap(({ name: field, required }): PromotionFinding[] => {
    if (required || !used.has(field)) return [];
    const isNew = present?.artifact !== undefined && !known.has(field);
    const finding = (text: string): PromotionFinding[] => [{ kind: 'lacked', field, text }];
    if (leads === 0)
      return isNew
        ? finding(`the model uses ${field}, which no lead can have had: ${present.version} does not know it`)
        : [];
    const lacking = leads - (filled.get(field) ?? 0);
    if (lacking / leads <= MOST_LACKING) return [];
    // An imported model may not know how many of the leads that it has learned from lacked it.
    const learned = next.baseline[field]?.missing;
    // Of a few leads many may lack it by chance.
    if (!isNew && wilsonInterval(lacking, leads).low <= (learned ?? 0)) return [];
    const before = learned === undefined ? '' : `; ${percent(learned)} of those that it has learned from`;
    return finding(
      `the model uses ${field}, which ${lacking} of ${of} lack (${percent(lacking / leads)}${before})`,
    );
  });
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
