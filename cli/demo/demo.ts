import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { InputError } from '../../lib/errors.ts';
import type { TrainedModel } from '../../lib/learning/train-model.ts';
import { claimFolder } from '../files/claim-files.ts';
import { statOrNone } from '../files/output-target.ts';
import { JSON_TEXT } from '../stage.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { createProgress } from '../terminal/progress.ts';

interface DemoOptions {
  readonly force?: boolean;
  readonly json?: boolean;
}

/** Enough leads for figures that hold, few enough to be learned from in seconds. */
const PAST_LEADS = 2000;
const NEW_LEADS = 25;

const FILES = [
  'leads.csv',
  'new-leads.csv',
  'model/metrics.json',
  'model/report.html',
  'model/leads.json',
  'model/model.json',
  'scored.csv',
];

const EXAMPLES = `
Examples:
  $ scorelane demo
  $ scorelane demo --json trial

The leads are invented, and the same each time. In the folder are afterwards leads.csv, from which the model learned, the
model with its report, new-leads.csv, and scored.csv, which has the new leads with their scores.`;

export function createDemoCommand(): Command {
  return new Command('demo')
    .description(
      'try it in one step: train on built-in invented leads, score new ones, show whom to call first',
    )
    .argument('[folder]', 'a new or empty folder to write to', 'scorelane-demo')
    .option('--force', 'replace the files of an earlier demo')
    .option('--json', JSON_TEXT)
    .addHelpText('after', EXAMPLES)
    .action(runDemo);
}

async function runDemo(folder: string, { force, json }: DemoOptions, command: Command): Promise<void> {
  const [{ generateSample }, { trainModel }, { listVersions }, { writeFiles }, { describeDemo, readScored }] =
    await Promise.all([
      import('../../lib/learning/sample/generate-sample.ts'),
      import('../../lib/learning/train-model.ts'),
      import('../models/list-versions.ts'),
      import('../files/output-files.ts'),
      import('./demo-summary.ts'),
    ]);
  if (force !== true) refuseContent(folder);
  const targets = await claimFolder(command, { option: '[folder]', path: folder }, FILES);
  const progress = createProgress(json === true);
  try {
    const sample = generateSample({ rows: PAST_LEADS + NEW_LEADS, seed: 1 });
    const { past, fresh } = splitSample(sample.csv);
    const trained = await trainModel({
      data: past,
      fileName: 'leads.csv',
      target: 'converted',
      name: 'leads',
      createdAt: new Date(),
      libraries: listVersions(),
      onProgress: (what, done, total) => progress.show({ what, done, total, unit: 'fits' }),
    });
    const scored = await scoreLeads(trained, fresh);
    const files = {
      'leads.csv': past,
      'new-leads.csv': fresh,
      ...(await makeFiles(trained)),
      'scored.csv': scored,
    };
    await writeFiles(
      FILES.map((name, i) => ({ target: targets[i]!, data: files[name as keyof typeof files] })),
    );
    progress.end();
    const leads = readScored(scored);
    if (json) {
      const { data, winner } = trained.record;
      printJson({
        folder,
        files: FILES.map((name) => join(folder, name)),
        past_leads: data.rows,
        winner,
        leads,
      });
    } else printLines(describeDemo(folder, trained.record, leads));
  } finally {
    progress.end();
  }
}

/** @throws {InputError} the folder holds something, which may be somebody's work */
function refuseContent(folder: string): void {
  const found = statOrNone(folder)?.isDirectory() === true ? readdirSync(folder) : [];
  if (found.length === 0) return;
  const names = found.length > 3 ? [...found.slice(0, 3), '…'] : found;
  throw new InputError(
    `[folder]: expected a new or empty folder, found ${names.join(', ')} in ${folder}. Nothing was changed; name another folder, or write over the files of an earlier demo with --force.`,
  );
}

/** The sample as a table of past leads, and new leads of which the outcome is not known yet. */
function splitSample(csv: string): { readonly past: string; readonly fresh: string } {
  const lines = csv.trimEnd().split('\n');
  const past = lines.slice(0, 1 + PAST_LEADS);
  const fresh = [lines[0]!, ...lines.slice(1 + PAST_LEADS)].map((line) =>
    line.slice(0, line.lastIndexOf(',')),
  );
  return { past: `${past.join('\n')}\n`, fresh: `${fresh.join('\n')}\n` };
}

async function makeFiles(trained: TrainedModel) {
  const [{ makeModelFiles }, { readChartScript }] = await Promise.all([
    import('../../lib/registry/model-files.ts'),
    import('../train/report-script.ts'),
  ]);
  const { model, beside } = makeModelFiles(trained, { chartScript: readChartScript() });
  return Object.fromEntries([
    ['model/model.json', model],
    ...beside.map(({ name, text }) => [`model/${name}`, text]),
  ]) as Record<string, string>;
}

/** As `scorelane score` does it. */
async function scoreLeads({ artifact }: TrainedModel, csv: string): Promise<Uint8Array> {
  const { scoreFile } = await import('../../lib/files/scoring/score-file.ts');
  const blocks: Uint8Array[] = [];
  const sink = { write: (block: Uint8Array) => void blocks.push(block.slice()) };
  await scoreFile(artifact, csv, { fileName: 'new-leads.csv' }, sink, { threads: 1 });
  return Buffer.concat(blocks);
}
