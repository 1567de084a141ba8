interface Props {
  readonly text: string | undefined;
  /** Does again what failed. */
  readonly onRetry?: () => void;
}

/** What went wrong, where there is something. */
export function Trouble({ text, onRetry }: Props) {
  if (text === undefined) return null;
  return (
    <div class="trouble" role="alert">
      {text}{' '}
      {onRetry !== undefined && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
