import { useCallback, useMemo } from 'preact/hooks';
import { measuredOn } from '../../../lib/model/measured-on.ts';
import type { Palette } from '../../../lib/pages/chart-parts.ts';
import { FIGURES } from '../../../lib/pages/figures.ts';
import { drawVersions } from '../../../lib/pages/training-charts.ts';
import type { Model, Move } from '../api.ts';
import { moment } from '../parts/format.ts';
import { Table } from '../parts/table.tsx';
import { ChartView } from './chart-view.tsx';

interface Props {
  readonly model: Model;
  readonly moves: readonly Move[];
}

/** The versions over time, the challenger beside the champion, and who was champion when. */
export function VersionsView({ model: { aliases, versions }, moves }: Props) {
  const pointing = (version: string) =>
    Object.entries(aliases).flatMap(([alias, target]) => (target === version ? [alias] : []));
  const measured = useMemo(
    () =>
      [...versions]
        .reverse()
        .flatMap(({ version, metrics: { roc_auc } }) =>
          roc_auc === undefined ? [] : [{ version, roc_auc }],
        ),
    [versions],
  );
  const draw = useCallback((palette: Palette) => drawVersions(measured, palette), [measured]);
  return (
    <section class="card" aria-label="Versions">
      <h2>Versions</h2>
      <Table
        label="Versions and their figures"
        heads={['Version', 'Published', 'Trainer', 'Measured on', ...FIGURES.map(([, name]) => name)]}
      >
        {versions.map(({ version, created_at, trainer, metrics, tags }) => (
          <tr key={version} class={aliases.champion === version ? 'winner' : ''}>
            <th scope="row">
              {version}
              {[...pointing(version), ...tags].map((name) => (
                <span key={name} class="badge">
                  {name}
                </span>
              ))}
            </th>
            <td>{moment(created_at)}</td>
            <td>{trainer}</td>
            <td>{measuredOn(metrics)}</td>
            {FIGURES.map(([metric, , digits]) => (
              <td key={metric}>{metrics[metric]?.toFixed(digits) ?? '–'}</td>
            ))}
          </tr>
        ))}
      </Table>
      {measured.length > 1 && <ChartView draw={draw} text="ROC-AUC of the versions over time" height={200} />}
      <h3>Promotions</h3>
      <ol class="moves">
        {moves.map(({ action, from, to, at }) => (
          <li key={at}>
            {moment(at)}:{' '}
            {action === 'promote' ? 'promoted' : action === 'roll back' ? 'rolled back' : 'removed'}{' '}
            {to ?? ''} {from !== null && `(before: ${from})`}
          </li>
        ))}
      </ol>
    </section>
  );
}
