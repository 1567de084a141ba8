import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { leadSchemaFromJson } from '../../../lib/lead/schema-from-json.ts';
import { type Api, type Champion, describeError } from '../api.ts';
import { whole } from '../parts/format.ts';
import { Trouble } from '../parts/trouble.tsx';
import { checkRows, guessMapping, type Mapping, unmapped } from './check-rows.ts';
import { ColumnMapping } from './column-mapping.tsx';
import { DropZone } from './drop-zone.tsx';
import { type LeadsFile, readLeadsFile } from './read-leads-file.ts';
import { ResultTable } from './result-table.tsx';
import { joinResults, type ScoredRow } from './results.ts';
import { RowErrors } from './row-errors.tsx';
import { Sending } from './send-leads.ts';

interface Props {
  readonly api: Api;
  readonly champion: Champion;
  readonly apiUrl: string;
  /** Leads a minute that the page's key may submit; undefined: no rate of its own. */
  readonly rate: number | undefined;
}

/** Drop a CSV, see what would be sent, send it, and have it back with scores. */
export function BatchView({ api: { client }, champion, apiUrl, rate }: Props) {
  const [asked, setAsked] = useState<Pick<Champion, 'schema' | 'name' | 'version'>>(champion);
  const { schema } = asked;
  const [file, setFile] = useState<LeadsFile>();
  const [mapping, setMapping] = useState<Mapping>({});
  const [trouble, setTrouble] = useState<string>();
  const [done, setDone] = useState<number>();
  const [busy, setBusy] = useState(false);
  const [scored, setScored] = useState<readonly ScoredRow[]>();
  const sending = useRef<Sending>();
  const abort = useRef(new AbortController());
  useEffect(() => () => abort.current.abort(), []);

  const checked = useMemo(
    () => (file === undefined ? [] : checkRows(schema, file, mapping)),
    [schema, file, mapping],
  );
  const leads = checked.flatMap((row) => ('lead' in row ? [row.lead] : []));
  const lacking = file === undefined ? [] : unmapped(schema, mapping);

  const reset = () => {
    sending.current = undefined;
    setDone(undefined);
    setScored(undefined);
    setTrouble(undefined);
  };
  const open = async (chosen: File) => {
    reset();
    try {
      // The model of now: the page may have been open since before a promotion.
      const [read, described] = await Promise.all([readLeadsFile(chosen), client.schema()]);
      const current = { schema: leadSchemaFromJson(described), ...described['x-model'] };
      setAsked(current);
      setFile(read);
      setMapping(guessMapping(current.schema, read.columns));
    } catch (error) {
      setFile(undefined);
      setTrouble(describeError(error, apiUrl));
    }
  };
  const send = async () => {
    sending.current ??= new Sending(client, leads, `${asked.name}@${asked.version}`, rate);
    setBusy(true);
    setTrouble(undefined);
    setDone((before) => before ?? 0);
    try {
      await sending.current.run(setDone, abort.current.signal);
      setScored(joinResults(checked, sending.current.results));
    } catch (error) {
      setTrouble(describeError(error, apiUrl));
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <DropZone busy={busy} onFile={open} />
      <Trouble text={trouble} />
      {file !== undefined && scored === undefined && (
        <>
          <ColumnMapping
            schema={schema}
            file={file}
            mapping={mapping}
            disabled={done !== undefined}
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
            <p class="actions">
              <button type="button" class="primary" disabled={busy || leads.length === 0} onClick={send}>
                {busy ? 'Scoring …' : done === undefined ? `Score ${whole(leads.length)} leads` : 'Go on'}
              </button>
            </p>
            {rate !== undefined && leads.length > rate && (
              <p class="hint">
                The key of this page may submit {whole(rate)} leads a minute: this takes about{' '}
                {whole(Math.ceil(leads.length / rate))} minutes.
              </p>
            )}
            {done !== undefined && (
              <p aria-live="polite">
                <progress max={leads.length} value={done} aria-label="Leads scored" /> {whole(done)} of{' '}
                {whole(leads.length)}
              </p>
            )}
          </section>
        </>
      )}
      {file !== undefined && scored !== undefined && (
        <ResultTable file={file} scored={scored} model={`${asked.name}, ${asked.version}`} />
      )}
    </>
  );
}
