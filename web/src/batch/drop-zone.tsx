import { useState } from 'preact/hooks';

interface Props {
  readonly busy: boolean;
  readonly onFile: (file: File) => void;
}

/** Where a file is dropped, or chosen. */
export function DropZone({ busy, onFile }: Props) {
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file !== undefined && !busy) onFile(file);
  };
  return (
    <section
      class={`card drop ${over ? 'over' : ''}`}
      aria-label="The file"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer?.files);
      }}
    >
      <label for="leads-file">Drop a CSV file of leads here, or choose one</label>
      <input
        id="leads-file"
        type="file"
        accept=".csv,.tsv,.txt,text/csv"
        disabled={busy}
        onChange={({ currentTarget }) => {
          take(currentTarget.files);
          // The same file, mended, may be chosen again.
          currentTarget.value = '';
        }}
      />
      <p class="hint">Nothing is sent before you have seen what is read from it.</p>
    </section>
  );
}
