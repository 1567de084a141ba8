import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/**
 * A view whose code comes when it is opened: who scores one lead need not wait for the readers of files.
 *
 * @param load of a module of its own
 */
export function lazyView<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  return function LazyView(props: P) {
    const [View, setView] = useState<ComponentType<P> | undefined>(() => loaded);
    const [failed, setFailed] = useState(false);
    useEffect(() => {
      if (View !== undefined) return;
      load().then(
        (view) => {
          loaded = view;
          setView(() => view);
        },
        () => setFailed(true),
      );
    }, [View]);
    if (View !== undefined) return <View {...props} />;
    return failed ? (
      <p class="card" role="alert">
        This view could not be loaded. Reload the page.
      </p>
    ) : (
      <p class="card">Loading …</p>
    );
  };
}
