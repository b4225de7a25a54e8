import { type ReactElement, useMemo, useState } from 'react';
import type { Problem } from '#contract/problem';
import { App } from './App.tsx';
import { bridgeClient } from './client/bridge.ts';
import { httpClient } from './client/http.ts';
import { LoginPage } from './client/LoginPage.tsx';
import { forgetToken } from './client/session.ts';

interface Props {
  readonly nonce: string;
  readonly token: string | null;
  readonly problem: Problem | null;
}

const HttpRoot = ({ nonce, token: first, problem }: Props): ReactElement => {
  const [token, setToken] = useState(first);
  const client = useMemo(
    () =>
      token === null
        ? null
        : httpClient(token, () => {
            forgetToken();
            setToken(null);
          }),
    [token],
  );
  return client === null ? <LoginPage problem={problem} onLogin={setToken} /> : <App client={client} nonce={nonce} />;
};

/** Desktop where the preload has put its bridge, else the loopback page with its login. */
export const Root = (props: Props): ReactElement => {
  const [bridge] = useState(() => (window.plumbline === undefined ? null : bridgeClient(window.plumbline)));
  return bridge === null ? <HttpRoot {...props} /> : <App client={bridge} nonce={props.nonce} />;
};
