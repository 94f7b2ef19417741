import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { receivePorts } from '../connection.ts';
import { createI18n } from '../i18n/i18n.ts';
import { startTimer } from '../screens/start-timer.ts';
import '../theme/base.css';
import { CustomerScreen } from './customer-screen.tsx';
import { createCustomerStore } from './customer-store.ts';

// The window for the customer: it shows what it is told and can ask nothing.
const store = createCustomerStore(startTimer);
const i18n = createI18n('zh-TW');
document.documentElement.dataset['theme'] = 'light';
receivePorts(window, store.attachPort);

const root = document.getElementById('root');
if (!root) throw new Error('customer.html has no #root');
createRoot(root).render(
  <I18nextProvider i18n={i18n}>
    <CustomerScreen store={store} />
  </I18nextProvider>,
);
