/** What went wrong, where there is something. */
export function Trouble({ text }: { readonly text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <p class="trouble" role="alert">
      {text}
    </p>
  );
}
