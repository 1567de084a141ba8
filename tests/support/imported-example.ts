import { type Checks, encodeChecksFile } from '../../lib/importing/checks-file.ts';
import type { Check } from '../../lib/importing/imported-model.ts';
import { validateLead } from '../../lib/lead/validate-lead.ts';
import type { ModelArtifact } from '../../lib/model/artifact.ts';
import { compileModel } from '../../lib/model/compile-model.ts';
import { sha256Of } from '../../lib/sha256.ts';
import { exampleTreesArtifact } from './example-model.ts';

/** Past leads as somebody's library has scored them. */
export const CHECKED_LEADS: readonly Check['lead'][] = [
  { source: 'referral', visits: 15, opened: true, first_contact: null },
  { source: 'web', visits: null, opened: false, first_contact: '2025-03-03' },
  { source: 'fair', visits: 3, opened: null, first_contact: null },
];

export interface Imported {
  readonly artifact: ModelArtifact;
  readonly model: Uint8Array;
  readonly checks: Uint8Array;
}

const encode = (text: string) => new TextEncoder().encode(text);

/** What its library says of a lead, worked out by the model before anybody has touched it. */
const probabilityOf = (artifact: ModelArtifact, lead: Check['lead']): number => {
  const valid = validateLead(artifact.schema, lead);
  if (!valid.ok) throw new Error(valid.errors[0]!.message);
  return compileModel(artifact).probabilityOf(valid.lead);
};

/** As importing leaves it without leads: the leads of the checks describe the fields, and nothing tells an outcome. */
const DESCRIBED: ModelArtifact['lineage'] = {
  data_sha256: '1'.repeat(64),
  rows: 3,
  converted: 0,
  target: 'converted',
  positive: 'yes',
  left_out: {},
  preparation: [],
  libraries: { lightgbm: '4.6.0' },
};

/** The example of the kind trees as an import without leads leaves it: no metrics, no leads.json, and a checks.json. */
export function importedExample({
  changes = {},
  leads = CHECKED_LEADS,
  checks = (list) => list,
}: {
  readonly changes?: Partial<ModelArtifact>;
  readonly leads?: readonly Check['lead'][];
  /** What the file says instead. */
  readonly checks?: (list: readonly Check[]) => Checks['checks'];
} = {}): Imported {
  const plain = exampleTreesArtifact({
    trainer: 'lightgbm',
    metrics: {},
    trainer_options: { imported: true },
    lineage: DESCRIBED,
    ...changes,
  });
  const file = encode(
    encodeChecksFile({
      library: 'LightGBM 4.6.0',
      tolerance: 1e-12,
      checks: checks(leads.map((lead) => ({ lead, probability: probabilityOf(plain, lead) }))),
    }),
  );
  const artifact = { ...plain, checks_sha256: sha256Of(file) };
  return { artifact, model: encode(JSON.stringify(artifact)), checks: file };
}
