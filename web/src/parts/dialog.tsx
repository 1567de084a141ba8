import { useEffect, useRef } from 'preact/hooks';

interface Props {
  readonly onClose: () => void;
  readonly children: preact.ComponentChildren;
}

/**
 * What is looked at closely: in view wherever the page is scrolled to. The browser takes the focus into it, closes it with
 * Escape, and gives the focus back.
 */
export function Dialog({ onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opener = document.activeElement as HTMLElement | null;
    dialog.current?.showModal();
    // Taken out of the page before it is closed, it would not give the focus back.
    return () => opener?.focus();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape and its button close it with the keyboard
    <dialog
      ref={dialog}
      onClose={onClose}
      onClick={({ target }) => {
        // Beside what it holds.
        if (target === dialog.current) dialog.current?.close();
      }}
    >
      {children}
    </dialog>
  );
}
