import type { Job } from '../../lib/client/index.ts';
import { count } from '../../lib/count.ts';
import { formatCount } from '../../lib/format-figures.ts';

/** What a person wants to know of a job. */
export function summariseJob(job: Job): string[] {
  const { status, model, scored, rows, rejected, percent, chunks, grades, warnings = [], error } = job;
  const of = chunks.total === null ? '' : ` of ${chunks.total}`;
  const shares = Object.entries(grades ?? {}).map(([grade, n]) => `${grade} ${formatCount(n)}`);
  return [
    ...warnings.map((warning) => `Note: ${warning}`),
    `Job ${job.job_id} ${status.replace('_', ' ')}: ${job.file_name} with ${model.name}@${model.version}`,
    ...(status === 'running' ? [`${percent} %, ${chunks.done}${of} chunks${finishOf(job)}`] : []),
    ...(error === undefined ? [] : [`${error.code}: ${error.message}`]),
    ...(rows === 0
      ? []
      : [
          `Scored ${formatCount(scored)} of ${count(rows, 'row')}${rejected === 0 ? '' : `; ${formatCount(rejected)} set aside`}`,
        ]),
    ...(shares.length === 0 ? [] : [`Grades: ${shares.join(', ')}`]),
  ];
}

const finishOf = ({ estimated_finish_at: at }: Job): string =>
  at === null ? '' : `, done at about ${at.slice(11, 19)} UTC`;
