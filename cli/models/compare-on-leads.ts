import { count } from '../../lib/count.ts';
import { InputError, NotFoundError } from '../../lib/errors.ts';
import { formatCount } from '../../lib/format-figures.ts';
import { evaluate } from '../../lib/learning/evaluation/evaluate.ts';
import { scoreWithModel } from '../../lib/learning/score-with-model.ts';
import { POSITIVES_JOIN } from '../../lib/learning/table/left-out.ts';
import { type ReadLeads, readLeads } from '../../lib/learning/table/read-leads.ts';
import type { Evaluation, ModelArtifact } from '../../lib/model/artifact.ts';
import { areLeadsKnown, isOutcomeKnown } from '../../lib/model/known-leads.ts';
import type { ModelVersion } from '../../lib/registry/registry.ts';
import type { Registry } from '../../lib/runtime/compose-registry.ts';
import { compareLosses } from '../../lib/statistics/compare-losses.ts';
import { sum } from '../../lib/statistics/sum.ts';
import { findUnseen } from '../../lib/trainings/unseen-leads.ts';
import { openLeads } from '../files/open-leads.ts';
import { fileNameOf } from '../terminal/standard-streams.ts';
import { tellHorizon } from './tell-horizons.ts';

export interface ComparedVersion {
  readonly record: ModelVersion;
  readonly artifact: ModelArtifact;
}

/** Two versions on the same leads. */
export interface LeadsComparison {
  readonly figures: readonly [Evaluation, Evaluation];
  /** Log-loss of the first less that of the second, the mean over the leads, and its standard error. */
  readonly difference: number;
  readonly standardError: number;
  /** What they were measured on, and how far that is fair; sentences. */
  readonly notes: readonly string[];
}

/** With fewer of either outcome the figures are chance. */
const FEWEST_OF_AN_OUTCOME = 10;
/** Of what passes for new, a larger share of changed leads would decide the comparison. */
const MOST_CHANGED = 0.02;

/**
 * Measures two versions on the leads of a file with a known outcome that neither has learned from.
 *
 * @throws {InputError} the file is not read as the models' leads are, or too few of its leads are new to both
 */
export async function compareOnLeads(
  stack: Pick<Registry, 'artifacts'>,
  file: string,
  versions: readonly [ComparedVersion, ComparedVersion],
): Promise<LeadsComparison> {
  const fileName = fileNameOf(file);
  const { lineage, horizon, notes: assumed } = findOutcome(versions);
  const { target, positive, joined_sha256: joined } = lineage;
  const read = readLeads(
    {
      ...(await openLeads(file)),
      ...{ target, force: true },
      ...(joined !== undefined || positive.includes(POSITIVES_JOIN) || horizon !== undefined
        ? {}
        : { positive }),
      ...(horizon === undefined ? {} : { time: horizon.time, horizon: { days: horizon.days } }),
    },
    0,
  );
  const { novel, notes } = await findNewToBoth(stack, versions, read);
  const rows = Int32Array.from(
    [...novel.keys()].filter((row) => novel[row] === 1 && read.horizon?.isOld[row] !== 0),
  );
  const labels = Uint8Array.from(rows, (row) => read.labels[row]!);
  const converted = sum(labels);
  const told = `${count(rows.length, 'lead')} of ${fileName}, ${formatCount(converted)} converted`;
  if (Math.min(converted, rows.length - converted) < FEWEST_OF_AN_OUTCOME)
    throw new InputError(
      `${fileName}: expected leads that neither version has learned from, at least ${FEWEST_OF_AN_OUTCOME} that converted and ` +
        `${FEWEST_OF_AN_OUTCOME} that did not; found ${told}. Take a file with newer leads.`,
    );
  const probabilities = versions.map(({ record: { version }, artifact }) => {
    const scored = scoreWithModel(artifact, read.leads, rows);
    if (typeof scored === 'string') throw new InputError(`${version} cannot score ${fileName}: ${scored}.`);
    return scored;
  });
  const [first, second] = probabilities as [Float64Array, Float64Array];
  const { difference, standardError } = compareLosses(first, second, labels);
  return {
    figures: [evaluate(first, labels), evaluate(second, labels)],
    difference,
    standardError,
    notes: [`Measured on the same leads: ${told}.`, ...assumed, ...notes],
  };
}

/**
 * Where the outcome of a lead stands, as the versions tell it. One that was imported without outcomes does not know: it is taken to
 * predict what the other does, and the comparison says so.
 */
function findOutcome(versions: readonly [ComparedVersion, ComparedVersion]): {
  readonly lineage: ModelArtifact['lineage'];
  readonly horizon: ModelArtifact['horizon'];
  readonly notes: readonly string[];
} {
  const [known, other] = versions.filter(({ artifact }) => isOutcomeKnown(artifact));
  if (known === undefined)
    throw new InputError(
      'expected a version that knows the column of the outcome, got two that were imported without outcomes. Import one of them again with --leads and --on, publish it and compare that one.',
    );
  const { lineage, horizon } = known.artifact;
  const { target } = lineage;
  if (other === undefined) {
    const unknown = versions.find((version) => version !== known)!.record.version;
    const note = `${unknown} was imported without outcomes: it is taken to predict “${target}” as ${known.record.version} does.`;
    return { lineage, horizon, notes: [note] };
  }
  if (other.artifact.lineage.target !== target)
    throw new InputError(
      `the two predict different things: “${target}” and “${other.artifact.lineage.target}”. They cannot be compared.`,
    );
  const [days, others] = [horizon?.days, other.artifact.horizon?.days];
  if (days !== others)
    throw new InputError(
      `the two predict different things: conversions ${tellHorizon(days)} and ${tellHorizon(others)}. They cannot be compared.`,
    );
  return { lineage, horizon, notes: [] };
}

async function findNewToBoth(
  { artifacts }: Pick<Registry, 'artifacts'>,
  versions: readonly ComparedVersion[],
  read: ReadLeads,
): Promise<{ readonly novel: Uint8Array; readonly notes: string[] }> {
  const novel = new Uint8Array(read.labels.length).fill(1);
  const notes: string[] = [];
  const files = storedFiles(artifacts);
  for (const { record, artifact } of versions) {
    const { version } = record;
    if (areLeadsKnown(artifact) && artifact.lineage.data_sha256 === read.sha256)
      throw new InputError(`${version} has learned from this very file. Take a file with newer leads.`);
    const unseen = await findUnseen(files, record, artifact, read);
    if (typeof unseen === 'string') {
      notes.push(`${unseen}: if it has learned from some of these, its figures are too good.`);
      continue;
    }
    unseen.novel.forEach((one, row) => {
      if (one === 0) novel[row] = 0;
    });
    if (unseen.vanished > MOST_CHANGED * sum(unseen.novel))
      notes.push(
        `${count(unseen.vanished, 'lead')} that ${version} has learned from ${unseen.vanished === 1 ? 'is' : 'are'} not in the file: the comparison is fair if they are absent, and not if they were changed since.`,
      );
  }
  return { novel, notes };
}

/** What lies beside a version, as trainings read it. */
const storedFiles = (artifacts: Registry['artifacts']): Parameters<typeof findUnseen>[0] => ({
  async stat(key) {
    try {
      return { bytes: (await artifacts.get(key)).length, etag: '' };
    } catch (error) {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    }
  },
  read: (key) => artifacts.get(key),
});
