// First, before any schema is made.
import './zod-without-eval.ts';
import { createRoot } from 'react-dom/client';
import { createHqClient } from './api/hq-client.ts';
import { App } from './app.tsx';
import './theme/base.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
const client = createHqClient({ fetch: (url, init) => fetch(url, init) });
createRoot(root).render(<App client={client} />);
