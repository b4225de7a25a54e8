import type { ReactElement, ReactNode, RefObject } from 'react';
import type { EdgeCatalogue } from '#contract/attack';
import { Button } from '#renderer/ui/Button.tsx';
import { Icon } from '#renderer/ui/Icon.tsx';
import { Key } from '#renderer/ui/Key.tsx';
import { ChoiceMenu } from '#renderer/ui/Menu.tsx';
import { Segments } from '#renderer/ui/Segments.tsx';
import type { AccessControl } from '../access-state.ts';
import { Filters } from './Filters.tsx';
import { endKinds, NodeBox, startKinds } from './NodeBox.tsx';

interface Props {
  readonly snapshot: string;
  readonly control: AccessControl;
  readonly catalogue: EdgeCatalogue | undefined;
  readonly input: RefObject<HTMLInputElement | null>;
  /** `path`: from somewhere to somewhere; `around`: about one node; `none`: about the cluster. */
  readonly about: 'path' | 'around' | 'none';
  /** Before the boxes, in a narrow window: the questions. */
  readonly menu: ReactNode;
  readonly views: boolean;
}

const isEnd = (node: string): boolean => node === 'admin' || node === 'nodes' || node.startsWith('impact:');

/** What is asked, over the answer: ends, filters, and how the answer is shown. */
export const AskBar = ({ snapshot, control, catalogue, input, about, menu, views }: Props): ReactElement => {
  const { state, change } = control;
  return (
    <div className="access-bar" role="search" aria-label="Question">
      {menu}
      {about === 'none' ? null : (
        <NodeBox
          label={about === 'path' ? 'From' : 'Node'}
          snapshot={snapshot}
          value={state.from}
          kinds={
            about === 'path'
              ? startKinds
              : [...startKinds, ...endKinds.filter(([kind]) => !startKinds.some(([other]) => other === kind))]
          }
          onChange={from =>
            change({ from, ...(about === 'path' && state.question === 'internet' ? { question: 'paths' as const } : {}) })
          }
          placeholder="sa:namespace/name"
          input={input}
        />
      )}
      {about === 'path' ? (
        <>
          <Button
            aria-label="Swap start and end"
            className="access-swap"
            disabled={isEnd(state.to) || state.from === ''}
            title={isEnd(state.to) ? 'Nothing begins at this end' : undefined}
            onClick={() => change({ question: 'paths', from: state.to, to: state.from })}
          >
            <Icon name="swap" />
          </Button>
          <NodeBox
            label="To"
            short
            snapshot={snapshot}
            value={state.to}
            kinds={endKinds}
            onChange={to => change({ to: to === '' ? 'admin' : to })}
            placeholder="admin"
          />
        </>
      ) : null}
      {about === 'around' ? (
        <ChoiceMenu
          label="Within"
          value={String(state.depth)}
          onChange={value => change({ depth: Number(value) })}
          choices={['1', '2', '3', '4', '6', '12'].map(value => ({
            value,
            label: `${value} ${value === '1' ? 'step' : 'steps'}`,
          }))}
        />
      ) : null}
      <Filters snapshot={snapshot} control={control} catalogue={catalogue} />
      <span className="spacer" />
      {views ? (
        <Segments
          label="Shown as"
          value={state.view}
          onChange={view => change({ view })}
          choices={[
            { value: 'graph' as const, label: 'Graph' },
            {
              value: 'table' as const,
              label: (
                <>
                  Table <Key name="T" />
                </>
              ),
            },
          ]}
        />
      ) : null}
    </div>
  );
};
