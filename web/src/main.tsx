import { render } from 'preact';
import { App } from './app.tsx';
import { readSettings } from './settings.ts';
import './style.css';

render(<App settings={await readSettings()} />, document.getElementById('app')!);
