import { render } from 'preact';
import { App } from './app.tsx';
import { Trouble } from './parts/trouble.tsx';
import { readSettings } from './settings.ts';
import { retryAfterMs } from './use-champion.ts';
import './style.css';
import './parts/parts.css';

const root = document.getElementById('app')!;

/** Draws the page; what it cannot be drawn without is asked for again until it is there. */
async function start(failed = 0): Promise<void> {
  try {
    const settings = await readSettings();
    const { language, title } = settings.form;
    if (language !== undefined) document.documentElement.lang = language;
    if (title !== undefined) document.title = title;
    render(<App settings={settings} />, root);
  } catch (error) {
    const timer = setTimeout(() => start(failed + 1), retryAfterMs(failed));
    const retry = () => {
      clearTimeout(timer);
      start();
    };
    render(<Trouble text={error instanceof Error ? error.message : String(error)} onRetry={retry} />, root);
  }
}

await start();
