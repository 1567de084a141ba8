import type { Client, Job } from '../../lib/client/index.ts';
import { orInterrupted } from '../api-client.ts';
import { messagesBeside, namesOf } from '../files/claim-files.ts';
import type { OutputTarget } from '../files/output-target.ts';
import { drawBar } from '../score/score-progress.ts';
import { printJson, printLines } from '../terminal/print.ts';
import { createProgress } from '../terminal/progress.ts';
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
  const progress = createProgress(json === true);
  const waiting = client.waitJob(id, { signal, onPoll: (state) => progress.show(describe(state)) });
  const resume = `The job continues. To follow it again: scorelane jobs watch ${id}`;
  const job = await orInterrupted(waiting, resume).finally(progress.end);
  const written: OutputTarget[] = [];
  if (job.result !== null) {
    const { url, rejected_url: rejectedUrl } = job.result;
    const { downloadResult } = await import('./download-result.ts');
    if (out !== undefined) written.push(await downloadResult(client, job, url, out, signal));
    if (rejected !== undefined && rejectedUrl !== null)
      written.push(await downloadResult(client, job, rejectedUrl, rejected, signal));
  }
  if (json) printJson(job);
  else {
    const targets = [out, rejected].flatMap((output) => (output === undefined ? [] : [output.target]));
    const lines = [...summariseJob(job), ...namesOf(written).map((name) => `Wrote ${name}`)];
    printLines(lines, messagesBeside(targets));
  }
  if (job.status !== 'succeeded') process.exitCode = 1;
}

function describe({ status, percent, scored, rejected, estimated_finish_at: at }: Job): string {
  if (status !== 'running') return status.replace('_', ' ');
  const left = at === null ? '' : `, about ${secondsUntil(at)} s left`;
  const aside = rejected === 0 ? '' : `, ${rejected.toLocaleString('en-US')} set aside`;
  return `${drawBar(percent / 100)} ${percent} %, ${scored.toLocaleString('en-US')} scored${aside}${left}`;
}

const secondsUntil = (at: string): number => Math.max(0, Math.ceil((Date.parse(at) - Date.now()) / 1000));
