import { useContext } from 'preact/hooks';
import { hrefOf, ShownViews } from '../route.ts';

interface Props {
  readonly reference: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** What the owner of a lead says of it, and the way to its history. */
export function LeadName({ reference, metadata = {} }: Props) {
  const isShown = useContext(ShownViews).includes('lead');
  const texts = Object.entries(metadata);
  if (reference === undefined && texts.length === 0) return null;
  return (
    <p class="hint">
      {reference !== undefined && (
        <>
          Lead {isShown ? <a href={hrefOf('lead', { reference })}>{reference}</a> : reference}
          {texts.length > 0 && ', '}
        </>
      )}
      {texts.map(([name, text]) => `${name}: ${text}`).join(', ')}
    </p>
  );
}
