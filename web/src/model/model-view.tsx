import { useEffect, useState } from 'preact/hooks';
import type { TrainingRecord } from '../../../lib/learning/training-record.ts';
import type { Api, Champion, Model, Move } from '../api.ts';
import { percent, whole } from '../parts/format.ts';
import { saveFile } from '../parts/save-file.ts';
import { Trouble } from '../parts/trouble.tsx';
import { Capacity } from './capacity.tsx';
import { CurvesView } from './curves-view.tsx';
import { EffectsView } from './effects-view.tsx';
import { MetricsView } from './metrics-view.tsx';
import { VersionsView } from './versions-view.tsx';

interface Props {
  readonly api: Api;
  readonly champion: Champion;
}

interface Known {
  /** Of the champion: another one is loaded anew. */
  readonly version: string;
  readonly model: Model;
  readonly moves: readonly Move[];
  /** A version may have been published without one. */
  readonly record: TrainingRecord | undefined;
}

/** The champion's report: what it learned from, how good it is, what it does, and what was live when. */
export function ModelView({ api, champion: { name, version } }: Props) {
  const [known, setKnown] = useState<Known>();
  const [trouble, setTrouble] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    setTrouble(undefined);
    const load = async (): Promise<Known> => {
      const [model, moves] = await Promise.all([api.loadModel(name), api.loadMoves(name, 'champion')]);
      const files = model.versions.find((one) => one.version === version)?.files ?? [];
      const record = files.includes('metrics.json') ? await api.loadRecord(name, version) : undefined;
      return { version, model, moves, record };
    };
    load().then(setKnown, (error: unknown) => setTrouble(api.describe(error)));
  }, [api, name, version, attempt]);
  if (known?.version !== version)
    return (
      <>
        <Trouble text={trouble} onRetry={() => setAttempt(attempt + 1)} />
        {trouble === undefined && <p class="card">Loading …</p>}
      </>
    );

  const { model, moves, record } = known;
  const report = model.versions.find((one) => one.version === version)?.files.includes('report.html');
  const download = () =>
    api
      .loadReport(name, version)
      .then((blob) => saveFile(`${name}-${version}.html`, blob))
      .catch((error: unknown) => setTrouble(api.describe(error)));
  return (
    <>
      <Trouble text={trouble} />
      {record === undefined ? (
        <p class="card">This version was published without metrics.json, so its figures are below only.</p>
      ) : (
        <>
          <section class="card" aria-label="The champion">
            <div class="split">
              <h2>
                {name}, {version}: {record.winner}
              </h2>
              {report && (
                <button type="button" onClick={download}>
                  Download the report
                </button>
              )}
            </div>
            <p>
              Learned from {whole(record.data.rows)} past leads, of which {whole(record.data.converted)} (
              {record.horizon === undefined
                ? `${percent(record.data.base_rate)}) converted (${record.data.target}: ${record.data.positive}).`
                : `estimated to be ${percent(record.data.base_rate)} in the end) converted within ${record.horizon.days} days so far, as of ${record.horizon.as_of}. The figures are of the ${whole(record.horizon.old_rows)} leads that were that old.`}
            </p>
            {record.warnings.length > 0 && (
              <ul>
                {record.warnings.map((warning) => (
                  <li key={warning} class="warning">
                    {warning}
                  </li>
                ))}
              </ul>
            )}
          </section>
          {record.curves !== undefined && <Capacity record={{ ...record, curves: record.curves }} />}
          <MetricsView record={record} />
          {record.curves !== undefined && <CurvesView curves={record.curves} on={record.curves_on} />}
          <EffectsView record={record} />
        </>
      )}
      <VersionsView model={model} moves={moves} />
    </>
  );
}
