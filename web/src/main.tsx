import { render } from 'preact';
import { App } from './app.tsx';
import { readSettings } from './settings.ts';
import './style.css';
import './parts/parts.css';

const root = document.getElementById('app')!;
try {
  const settings = await readSettings();
  const { language, title } = settings.form;
  if (language !== undefined) document.documentElement.lang = language;
  if (title !== undefined) document.title = title;
  render(<App settings={settings} />, root);
} catch (error) {
  render(
    <pre class="trouble" role="alert">
      {error instanceof Error ? error.message : String(error)}
    </pre>,
    root,
  );
}
