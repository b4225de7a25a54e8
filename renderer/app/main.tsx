import './jitless.ts';
import { createRoot } from 'react-dom/client';
import { startAppearance } from './appearance.ts';
import { login, storedToken, takeCode } from './client/session.ts';
import { Root } from './Root.tsx';
import './styles.css';

const nonceOf = (): string => {
  const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');
  return meta?.nonce ?? meta?.getAttribute('nonce') ?? '';
};

const start = async (): Promise<void> => {
  const element = document.getElementById('root');
  if (element === null) return;
  startAppearance();
  const code = window.plumbline === undefined ? takeCode() : null;
  const reply = code === null ? null : await login(code);
  const token = reply?.ok === true ? reply.value : storedToken();
  createRoot(element).render(<Root nonce={nonceOf()} token={token} problem={reply === null || reply.ok ? null : reply.error} />);
};

void start();
