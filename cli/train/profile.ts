import { Command } from 'commander';
import type { Profile } from '../../lib/learning/profile/profile.ts';
import { claimFiles, isSeenAtOnce, messagesBeside, namesOf } from '../files/claim-files.ts';
import { readTold } from '../files/told-options.ts';
import { addDataOptions, checkJoin, createForceOption, type DataOptions, omitUndefined } from '../options.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { whileShowing } from '../terminal/progress.ts';
import { widthOf } from '../terminal/screen.ts';
import type { ColumnsFilePaths } from './write-columns.ts';

type Told = Awaited<ReturnType<typeof readTold>>;

interface ProfileOptions extends DataOptions {
  readonly target?: string;
  readonly out?: string;
  readonly writeColumns?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  $ scorelane profile leads.csv --target converted
  $ scorelane profile bank.csv --target y --positive yes --out profile.html
  $ scorelane profile crm.csv --join deals.csv --on lead_id --target converted
  $ zcat leads.csv.gz | scorelane profile - --target converted

Look at the leak suspects before training: a column that is only known after a lead has converted makes a model
look good and fail. Without --target, the profile describes the columns only.`;

export function createProfileCommand(): Command {
  const command = new Command('profile')
    .description('describe the columns of a file of past leads, and find those that may leak the outcome')
    .argument('<leads.csv>', 'one row per lead, with a header line; separated by comma, semicolon or tab')
    .option('--target <column>', 'the column that says whether the lead converted (with --join: a new name)');
  return addDataOptions(command)
    .addOption(createForceOption('accept a --join file of whose keys most match no lead'))
    .option('--out <file.html>', 'write the profile as a page with pictures')
    .option(
      '--write-columns <file.yml>',
      'write how each column is read; edit the file, and pass it to train and score as --columns',
    )
    .option('--json', 'print the profile as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: ProfileOptions) => {
      checkJoin(options, command);
      const told = await readTold(options);
      if (options.join !== undefined && told.target === undefined) {
        command.error('error: --join needs --target, the name of the outcome column that it adds');
      }
      if (told.positive !== undefined && told.target === undefined) {
        command.error('error: --positive needs --target');
      }
      await runProfile(file, options, told, command);
    });
}

async function runProfile(
  file: string,
  options: ProfileOptions,
  told: Told,
  command: Command,
): Promise<void> {
  // Loaded here, so that --help and the other commands do not wait for it.
  const [{ profileLeads }, { withoutQuotes }, { describeProfile }, { openLeads, takesLong }, { writeFiles }] =
    await Promise.all([
      import('../../lib/learning/profile/profile-leads.ts'),
      import('../../lib/learning/profile/without-values.ts'),
      import('./profile-summary.ts'),
      import('../files/open-leads.ts'),
      import('../files/output-files.ts'),
    ]);
  const { join, on, encoding, decimal, sheet, force, out, json } = options;
  const targets = await claimFiles(command, {
    reads: [
      { option: '<leads.csv>', path: file },
      { option: '--join', path: join },
      { option: '--columns', path: options.columns },
    ],
    writes: [
      { option: '--out', path: out },
      { option: '--write-columns', path: options.writeColumns },
    ],
    json,
  });
  const leads = await openLeads(file, { encoding, sheet });
  const joined = join === undefined ? undefined : await openLeads(join, { encoding });
  const isLong = takesLong(leads.data);
  const profile = await whileShowing('Reading', json === true || isSeenAtOnce(targets), async ({ show }) =>
    profileLeads({
      ...leads,
      ...told,
      ...omitUndefined({ on, joined, decimal, force }),
      encoding,
      onProgress: (what, done, total) => show({ what, done, total, unit: 'columns', isLong }),
    }),
  );
  const shared = withoutQuotes(profile);
  const made = [
    ...(out === undefined ? [] : [await renderPage(shared)]),
    ...(options.writeColumns === undefined
      ? []
      : [await renderColumns(profile, told, { file, path: options.writeColumns })]),
  ];
  await writeFiles(made.map((data, i) => ({ target: targets[i]!, data })));
  if (json) return printJson({ ...(out === undefined ? {} : { page: out }), ...shared });
  const stream = messagesBeside(targets);
  printLines(describeProfile(profile, namesOf(targets), widthOf(stream)), stream);
}

async function renderPage(profile: Profile): Promise<string> {
  const [{ renderProfile }, { readChartScript }] = await Promise.all([
    import('../../lib/pages/profile/render-profile.ts'),
    import('./report-script.ts'),
  ]);
  return renderProfile(profile, { chartScript: readChartScript() });
}

const renderColumns = async (profile: Profile, told: Told, paths: ColumnsFilePaths): Promise<string> =>
  (await import('./write-columns.ts')).writeColumns(profile, told, paths);
