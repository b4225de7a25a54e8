import { type ReactElement, useState } from 'react';
import type { DataPart, Diagnostics, PurgeWhat } from '#contract/diagnostics';
import { Button } from '#renderer/ui/Button.tsx';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { bytesText, plural } from '#renderer/ui/time.ts';
import { visible } from '#renderer/ui/visible.ts';
import { PurgeDialog } from './PurgeDialog.tsx';
import { Section } from './Section.tsx';

const words: Readonly<Record<DataPart['id'], string>> = {
  snapshots: 'Snapshots',
  settings: 'Settings',
  logs: 'Log',
  other: 'Key and scratch files',
};

/** Where everything lies, how large it is, and the ways to be rid of it. */
export const DataSection = ({ data }: { readonly data: Diagnostics['data'] }): ReactElement => {
  const [purging, setPurging] = useState<PurgeWhat | null>(null);
  const total = data.parts.reduce((sum, part) => sum + part.bytes, 0);
  return (
    <Section
      id="data"
      title="Data"
      note="All of it lies in one folder that only you can read. Nothing is sent anywhere, and credentials are not kept."
    >
      <p>
        <span className="mono settings-break">{visible(data.home, 1000)}</span>{' '}
        <CopyButton text={data.home}>Copy path</CopyButton>
      </p>
      <table className="settings-table">
        <caption className="sr-only">Sizes by part</caption>
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col" className="num">
              Files
            </th>
            <th scope="col" className="num">
              Size
            </th>
            <th scope="col">
              <span className="sr-only">Delete</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.parts.map(({ id, files, bytes }) => (
            <tr key={id}>
              <th scope="row">{words[id]}</th>
              <td className="num">{files}</td>
              <td className="num">{bytesText(bytes)}</td>
              <td>
                {id === 'other' || files === 0 ? null : (
                  <button
                    type="button"
                    className="link"
                    aria-label={`Delete ${words[id].toLowerCase()}…`}
                    onClick={() => setPurging(id)}
                  >
                    Delete…
                  </button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="settings-actions">
        <Button variant="danger" onClick={() => setPurging('everything')}>
          Delete everything…
        </Button>
        <span className="muted">
          {plural(
            data.parts.reduce((sum, part) => sum + part.files, 0),
            'file',
          )}
          , {bytesText(total)} in all
        </span>
      </div>
      {purging === null ? null : <PurgeDialog what={purging} onClose={() => setPurging(null)} />}
    </Section>
  );
};
