import { useEffect, useRef } from 'preact/hooks';

interface Props {
  /** What it shows; another one takes the focus anew. */
  readonly of: string;
  readonly onClose: () => void;
  readonly children: preact.ComponentChildren;
}

/** Beside a long list, in view wherever that is scrolled to; takes the focus, and closes with Escape. */
export function SidePanel({ of, onClose, children }: Props) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => {
    panel.current?.focus({ preventScroll: true });
    const follow = (event: KeyboardEvent) => {
      if (event.key === 'Escape') onClose();
    };
    document.addEventListener('keydown', follow);
    return () => document.removeEventListener('keydown', follow);
  }, [of]);
  return (
    <div ref={panel} class="side-panel" tabIndex={-1}>
      {children}
    </div>
  );
}
