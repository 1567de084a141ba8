import { encodeLeadsFile } from '../../lib/learning/leads-file.ts';
import type { ModelArtifact } from '../../lib/model/artifact.ts';

/** A small model made by hand, so that a test can work out every number on paper. */
export function exampleArtifact(changes: Partial<ModelArtifact> = {}): ModelArtifact {
  return {
    format: 'scorelane-model/1',
    kind: 'additive',
    name: 'leads',
    created_at: '2026-01-31T12:00:00.000Z',
    trainer: 'by-hand',
    trainer_options: {},
    seed: 1,
    schema: {
      fields: [
        { name: 'source', type: 'category', required: true, levels: ['web', 'referral', 'fair'] },
        { name: 'visits', type: 'number', required: false, integer: true, range: [0, 20] },
        { name: 'opened', type: 'boolean', required: false },
        { name: 'first_contact', type: 'date', required: false, range: ['2024-01-01', '2025-12-31'] },
      ],
      missing_words: ['na', 'null'],
    },
    intercept: -1,
    terms: [
      {
        kind: 'category',
        feature: 'source',
        values: { web: -0.5, referral: 1 },
        other: 0.25,
        missing: 0,
        mean: 0.1,
      },
      {
        kind: 'linear',
        feature: 'visits',
        steps: [
          { op: 'clip', low: 0, high: 20 },
          { op: 'scale', mean: 10, sd: 5 },
        ],
        weight: 0.5,
        missing: -0.75,
        mean: 0,
      },
      {
        kind: 'category',
        feature: 'opened',
        values: { true: 0.4, false: -0.2 },
        other: 0,
        missing: 0,
        mean: 0,
      },
      {
        kind: 'category',
        feature: 'first_contact',
        part: 'weekday',
        values: { '1': 0.3, '7': -0.3 },
        other: 0,
        missing: 0,
        mean: 0,
      },
    ],
    calibration: { method: 'none' },
    scale: {
      percentiles: Array.from({ length: 98 }, (_, i) => (i + 1) / 100),
      grades: { A: 90, B: 70, C: 40 },
    },
    metrics: {
      holdout: {
        rows: 200,
        base_rate: 0.2,
        roc_auc: 0.75,
        gini: 0.5,
        ks: 0.4,
        pr_auc: 0.4,
        log_loss: 0.45,
        brier: 0.14,
        ece: 0.01,
        constant_log_loss: 0.5,
        constant_brier: 0.16,
      },
    },
    baseline: {},
    lineage: {
      data_sha256: '0'.repeat(64),
      rows: 1000,
      converted: 200,
      target: 'converted',
      positive: 'yes',
      left_out: {},
      preparation: [],
      libraries: {},
    },
    ...changes,
  };
}

/** A lead that the example model accepts: log-odds −1 + 1 + 0.5 × (15 − 10) ÷ 5 + 0.4 + 0.3 (a Monday) = 1.2. */
export const EXAMPLE_LEAD = {
  source: 'referral',
  visits: 15,
  opened: true,
  first_contact: '2026-01-05',
} as const;

export const artifactBytes = (artifact: unknown): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(artifact));

/** A leads.json of the example: as many leads as its lineage tells of. */
export function exampleLeadsFile(artifact = exampleArtifact()): Uint8Array {
  const { rows, converted } = artifact.lineage;
  const keys = Float64Array.from({ length: rows }, (_, i) => 2 * i + (i < converted ? 1 : 0));
  const features = [{ kind: 'level', field: 'source' }] as const;
  return new TextEncoder().encode(encodeLeadsFile(artifact, { features, keys }));
}

/** Two trees by hand beside the terms: one on visits and source, one on what is missing. */
export function exampleTreesArtifact(changes: Partial<ModelArtifact> = {}): ModelArtifact {
  return exampleArtifact({
    kind: 'trees',
    intercept: -1.5,
    terms: [],
    trees: {
      inputs: [
        { kind: 'number', feature: 'visits', steps: [], missing: null },
        {
          kind: 'level',
          feature: 'source',
          values: { web: 0, referral: 1, fair: 2 },
          other: null,
          missing: null,
        },
        { kind: 'level', feature: 'opened', values: { true: 1, false: 0 }, other: 0, missing: 0 },
      ],
      members: [
        {
          kind: 'trees',
          weight: 0.5,
          input: [0, 1, -1, -1, 0, -1, 2, -1, -1, 1, -1, -1],
          threshold: [4.5, 0, 9.5, 0.5, 1],
          route: [1, 2, 0, 0, 3],
          value: [0.75, -0.5, 0.25, 0.5, 1.5, 1, -0.125],
          cover: [30, 70, 40, 35, 25, 80, 120],
          sets: [[1], [0, 2]],
        },
        {
          kind: 'trees',
          weight: 0.25,
          intercept: 0.5,
          input: [2, -1, 1, -1, -1],
          threshold: [0.5, 0],
          route: [0, 3],
          value: [-1, 2, 0],
          cover: [110, 50, 40],
          sets: [[2]],
        },
      ],
    },
    ...changes,
  });
}
