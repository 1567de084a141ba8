import { NotFoundError } from '../errors.ts';
import type { LeakNote } from '../learning/training-record.ts';
import type { ArtifactStore } from './ports.ts';
import { type ModelVersion, versionKey } from './registry.ts';

/** What the training of a version has noted in metrics.json, as far as the registry asks. Records of before lack some of it. */
export interface TrainingNotes {
  /** Fields that may give the outcome away. */
  readonly suspects: readonly LeakNote[];
  readonly verdict?: {
    readonly better: boolean;
    readonly roc_auc: number;
    readonly roc_auc_error: number;
    readonly text: string;
  };
  /** Of the model that they are about. */
  readonly modelSha256?: string;
  /** The same for two versions: their figures were measured on the same leads. */
  readonly measuredSha256?: string;
}

const NONE: TrainingNotes = { suspects: [] };

/** Of a metrics.json that was put there by hand, what can be read of it. */
export function parseTrainingNotes(bytes: Uint8Array): TrainingNotes {
  let record: unknown;
  try {
    record = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return NONE;
  }
  const { model_sha256: model, leak_suspects: noted, warnings, verdict, split } = membersOf(record);
  const { measured_sha256: measured } = membersOf(split);
  return {
    suspects: Array.isArray(noted) ? noted.filter(isLeakNote) : suspectsOf(warnings),
    ...(isVerdict(verdict) ? { verdict } : {}),
    ...(typeof model === 'string' ? { modelSha256: model } : {}),
    ...(typeof measured === 'string' ? { measuredSha256: measured } : {}),
  };
}

/** A version that was published without metrics.json, or whose one was deleted since, has no notes. */
export async function readTrainingNotes(
  artifacts: Pick<ArtifactStore, 'get'>,
  { name, version, files }: Pick<ModelVersion, 'name' | 'version' | 'files'>,
): Promise<TrainingNotes> {
  if (!files.includes('metrics.json')) return NONE;
  try {
    return parseTrainingNotes(await artifacts.get(versionKey(name, version, 'metrics.json')));
  } catch (error) {
    if (error instanceof NotFoundError) return NONE;
    throw error;
  }
}

/** Records of before have sentences only. */
const suspectsOf = (warnings: unknown): LeakNote[] =>
  (Array.isArray(warnings) ? warnings : []).flatMap((warning) => {
    const [, column, text] = /^(.+?) may give the outcome away: (.*)$/s.exec(String(warning)) ?? [];
    return column === undefined ? [] : [{ column, text: text! }];
  });

const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const isLeakNote = (value: unknown): value is LeakNote => {
  const { column, text } = membersOf(value);
  return typeof column === 'string' && typeof text === 'string';
};

const isVerdict = (value: unknown): value is NonNullable<TrainingNotes['verdict']> => {
  const { better, roc_auc, roc_auc_error, text } = membersOf(value);
  return (
    typeof better === 'boolean' &&
    typeof text === 'string' &&
    typeof roc_auc === 'number' &&
    typeof roc_auc_error === 'number'
  );
};
