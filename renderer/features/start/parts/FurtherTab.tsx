import { type ReactElement, useState } from 'react';
import { useClient } from '#renderer/app/client/context.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { toast } from '#renderer/ui/Toast.tsx';

/** The loopback page alone: each tab logs in for itself, with a code that this one can give. */
export const FurtherTab = (): ReactElement | null => {
  const { issueCode } = useClient();
  const [code, setCode] = useState<string | null>(null);
  if (issueCode === undefined) return null;
  const issue = async (): Promise<void> => {
    const reply = await issueCode();
    if (reply.ok) setCode(reply.value);
    else toast(reply.error.what, reply.error.todo, 'alert');
  };
  return (
    <p className="muted">
      A further tab asks for a one-time code.{' '}
      {code === null ? (
        <button type="button" className="link" onClick={() => void issue()}>
          Give a code
        </button>
      ) : (
        <>
          <span className="mono">{code}</span> <CopyButton text={code} />
        </>
      )}
    </p>
  );
};
