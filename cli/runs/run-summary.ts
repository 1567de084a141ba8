import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { count } from '../../lib/count.ts';
import { formatShare } from '../../lib/format-figures.ts';
import { measuredOn } from '../../lib/model/measured-on.ts';
import { sha256Of } from '../../lib/sha256.ts';
import { formatDuration, formatMetric, formatTime } from '../terminal/format.ts';
import { paint } from '../terminal/screen.ts';
import { section } from '../terminal/table.ts';
import { describeEvaluation, tabulateCutOffs, tabulateSegments } from '../train/evaluation-summary.ts';
import type { LocalRun, Metrics } from './run-history.ts';

/** What a person wants to know of a training of the history. */
export function describeRun(run: LocalRun, metrics: Metrics): string[] {
  const { data, measured, out } = run;
  const commit = run.git_commit === undefined ? [] : [`commit ${run.git_commit.slice(0, 12)}`];
  return [
    `Training ${run.run_id} of ${run.name}`,
    ...section('Trained', [
      `${formatTime(new Date(run.created_at))}, in ${formatDuration(run.duration_ms)}`,
      ...commit,
    ]),
    ...section('Data', [
      `${data.path ?? data.file}: ${count(data.rows, 'lead')}, ${formatShare(data.converted / data.rows)} converted${
        metrics.horizon === undefined
          ? ''
          : ` within ${metrics.horizon.days} days, as of ${metrics.horizon.as_of}`
      }`,
      `SHA-256 ${data.sha256}`,
    ]),
    ...section('Measured', [metrics.split.text]),
    ...section('Chosen', [
      metrics.choice,
      ...(measured === undefined
        ? ['nothing was measured']
        : [
            `log-loss ${formatMetric('log_loss', measured.figures.log_loss)}, ROC-AUC ${formatMetric('roc_auc', measured.figures.roc_auc)} (${measuredOn(measured.figures)})`,
          ]),
    ]),
    ...describeEvaluation(metrics),
    ...section('Files', [describeFiles(out, run.model_sha256)]),
    ...metrics.warnings.map((warning) => paint('warning', `Warning: ${warning}`)),
    ...(metrics.segments === undefined ? [] : ['', ...tabulateSegments(metrics.segments)]),
  ];
}

/** Another training may have written over them. */
function describeFiles(out: string, sha256: string): string {
  const model = join(out, 'model.json');
  if (!existsSync(model)) return `${out}: model.json is not there any more`;
  return sha256Of(readFileSync(model)) === sha256 ? out : `${out}: model.json is of another training now`;
}

/** Every cut-off of a training. */
export const tabulateThresholds = ({ cut_offs }: Metrics): string[] =>
  cut_offs === undefined ? ['Nothing was held out: no cut-off was measured.'] : tabulateCutOffs(cut_offs);
