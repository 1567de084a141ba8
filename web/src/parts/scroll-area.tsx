interface Props {
  /** What is in it. */
  readonly label: string;
  readonly children: preact.ComponentChildren;
}

/** What may be wider or longer than the page, and scrolls by itself, also with the keyboard (axe: scrollable-region-focusable). */
export function ScrollArea({ label, children }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard cannot scroll
    <section class="scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
