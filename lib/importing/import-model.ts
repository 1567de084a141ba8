import { ARTIFACT_FORMAT } from '../contract/words.ts';
import { count } from '../count.ts';
import { InputError, messageOf } from '../errors.ts';
import type { LeadSchema } from '../lead/schema.ts';
import { buildBaseline, buildScale } from '../learning/build-baseline.ts';
import { serializeArtifact } from '../learning/build-model.ts';
import { finishSchema } from '../learning/finish-schema.ts';
import { type Fingerprints, fingerprintLeads } from '../learning/lead-fingerprints.ts';
import { encodeLeadsFile } from '../learning/leads-file.ts';
import { hideRareLevels } from '../learning/rare-levels/hide-rare-levels.ts';
import { scoreColumns } from '../learning/score-columns.ts';
import { encodeLeads } from '../learning/table/encode-leads.ts';
import type { CsvInput } from '../learning/table/read-leads.ts';
import type { ModelArtifact } from '../model/artifact.ts';
import { calibrate } from '../model/calibrate.ts';
import { compileModel } from '../model/compile-model.ts';
import { decodeArtifact } from '../model/decode-artifact.ts';
import { hideQuoted } from '../quoting.ts';
import { sha256Of } from '../sha256.ts';
import { range } from '../typed-arrays.ts';
import { fitChecks, readChecks, tableOfChecks } from './check-leads.ts';
import { type ChecksPassed, encodeChecksFile, MOST_CHECKS, runChecks } from './checks-file.ts';
import type { Check, ImportedModel } from './imported-model.ts';
import { lookAtLeads } from './leads-look.ts';
import { type ImportMeasured, measureImport } from './measure-import.ts';
import { nameBooleans } from './name-booleans.ts';
import {
  type ImportLeads,
  readFirst,
  readImportLeads,
  rulesOfLeads,
  type ToldLeads,
} from './read-import-leads.ts';
import { readModelFile } from './read-model.ts';
import type { ReadOptions } from './read-options.ts';
import { settleFields } from './settle-fields.ts';

/** A model that another library made, and what is given with it. */
export interface ImportInput extends ToldLeads, Pick<ReadOptions, 'categories' | 'allTrees'> {
  readonly bytes: Uint8Array;
  /** Of the model, for messages. */
  readonly fileName: string;
  /** What the model is to be called. */
  readonly name: string;
  readonly createdAt: Date;
  /** Raw leads, as callers send them. */
  readonly leads?: CsvInput;
  /** The model has not learned from them. */
  readonly heldOut?: boolean;
  /** Raw leads with a column `probability`. */
  readonly checks?: CsvInput;
  readonly libraries?: Readonly<Record<string, string>>;
  readonly gitCommit?: string;
}

/** What an import makes. */
export interface ImportedFiles {
  readonly artifact: ModelArtifact;
  /** `model.json` */
  readonly model: string;
  readonly beside: readonly { readonly name: 'checks.json' | 'leads.json'; readonly text: string }[];
  readonly facts: {
    /** Such as `XGBoost 2.1.4`. */
    readonly library: string;
    readonly trees: number;
    readonly leaves: number;
    /** That were looked at; without `leads` they are those of the checks. */
    readonly rows: number;
    readonly leadsFrom: 'leads' | 'checks';
    /** How far a probability may be from the library's. */
    readonly tolerance: number;
    readonly checked?: ChecksPassed;
    readonly measured?: ImportMeasured;
    /** Column of the leads → why it is none of the model's fields. */
    readonly leftOut: Readonly<Record<string, string>>;
    /** Sentences; they may quote words of the leads. */
    readonly notes: readonly string[];
  };
}

/**
 * Makes our artifact of a model that another library made: its numbers are taken over as they are, and what the file does not tell (types,
 * ranges, baseline, scale) is told by leads. It refuses unless every check agrees.
 *
 * @throws {InputError} a file or an option is at fault; the message says what to do
 * @example
 * const { model, beside } = await importModel({ bytes, fileName: 'model.txt', name: 'leads', createdAt: new Date(), leads: { data } });
 */
export async function importModel(input: ImportInput): Promise<ImportedFiles> {
  const { fileName, leads: given, checks: givenChecks } = input;
  const source = given ?? givenChecks;
  const first = source && readFirst(source, input);
  const { categories, allTrees } = input;
  const rules = rulesOfLeads(input);
  const taken = await readModelFile(input.bytes, {
    fileName,
    ...(categories === undefined ? {} : { categories }),
    ...(allTrees === undefined ? {} : { allTrees }),
    ...(first === undefined ? {} : { leads: lookAtLeads(first, rules) }),
  });
  const readFrom = source ?? ownLeads(taken, fileName);
  const table = first ?? readFirst(readFrom, input);
  const imported = nameBooleans(taken, lookAtLeads(table, rules));
  const { name, version } = imported.library;
  const library = version === undefined ? name : `${name} ${version}`;
  const read = readImportLeads(readFrom, imported.fields, table, input);
  const made = makeArtifact(input, imported, read, library);
  const checks = collectChecks(input, imported, made.artifact.schema, library);
  const artifact = {
    ...made.artifact,
    ...(checks === undefined ? {} : { checks_sha256: sha256Of(checks.text) }),
  };
  const model = serializeArtifact(artifact);
  const checked = checks && runChecks(compileModel(decode(model, fileName)), checks);
  const members = imported.trees?.members.filter((member) => member.kind === 'trees') ?? [];
  return {
    artifact,
    model,
    beside: [
      ...(checks === undefined ? [] : [{ name: 'checks.json' as const, text: checks.text }]),
      ...(made.leadsFile === undefined ? [] : [{ name: 'leads.json' as const, text: made.leadsFile }]),
    ],
    facts: {
      library,
      tolerance: imported.tolerance,
      ...countMembers(members),
      rows: read.rows.length,
      leadsFrom: given === undefined ? 'checks' : 'leads',
      ...(checked === undefined ? {} : { checked }),
      ...(made.measured === undefined ? {} : { measured: made.measured }),
      leftOut: made.leftOut,
      notes: [...made.notes, ...(checks?.notes ?? [])],
    },
  };
}

/** Trees are counted by their roots: every split has one more node to come. */
function countMembers(members: readonly { readonly input: readonly number[] }[]) {
  let [trees, leaves] = [0, 0];
  for (const { input } of members) {
    let due = 0;
    for (const at of input) {
      if (due === 0) [trees, due] = [trees + 1, 1];
      due += at < 0 ? -1 : 1;
      if (at < 0) leaves += 1;
    }
  }
  return { trees, leaves };
}

/** The leads of the checks that came with the model. @throws {InputError} there are none */
function ownLeads({ checks = [], fields }: ImportedModel, fileName: string): CsvInput {
  if (checks.length === 0)
    throw new InputError(
      `${fileName}: expected leads beside the model, found none: the file tells neither the ranges of its columns nor what a score of 90 is. Name raw leads, such as those that it was trained on: --leads raw.csv.`,
    );
  return { data: new TextEncoder().encode(tableOfChecks(checks, fields)), fileName: `${fileName}: checks` };
}

interface Made {
  readonly artifact: ModelArtifact;
  readonly leadsFile?: string;
  readonly measured?: ImportMeasured;
  readonly leftOut: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
}

function makeArtifact(input: ImportInput, imported: ImportedModel, read: ImportLeads, library: string): Made {
  const { table, rules, rows, outcome, inferred } = read;
  const { intercept, calibration } = imported;
  const settled = settleFields(imported, inferred, table.fileName);
  const byName = new Map(read.columns.map((column) => [column.name, column]));
  const schema: LeadSchema = { fields: settled.fields, missing_words: inferred.schema.missing_words };
  const seen = schema.fields.filter(({ name }) => byName.has(name));
  const leads = encodeLeads(
    { ...schema, fields: seen },
    seen.map(({ name }) => byName.get(name)!),
    rows,
    rules,
  );
  const all = range(rows.length);
  const probabilities = scoreColumns({ intercept, ...settled.model }, leads.features, all).map((z) =>
    calibrate(calibration, z),
  );
  const measured = outcome === undefined ? undefined : measureImport(probabilities, outcome.labels);
  const fingerprints = sortKeys(fingerprintLeads(leads)!);
  const known = { ...schema, fields: schema.fields.map((field) => withKnown(field, settled.known)) };
  const hidden =
    input.leads === undefined
      ? { schema: known, ...settled.model }
      : hideRareLevels({ schema: known, ...settled.model }, leads, fingerprints, 0);
  const leftOut = listLeftOut(
    read,
    settled.fields.map(({ name }) => name),
    input.target,
  );
  const notes = [
    ...imported.notes,
    ...settled.notes,
    ...read.warnings,
    ...(input.leads === undefined
      ? [
          `the fields, their ranges and the scale are those of the ${count(rows.length, 'lead')} of the checks: name more with --leads`,
        ]
      : []),
    ...(outcome !== undefined && measured === undefined
      ? ['the leads are all of one outcome, so nothing could be measured on them']
      : []),
  ];
  const { heldOut = false, target, createdAt, name } = input;
  const converted = outcome?.labels.reduce((sum, label) => sum + label, 0) ?? 0;
  const artifact: ModelArtifact = {
    format: ARTIFACT_FORMAT,
    kind: hidden.trees === undefined ? 'additive' : 'trees',
    name,
    created_at: createdAt.toISOString(),
    trainer: imported.library.name.toLowerCase().replaceAll(/\s+/g, '-'),
    trainer_options: { imported: true },
    seed: 0,
    schema: finishSchema(hidden.schema, hidden, settled.required),
    intercept,
    terms: [...hidden.terms],
    ...(hidden.trees === undefined ? {} : { trees: hidden.trees }),
    calibration,
    scale: buildScale(probabilities),
    metrics: heldOut && measured !== undefined ? { holdout: measured.evaluation } : {},
    baseline: buildBaseline(leads),
    lineage: {
      data_sha256: table.sha256,
      rows: rows.length,
      converted,
      target: target ?? 'converted',
      positive: outcome?.positive ?? 'yes',
      ...(input.negative === undefined ? {} : { negative: input.negative }),
      ...(input.columns === undefined || Object.keys(input.columns).length === 0
        ? {}
        : { columns: input.columns }),
      left_out: Object.fromEntries(Object.entries(leftOut).map(([column, why]) => [column, hideQuoted(why)])),
      preparation: [
        `imported from ${library}: nothing was learned here`,
        ...notes.map(hideQuoted),
        ...(measured?.calibration === undefined
          ? []
          : [
              `on ${count(rows.length, 'lead')} that were given, the probabilities are ${measured.calibration}`,
            ]),
      ],
      libraries: { ...librariesOf(imported), ...input.libraries },
      ...(input.gitCommit === undefined ? {} : { git_commit: input.gitCommit }),
    },
  };
  // Leads that were held out are still unseen.
  const learned = input.leads !== undefined && outcome !== undefined && !heldOut;
  const leadsFile = learned ? encodeLeadsFile(artifact, fingerprints) : undefined;
  return {
    artifact,
    ...(leadsFile === undefined ? {} : { leadsFile }),
    ...(measured === undefined ? {} : { measured }),
    leftOut,
    notes,
  };
}

/** In an order that tells nothing of the file's. */
const sortKeys = ({ features, keys }: Fingerprints): Fingerprints => ({
  features,
  keys: keys.slice().sort(),
});

const withKnown = (
  field: LeadSchema['fields'][number],
  known: ReadonlyMap<string, readonly string[]>,
): LeadSchema['fields'][number] => {
  const levels = known.get(field.name);
  return field.type === 'category' && levels !== undefined ? { ...field, levels } : field;
};

const librariesOf = ({ library, libraries }: ImportedModel): Readonly<Record<string, string>> => ({
  ...(library.version === undefined ? {} : { [library.name.toLowerCase()]: library.version }),
  ...libraries,
});

function listLeftOut(
  { table, inferred }: ImportLeads,
  fields: readonly string[],
  target: string | undefined,
): Readonly<Record<string, string>> {
  const used = new Set([...fields, ...(target === undefined ? [] : [target])]);
  const others = table.columns.flatMap(({ name }) => (used.has(name) ? [] : [name]));
  return Object.fromEntries([
    ...table.leftOut,
    ...others.map((name) => [name, inferred.leftOut.get(name) ?? 'the model does not look at it']),
  ]);
}

interface CollectedChecks {
  readonly library: string;
  readonly tolerance: number;
  /** All of them are run. */
  readonly checks: readonly Check[];
  /** `checks.json`, with as many as it may hold. */
  readonly text: string;
  readonly notes: readonly string[];
}

function collectChecks(
  input: ImportInput,
  { checks: own = [], tolerance }: ImportedModel,
  schema: LeadSchema,
  library: string,
): CollectedChecks | undefined {
  const given = input.checks === undefined ? [] : readChecks(input.checks, schema, input);
  const checks = [...fitChecks(own, schema), ...given];
  if (checks.length === 0) return undefined;
  const kept = checks.slice(0, MOST_CHECKS);
  return {
    library,
    tolerance,
    checks,
    text: encodeChecksFile({ library, tolerance, checks: kept }),
    notes:
      kept.length === checks.length
        ? []
        : [`checks.json keeps the first ${MOST_CHECKS} of ${count(checks.length, 'check')}; all agree`],
  };
}

/** What was made is read as a publication of it will be. @throws {InputError} it is too large to serve, or holds numbers that JSON has not */
function decode(model: string, fileName: string): ModelArtifact {
  try {
    return decodeArtifact(new TextEncoder().encode(model));
  } catch (error) {
    throw new InputError(`${fileName}: the model cannot be served: ${messageOf(error)}.`);
  }
}
