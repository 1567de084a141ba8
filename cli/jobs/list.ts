import { Command, Option } from 'commander';
import type { Job } from '../../lib/client/index.ts';
import { JOB_STATES } from '../../lib/contract/words.ts';
import { formatCount } from '../../lib/format-figures.ts';
import { type ApiOptions, addApiOptions, openApi } from '../api-client.ts';
import { addPageOptions, type PageOptions, printPage, readPages } from '../print-page.ts';
import { shortId } from '../short-id.ts';
import { formatTime } from '../terminal/format.ts';
import { hint } from '../terminal/hint.ts';
import type { Column } from '../terminal/table.ts';

interface ListOptions extends ApiOptions, PageOptions {
  readonly status?: Job['status'];
}

const COLUMNS: readonly Column[] = [
  { title: 'id' },
  { title: 'created', drop: 1 },
  { title: 'model', drop: 2 },
  { title: 'file', fit: 'shorten', least: 8 },
  { title: 'status' },
  { title: 'rows', align: 'right', drop: 3 },
];

const EXAMPLES = `
Examples:
  $ scorelane jobs list
  $ scorelane jobs list --status failed --all --json`;

export const createListJobsCommand = (): Command =>
  addPageOptions(addApiOptions(new Command('list').description('the latest jobs')))
    .addOption(new Option('--status <status>', 'only jobs in this state').choices(JOB_STATES))
    .addHelpText('after', EXAMPLES)
    .action(runList);

async function runList(options: ListOptions): Promise<void> {
  const { status, json } = options;
  const client = await openApi(options);
  const filter = status === undefined ? {} : { status };
  const page = await readPages(options, 100, (query) => client.listJobs({ ...query, ...filter }));
  const rows = page.jobs.map((job) => [
    shortId(job.job_id),
    formatTime(new Date(job.created_at)),
    `${job.model.name}@${job.model.version}`,
    job.file_name,
    job.status.replace('_', ' '),
    job.rows === undefined ? '–' : formatCount(job.rows),
  ]);
  const none =
    status === undefined
      ? `There is no job yet. Start one: ${hint(['jobs', 'submit', 'leads.csv'])}`
      : `There is no job in the state ${status}.`;
  printPage(page, { json, columns: COLUMNS, rows, none });
}
