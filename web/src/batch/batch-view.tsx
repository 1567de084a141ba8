import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ApiError } from '../../../lib/client/index.ts';
import { usualDecimal } from '../../../lib/files/scoring/usual-decimal.ts';
import type { DecimalMark } from '../../../lib/lead/number-form.ts';
import type { Api, Champion } from '../api.ts';
import { whole } from '../parts/format.ts';
import { Trouble } from '../parts/trouble.tsx';
import {
  absentOf,
  type CheckedRow,
  checkRows,
  findBetterMark,
  guessMapping,
  type Mapping,
  unmapped,
} from './check-rows.ts';
import { ColumnMapping } from './column-mapping.tsx';
import { DropZone } from './drop-zone.tsx';
import { type LeadsFile, readLeadsFile } from './read-leads-file.ts';
import { type Result, ResultTable } from './result-table.tsx';
import { joinResults, warnOf } from './results.ts';
import { RowErrors } from './row-errors.tsx';
import { Sending } from './send-leads.ts';

interface Props {
  readonly api: Api;
  readonly champion: Champion;
  /** Called when another version may have become champion meanwhile. */
  readonly onOtherVersion: () => void;
  /** Leads a minute that the page's key may submit; undefined: no rate of its own. */
  readonly rate: number | undefined;
}

/** What is on its way, with the rows as they were when it began: another version may be loaded meanwhile. */
interface Started extends Pick<Result, 'file' | 'decimal'> {
  readonly leads: Sending;
  readonly checked: readonly CheckedRow[];
}

/** Drop a CSV, see what would be sent, send it, and have it back with scores. */
export function BatchView({ api, champion, onOtherVersion, rate }: Props) {
  const { schema } = champion;
  const [file, setFile] = useState<LeadsFile>();
  const [mapping, setMapping] = useState<Mapping>({});
  const [chosen, setChosen] = useState<DecimalMark>();
  const [trouble, setTrouble] = useState<string>();
  const [done, setDone] = useState<number>();
  const [busy, setBusy] = useState(false);
  const [reading, setReading] = useState(false);
  /** Of the last file that was scored: it stays until another one is. */
  const [result, setResult] = useState<Result>();
  const [saved, setSaved] = useState(true);
  const sending = useRef<Started>();
  const abort = useRef(new AbortController());
  useEffect(() => () => abort.current.abort(), []);
  const begun = done !== undefined;
  const losing = !saved || begun;
  // The browser asks before the page is left or loaded anew.
  useEffect(() => {
    if (!losing) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [losing]);

  // Another version may have other fields: what was chosen for the others stays.
  useEffect(() => {
    if (file !== undefined) setMapping((before) => ({ ...guessMapping(schema, file.columns), ...before }));
  }, [schema, file]);
  const read = useMemo(
    () => (file === undefined ? [] : checkRows(schema, file, mapping, chosen)),
    [schema, file, mapping, chosen],
  );
  const better = useMemo(
    () => (file === undefined ? undefined : findBetterMark(schema, file, mapping, read)),
    [schema, file, mapping, read],
  );
  // What is on its way stays as it was, whatever champion the page has loaded since.
  const checked = (begun ? sending.current?.checked : undefined) ?? read;
  const leads = checked.flatMap((row) => ('lead' in row ? [row.lead] : []));
  const lacking = file === undefined || begun ? [] : unmapped(schema, mapping);
  const absent = file === undefined ? [] : absentOf(schema, mapping);

  const open = async (dropped: File) => {
    setTrouble(undefined);
    setReading(true);
    try {
      const next = await readLeadsFile(dropped);
      if (begun && !confirm(`${file?.name} is scored in part. Leave the rest, and take ${next.name}?`))
        return;
      sending.current = undefined;
      setDone(undefined);
      setChosen(undefined);
      setMapping(guessMapping(schema, next.columns));
      setFile(next);
    } catch (error) {
      // What is there already is not at fault.
      setTrouble(api.describe(error));
    } finally {
      setReading(false);
    }
  };
  const finish = ({ leads: { results, model }, checked: rows, ...started }: Started) => {
    const scored = joinResults(rows, results);
    setResult({ ...started, scored, model, warnings: warnOf(schema, rows, scored) });
    setSaved(false);
    setFile(undefined);
    setDone(undefined);
    sending.current = undefined;
    onOtherVersion();
  };
  const send = async () => {
    if (!begun && !saved && !confirm(`The results of ${result?.file.name} are not downloaded. Replace them?`))
      return;
    sending.current ??= {
      leads: new Sending(api.client, leads, champion, rate),
      checked,
      file: file!,
      decimal:
        chosen ??
        usualDecimal(
          schema,
          schema.fields.map(({ name }) => mapping[name] ?? -1),
        ),
    };
    const started = sending.current;
    setBusy(true);
    setTrouble(undefined);
    setDone((before) => before ?? 0);
    try {
      await started.leads.run(setDone, abort.current.signal);
      finish(started);
    } catch (error) {
      setTrouble(describeRefusal(error) ?? api.describe(error));
      if (error instanceof ApiError && error.status === 422 && started.leads.results.length === 0) {
        // Nothing is accepted: the rows may be put right, for the version that refused them.
        sending.current = undefined;
        setDone(undefined);
        onOtherVersion();
      }
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <DropZone busy={busy || reading} onFile={open} />
      <Trouble text={trouble} />
      {file !== undefined && (
        <>
          <ColumnMapping
            schema={schema}
            file={file}
            mapping={mapping}
            better={better}
            chosen={chosen}
            disabled={begun}
            onChoose={setChosen}
            onChange={(field, column) => setMapping({ ...mapping, [field]: column })}
          />
          <section class="card" aria-label="Ready to send">
            <h2>
              {whole(leads.length)} of {whole(file.rows.length)} rows can be scored
            </h2>
            {lacking.length > 0 ? (
              <p class="error">
                The model requires {lacking.join(', ')}: choose a column for{' '}
                {lacking.length === 1 ? 'it' : 'each'}.
              </p>
            ) : (
              <RowErrors file={file} checked={checked} />
            )}
            {absent.length > 0 && (
              <p class="hint">
                No column for {absent.join(', ')}: {absent.length === 1 ? 'it counts' : 'they count'} as
                missing in every row.
              </p>
            )}
            <p class="actions">
              <button
                type="button"
                class="primary"
                disabled={busy || reading || leads.length === 0}
                onClick={send}
              >
                {busy ? 'Scoring …' : begun ? 'Go on' : `Score ${whole(leads.length)} leads`}
              </button>
            </p>
            {rate !== undefined && leads.length > rate && (
              <p class="hint">
                The key of this page may submit {whole(rate)} leads a minute: this takes about{' '}
                {whole(Math.ceil(leads.length / rate))} minutes.
              </p>
            )}
            {begun && (
              <p aria-live="polite">
                <progress max={leads.length} value={done} aria-label="Leads scored" /> {whole(done)} of{' '}
                {whole(leads.length)}
              </p>
            )}
          </section>
        </>
      )}
      {result !== undefined && <ResultTable result={result} onSaved={() => setSaved(true)} />}
    </>
  );
}

const MOST_NAMED = 5;

/** What the API finds wrong with leads that the page's own schema accepts. */
function describeRefusal(error: unknown): string | undefined {
  if (!(error instanceof ApiError) || error.problem.errors === undefined) return undefined;
  const { errors } = error.problem;
  const named = [...new Set(errors.map(({ field, message }) => `${field}: ${message}`))];
  const more = named.length > MOST_NAMED ? '; and more' : '';
  return `The scoring service refused the leads. ${named.slice(0, MOST_NAMED).join('; ')}${more}.`;
}
