import type { Client, Job } from '../../lib/client/index.ts';
import { count } from '../../lib/count.ts';
import { formatCount } from '../../lib/format-figures.ts';
import { orInterrupted } from '../api-client.ts';
import { isSeenAtOnce, messagesBeside, namesOf } from '../files/claim-files.ts';
import type { OutputTarget } from '../files/output-target.ts';
import { hint } from '../terminal/hint.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { createProgress, type Step } from '../terminal/progress.ts';
import type { ClaimedResults } from './claim-results.ts';
import { summariseJob } from './job-summary.ts';

interface FollowOptions extends ClaimedResults {
  readonly json?: boolean | undefined;
  readonly signal: AbortSignal;
}

/** Waits for the end of a job, writes what came of it, and says so. An interruption leaves the job as it is. */
export async function followJob(
  client: Client,
  id: string,
  { out, rejected, json, signal }: FollowOptions,
): Promise<void> {
  const targets = [out, rejected].flatMap((output) => (output === undefined ? [] : [output.target]));
  const progress = createProgress(json === true);
  const silent = json === true || isSeenAtOnce(targets);
  const waiting = client.waitJob(id, { signal, onPoll: (state) => progress.show(stepOf(state)) });
  const results = [
    ...(out === undefined ? [] : ['--out', out.target.name]),
    ...(rejected === undefined ? [] : ['--rejected', rejected.target.name]),
  ];
  const resume = `The job continues. To follow it again: ${hint(['jobs', 'watch', id, ...results])}`;
  const job = await orInterrupted(waiting, resume).finally(progress.end);
  const written: OutputTarget[] = [];
  if (job.result !== null) {
    const { url, rejected_url: rejectedUrl } = job.result;
    const { downloadResult } = await import('./download-result.ts');
    if (out !== undefined) written.push(await downloadResult(client, job, url, out, signal, silent));
    if (rejected !== undefined && rejectedUrl !== null)
      written.push(await downloadResult(client, job, rejectedUrl, rejected, signal, silent));
  }
  if (json) printJson(job);
  else {
    const lines = [...summariseJob(job), ...namesOf(written).map((name) => `Wrote ${name}`)];
    printLines(lines, messagesBeside(targets));
  }
  if (job.status !== 'succeeded') process.exitCode = 1;
}

function stepOf({ status, percent, scored, rejected, estimated_finish_at: at }: Job): Step {
  if (status !== 'running') return { what: `The job is ${status.replace('_', ' ')}` };
  const aside = rejected === 0 ? '' : `, ${formatCount(rejected)} set aside`;
  return {
    what: 'Scoring',
    done: percent,
    total: 100,
    unit: '%',
    note: `${count(scored, 'lead')}${aside}`,
    // The stack knows how many work on it; its clock and this one's may differ.
    left: at === null ? undefined : Math.max(0, Date.parse(at) - Date.now()),
  };
}
