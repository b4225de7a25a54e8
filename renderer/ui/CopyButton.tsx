import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { toast } from './Toast.tsx';

const write = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
};

export const copyText = async (text: string): Promise<boolean> => {
  const done = await write(text);
  if (!done) toast('Could not copy', 'The clipboard is not open to this page; select the text and copy it.', 'alert');
  return done;
};

interface Props {
  readonly text: string;
  readonly children?: ReactNode;
  readonly className?: string;
  readonly title?: string;
}

export const CopyButton = ({ text, children = 'Copy', className = 'link', title }: Props): ReactElement => {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <button type="button" className={className} title={title} onClick={() => void copyText(text).then(setCopied)}>
      <span aria-live="polite">{copied ? 'Copied' : children}</span>
    </button>
  );
};
