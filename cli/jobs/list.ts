import { Command, Option } from 'commander';
import type { Job } from '../../lib/client/index.ts';
import { JOB_STATES } from '../../lib/contract/words.ts';
import { formatCount } from '../../lib/format-figures.ts';
import { type ApiOptions, addApiOptions, openApi } from '../api-client.ts';
import { addPageOptions, type PageOptions, printPage } from '../print-page.ts';
import { formatTime } from '../terminal/format.ts';
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

export const createListJobsCommand = (): Command =>
  addPageOptions(addApiOptions(new Command('list').description('the latest jobs')))
    .addOption(new Option('--status <status>', 'only these').choices(JOB_STATES))
    .action(runList);

async function runList(options: ListOptions): Promise<void> {
  const { limit, cursor, status, json } = options;
  const page = await (await openApi(options)).listJobs({
    limit,
    ...(cursor === undefined ? {} : { cursor }),
    ...(status === undefined ? {} : { status }),
  });
  const rows = page.jobs.map((job) => [
    job.job_id,
    formatTime(new Date(job.created_at)),
    `${job.model.name}@${job.model.version}`,
    job.file_name,
    job.status,
    job.rows === undefined ? '–' : formatCount(job.rows),
  ]);
  printPage(page, { json, columns: COLUMNS, rows, none: 'No such job is kept here.' });
}
