import { useEffect } from 'preact/hooks';

/** Lets the browser ask before the page is left or loaded anew, as long as something would be lost by it. */
export function useUnloadWarning(losing: boolean): void {
  useEffect(() => {
    if (!losing) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [losing]);
}
