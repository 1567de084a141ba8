import { Command } from 'commander';
import type { Profile } from '../../lib/learning/profile/profile.ts';
import { claimFiles, messagesBeside, namesOf } from '../files/claim-files.ts';
import { addDataOptions, checkJoin, type DataOptions, omitUndefined } from '../options.ts';
import { printJson } from '../terminal/print.ts';
import { fileNameOf } from '../terminal/standard-streams.ts';

interface ProfileOptions extends DataOptions {
  readonly target?: string;
  readonly out?: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ scorelane profile leads.csv --target converted
  $ scorelane profile bank.csv --target y --positive yes --out profile.html
  $ scorelane profile leads.csv --join deals.csv --on lead_id --target converted
  $ zcat leads.csv.gz | scorelane profile - --target converted

Look at the leak suspects before training: a column that is only known after a lead has converted makes a model
look good and fail. Without --target the columns are described, and nothing is said of an outcome.`;

export function createProfileCommand(): Command {
  const command = new Command('profile')
    .description(
      'describe the columns of a CSV file of past leads, and which of them may give the outcome away',
    )
    .argument('<leads.csv>', 'one row per lead, with a header line; separated by comma, semicolon or tab')
    .option('--target <column>', 'the column that says whether the lead converted (with --join: a new name)');
  return addDataOptions(command)
    .option('--out <file.html>', 'write the profile as a page with pictures')
    .option('--json', 'print the profile as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: ProfileOptions) => {
      checkJoin(options, command);
      if (options.join !== undefined && options.target === undefined) {
        command.error('error: --join needs --target, a name for the outcome that it makes');
      }
      if (options.positive !== undefined && options.target === undefined) {
        command.error('error: --positive needs --target');
      }
      await runProfile(file, options, command);
    });
}

async function runProfile(file: string, options: ProfileOptions, command: Command): Promise<void> {
  // Loaded here, so that --help and the other commands do not wait for it.
  const [{ profileLeads }, { withoutQuotes }, { describeProfile }, { readInput }, { writeFiles }] =
    await Promise.all([
      import('../../lib/learning/profile/profile-leads.ts'),
      import('../../lib/learning/profile/without-values.ts'),
      import('./profile-summary.ts'),
      import('../files/files.ts'),
      import('../files/output-files.ts'),
    ]);
  const { target, positive, join, on, drop, missing, encoding, decimal, out, json } = options;
  const targets = claimFiles(command, {
    reads: [
      { option: '<leads.csv>', path: file },
      { option: '--join', path: join },
    ],
    writes: [{ option: '--out', path: out }],
    json,
  });
  const read = (path: string) => ({ data: readInput(path), fileName: fileNameOf(path) });
  const profile = profileLeads({
    ...read(file),
    ...omitUndefined({ target, positive, on, drop, missing, joined: join === undefined ? join : read(join) }),
    encoding,
    decimal,
  });
  const shared = withoutQuotes(profile);
  for (const page of targets) await writeFiles([{ target: page, data: await renderPage(shared) }]);
  if (json) return printJson({ ...(out === undefined ? {} : { page: out }), ...shared });
  messagesBeside(targets).write(`${describeProfile(profile, namesOf(targets)[0])}\n`);
}

async function renderPage(profile: Profile): Promise<string> {
  const [{ renderProfile }, { readChartScript }] = await Promise.all([
    import('../../lib/pages/profile/render-profile.ts'),
    import('./report-script.ts'),
  ]);
  return renderProfile(profile, { chartScript: readChartScript() });
}
